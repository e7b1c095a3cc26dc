import IAM
import STS
import Scenarios
import SourceText
import TestSupport
import Testing

/// What must hold of answers that leave a condition key open (SRC-21, SRC-22, CMP-22).
@Suite struct OpenKeyTests {
    private static let files = ["scenarios/conformance/language", "scenarios/conformance/evaluation"].flatMap {
        folder in
        Repository.names(in: folder, suffix: ".yaml").map { "\(folder)/\($0)" }
    }

    /// Whoever leaves a key open gets an answer that is true whatever the key is: what the key really is, or `unknown`.
    @Test(arguments: files)
    func whatIsFirmHoldsForTheRealValue(file: String) throws {
        let scenario = try #require(RepositoryFiles().scenario(file))
        let checks = scenario.cases.flatMap { testCase in testCase.question.answer().checks.map { (testCase.title, $0) }
        }
        for (title, check) in stride(from: 0, to: checks.count, by: max(1, checks.count / 40)).map({ checks[$0] }) {
            for key in Self.keys(of: check) {
                let open = Self.decide(check) { $0.leaveOpen(key, because: "") }
                #expect(
                    open.verdict == .unknown || open.isAllowed == check.decision.isAllowed, "\(title), \(key) left open"
                )
                #expect(open.verdict != .unknown || open.narrow != nil, "\(title)")
            }
        }
    }

    /// The keys that the conditions of a check's statements name, at most eight.
    private static func keys(of check: Check) -> [ConditionKey] {
        var keys: [ConditionKey] = []
        check.policies.forEachStatement { statement in
            for condition in statement.conditions where !keys.contains(condition.key) { keys.append(condition.key) }
        }
        return Array(keys.prefix(8))
    }

    private static func decide(_ check: Check, _ change: (inout RequestContext) -> Void) -> Decision {
        var context = check.request.context
        change(&context)
        let old = check.request
        let request = Request(
            principal: old.principal, action: old.action, resource: old.resource, resourceAccount: old.resourceAccount,
            context: context)
        let decision = Evaluator.decide(request, by: check.policies, choices: check.choices)
        let evaluation = Evaluator.evaluate(request, by: check.policies, choices: check.choices)
        #expect(evaluation.decision == decision)
        return decision
    }
}
