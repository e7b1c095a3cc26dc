public import IAM
import SourceText

/// One check of a question, with everything that its decision rests on. It never changes.
public final class Check: Sendable {
    /// Who asks what, in which context.
    public let request: Request
    /// The policies that were asked.
    public let policies: ApplicablePolicies
    /// The decision.
    public let decision: Decision
    /// The same check under the other reading of each undocumented point that can bear on it.
    let alternatives: [Check]

    /// Decides a request.
    init(_ request: Request, _ policies: ApplicablePolicies, alternatives: [Check] = []) {
        self.alternatives = alternatives
        self.request = request
        self.policies = policies
        self.decision = Evaluator.decide(request, by: policies)
    }

    /// What every statement said. The decision is made once more, and recorded.
    public var evaluation: Evaluation { Evaluator.evaluate(request, by: policies) }

    /// The condition keys that a policy read and that a default filled, in the order in which the policies read them.
    /// A statement reads its conditions only where principal, action and resource fit.
    var assumedKeys: [Text] {
        var keys: [Text] = []
        for statement in policies.statements where !statement.conditions.isEmpty {
            for condition in statement.conditions {
                guard let entry = request.context.entry(condition.key), entry.origin == .assumed,
                    !keys.contains(entry.key.spelling), statement.readsConditions(for: request)
                else { continue }
                keys.append(entry.key.spelling)
            }
        }
        return keys
    }
}
