import IAM
import SourceText

extension ChangeProposal {
    /// A statement of its own for just this caller, action and resource. It follows a related statement and takes over its
    /// conditions, as far as they hold under every reading; those that it leaves out are told. `nil` where the policy's
    /// version cannot name just this resource.
    func newStatement(
        _ type: PolicyType, _ policies: [PolicyEvaluation], _ level: Int, _ check: Check
    ) -> PolicyChange? {
        let target = nearest(policies)
        guard
            var plain = StatementDraft([check.request.action], request: check.request, type: type, addedTo: target)
        else { return nil }
        plain.requireForWhom(check.request)
        let statements = policies.first { $0.policy.document === target?.document }?.statements ?? []
        let followed = followed(statements, check.request)
        for fit in followed {
            let left = LeftConditions(fit, type, check)
            var draft = plain
            draft.condition = target?.conditionBlock(of: fit.statement, without: left.all)
            draft.requireForWhom(check.request)
            let change = PolicyChange(type: type, policy: target, level: level, edit: .addStatement(draft), left)
            if opens(change, check) { return change }
        }
        let left = followed.first.map(LeftConditions.init(all:)) ?? LeftConditions()
        return PolicyChange(type: type, policy: target, level: level, edit: .addStatement(plain), left)
    }

    /// The statements that a new one may follow, the best first: whose conditions all hold, though the statement names
    /// another principal, resource or action; then those of which only conditions stand in the way; then the others.
    private func followed(_ statements: [StatementEvaluation], _ request: Request) -> [StatementNearness] {
        let related = statements.filter { $0.statement.effect == .allow }
            .map(\.nearness)
            .filter { $0.isRelated(to: request.action) }
            .sorted { $0.misfits.count < $1.misfits.count }
            .prefix(Self.mostTried)
        let failing = related.filter { !$0.failingConditions.isEmpty }
        // Of what is said of others, nothing is to learn where no condition holds.
        let ofOthers = failing.filter {
            !$0.missesConditionsAlone && $0.failingConditions.count < $0.statement.conditions.count
        }
        return related.filter(\.failingConditions.isEmpty) + failing.filter(\.missesConditionsAlone) + ofOthers
    }

    /// The policy to which a statement is best added: the one whose statements come nearest, else the first.
    private func nearest(_ policies: [PolicyEvaluation]) -> Policy? {
        let ranked = policies.enumerated().map { index, policy in
            (policy.policy, policy.statements.map(\.nearness.misfits.count).min() ?? 99, index)
        }
        return ranked.min { ($0.1, $0.2) < ($1.1, $1.2) }?.0
    }
}

/// The conditions of a statement that one which follows it leaves out.
private struct LeftConditions {
    /// Those that keep the caller out now.
    private(set) var failing: [Condition] = []
    /// Those that do not: of what the statement says of others, or with a reading of an undocumented point that is not taken.
    private(set) var others: [Condition] = []

    var all: [Condition] { failing + others }

    init() {}

    /// The conditions that do not hold under some reading.
    init(_ fit: StatementNearness, _ type: PolicyType, _ check: Check) {
        let open = check.alternatives(meeting: fit.met).flatMap {
            $0.check.nearness(of: fit.statement, in: type).failingConditions
        }
        self.init(fit) { condition in open.contains { $0 === condition } }
    }

    /// All conditions of a statement.
    init(all fit: StatementNearness) {
        self.init(fit) { _ in true }
    }

    private init(_ fit: StatementNearness, isLeft: (Condition) -> Bool) {
        let fails = fit.failingConditions
        if fit.missesConditionsAlone { failing = fails }
        others = fit.statement.conditions.filter { condition in
            !failing.contains { $0 === condition } && (fails.contains { $0 === condition } || isLeft(condition))
        }
    }
}

extension PolicyChange {
    fileprivate init(type: PolicyType, policy: Policy?, level: Int, edit: Edit, _ left: LeftConditions) {
        self.init(type: type, policy: policy, level: level, edit: edit)
        loosens = left.failing
        leavesOut = left.others
    }
}

extension StatementNearness {
    /// Whether the statement speaks of the action, or of the caller, the resource and actions of the same service, so that
    /// its conditions concern what is asked.
    func isRelated(to action: Action) -> Bool {
        let others = misfits.filter { if case .condition = $0 { false } else { true } }
        guard let first = others.first else { return true }
        guard case .action(_, let wanted, isNegated: false) = first else {
            return !others.contains { if case .action = $0 { true } else { false } }
        }
        let prefix = Text(joining: action.service, ":")
        return others.count == 1
            && wanted.contains { $0.count > prefix.count && $0[..<prefix.count].isSame(ignoringASCIICase: prefix) }
    }

    /// Whether principal, action and resource fit, or only the action does not, so that conditions stand in the way.
    fileprivate var missesConditionsAlone: Bool {
        !failingConditions.isEmpty
            && misfits.allSatisfy { misfit in
                switch misfit {
                case .condition, .action: true
                case .principal, .resource: false
                }
            }
    }
}
