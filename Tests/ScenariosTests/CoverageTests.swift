import Reports
import STS
import Scenarios
import SourceText
import Testing

/// Which statements decide cases.
@Suite struct CoverageTests {
    private static let policy = """
        {Version: "2012-10-17", Statement: [
          {Sid: Read, Effect: Allow, Action: "s3:Get*", Resource: "*", Condition: {StringEquals: {"aws:SourceVpce": vpce-1}}},
          {Sid: All, Effect: Allow, Action: "s3:*", Resource: "*"},
          {Sid: Never, Effect: Allow, Action: "sqs:*", Resource: "*"},
          {Sid: Stop, Effect: Deny, Action: "s3:Delete*", Resource: "*"}]}
        """

    private func coverage(_ cases: String) throws -> CoverageReport {
        let text = Written.question + "policies: {identity: [p.yaml]}\ncases: {\(cases)}\n"
        var coverage = Coverage()
        for result in try Written.run(text, files: ["p.yaml": Self.policy]).cases { coverage.add(result.answer) }
        return coverage.report
    }

    private static let read = "read: {expect: {outcome: allowed}}"
    private static let delete = #"delete: {with: {request: {action: "s3:DeleteObject"}}, expect: {outcome: denied}}"#

    private static func readFrom(_ endpoint: String) -> String {
        "\(endpoint): {with: {request: {context: {\"aws:SourceVpce\": \(endpoint)}}}, expect: {outcome: allowed}}"
    }

    @Test func statementsDecideMatchOrDoNot() throws {
        let report = try coverage("\(Self.delete)")
        #expect(report.statements.map(\.name) == ["Read", "All", "Never", "Stop"])
        #expect(report.statements.map(\.use) == [.unmatched, .matched, .unmatched, .decided])
        #expect(report.percent == 25)
        let more = try coverage("\(Self.read), \(Self.delete)")
        #expect(more.statements.map(\.use) == [.unmatched, .decided, .unmatched, .decided])
        #expect(more.statements.map(\.matching) == [0, 2, 0, 1])
        #expect(more.statements.map(\.deciding) == [0, 1, 0, 1])
    }

    /// True, false and absent, and only where the conditions are read at all.
    @Test func keysAreCoveredThreeWays() throws {
        func missing(_ cases: String) throws -> [String]? {
            try coverage(cases).statements.first?.conditions.first?.missing
        }
        #expect(try missing(Self.delete) == ["true", "false", "absent"])
        #expect(try missing(Self.read) == ["true", "false"])
        #expect(try missing("\(Self.readFrom("vpce-1")), \(Self.readFrom("vpce-2"))") == ["absent"])
        #expect(try missing("\(Self.read), \(Self.readFrom("vpce-1")), \(Self.readFrom("vpce-2"))") == [])
    }

    /// Statements that overlays put at one place are counted apart, in files of any name.
    @Test func overlaysAreStatementsOfTheirOwn() throws {
        let text =
            Written.question + """
                policies: {identity: [{Statement: [{Sid: One, Effect: Allow, Action: "s3:*", Resource: "*"}]}]}
                vary:
                  policy:
                    as it is: {}
                    denies: {policies: {identity: [{Statement: [{Effect: Deny, Action: "s3:*", Resource: "*"}]}]}}
                expect: {outcome: denied}

                """
        var coverage = Coverage()
        for result in try Written.run(text).cases { coverage.add(result.answer) }
        #expect(coverage.report.statements.map(\.use) == [.decided, .decided])
    }

    /// `Null` asks for nothing but whether the key is there, and is covered by both.
    @Test func nullIsCoveredByPresenceAndAbsence() throws {
        let policy = Self.policy.replacing(
            "StringEquals: {\"aws:SourceVpce\": vpce-1}", with: "Null: {\"aws:SourceVpce\": \"false\"}")
        var coverage = Coverage()
        let text =
            Written.question
            + "policies: {identity: [p.yaml]}\ncases: {\(Self.read), \(Self.readFrom("vpce-1"))}\n"
        for result in try Written.run(text, files: ["p.yaml": policy]).cases { coverage.add(result.answer) }
        #expect(coverage.report.statements.first?.conditions.first?.missing == [])
    }

    @Test func withoutStatementsAllIsCovered() {
        #expect(CoverageReport(statements: []).percent == 100)
    }
}
