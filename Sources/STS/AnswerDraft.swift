import IAM
import SourceText

/// An answer while it is put together.
struct AnswerDraft {
    var decision: Outcome
    var action: Action?
    var blockedBy: [Blocker] = []
    var error: AWSError?
    var caveats: [Caveat] = []
    var assumed: [Text] = []
    var session: Session?
    var checks: [Check] = []
    var deciding: Check?
    var step: String?
    var steps: [StepAnswer] = []
    var callChanges: [CallChange] = []
    /// The session's principal, who asks the next step of a chain.
    var nextCaller: Caller?

    init(decision: Outcome) {
        self.decision = decision
    }

    func answer(id: String?) -> Answer {
        let read = AssumedKeys.read(by: checks.map(\.evaluation))
        let all = (assumed + read).reduce(into: [Text]()) { known, key in
            if !known.contains(key) { known.append(key) }
        }
        return Answer(
            id: id, decision: decision, action: action, blockedBy: blockedBy,
            anyOf: deciding?.evaluation.decision.anyOf.types ?? [], error: error, caveats: caveats, assumed: all,
            session: session, checks: checks, deciding: deciding, step: step, steps: steps, callChanges: callChanges)
    }
}

/// The condition keys that a policy read and that a default filled.
enum AssumedKeys {
    /// The keys in the order in which the policies read them, each once. A statement reads its conditions only where
    /// principal, action and resource fit.
    static func read(by checks: [Evaluation]) -> [Text] {
        var keys: [Text] = []
        for check in checks {
            let statements = check.policyTypes.flatMap(\.policies).flatMap(\.statements)
            for statement in statements where statement.readsConditions {
                for condition in statement.statement.conditions {
                    guard let entry = check.request.context.entry(condition.key), entry.origin == .assumed,
                        !keys.contains(entry.key.spelling)
                    else { continue }
                    keys.append(entry.key.spelling)
                }
            }
        }
        return keys
    }
}

extension StatementEvaluation {
    fileprivate var readsConditions: Bool {
        switch mismatch {
        case nil, .condition: true
        case .principal, .action, .resource: false
        }
    }
}
