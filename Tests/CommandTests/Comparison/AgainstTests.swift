import Foundation
import TestSupport
import Testing

/// `iamsim test --against REF`: what a change of policies changes.
@Suite final class AgainstTests {
    private let folder = "/tmp/iamsim-against-\(UUID().uuidString)"

    private static let scenario = """
        scenario: May the deployer assume the role, and tag its session?
        call:
          caller: arn:aws:iam::111111111111:user/ci
          AssumeRole: {RoleArn: "arn:aws:iam::222222222222:role/Deploy", RoleSessionName: run1}
        policies: {identity: [policies/ci.json], trust: policies/trust.json}
        vary:
          tags: {none: {}, some: {call: {AssumeRole: {Tags: {team: a}}}}}
          user: {ci: {}, other: {call: {caller: "arn:aws:iam::111111111111:user/other"}}}
        expect:
          - {when: {user: other}, outcome: denied}
          - {when: {tags: some}, outcome: denied}
          - {outcome: allowed}
        cases:
          with a new policy:
            with: {policies: {identity: [policies/new.json]}}
            expect: {outcome: denied}

        """
    private static let identity =
        #"{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:*", "Resource": "*"}]}"#
    private static let nothing =
        #"{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}"#

    private static func trust(_ actions: String) -> String {
        """
        {"Version": "2012-10-17", "Statement": [{"Sid": "Ci", "Effect": "Allow",
         "Principal": {"AWS": "arn:aws:iam::111111111111:user/ci"}, "Action": [\(actions)]}]}
        """
    }

    /// A repository whose last commit lets sessions be tagged; `new.json` is in no commit.
    init() throws {
        try write("scenario.yaml", "scenario: x\n")
        try write("policies/ci.json", Self.identity)
        try write("policies/trust.json", Self.trust("\"sts:AssumeRole\""))
        try shell("git init -q && git add -A && \(commit) first")
        try write("policies/trust.json", Self.trust("\"sts:AssumeRole\", \"sts:TagSession\""))
        try shell("git add -A && \(commit) second")
        try write("scenario.yaml", Self.scenario)
        try write("policies/new.json", Self.nothing)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    private let commit = "git -c user.name=x -c user.email=x@example.invalid commit -qm"

    private func write(_ path: String, _ text: String) throws {
        let url = URL(fileURLWithPath: "\(folder)/\(path)")
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: url)
    }

    @discardableResult private func shell(_ command: String) throws -> Command.Result {
        try Command.shell("cd \(folder) && \(command)")
    }

    private func iamsim(_ arguments: String) throws -> Command.Result {
        try shell("\(Repository.root)/.build/debug/iamsim test scenario.yaml \(arguments)")
    }

    @Test func justTheCasesThatChangedAreTold() throws {
        let result = try iamsim("--against HEAD~1")
        #expect(result.status == 0, "\(result.errors)")
        #expect(
            result.output == """
                newly allowed: scenario.yaml: tags=some, user=ci
                     was: implicitDeny of sts:TagSession, blocked by trust
                     is:  allowed
                not comparable: scenario.yaml: with a new policy: there is no file `policies/new.json` (scenario.yaml:15:34)
                against HEAD~1: 1 newly allowed, 0 newly denied, 0 denied for another reason, 3 unchanged, 1 not comparable

                """)
    }

    @Test(arguments: [
        ("HEAD~1", "newly-allowed", 1), ("HEAD~1", "newly-denied", 0), ("HEAD~1", "any", 1), ("HEAD", "any", 0),
        ("HEAD", "newly-allowed", 0),
    ])
    func aKindOfChangeFails(_ base: String, _ kind: String, _ status: Int32) throws {
        try shell("rm policies/new.json")
        try write("scenario.yaml", Self.scenario.components(separatedBy: "cases:")[0])
        #expect(try iamsim("--against \(base) --fail-on \(kind)").status == status)
    }

    /// Nobody knows what became of a case that cannot be compared: it may be whatever a gate is there for.
    @Test(arguments: ["newly-allowed", "newly-denied", "any"])
    func aCaseThatIsNotComparableFailsEveryGate(_ kind: String) throws {
        #expect(try iamsim("--against HEAD --fail-on \(kind)").status == 1)
    }

    /// A policy that lost what it had: the other way round, and a Deny that names another reason.
    @Test func whatIsTakenAwayIsTold() throws {
        try write("policies/trust.json", Self.trust("\"sts:TagSession\""))
        let lost = try iamsim("--against HEAD --fail-on newly-denied")
        #expect(lost.status == 1)
        #expect(lost.output.contains("newly denied: scenario.yaml: tags=none, user=ci\n"))
        try write("policies/ci.json", Self.identity.replacingOccurrences(of: "Allow", with: "Deny"))
        #expect(
            try iamsim("--against HEAD").output.contains(
                "denied for another reason: scenario.yaml: tags=none, user=other"))
    }

    @Test func aComparisonIsMarkdownAndJSONToo() throws {
        let result = try iamsim("--against HEAD~1 --format markdown --format json=out.json")
        #expect(result.output.contains("### newly allowed: 1\n\n| scenario"))
        let json = try JSONSerialization.jsonObject(with: Data(contentsOf: URL(fileURLWithPath: "\(folder)/out.json")))
        let changes = try #require((json as? [String: Any])?["changes"] as? [[String: Any]])
        #expect(changes.map { $0["kind"] as? String } == ["newly-allowed"])
    }

    /// A named case is compared with itself, though a combination has the same title; and no case is no success.
    @Test func casesAreTheSameByMoreThanTheirTitles() throws {
        let named = Self.scenario.replacingOccurrences(
            of: "  with a new policy:\n    with: {policies: {identity: [policies/new.json]}}",
            with: "  tags=none, user=ci:\n    with: {call: {AssumeRole: {Tags: {team: b}}}}")
        try write("scenario.yaml", named)
        let result = try iamsim("--against HEAD~1")
        #expect(result.output.contains("against HEAD~1: 2 newly allowed, 0 newly denied"), "\(result.output)")
        #expect(try iamsim("--against HEAD --fail-on any --filter nothing").status == 65)
    }

    /// The name of a commit is anybody's text.
    @Test(arguments: ["nowhere", "--help", "-h", "HEAD:policies", "$(touch pwned)", "HEAD --exec=x", "HEAD^{tree}"])
    func otherNamesAreNoCommits(_ name: String) throws {
        let result = try shell("\(Repository.root)/.build/debug/iamsim test scenario.yaml '--against=\(name)'")
        #expect(result.status == 65)
        #expect((result.output + result.errors).contains("there is no commit `\(name)`"))
        #expect(!FileManager.default.fileExists(atPath: "\(folder)/pwned"))
    }
}
