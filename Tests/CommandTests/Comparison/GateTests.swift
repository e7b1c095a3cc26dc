import Foundation
import TestSupport
import Testing

#if canImport(FoundationXML)
    import FoundationXML
#endif

/// What of a change no answer tells: `iamsim test --against` says it, and its gate fails.
@Suite struct GateTests {
    private let folder: TemporaryFolder

    private static func policy(_ statement: String) -> String {
        #"{"Version": "2012-10-17", "Statement": [\#(statement)]}"#
    }
    private static let read = #"{"Sid": "Read", "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}"#
    private static let write = #"{"Sid": "Write", "Effect": "Allow", "Action": "s3:PutObject", "Resource": "*"}"#
    private static let guarded = #"{"Sid": "Guard", "Effect": "Deny", "Action": "s3:PutBucketPolicy", "Resource": "*"}"#

    private static func scenario(_ policy: String, action: String = "s3:GetObject", outcome: String = "allowed")
        -> String
    {
        """
        scenario: May Ann read?
        policies: {identity: [\(policy)]}
        request: {caller: "arn:aws:iam::111122223333:user/ann", action: "\(action)", resource: "arn:aws:s3:::b/k"}
        expect: [{outcome: \(outcome)}]

        """
    }

    /// A repository in which one scenario reads one of two policies.
    init() throws {
        folder = try TemporaryFolder()
        for name in ["policies", "scenarios"] { try folder.makeFolder(name) }
        try folder.write(Self.policy("\(Self.read), \(Self.guarded)"), to: "policies/ann.json")
        try folder.write(Self.policy(Self.read), to: "policies/spare.json")
        try folder.write(Self.scenario("../policies/ann.json"), to: "scenarios/ann.yaml")
        try commit()
    }

    private func shell(_ line: String) throws -> Command.Result { try Command.shell(line, in: folder.path) }

    private func commit() throws {
        let result = try shell(
            "git init -q -b main . && git add -A && git -c user.name=x -c user.email=x@example.invalid commit -qm x")
        try #require(result.status == 0, "\(result.output)")
    }

    /// What the gate says, and whether each kind of it fails: `newly-allowed`, `newly-denied`, `any`.
    private func expect(
        _ line: String, fails: [Bool], sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        for (kind, isFailure) in zip(["newly-allowed", "newly-denied", "any"], fails) {
            let result = try shell("iamsim test --against HEAD --fail-on \(kind)")
            #expect(result.output.contains(line), "\(result.output)", sourceLocation: sourceLocation)
            #expect(
                result.status == (isFailure ? 1 : 0), "\(kind): \(result.output)", sourceLocation: sourceLocation)
        }
    }

    @Test func nothingIsToldOfWhatStaysAsItIs() throws {
        try folder.write(Self.policy("\(Self.guarded),\n  \(Self.read)\n"), to: "policies/ann.json")
        let result = try shell("iamsim test --against HEAD --fail-on any")
        #expect(result.status == 0)
        #expect(result.output.hasSuffix("1 unchanged, 0 not comparable\n"))
    }

    @Test func aRewrittenPolicyOfWhichNoAnswerChanged() throws {
        let open = Self.read.replacingOccurrences(of: "s3:GetObject", with: "s3:*")
        try folder.write(Self.policy("\(open), \(Self.guarded)"), to: "policies/ann.json")
        try expect(
            "changed without a changed answer: policies/ann.json: changed; nothing was asked of what changed; statements "
                + "that are other ones: `Read`", fails: [true, true, true])
    }

    /// What was added can only refuse more, or only allow more: the gate for the opposite is not met.
    @Test func whatCanOnlyTakeAwayFailsNoGateForWhatIsAllowed() throws {
        let more = Self.guarded.replacingOccurrences(of: "PutBucketPolicy", with: "DeleteBucket")
            .replacingOccurrences(of: "Guard", with: "Keep")
        try folder.write(Self.policy("\(Self.read), \(Self.guarded), \(more)"), to: "policies/ann.json")
        try expect("policies/ann.json: changed", fails: [false, true, true])
        try folder.write(Self.policy("\(Self.read), \(Self.guarded), \(Self.write)"), to: "policies/ann.json")
        try expect("policies/ann.json: changed", fails: [true, false, true])
    }

    /// A Deny that is lost, and a version that reads statements otherwise, only look like little.
    @Test(arguments: [("\(read)", "2012-10-17"), ("\(read), \(guarded)", "2008-10-17")])
    func aLostDenyAndAnotherVersionMayAllow(statements: String, version: String) throws {
        let text = Self.policy(statements).replacingOccurrences(of: "2012-10-17", with: version)
        try folder.write(text, to: "policies/ann.json")
        let result = try shell("iamsim test --against HEAD --fail-on newly-allowed")
        #expect(result.status == 1, "\(result.output)")
    }

    @Test func aPolicyThatNoScenarioReads() throws {
        try folder.write(Self.policy(Self.write), to: "policies/spare.json")
        try folder.makeFolder("infra")
        try folder.write("Resources:\n  P: {Statement: [{Effect: Allow, Action: '*'}]}\n", to: "infra/stack.yaml")
        try folder.write("{\"name\": \"app\"}", to: "package.json")
        try expect(
            "changed and read by no scenario: policies/spare.json: changed; no scenario reads it",
            fails: [true, true, true])
        try expect("changed and read by no scenario: infra/stack.yaml: new;", fails: [true, true, true])
        #expect(try !shell("iamsim test --against HEAD").output.contains("package.json"))
    }

    @Test func aPolicyThatIsGone() throws {
        _ = try shell("git rm -q policies/spare.json")
        try expect(
            "changed and read by no scenario: policies/spare.json: deleted; no scenario reads it",
            fails: [true, true, true])
    }

    @Test func whatCannotBeReadIsTold() throws {
        try folder.write("nothing", to: "policies/broken.json")
        try folder.makeFolder("elsewhere")
        try folder.write("{\"Statement\": [", to: "elsewhere/half.json")
        try folder.write("// settings", to: "elsewhere/tsconfig.json")
        try expect("changed and unreadable: policies/broken.json: new; expected a JSON", fails: [true, true, true])
        try expect("changed and unreadable: elsewhere/half.json: new; ", fails: [true, true, true])
        #expect(try !shell("iamsim test --against HEAD").output.contains("tsconfig"))
    }

    @Test func aNameThatIsNoTextIsTold() throws {
        _ = try shell(#"cp policies/spare.json "$(printf 'policies/\377.json')""#)
        try expect("new; its name is not UTF-8", fails: [true, true, true])
    }

    /// The scenario follows the new name, and the policy allows more: the answer of before is still found, and that it is
    /// refused now does not show what else the policy allows.
    @Test func aRenameHidesNoWidening() throws {
        _ = try shell("git mv policies/ann.json policies/readers.json")
        try folder.write(Self.policy("\(Self.write), \(Self.guarded)"), to: "policies/readers.json")
        try folder.write(
            Self.scenario("../policies/readers.json", outcome: "denied"), to: "scenarios/ann.yaml")
        try expect("newly denied: scenarios/ann.yaml: the question", fails: [true, true, true])
    }

    /// An answer that is denied for another reason shows nothing of what a change opens.
    @Test func aDenyForTheOneWhoIsAskedAboutHidesNothing() throws {
        let deny = #"{"Effect": "Deny", "Action": "s3:GetObject", "Resource": "*"}"#
        let all = #"{"Effect": "Allow", "Action": "*", "Resource": "*"}"#
        try folder.write(Self.policy("\(all), \(deny)"), to: "policies/ann.json")
        try expect("changed beyond what the answers show: policies/ann.json: changed;", fails: [true, true, true])
    }

    /// What lies behind a folder's link is other than it was, though no file changed.
    @Test func aLinkThatLeadsElsewhereIsTold() throws {
        try folder.makeFolder("other")
        try folder.write(Self.policy(Self.write), to: "other/ann.json")
        try folder.link("linked", to: "policies")
        _ = try shell("git add -A; git -c user.name=a -c user.email=a@b commit -qm linked")
        _ = try shell("rm linked; ln -s other linked")
        try expect("changed and unreadable: linked: changed; a symbolic link", fails: [true, true, true])
    }

    @Test func aMereRenameIsNoChange() throws {
        _ = try shell("git mv policies/ann.json policies/readers.json")
        try folder.write(Self.scenario("../policies/readers.json"), to: "scenarios/ann.yaml")
        try expect(
            "renamed: policies/readers.json: renamed from `policies/ann.json`", fails: [false, false, true])
    }

    @Test func aRenamedScenarioIsComparedWithItself() throws {
        _ = try shell("git mv scenarios/ann.yaml scenarios/reader.yaml")
        try folder.write(Self.policy(Self.guarded), to: "policies/ann.json")
        try folder.write(Self.scenario("../policies/ann.json", outcome: "denied"), to: "scenarios/reader.yaml")
        try expect("newly denied: scenarios/reader.yaml: the question", fails: [false, true, true])
        try expect("renamed: scenarios/reader.yaml: the scenario was renamed from", fails: [false, true, true])
    }

    @Test func aDeletedScenarioIsTold() throws {
        try folder.write(Self.scenario("../policies/ann.json"), to: "scenarios/other.yaml")
        _ = try shell("git rm -q scenarios/ann.yaml")
        try expect(
            "scenario deleted: scenarios/ann.yaml: there is no such file any more", fails: [true, true, true])
    }

    /// A case that asks something else now is no longer asked, whatever it is called.
    @Test func aDeletedCaseIsTold() throws {
        try folder.write(
            Self.scenario("../policies/ann.json", action: "s3:GetObjectAcl", outcome: "denied"),
            to: "scenarios/ann.yaml")
        try expect(
            "case deleted: scenarios/ann.yaml: the question: the case of this name asks something else",
            fails: [true, true, true])
    }

    /// Two files changed, one answer did: only one of them is told by it.
    @Test func anAnswerTellsOfTheFileThatChangesItAlone() throws {
        try folder.write(
            Self.scenario("../policies/ann.json, ../policies/spare.json")
                .replacingOccurrences(
                    of: "expect: [",
                    with:
                        "vary: {do: {read: {}, put: {request: {action: \"s3:PutObject\"}}}}\nexpect: [{when: {do: put}, outcome: denied}, "
                ),
            to: "scenarios/ann.yaml")
        try commit()
        try folder.write(Self.policy("\(Self.read), \(Self.write)"), to: "policies/spare.json")
        let all = Self.read.replacingOccurrences(of: "s3:GetObject", with: "s3:Get*")
        try folder.write(Self.policy("\(all), \(Self.guarded)"), to: "policies/ann.json")
        let output = try shell("iamsim test --against HEAD").output
        #expect(output.contains("newly allowed: scenarios/ann.yaml: do=put"))
        #expect(output.contains("changed without a changed answer: policies/ann.json"))
        #expect(!output.contains("policies/spare.json"))
    }

    /// A policy that stands in a scenario changes with it.
    @Test func aPolicyWithinAScenarioIsComparedToo() throws {
        let inline = "{Version: \"2012-10-17\", Statement: [{Effect: Allow, Action: \"s3:Get*\", Resource: \"*\"}]}"
        try folder.write(Self.scenario(inline), to: "scenarios/ann.yaml")
        try commit()
        let wide = inline.replacingOccurrences(of: "s3:Get*", with: "*")
        try folder.write(Self.scenario(wide), to: "scenarios/ann.yaml")
        try expect("changed without a changed answer: scenarios/ann.yaml: changed;", fails: [true, true, true])
        let none = inline.replacingOccurrences(of: "s3:Get*", with: "sqs:*")
        try folder.write(Self.scenario(none, outcome: "denied"), to: "scenarios/ann.yaml")
        try expect("newly denied: scenarios/ann.yaml: the question", fails: [true, true, true])
    }

    private static let world = """
        scenario: May Ann read, below a guard?
        accounts:
          m: {id: "999900001111"}
          a: {id: "111122223333", users: {ann: {policies: [../policies/ann.json]}}}
        organization:
          {id: o-a1b2c3d4e5, root: r-ab12, management: m, accounts: [m, a], serviceControl: [FullAWSAccess, ../policies/spare.json]}
        request: {caller: "arn:aws:iam::111122223333:user/ann", action: "s3:GetObject", resource: "arn:aws:s3:::b/k"}
        cases: {read: {expect: {outcome: allowed}}}

        """

    /// What a scenario itself says of accounts and policies, by a path too, is loosened like a file.
    @Test(arguments: [
        (", ../policies/spare.json", ""), ("m, accounts", "a, accounts"), ("../policies/spare.json", "FullAWSAccess"),
    ])
    func anOrganizationWithinAScenarioIsComparedToo(stated: String, changed: String) throws {
        try folder.write(Self.world, to: "scenarios/ann.yaml")
        try commit()
        try #require(try shell("iamsim test --against HEAD --fail-on any").status == 0)
        try folder.write(Self.world.replacingOccurrences(of: stated, with: changed), to: "scenarios/ann.yaml")
        try expect("changed without a changed answer: scenarios/ann.yaml: changed;", fails: [true, true, true])
    }

    /// Another order, another expectation and another path to the same are no change.
    @Test func anOrganizationThatSaysTheSameIsNoChange() throws {
        try folder.write(Self.world, to: "scenarios/ann.yaml")
        try folder.write(Self.policy(Self.read), to: "policies/copy.json")
        try commit()
        let same = Self.world.replacingOccurrences(of: "spare", with: "copy")
            .replacingOccurrences(of: "root: r-ab12, management: m", with: "management: m, root: r-ab12")
            .replacingOccurrences(of: "outcome: allowed", with: "outcome: denied")
        try folder.write(same, to: "scenarios/ann.yaml")
        let result = try shell("iamsim test --against HEAD --fail-on any")
        #expect(result.status == 0, "\(result.output)")
    }

    @Test func aNewScenarioWithPoliciesOfItsOwnIsTold() throws {
        try folder.write(Self.scenario("../policies/spare.json"), to: "scenarios/harmless.yaml")
        #expect(try shell("iamsim test --against HEAD --fail-on any").status == 0)
        try folder.write(Self.scenario(Self.policy(Self.write), outcome: "denied"), to: "scenarios/new.yaml")
        try expect(
            "changed and read by no scenario: scenarios/new.yaml: new; the scenario brings policies of its own",
            fails: [true, true, true])
    }

    /// A policy in a text, and one in a file that is none of JSON or YAML by its name.
    @Test(arguments: [
        ("stack.yaml", "run: |\n  put '{\"Statement\": [{\"Effect\": \"Allow\", \"Action\": \"*\"}]}'\n"),
        ("main.tf.json", #"{"policy": "{\"Statement\": [{\"Effect\": \"Allow\", \"Action\": \"*\"}]}"}"#),
        ("POLICY.JSON", #"{"Statement": []}"#), ("policy.json.tpl", #"{"Statement": ${all}}"#),
        ("policy.yml.j2", "statement: {{ all }}"),
    ])
    func aPolicyThatNothingCanReadIsTold(name: String, text: String) throws {
        try folder.write(text, to: name)
        try folder.write("{\"name\": \"app\"}", to: "package.json.bak")
        try expect("changed and read by no scenario: \(name): new;", fails: [true, true, true])
        #expect(try !shell("iamsim test --against HEAD").output.contains("package"))
    }

    @Test func aFileThatIsTooLargeIsTold() throws {
        try folder.makeFolder("elsewhere")
        _ = try shell("head -c 20000000 /dev/zero | tr '\\0' ' ' > elsewhere/large.json")
        try expect("changed and unreadable: elsewhere/large.json: new; the file has over", fails: [true, true, true])
    }

    @Test func everyFormatTellsAll() throws {
        try folder.write("nothing", to: "policies/broken.json")
        try folder.write(Self.policy(Self.write), to: "policies/spare.json")
        try folder.write(Self.policy(Self.guarded), to: "policies/ann.json")
        try folder.write(Self.scenario("../policies/ann.json", outcome: "denied"), to: "scenarios/ann.yaml")
        let formats = ["text", "markdown", "html", "csv", "json", "junit", "sarif", "github"]
        let options = formats.map { "--format \($0)=out.\($0)" }.joined(separator: " ")
        let result = try shell("iamsim test --against HEAD --fail-on any \(options)")
        #expect(result.status == 1, "\(result.output)")
        for format in formats {
            let text = try #require(folder.text(at: "out.\(format)"))
            for path in ["scenarios/ann.yaml", "policies/spare.json", "policies/broken.json"] {
                #expect(text.contains(path), "\(format): \(text)")
            }
        }
        #expect(XMLParser(data: Data((folder.text(at: "out.junit") ?? "").utf8)).parse())
        for format in ["json", "sarif"] {
            _ = try JSONSerialization.jsonObject(with: Data((folder.text(at: "out.\(format)") ?? "").utf8))
        }
        #expect(folder.text(at: "out.github")?.components(separatedBy: "::error file=").count == 4)
        #expect(folder.text(at: "out.junit")?.contains(#"failures="3""#) == true)
    }

    /// Whom the policies of a file serve is as much part of it as what they say.
    @Test(arguments: [
        (#"{"admin": WIDE, "ci": NARROW}"#, #"{"ci": WIDE, "admin": NARROW}"#),
        (#"{"Roles": ["a"], "PolicyDocument": WIDE}"#, #"{"Roles": ["b"], "PolicyDocument": WIDE}"#),
        (#"{"accounts": {"a": {"id": "1"}}}"#, #"{"accounts": {"a": {"id": "2"}}}"#),
    ])
    func whatStandsAroundUnreadPoliciesCounts(_ before: String, _ after: String) throws {
        func text(_ value: String) -> String {
            value.replacing("WIDE", with: Self.policy(Self.write)).replacing("NARROW", with: Self.policy(Self.read))
        }
        try folder.write(text(before), to: "other.json")
        try commit()
        try folder.write(text(after), to: "other.json")
        try expect("other.json: changed; no scenario reads it", fails: [true, true, true])
    }

    /// A changed link is read no further than others are: neither hidden files nor git's settings are quoted.
    @Test func aChangedLinkTellsNothing() throws {
        try folder.write("hunter2: 1\nhunter2: 2\n", to: ".hidden")
        for target in ["../.hidden", "../.git/config", "/etc/hostname", "/etc/nosuch"] {
            try? FileManager.default.removeItem(atPath: folder.path("policies/x.yaml"))
            try folder.link("policies/x.yaml", to: target)
            let result = try shell("iamsim test --against HEAD --fail-on any")
            #expect(result.status == 1, "\(target): \(result.output)")
            #expect(!result.output.contains("hunter2") && !result.output.contains("core"), "\(result.output)")
        }
    }

    /// Files that look like a repository without a working tree are files: their settings name no programs.
    @Test func aRepositoryWithinOneIsNotAsked() throws {
        let made = try shell(
            """
            git init -q --bare sub && mkdir -p sub/scenarios && cp scenarios/ann.yaml sub/scenarios/ann.yaml && \
            mkdir sub/policies && cp policies/ann.json sub/policies/ && \
            git -C sub config core.fsmonitor "touch $PWD/started" && git -C sub config core.worktree "$PWD/sub"
            """)
        try #require(made.status == 0, "\(made.output)")
        _ = try shell("iamsim test --root sub --against HEAD --fail-on any sub/scenarios")
        #expect(!FileManager.default.fileExists(atPath: folder.path("started")))
        let result = try shell("iamsim test --root sub --against HEAD sub/scenarios")
        #expect(!result.output.contains("not a git"), "\(result.output)")
        #expect(result.status == 0, "\(result.output)")
    }
}
