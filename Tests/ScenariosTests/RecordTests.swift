import IAM
import STS
import Scenarios
import TestSupport
import Testing

/// Near misses, coverage and assumed keys read what the decision was made of, whichever reading of undocumented points a
/// question chooses.
@Suite struct RecordTests {
    /// The cases of the language and of the decision procedure, file by file.
    private static let files = ["scenarios/conformance/language", "scenarios/conformance/evaluation"].flatMap {
        folder in
        Repository.names(in: folder, suffix: ".yaml").map { "\(folder)/\($0)" }
    }

    /// Of each file some checks, at most 60 of each reading.
    private static func checks(of file: String) throws -> [(title: String, check: Check)] {
        let scenario = try #require(RepositoryFiles().scenario(file))
        let all = scenario.cases.flatMap { testCase in
            testCase.question.answer().checks.map { (testCase.title, $0) }
        }
        return stride(from: 0, to: all.count, by: max(1, all.count / 60)).map { all[$0] }
    }

    private static func evaluation(_ check: Check, _ flipped: UndocumentedPoint?) -> Evaluation {
        let choices = flipped.map(check.choices.flipping) ?? check.choices
        return Evaluator.evaluate(check.request, by: check.policies, choices: choices)
    }

    /// The first part that does not fit, in the order in which a decision asks: the action before all others.
    private static func firstMisfit(_ parts: [PartEvaluation]) -> StatementPart? {
        let misfits = parts.filter { $0.truth == .no }.map(\.part)
        return misfits.contains(.action) ? .action : misfits.first
    }

    @Test(arguments: files)
    func partsSayWhatTheDecisionWasMadeOf(file: String) throws {
        for (title, check) in try Self.checks(of: file) {
            for flipped in [nil] + check.decision.met.all.map(Optional.some) {
                for statement in Self.evaluation(check, flipped).statements {
                    let place = Comment(rawValue: "\(title), \(flipped?.name ?? "as read")")
                    #expect(Self.firstMisfit(statement.parts) == statement.mismatch, place)
                    #expect(statement.nearness.misfits.isEmpty == (statement.mismatch == nil), place)
                    #expect(statement.conditions.allSatisfy(\.holds) || statement.mismatch != nil, place)
                }
            }
        }
    }

    /// The points that bear on statements: some case of the scenarios meets each, and with the other reading a statement that
    /// was near matches, or the reverse.
    @Test func nearMissesFollowEachChoice() throws {
        var changed: Set<UndocumentedPoint> = []
        for scenario in ["undocumented-points", "resources", "variables-in-arns"].map({ "language/\($0)" })
            + ["vpc-endpoints", "not-principal", "undocumented-points"].map({ "evaluation/\($0)" })
        {
            let file = try #require(RepositoryFiles().scenario("scenarios/conformance/\(scenario).yaml"))
            for check in file.cases.flatMap({ $0.question.answer().checks }) {
                for point in check.decision.met.all where !changed.contains(point) {
                    let (before, after) = (Self.evaluation(check, nil), Self.evaluation(check, point))
                    for (old, new) in zip(before.statements, after.statements) where old.mismatch != new.mismatch {
                        #expect(old.nearness.misfits.count != new.nearness.misfits.count, "\(point)")
                        changed.insert(point)
                    }
                }
            }
        }
        let first = UndocumentedPoint.notPrincipalNeedsEveryIdentity.rawValue
        let missing = UndocumentedPoint.allCases.filter { $0.rawValue >= first && !changed.contains($0) }
        #expect(missing.map(\.name) == [])
    }
}
