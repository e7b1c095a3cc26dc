import IAM
import SourceText

/// Finds the smallest changes of policies that would let some checks through, and little else. Each is verified by
/// deciding again, and none is kept that is not needed.
///
/// Each try reads a policy anew, so their number is limited: a proposal has at most `changeLimit` changes, and of each policy
/// type at most `mostTried` statements are tried for a change.
struct ChangeProposal {
    let checks: [Check]
    /// Whether a Deny with `NotAction` is made to pass over the caller, as other Denies are, and not over the action.
    private var exemptsCaller = false

    private static let changeLimit = 8
    /// How many statements of a policy type are tried for one kind of change.
    static let mostTried = 16

    init(checks: [Check]) {
        self.checks = checks
    }

    /// The changes of policies as a remedy; a second one where a Deny can pass over the action or over the caller; none
    /// where there is none.
    var remedies: [Remedy] {
        let changes = changes()
        guard !changes.isEmpty else { return [] }
        let first = Remedy(policyChanges: changes, checks: checks)
        guard changes.contains(where: { if case .addNotActions = $0.edit { true } else { false } }) else {
            return [first]
        }
        var other = self
        other.exemptsCaller = true
        let exemptions = other.changes()
        return exemptions.isEmpty ? [first] : [first, Remedy(policyChanges: exemptions, checks: checks)]
    }

    /// The changes that together allow every check; none where there is no such set.
    func changes() -> [PolicyChange] {
        var changes: [PolicyChange] = []
        for check in checks { propose(for: check, &changes) }
        guard !changes.isEmpty, changes.count <= Self.changeLimit,
            checks.allSatisfy({ $0.isAllowed(applying: changes) })
        else { return [] }
        return withoutNeedless(changes).map { $0.told(among: checks.map(\.policies)) }
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
        for _ in 0..<8 where changes.count <= Self.changeLimit {
            let policies = check.policies.applying(changes)
            let decision = Evaluator.decide(check.request, by: policies, choices: check.choices)
            if decision.isAllowed { return }
            let evaluation = check.evaluation
            for type in decision.blockedBy.types where check.canChange(type) {
                let found =
                    decision.verdict == .explicitDeny
                    ? exemptions(type, check, evaluation) : grants(type, check, evaluation, changes)
                for change in found.prefix(Self.changeLimit + 1) { changes.add(change) }
            }
        }
    }

    /// Makes each Deny of a type pass over the action, where it names those that it leaves out; else over the caller.
    private func exemptions(_ type: PolicyType, _ check: Check, _ evaluation: Evaluation) -> [PolicyChange] {
        let policies = evaluation.policyTypes.first { $0.type == type }?.policies ?? []
        return policies.flatMap { policy in
            policy.statements
                .filter { $0.mismatch == nil && $0.statement.effect == .deny }
                .compactMap { evaluation in
                    exemption(from: evaluation.statement, check.request).map {
                        PolicyChange(type: type, policy: policy.policy, level: policy.level, edit: $0)
                    }
                }
        }
    }

    private func exemption(from statement: Statement, _ request: Request) -> PolicyChange.Edit? {
        if case .notAction = statement.action, !exemptsCaller {
            return .addNotActions([request.action], statement: statement)
        }
        return request.principal.namedARN.map { .exempt($0, statement: statement) }
    }

    /// Makes a type allow the request: at each level that is silent, where there are levels.
    private func grants(
        _ type: PolicyType, _ check: Check, _ evaluation: Evaluation, _ changes: [PolicyChange]
    ) -> [PolicyChange] {
        let type =
            evaluation.policyTypes.first { $0.type == type }
            ?? PolicyTypeEvaluation(type: type)
        let levels = type.type == .serviceControl ? type.silentLevels : [0]
        return levels.compactMap { level in
            let policies = type.policies.filter { $0.level == level }
            let near = nearEdits(type.type, policies, check).prefix(Self.mostTried).map { passing(policies, $0, check) }
                .narrowestFirst
            if let sound = near.first(where: { opens($0, check) }) { return sound }
            guard var own = newStatement(type.type, policies, level, check) else { return nil }
            own.avoids = near.lazy.compactMap { self.doubt(of: $0, check) }.first
            return passing(policies, own, check)
        }
    }

    /// A change that lets the request pass by conditions: of statements that speak of just this request, and would allow it
    /// if those held.
    private func passing(
        _ policies: [PolicyEvaluation], _ change: PolicyChange, _ check: Check
    ) -> PolicyChange {
        if change.isOfKey { return change }
        var change = change
        let passedBy = policies.flatMap(\.statements).filter { $0.statement.effect == .allow }
            .map(\.nearness)
            .filter { !$0.misfits.isEmpty && $0.misfits.count == $0.failingConditions.count }
            .flatMap(\.failingConditions)
        change.loosens += passedBy.filter { new in !change.loosens.contains { $0 === new } }
        if !change.isOfCondition {
            let keys = change.loosens.map(\.key).filter {
                $0 != "aws:PrincipalArn" && check.request.context.entry($0)?.origin == .assumed
            }
            change.assumed = keys.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
        }
        return change
    }

    /// Changes of statements that lack only the action, or only a value in one condition, and speak of nothing but
    /// this caller and this resource.
    private func nearEdits(_ type: PolicyType, _ policies: [PolicyEvaluation], _ check: Check) -> [PolicyChange] {
        let near = policies.lazy.flatMap { policy in
            policy.statements.lazy.filter { $0.statement.effect == .allow }.compactMap { evaluation in
                let fit = evaluation.nearness
                guard fit.misfits.count == 1, let edit = edit(fit, check.request, type) else {
                    return nil as PolicyChange?
                }
                var change = PolicyChange(type: type, policy: policy.policy, level: policy.level, edit: edit)
                if !change.isOfKey { change.loosens = fit.failingConditions }
                if change.isOfCondition {
                    change.opensMore =
                        !fit.failingConditions.contains { $0.key.spelling.hasSuffix(":sub") }
                        && !fit.statement.isNarrow(for: check.request)
                }
                return change
            }
        }
        return Array(near.prefix(Self.mostTried))
    }

    private func edit(_ fit: StatementNearness, _ request: Request, _ type: PolicyType) -> PolicyChange.Edit? {
        switch fit.misfits.first {
        // A statement of an endpoint that names its caller as principal may let nobody through.
        case .action(_, _, isNegated: false)
        where type != .vpcEndpoint && fit.statement.isNarrow(for: request)
            && (fit.statement.conditions.isEmpty || fit.isRelated(to: request.action)):
            return .addActions([request.action], statement: fit.statement)
        case .condition(let condition, found: nil):
            let index = fit.statement.conditions.firstIndex { $0 === condition }
            guard let index, let key = request.context.keyMeant(by: condition.key) else { return nil }
            return .renameKey(key, condition: index, statement: fit.statement)
        case .condition(let condition, found: .single(let value))
        where condition.comparison.acceptsMoreValues && !["*", "?", "$"].contains(where: { value.contains($0) })
            && (condition.key.tellsWhoAsks || !fit.statement.namesEverybody):
            let index = fit.statement.conditions.firstIndex { $0.location == condition.location }
            guard let index, let known = known(value, for: condition, request) else { return nil }
            return .addValue(known, condition: index, statement: fit.statement)
        default:
            return nil
        }
    }

    /// The value of a key as a policy can name it; `nil` where nothing tells it, as it was assumed. Of an ARN no more is assumed
    /// than the path.
    private func known(_ value: Text, for condition: Condition, _ request: Request) -> Text? {
        guard request.context.entry(condition.key)?.origin == .assumed else { return value }
        guard condition.key == "aws:PrincipalArn", let named = request.principal.namedARN else { return nil }
        return named.text == value || condition.comparison.takesPatterns ? named.text : nil
    }

    /// Whether a change makes its policy type allow the check, also under the other readings.
    func opens(_ change: PolicyChange, _ check: Check) -> Bool {
        let evaluation = evaluation(of: check, with: change)
        return Self.allows(change, evaluation)
            && check.alternatives(meeting: evaluation.decision.met).allSatisfy { allows(change, $0.check) }
    }

    /// The undocumented point on which a change hangs that would do with the reading that is taken.
    private func doubt(of change: PolicyChange, _ check: Check) -> UndocumentedPoint? {
        let evaluation = evaluation(of: check, with: change)
        guard Self.allows(change, evaluation) else { return nil }
        return check.alternatives(meeting: evaluation.decision.met).first { !allows(change, $0.check) }?.point
    }

    private func allows(_ change: PolicyChange, _ check: Check) -> Bool {
        Self.allows(change, evaluation(of: check, with: change))
    }

    private func evaluation(of check: Check, with change: PolicyChange) -> Evaluation {
        Evaluator.evaluate(check.request, by: check.policies.applying(change), choices: check.choices)
    }

    private static func allows(_ change: PolicyChange, _ evaluation: Evaluation) -> Bool {
        guard let type = evaluation.policyTypes.first(where: { $0.type == change.type }) else { return false }
        // Other levels may be silent still: each has a change of its own (EV-17).
        return type.result.allows || type.type == .serviceControl && !type.silentLevels.contains(change.level)
    }
}

extension StatementNearness {
    /// The conditions that do not hold.
    var failingConditions: [Condition] {
        misfits.compactMap { if case .condition(let condition, _) = $0 { condition } else { nil } }
    }
}

extension [PolicyChange] {
    /// Those that name a condition's key right before those that add to a condition, and these before those that pass it
    /// by.
    fileprivate var narrowestFirst: [PolicyChange] {
        filter(\.isOfKey) + filter(\.isOfCondition) + filter { !$0.isOfCondition && !$0.isOfKey }
    }

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
    /// Whether a condition is kept, under the name that its key has.
    fileprivate var isOfKey: Bool {
        if case .renameKey = edit { true } else { false }
    }

    fileprivate var isOfCondition: Bool {
        if case .addValue = edit { true } else { false }
    }

    fileprivate func isSamePlace(as other: PolicyChange) -> Bool {
        guard let policy, let same = other.policy else {
            return policy == nil && other.policy == nil && type == other.type && level == other.level
        }
        return policy.hasStatements(of: same)
    }

    fileprivate func joined(with other: PolicyChange) -> PolicyChange? {
        switch (edit, other.edit) {
        case (.addStatement(var draft), .addStatement(let more)) where draft.allowsAlike(more):
            draft.actions += more.actions.filter { !draft.actions.contains($0) }
            return with(.addStatement(draft), other)
        case (.addStatement(let draft), .addStatement(let more)):
            return draft.withResources(of: more).map { with(.addStatement($0), other) }
        case (.addActions(let actions, let statement), .addActions(let more, let same))
        where statement.location == same.location:
            let all = actions + more.filter { !actions.contains($0) }
            return with(.addActions(all, statement: statement), other)
        case (.addNotActions(let actions, let statement), .addNotActions(let more, let same))
        where statement.location == same.location:
            return with(.addNotActions(actions + more.filter { !actions.contains($0) }, statement: statement), other)
        case (.renameKey(_, let condition, let statement), .renameKey(_, let same, let other))
        where condition == same && statement.location == other.location:
            return self
        case (.addValue(let value, let condition, let statement), .addValue(let more, let same, let other))
        where value == more && condition == same && statement.location == other.location:
            return self
        case (.exempt(_, let statement), .exempt(_, let same))
        where statement.location == same.location && statement.index == same.index:
            return self
        default:
            return nil
        }
    }

    /// This change and another one as one edit.
    private func with(_ edit: Edit, _ other: PolicyChange) -> PolicyChange {
        var joined = PolicyChange(type: type, policy: policy, level: level, edit: edit)
        joined.loosens = loosens + other.loosens.filter { new in !loosens.contains { $0 === new } }
        joined.leavesOut = leavesOut + other.leavesOut.filter { new in !leavesOut.contains { $0 === new } }
        joined.assumed = assumed + other.assumed.filter { !assumed.contains($0) }
        joined.avoids = avoids ?? other.avoids
        return joined
    }
}
