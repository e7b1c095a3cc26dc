import IAM
import Questions
import STS
import Scenarios
import SourceText
import Testing

/// How many policies may count together.
@Suite struct PolicyListsTests {
    private func faults(_ text: String) throws -> [Diagnostic] {
        let file = SourceFile(path: "a.yaml", text: text + "\nexpect: {outcome: denied}")
        let files = ["p.yaml": Written.allowing(), "./p.yaml": Written.allowing()]
        return try Written.attempt(file, files).1.all.filter { $0.severity == .error }
    }

    private static func documents(_ count: Int) -> String {
        "documents: {\((0..<count).map { "p\($0): \(Written.allowing())" }.joined(separator: ", "))}\n"
    }

    private static func names(_ range: Range<Int>) -> String { "[\(range.map { "p\($0)" }.joined(separator: ", "))]" }

    @Test func aListNamesAtMostTwoHundredPolicies() throws {
        let text = Written.question + Self.documents(201)
        #expect(try faults(text + "policies: {identity: \(Self.names(0..<200))}").isEmpty)
        let faults = try faults(text + "policies: {identity: \(Self.names(0..<201))}")
        #expect(faults.map(\.id) == ["too-many-policies"])
        #expect(
            faults.first?.message
                == "a list names at most 200 policies, and AWS attaches at most 25 to a user, group or role; "
                + "found 201")
    }

    /// AWS attaches a policy once, however often it is asked to.
    @Test func aPolicyThatIsNamedAgainCountsOnce() throws {
        let names = Array(repeating: "p0", count: 5_000).joined(separator: ", ")
        let text = Written.question + Self.documents(1) + "policies: {identity: [\(names)]}\nexpect: {outcome: allowed}"
        let check = try #require(try Written.read(text).cases[0].question.answer().checks.first)
        #expect(check.policies.identity.map(\.name) == ["p0"])
        #expect(check.evaluation.decidingStatements.count == 1)
    }

    /// A policy under two names is two, of which answers tell by their names.
    @Test func aPolicyOfTwoNamesCountsTwice() throws {
        let text =
            Written.question
            + "documents: {a: p.yaml, b: p.yaml}\npolicies: {identity: [a, b]}\nexpect: {outcome: allowed}"
        let scenario = try Written.read(text, files: ["p.yaml": Written.allowing()])
        #expect(scenario.cases[0].question.answer().checks[0].policies.identity.map(\.name) == ["a", "b"])
    }

    @Test func aUserAndItsGroupsHaveAtMostAThousandTogether() throws {
        let groups = (0..<6).map { "g\($0): {policies: \(Self.names(0..<200))}" }.joined(separator: ", ")
        func account(_ own: String) -> String {
            Written.question + Self.documents(200)
                + "accounts: {a: {id: '111111111111', groups: {\(groups)}, users: {ann: {groups: [\(own)]}}}}"
        }
        #expect(try faults(account("g0, g1, g2, g3, g4")).isEmpty)
        let faults = try faults(account("g0, g1, g2, g3, g4, g5"))
        #expect(
            faults.map(\.message) == [
                "the user `ann` and its groups come to 1200 policies, of which at most 1000 are asked"
            ])
    }

    @Test func theLevelsOfAnOrganizationHaveAtMostAThousandTogether() throws {
        let levels = Array(repeating: Self.names(0..<200), count: 6)
        let text = Written.question + Self.documents(200) + "policies: {serviceControl: "
        #expect(try faults(text + "[\(levels.prefix(5).joined(separator: ", "))]}").isEmpty)
        let faults = try faults(text + "[\(levels.joined(separator: ", "))]}")
        #expect(
            faults.map(\.message) == [
                "the levels of `serviceControl` come to 1200 policies, of which at most 1000 are asked"
            ])
    }
}
