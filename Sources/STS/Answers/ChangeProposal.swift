import IAM
import SourceText

/// Finds the smallest changes of policies that would let some checks through, and little else. Each is verified by
/// deciding again, and none is kept that is not needed.
struct ChangeProposal {
    let checks: [Check]

    /// The changes that together allow every check; none where there is no such set.
    func changes() -> [PolicyChange] {
        var changes: [PolicyChange] = []
        for check in checks { propose(for: check, &changes) }
        guard !changes.isEmpty, checks.allSatisfy({ $0.isAllowed(applying: changes) }) else { return [] }
        return withoutNeedless(changes)
    }

    /// Leaves out each change without which everything is allowed still.
    private func withoutNeedless(_ changes: [PolicyChange]) -> [PolicyChange] {
        var kept = changes
        for index in changes.indices.reversed() {
            var fewer = kept
            fewer.remove(at: index)
            if checks.allSatisfy({ $0.isAllowed(applying: fewer) }) { kept = fewer }
        }
        return kept
    }

    /// Adds changes until a check is allowed. Taking one deny away can uncover what else is missing, so this goes on.
    private func propose(for check: Check, _ changes: inout [PolicyChange]) {
        for _ in 0..<8 {
            let policies = check.policies.applying(changes)
            let decision = Evaluator.decide(check.request, by: policies, choices: check.choices)
            if decision.isAllowed { return }
            let evaluation = check.evaluation
            for type in decision.blockedBy.types {
                let found =
                    decision.verdict == .explicitDeny
                    ? exemptions(type, evaluation) : grants(type, check, evaluation, changes)
                for change in found { changes.add(change) }
            }
        }
    }

    /// Makes each Deny of a type pass over the caller.
    private func exemptions(_ type: PolicyType, _ evaluation: Evaluation) -> [PolicyChange] {
        guard let caller = evaluation.request.principal.principalARN else { return [] }
        let policies = evaluation.policyTypes.first { $0.type == type }?.policies ?? []
        return policies.flatMap { policy in
            policy.statements
                .filter { $0.mismatch == nil && $0.statement.effect == .deny }
                .map {
                    PolicyChange(
                        type: type, policy: policy.policy, level: policy.level,
                        edit: .exempt(caller, statement: $0.statement))
                }
        }
    }

    /// Makes a type allow the request: at each level that is silent, where there are levels.
    private func grants(
        _ type: PolicyType, _ check: Check, _ evaluation: Evaluation, _ changes: [PolicyChange]
    ) -> [PolicyChange] {
        let type =
            evaluation.policyTypes.first { $0.type == type }
            ?? PolicyTypeEvaluation(type: type)
        let levels = type.type == .serviceControl ? type.silentLevels : [0]
        return levels.map { level in
            let policies = type.policies.filter { $0.level == level }
            return nearEdit(type.type, policies, check) ?? newStatement(type.type, policies, level, check)
        }
    }

    /// A statement of its own for just this caller, action and resource. It takes over the conditions of a statement
    /// that names another principal, resource or action, where these hold under every reading.
    private func newStatement(
        _ type: PolicyType, _ policies: [PolicyEvaluation], _ level: Int, _ check: Check
    ) -> PolicyChange {
        let target = nearest(policies, check.request)
        let plain = StatementDraft([check.request.action], request: check.request, type: type)
        func change(_ draft: StatementDraft) -> PolicyChange {
            PolicyChange(type: type, policy: target, level: level, edit: .addStatement(draft))
        }
        let statements = policies.first { $0.policy.document === target?.document }?.statements ?? []
        for near in statements where near.statement.effect == .allow {
            let fit = StatementFit(near.statement, check.request)
            let failsCondition = fit.misfits.contains { if case .condition = $0 { true } else { false } }
            guard !failsCondition, let block = target?.conditionBlock(of: near.statement) else { continue }
            var draft = plain
            draft.condition = block
            if opens(type, change(draft), check) { return change(draft) }
        }
        return change(plain)
    }

    /// The policy to which a statement is best added: the one whose statements come nearest, else the first.
    private func nearest(_ policies: [PolicyEvaluation], _ request: Request) -> Policy? {
        let ranked = policies.enumerated().map { index, policy in
            (
                policy.policy, policy.statements.map { StatementFit($0.statement, request).misfits.count }.min() ?? 99,
                index
            )
        }
        return ranked.min { ($0.1, $0.2) < ($1.1, $1.2) }?.0
    }

    /// A change of a statement that lacks only the action, or only a value in one condition, and speaks of nothing but
    /// this caller and this resource. It must hold under every reading of undocumented points.
    private func nearEdit(_ type: PolicyType, _ policies: [PolicyEvaluation], _ check: Check) -> PolicyChange? {
        for policy in policies {
            for evaluation in policy.statements where evaluation.statement.effect == .allow {
                let fit = StatementFit(evaluation.statement, check.request)
                guard fit.misfits.count == 1, let edit = edit(fit, check.request) else { continue }
                let change = PolicyChange(type: type, policy: policy.policy, level: policy.level, edit: edit)
                if opens(type, change, check) { return change }
            }
        }
        return nil
    }

    private func edit(_ fit: StatementFit, _ request: Request) -> PolicyChange.Edit? {
        switch fit.misfits.first {
        case .action(_, _, isNegated: false) where fit.statement.isNarrow(for: request):
            return .addActions([request.action], statement: fit.statement)
        case .condition(let condition, found: .single(let value)) where condition.comparison.acceptsMoreValues:
            let index = fit.statement.conditions.firstIndex { $0.location == condition.location }
            return index.map { .addValue(value, condition: $0, statement: fit.statement) }
        default:
            return nil
        }
    }

    /// Whether a change makes its policy type allow the check, also under the other readings.
    private func opens(_ type: PolicyType, _ change: PolicyChange, _ check: Check) -> Bool {
        let variants = [check] + check.alternatives
        return variants.allSatisfy { variant in
            let policies = variant.policies.applying(change)
            let decision = Evaluator.decide(variant.request, by: policies, choices: variant.choices)
            return !decision.blockedBy.types.contains(type)
        }
    }
}

extension ApplicablePolicies {
    /// These policies with some changes made.
    func applying(_ changes: [PolicyChange]) -> ApplicablePolicies {
        changes.reduce(self) { $0.applying($1) }
    }
}

extension [PolicyChange] {
    /// Adds a change; one of the same kind in the same place takes in its actions.
    fileprivate mutating func add(_ change: PolicyChange) {
        for index in indices where self[index].isSamePlace(as: change) {
            guard let joined = self[index].joined(with: change) else { continue }
            self[index] = joined
            return
        }
        append(change)
    }
}

extension PolicyChange {
    fileprivate func isSamePlace(as other: PolicyChange) -> Bool {
        type == other.type && level == other.level && policy?.document.location == other.policy?.document.location
    }

    fileprivate func joined(with other: PolicyChange) -> PolicyChange? {
        switch (edit, other.edit) {
        case (.addStatement(var draft), .addStatement(let more)) where draft.allowsAlike(more):
            draft.actions += more.actions.filter { !draft.actions.contains($0) }
            return PolicyChange(type: type, policy: policy, level: level, edit: .addStatement(draft))
        case (.addActions(let actions, let statement), .addActions(let more, let same))
        where statement.location == same.location:
            let all = actions + more.filter { !actions.contains($0) }
            return PolicyChange(type: type, policy: policy, level: level, edit: .addActions(all, statement: statement))
        case (.addValue(let value, let condition, let statement), .addValue(let more, let same, let other))
        where value == more && condition == same && statement.location == other.location:
            return self
        case (.exempt(_, let statement), .exempt(_, let same)) where statement.location == same.location:
            return self
        default:
            return nil
        }
    }
}
