import Foundation
import TestSupport
import Testing

/// Whatever a changed file is called, and whatever it is, it is told unless nothing in it can open a door.
@Suite struct GateFileTests {
    private let folder: TemporaryFolder

    private static func policy(_ action: String) -> String {
        #"{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "\#(action)", "Resource": "*"}]}"#
    }
    private static let scenario = """
        scenario: May Ann list?
        policies: {identity: [../policies/ann.json]}
        request: {caller: "arn:aws:iam::111122223333:user/ann", action: "s3:ListAllMyBuckets"}
        expect: [{outcome: allowed}]

        """

    init() throws {
        folder = try TemporaryFolder()
        for name in ["policies", "scenarios"] { try folder.makeFolder(name) }
        try folder.write(Self.policy("s3:List*"), to: "policies/ann.json")
        try folder.write(Self.scenario, to: "scenarios/ann.yaml")
        try shell("git init -q -b main .")
        try commit()
    }

    /// What looks like a path in a policy may lead to the policy itself, many times: each way is gone once.
    @Test func pathsThatLeadBackAreFollowedOnce() throws {
        let values = (0..<6).map { "\"" + String(repeating: "./", count: $0) + "ann.json\"" }.joined(separator: ", ")
        let text = Self.policy("s3:List*").replacing(
            "}]}", with: #", "Condition": {"StringNotLike": {"aws:RequestTag/f": [\#(values)]}}}]}"#)
        try folder.write(text, to: "policies/ann.json")
        try commit()
        try folder.write(
            Self.scenario.replacing("ann.json]", with: "ann.json, ../policies/ann.json]"), to: "scenarios/ann.yaml")
        #expect(try gate().output.contains("scenarios/ann.yaml"))
    }

    @discardableResult private func shell(_ line: String) throws -> Command.Result {
        let result = try Command.shell(line, in: folder.path)
        try #require(result.status == 0, "\(line): \(result.output)")
        return result
    }

    private func commit() throws {
        try shell("git add -A && git -c user.name=x -c user.email=x@example.invalid commit -qm x")
    }

    private func write(_ text: String, to path: String) throws {
        if path.contains("/") { try shell("mkdir -p \"$(dirname '\(path)')\"") }
        try folder.write(text, to: path)
    }

    private func gate(_ more: String = "") throws -> Command.Result {
        try Command.shell("iamsim test --against HEAD --fail-on any \(more)", in: folder.path)
    }

    private func expectTold(
        _ words: String, _ more: String = "", sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let result = try gate(more)
        #expect(result.status == 1, "\(result.output)", sourceLocation: sourceLocation)
        #expect(result.output.contains(words), "\(result.output)", sourceLocation: sourceLocation)
    }

    private func expectPassedOver(sourceLocation: SourceLocation = #_sourceLocation) throws {
        let result = try gate()
        #expect(result.status == 0, "\(result.output)", sourceLocation: sourceLocation)
        let isSilent = result.output.hasSuffix("1 unchanged, 0 not comparable\n")
        #expect(isSilent, "\(result.output)", sourceLocation: sourceLocation)
    }

    // MARK: Names

    /// What is hidden, has another ending or none is read like everything else.
    @Test(arguments: [
        ".infra/admin.JSON", ".infra/a.json.tpl", ".deploy/.role", "policy", "x.json ", "t.yml;v2", "p.json~",
        "roles.ts",
    ])
    func aPolicyIsToldWhateverItsFileIsCalled(name: String) throws {
        try write(Self.policy("s3:Get*"), to: name)
        try commit()
        try write(Self.policy("*"), to: name)
        try expectTold("changed and read by no scenario: \(name): changed; it speaks of policies")
    }

    /// What only attaches a policy is told for a word of it (`GateGrantTests`).
    @Test(arguments: [
        ("main.tf", "data \"aws_iam_policy_document\" \"x\" {\n  statement {\n    actions = [\"*\"]\n  }\n}\n"),
        ("put.sh", "aws iam put-user-policy --user-name ann --policy-document file://wide\n"),
        ("serverless.yml", "provider: {iamRoleStatements: [{Effect: Allow, Action: '*', Resource: '*'}]}\n"),
        ("part.json", #"[{"Effect": "Allow", "Action": "*", "Resource": "*"}]"#),
    ])
    func aPolicyInAnotherLanguageIsTold(name: String, text: String) throws {
        try write(text, to: name)
        try shell("git add -A")
        try expectTold("changed and read by no scenario: \(name): new; it speaks of policies")
    }

    /// A file that speaks of no policy is nobody's business, whatever becomes of it; nor is one that was only touched.
    @Test func whatSpeaksOfNoPolicyIsPassedOver() throws {
        try write("A statement of what the effect is: see below.\n", to: "README.md")
        try write("let rows = parser.next() // tests\n", to: "main.swift")
        try write("x", to: "old.txt")
        try write("y\ny\ny\n", to: "moved.txt")
        try shell("head -c 3000000 /dev/urandom >picture.png; ln -s README.md link; touch empty.sh")
        try commit()
        try write("Another statement of what the effect is.\n", to: "README.md")
        try write("let rows = parser.last() // lists\n", to: "main.swift")
        try write("A: 1\n", to: ".hidden/new.yaml")
        try shell(
            "git rm -q old.txt; git mv moved.txt k.txt; head -c 3000000 /dev/urandom >picture.png; chmod +x empty.sh; "
                + "git add -A; touch -h -d 2001-01-01 link; touch -d 2001-01-01 policies/ann.json")
        try expectPassedOver()
    }

    /// Another step of the same job may write reports, and check out what is none of this repository.
    @Test func whatGitDoesNotKnowIsPassedOverUnlessItIsADocument() throws {
        try write(Self.policy("*"), to: "reports/iam.html")
        try shell("git init -q tools && ln -s reports latest && head -c 11000000 /dev/zero >core")
        try expectPassedOver()
        try write(Self.policy("*"), to: "reports/iam.json.tpl")
        try expectTold("changed and read by no scenario: reports/iam.json.tpl: new;")
        // Known to git, though with nothing in it yet.
        try shell("rm reports/*.tpl; git add -N reports/iam.html")
        try expectTold("changed and read by no scenario: reports/iam.html: new;")
    }

    // MARK: Links and submodules

    @Test(arguments: ["iam.json.d", "old.yaml.bak", ".hidden", "plain", "policies/p.json"])
    func aLinkThatChangesIsToldWhateverItsName(name: String) throws {
        for version in ["v1", "v2"] { try write(Self.policy("s3:*"), to: "\(version)/ann.json") }
        try shell("ln -s \"$PWD/v1\" '\(name)'")
        try commit()
        try shell("ln -sfn \"$PWD/v2\" '\(name)'")
        try expectTold("changed and unreadable: \(name): changed; a symbolic link or a submodule")
        try shell("rm '\(name)'")
        try expectTold("changed and unreadable: \(name): deleted; a symbolic link or a submodule")
    }

    @Test(arguments: ["iam.yaml.d", ".lib"]) func aSubmoduleThatMovesIsToldWhateverItsName(name: String) throws {
        try write("[submodule \"x\"]\n\tpath = \(name)\n\turl = ../x\n\tignore = all\n", to: ".gitmodules")
        let record = "git update-index --add --cacheinfo 160000,$(git rev-parse HEAD),\(name)"
        try shell("mkdir \(name) && git add .gitmodules && \(record)")
        try shell("git -c user.name=x -c user.email=x@example.invalid commit -qm x")
        try expectPassedOver()
        try shell(record)
        try expectTold("changed and unreadable: \(name): changed; a symbolic link or a submodule")
    }

    /// What is on the way to a file that a scenario reads, or to a scenario, is hidden by no pattern.
    @Test(arguments: [
        ("policies/ann.json -> cur.json -> v1.json", "cd policies && ln -sf v2.json cur.json", "policies/cur.json"),
        ("policies/ann.json -> ../lib/v1.json, lib -> libs", "rm lib; ln -s other lib", "lib"),
    ])
    func aLinkOnTheWayIsNeverIgnored(chain: String, change: String, told: String) throws {
        for place in ["policies", "libs", "other"] {
            for version in ["v1", "v2"] { try write(Self.policy("s3:List*"), to: "\(place)/\(version).json") }
        }
        try shell("ln -s libs lib; cd policies; rm ann.json; ln -s v1.json cur.json; ln -s ../lib/v1.json up.json")
        try shell("cd policies; ln -s \(chain.contains("cur") ? "cur" : "up").json ann.json")
        try commit()
        try shell(change)
        try expectTold("changed and unreadable: \(told): changed; a symbolic link", "--ignore '*'")
    }

    @Test(arguments: [
        ("ln -sf ../lib/b.yaml scenarios/link.yaml", "scenarios", "scenarios/link.yaml"),
        ("rm all; ln -s lib all", "all", "all"),
    ])
    func aLinkToScenariosIsNeverIgnored(change: String, asked: String, told: String) throws {
        for name in ["a", "b"] { try write(Self.scenario, to: "lib/\(name).yaml") }
        try shell("ln -s ../lib/a.yaml scenarios/link.yaml; ln -s scenarios all")
        try commit()
        try shell(change)
        try expectTold("changed and unreadable: \(told): changed; a symbolic link", "--ignore '*' \(asked)")
    }

    // MARK: What cannot be read

    @Test(arguments: ["infra/admin.JSON", "b.json.tpl", "video"]) func whatIsTooLargeIsToldWhateverItsName(
        name: String
    ) throws {
        try write("", to: name)
        try shell("head -c 11000000 /dev/zero | tr '\\0' ' ' >\(name)")
        try shell("echo '\(Self.policy("*"))' >>\(name); git add -A")
        try expectTold("changed and unreadable: \(name): new; the file has over 10000000 bytes")
    }

    private static let lfs = "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a21\nsize 1200\n"

    @Test(arguments: [
        ("prod.json", lfs, "a pointer"), ("prod.yaml", lfs, "a pointer"), ("prod.bin", lfs, "a pointer"),
        ("roles.yml", "/annex/objects/SHA256E-s9--1.yml\n", "a pointer"),
        ("vault.yml", "$ANSIBLE_VAULT;1.1;AES256\n6162\n", "it is encrypted"),
        ("policies.zip", "PK\u{3}\u{4}aaaa", "an archive"),
    ])
    func whatStandsForSomethingElseIsTold(name: String, text: String, words: String) throws {
        try write(text, to: name)
        try shell("git add -A")
        try expectTold("changed and unreadable: \(name): new; \(words)")
        try commit()
        try expectPassedOver()
        try write(text + "8\n", to: name)
        try expectTold("changed and unreadable: \(name): changed; \(words)")
        try write("{}", to: name)
        try expectTold("changed and unreadable: \(name): changed; as it was, \(words)")
    }

    /// A checkout may leave out what the commit brings.
    @Test func whatIsNotCheckedOutIsTold() throws {
        try write(Self.policy("*"), to: "far/new.json")
        try shell("git add -A && git update-index --skip-worktree far/new.json && rm -r far")
        try expectTold("changed and unreadable: far/new.json: new; git knows it, and it is not there")
    }
}
