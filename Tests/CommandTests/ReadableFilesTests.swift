import Foundation
import TestSupport
import Testing

/// What a run reads, and what of it is told: a pull request can bring links and paths that lead anywhere.
@Suite struct ReadableFilesTests {
    private let folder: TemporaryFolder
    private let outside: TemporaryFolder
    private static let secret = "AKIAOUTSIDE"

    init() throws {
        folder = try TemporaryFolder()
        outside = try TemporaryFolder()
        try folder.makeFolder("scenarios")
        try folder.makeFolder("policies")
        try folder.makeFolder(".github/workflows")
        try folder.write(Self.allow, to: "policies/p.json")
        try outside.write("key: {\(Self.secret)\n", to: "secret.yaml")
        try outside.write("\(Self.secret)\n", to: "credentials")
    }

    private static let allow =
        #"{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}"#
    private static let deny = allow.replacing("Allow", with: "Deny")

    private static func scenario(_ policies: String, outcome: String = "allowed") -> String {
        """
        scenario: x
        request: {caller: "arn:aws:iam::111111111111:user/ann", action: "s3:GetObject"}
        policies: {identity: [\(policies)]}
        expect: [{outcome: \(outcome)}]

        """
    }

    private static let commands = [
        ["test", "scenarios"], ["test", "scenarios/a.yaml"], ["table", "scenarios/a.yaml"],
        ["simulate", "scenarios/a.yaml"], ["explain", "scenarios/a.yaml"], ["import", "scenarios/a.yaml"],
        ["workflow", "."], ["workflow", ".github/workflows/w.yml"],
        ["workflow", ".", "--extends", "scenarios/a.yaml"], ["workflow", ".", "--values", "scenarios/a.yaml"],
        ["simulate", "policies/q.json", "--extends", "scenarios/a.yaml"],
        ["explain", "--caller", "anonymous", "--action", "s3:GetObject", "--identity", "scenarios/a.yaml"],
    ]

    /// No command reads what a link in the root leads to outside of it, by whichever option it is named.
    @Test(arguments: commands) func aLinkThatLeadsOutIsNotRead(arguments: [String]) throws {
        try folder.link("scenarios/a.yaml", to: outside.path("secret.yaml"))
        try folder.link(".github/workflows/w.yml", to: outside.path("secret.yaml"))
        try folder.write("{\"request\": {}}", to: "policies/q.json")
        let result = try Command.iamsim(arguments, in: folder.path)
        #expect(result.status == 65)
        #expect(result.errors.contains("leads out of the root"), "\(result.errors)")
        #expect(!(result.errors + result.output).contains(Self.secret))
    }

    /// Nor by a linked folder, or the absolute path of one in the root.
    @Test func linkedFoldersLeadNowhereEither() throws {
        try folder.link("linked", to: outside.path)
        for path in ["linked", "linked/secret.yaml", folder.path("linked"), folder.path("linked/secret.yaml")] {
            let result = try Command.iamsim(["test", path], in: folder.path)
            #expect(result.status == 65)
            #expect(result.errors.contains("leads out of the root"))
            #expect(
                !result.errors.contains(Self.secret) && (path.contains("secret") || !result.errors.contains("secret")))
        }
        try folder.write(Self.scenario("linked/secret.yam"), to: "a.yaml")
        let result = try Command.iamsim(["test", "a.yaml"], in: folder.path)
        #expect(result.errors.contains("`linked/secret.yam` leads out of the root"))
        #expect(!result.errors.contains("did you mean"))
    }

    /// Whoever types a path that lies elsewhere wants it.
    @Test func aPathThatIsTypedMayLieElsewhere() throws {
        try outside.write(Self.scenario(Self.allow), to: "good.yaml")
        #expect(try Command.iamsim(["test", outside.path("good.yaml")], in: folder.path).status == 0)
        let result = try Command.iamsim(["test", outside.path("good.yaml"), "--root", "."], in: folder.path)
        #expect(result.status == 0)
    }

    /// A link within the root is followed.
    @Test func aLinkWithinTheRootIsFollowed() throws {
        try folder.write(Self.scenario("policies/p.json"), to: "real.yaml")
        try folder.link("scenarios/a.yaml", to: "../real.yaml")
        #expect(try Command.iamsim(["test", "scenarios"], in: folder.path).status == 0)
    }

    /// Of what git keeps nothing is read, by whatever path; nor of a file that can be no policy.
    @Test(arguments: [
        ("../.git/policy.json", "repository-internals"), ("../.GIT/policy.json", "repository-internals"),
        ("./linked.json", "repository-internals"), ("../.env", "not-a-document"), ("./env.json", "not-a-document"),
        ("../credentials", "not-a-document"),
    ])
    func secretsInTheRootAreNotQuoted(path: String, id: String) throws {
        try folder.makeFolder(".GIT")
        for name in [".git/policy.json", ".GIT/policy.json", ".env", "credentials"] {
            try folder.write("TOKEN=\(Self.secret)\n", to: name)
        }
        try folder.link("scenarios/linked.json", to: "../.git/policy.json")
        try folder.link("scenarios/env.json", to: "../.env")
        try folder.write(Self.scenario("\(path), \(path)"), to: "scenarios/a.yaml")
        let result = try Command.iamsim(["test", "scenarios/a.yaml"], in: folder.path)
        #expect(result.status == 65)
        #expect(result.errors.contains("[\(id)]"), "\(result.errors)")
        #expect(!result.errors.contains(Self.secret))
    }

    @Test func suggestionsNameNothingThatIsHidden() throws {
        try folder.write("", to: ".git/confi.json")
        try folder.write("", to: ".envs.json")
        for path in ["./.envz.json", "./.gitt/x.json"] {
            try folder.write(Self.scenario(path), to: "a.yaml")
            let errors = try Command.iamsim(["test", "a.yaml"], in: folder.path).errors
            #expect(errors.contains("there is no file"))
            #expect(!errors.contains("did you mean"), "\(errors)")
        }
    }

    /// What exists within `.git`, or where a link leads out, sounds like what does not.
    @Test func nothingTellsWhatExistsElsewhere() throws {
        try folder.write("", to: ".git/config.json")
        try folder.link("scenarios/there", to: "/")
        let paths = [
            ["./.git/config.json", "./.git/nosuch.json"],
            ["./scenarios/there/etc/passwd", "./scenarios/there/etc/nosuch"],
        ]
        for pair in paths {
            let found = try pair.map { path in
                try folder.write(Self.scenario(path), to: "a.yaml")
                let errors = try Command.iamsim(["test", "a.yaml"], in: folder.path).errors
                return errors.replacing(path, with: "PATH").split(separator: "\n").first
            }
            #expect(found[0] == found[1])
        }
        let typed = try ["etc/passwd", "etc/nosuch"].map { name in
            try Command.iamsim(["simulate", "scenarios/there/\(name)"], in: folder.path).errors
                .replacing(name, with: "NAME")
        }
        #expect(typed[0] == typed[1])
    }

    /// A path that no system opens is refused before anything takes it apart.
    @Test func aPathOfEndlessLengthIsRefused() throws {
        try folder.write(Self.scenario("./" + String(repeating: "a/", count: 3_000) + "p.json"), to: "a.yaml")
        let result = try Command.iamsim(["test", "a.yaml"], in: folder.path)
        #expect(result.status == 65)
        #expect(result.errors.contains("[path-too-long]"))
    }

    /// A script's `file://` prints what it names: neither settings of git nor hidden files are read for it, nor files that
    /// hold other than calls take.
    @Test(arguments: [".git/config", ".env", "linked", ".aws/credentials", "../elsewhere", "password.txt"])
    func scriptsReadNoSecrets(path: String) throws {
        try folder.makeFolder(".aws")
        for name in [".git/config", ".env", ".aws/credentials", "password.txt"] {
            try folder.write(Self.secret, to: name)
        }
        try folder.link("linked", to: outside.path("credentials"))
        try folder.write("arn:visible-id", to: "id.txt")
        try folder.write(Self.accounts, to: "accounts.yaml")
        for (file, isRead) in [(path, false), ("id.txt", true)] {
            try folder.write(Self.workflow(file), to: ".github/workflows/w.yml")
            for format in ["text", "markdown", "json"] {
                let result = try Command.iamsim(
                    ["workflow", ".", "--extends", "accounts.yaml", "--repository", "a/b", "--format", format],
                    in: folder.path)
                #expect(!(result.output + result.errors).contains(Self.secret), "\(file) as \(format)")
                if isRead, format == "json" { #expect(result.output.contains("arn:visible-id")) }
            }
        }
    }

    private static let accounts = """
        accounts:
          a:
            id: "111111111111"
            users: {ci: {policies: [FullAWSAccess], accessKeys: {AKIAX: x}}}
            roles:
              R:
                trust:
                  Version: "2012-10-17"
                  Statement:
                    - Effect: Allow
                      Action: "sts:*"
                      Principal: {AWS: "111111111111"}
                      Condition: {StringEquals: {"sts:ExternalId": "another"}}

        """

    private static func workflow(_ file: String) -> String {
        """
        on: push
        jobs:
          a:
            runs-on: u
            env: {AWS_ACCESS_KEY_ID: AKIAX}
            steps:
              - run: aws sts assume-role --role-arn arn:aws:iam::111111111111:role/R --role-session-name xx --external-id file://\(file)

        """
    }

    /// Names that look alike are two files: neither the root nor a policy is taken for another.
    @Test func pathsAreComparedByTheirBytes() throws {
        let (composed, decomposed) = ("r\u{E9}sum\u{E9}", "re\u{301}sume\u{301}")
        for name in [composed, decomposed] {
            try folder.makeFolder("\(name)/.git")
            try folder.write(name == composed ? Self.allow : Self.deny, to: "\(name)/p.json")
        }
        // A file system that takes both for one name has nothing to confuse.
        guard folder.text(at: "\(composed)/p.json") != folder.text(at: "\(decomposed)/p.json") else { return }
        try folder.write(Self.scenario("../\(decomposed)/p.json"), to: "\(composed)/a.yaml")
        let left = try Command.iamsim(["test", "a.yaml"], in: folder.path(composed))
        #expect(left.status == 65)
        #expect(left.errors.contains("leads out of the root"))
        try folder.write(Self.scenario("./\(composed)/p.json, ./\(decomposed)/p.json", outcome: "denied"), to: "b.yaml")
        let both = try Command.iamsim(["test", "b.yaml"], in: folder.path)
        #expect(both.status == 0, "\(both.output)\(both.errors)")
        // Two scenarios are two as well.
        try folder.makeFolder("both")
        for name in [composed, decomposed] { try folder.write(Self.scenario(Self.allow), to: "both/\(name).yaml") }
        #expect(try Command.iamsim(["test", "both"], in: folder.path).output.hasPrefix("2 cases in 2 files"))
    }

    @Test func aPathEndsNotAtItsNUL() throws {
        try folder.write(
            Self.scenario("").replacing("identity: []", with: #"identity: ["policies/p.json\0x.json"]"#), to: "a.yaml")
        let result = try Command.iamsim(["test", "a.yaml"], in: folder.path)
        #expect(result.status == 65)
        #expect(result.errors.contains("there is no file"), "\(result.errors)")
    }

    @Test func aPipeThatIsFoundIsNotWaitedFor() throws {
        #expect(try Command.shell("mkfifo scenarios/a.yaml policies/pipe.json", in: folder.path).status == 0)
        try folder.write(Self.scenario("policies/pipe.json"), to: "b.yaml")
        for path in ["scenarios", "b.yaml"] {
            let result = try Command.iamsim(["test", path], in: folder.path)
            #expect(result.status == 65)
            #expect(result.errors.contains("[not-a-file]"))
        }
    }
}
