import Foundation
import TestSupport
import Testing

/// `iamsim test --against REF --ignore GLOB`: files that no scenario reads are counted in place of told.
@Suite struct GateIgnoreTests {
    private let folder: TemporaryFolder

    private static let policy =
        #"{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:Get*", "Resource": "*"}]}"#
    private static let scenario = """
        scenario: May Ann read?
        policies: {identity: [../policies/ann.json]}
        request: {caller: "arn:aws:iam::111122223333:user/ann", action: "s3:GetObject"}
        expect: [{outcome: allowed}]

        """

    init() throws {
        folder = try TemporaryFolder()
        for name in ["policies", "scenarios", "charts"] { try folder.makeFolder(name) }
        try folder.write(Self.policy, to: "policies/ann.json")
        try folder.write(Self.policy, to: "charts/role.json")
        try folder.write(Self.scenario, to: "scenarios/ann.yaml")
        let made = try Command.shell(
            "git init -q -b main . && git add -A && git -c user.name=x -c user.email=x@example.invalid commit -qm x",
            in: folder.path)
        try #require(made.status == 0, "\(made.output)")
        // A policy and a template that nothing reads.
        try folder.write(Self.policy.replacingOccurrences(of: "s3:Get*", with: "*"), to: "charts/role.json")
        try folder.write("{{- if .Values.a }}\nStatement: {{ .Values.statement }}\n", to: "charts/t.yaml")
    }

    private func gate(_ more: String) throws -> Command.Result {
        try Command.shell("iamsim test --against HEAD --fail-on any \(more)", in: folder.path)
    }

    @Test func whatIsIgnoredIsCountedAndFailsNothing() throws {
        #expect(try gate("").status == 1)
        let result = try gate("--ignore 'charts/*'")
        #expect(result.status == 0, "\(result.output)")
        #expect(result.output.hasPrefix("against HEAD: 0 newly allowed, 0 newly denied"))
        #expect(result.output.hasSuffix("1 unchanged, 0 not comparable; 2 ignored, as --ignore tells\n"))
        let part = try gate("--ignore '*.yaml' --ignore 'docs/*'")
        #expect(part.status == 1 && part.output.contains("charts/role.json") && part.output.contains("; 1 ignored"))
    }

    @Test(arguments: [
        ("json", #""file": "charts/role.json""#), ("markdown", "2 ignored"), ("html", "2 ignored"), ("csv", "2 files"),
        ("junit", #"name="ignored" value="2""#), ("sarif", #""ignored": 2"#), ("github", "2 ignored"),
        ("text", "2 ignored"),
    ]) func everyFormatCountsThem(format: String, words: String) throws {
        let told = try gate("--ignore 'charts/*' --format \(format)").output
        #expect(told.contains(words), "\(told)")
    }

    /// No pattern hides what a scenario reads, or a scenario with policies of its own.
    @Test func whatScenariosReadIsAlwaysTold() throws {
        try folder.write(Self.policy.replacingOccurrences(of: "s3:Get*", with: "s3:*"), to: "policies/ann.json")
        let changed = try gate("--ignore '*'")
        #expect(changed.status == 1 && changed.output.contains("policies/ann.json"), "\(changed.output)")
        try folder.write(Self.policy, to: "policies/ann.json")
        let own = Self.scenario.replacingOccurrences(of: "../policies/ann.json", with: Self.policy)
        try folder.write(own, to: "scenarios/own.yaml")
        let new = try gate("--ignore '*'")
        #expect(new.status == 1 && new.output.contains("scenarios/own.yaml"), "\(new.output)")
    }

    @Test func ignoringNeedsAComparison() throws {
        #expect(try Command.iamsim(["test", "--ignore", "*"]).status == 64)
    }

    /// A file that comes from where no pattern fits is told of, wherever it is now.
    @Test(arguments: ["git mv policies/other.json charts/other.json", "mv policies/other.json charts/o.generated.json"])
    func aFileIsNotMovedOutOfSight(move: String) throws {
        try folder.write(Self.policy.replacingOccurrences(of: "Get", with: "Put"), to: "policies/other.json")
        let committed = try Command.shell(
            "git checkout -q charts && rm charts/t.yaml && git add -A && "
                + "git -c user.name=x -c user.email=x@example.invalid commit -qm y && \(move) && git add -A",
            in: folder.path)
        try #require(committed.status == 0, "\(committed.output)")
        let result = try gate("--ignore 'charts/*'")
        #expect(result.status == 1, "\(result.output)")
        #expect(result.output.contains("renamed from `policies/other.json`"), "\(result.output)")
    }
}
