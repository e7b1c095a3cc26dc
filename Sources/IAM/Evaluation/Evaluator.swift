/// Decides requests. It is written once, generic over what it records: nothing for `decide`, everything for `evaluate`.
public enum Evaluator {
    /// The decision alone.
    public static func decide(_ request: Request, by policies: ApplicablePolicies) -> Decision {
        var recorder = NothingRecorded()
        return run(request, policies, &recorder)
    }

    /// The decision with what every statement said.
    public static func evaluate(_ request: Request, by policies: ApplicablePolicies) -> Evaluation {
        var recorder = EverythingRecorded()
        let decision = run(request, policies, &recorder)
        return Evaluation(request: request, decision: decision, policyTypes: recorder.types)
    }

    private static func run<R: EvaluationRecorder>(
        _ request: Request, _ policies: ApplicablePolicies, _ recorder: inout R
    ) -> Decision {
        let identity = result(of: policies.identity, request, &recorder)
        recorder.end(.identity, identity)
        var resource = PolicyTypeResult()
        if let policy = policies.resource { add(policy, request, to: &resource, &recorder) }
        recorder.end(policies.resourceRule.policyType, resource)
        let logic = EvaluationLogic(
            identity: identity, resource: resource, resourceRule: policies.resourceRule,
            isSameAccount: request.isSameAccount)
        return logic.decision
    }

    private static func result<R: EvaluationRecorder>(
        of policies: [Policy], _ request: Request, _ recorder: inout R
    ) -> PolicyTypeResult {
        var result = PolicyTypeResult()
        for policy in policies { add(policy, request, to: &result, &recorder) }
        return result
    }

    private static func add<R: EvaluationRecorder>(
        _ policy: Policy, _ request: Request, to result: inout PolicyTypeResult, _ recorder: inout R
    ) {
        recorder.begin(policy)
        for statement in policy.document.statements {
            let match = StatementMatching.match(statement, request)
            recorder.record(statement, match)
            guard case .matched(let grant) = match else { continue }
            switch statement.effect {
            case .deny:
                result.denies = true
            case .allow:
                result.allows = true
                result.grant = max(result.grant, grant)
            }
        }
    }
}

/// What is kept of an evaluation while it goes on.
protocol EvaluationRecorder {
    mutating func begin(_ policy: Policy)
    mutating func record(_ statement: Statement, _ match: StatementMatching.Result)
    mutating func end(_ type: PolicyType, _ result: PolicyTypeResult)
}

/// Keeps nothing.
struct NothingRecorded: EvaluationRecorder {
    mutating func begin(_ policy: Policy) {}
    mutating func record(_ statement: Statement, _ match: StatementMatching.Result) {}
    mutating func end(_ type: PolicyType, _ result: PolicyTypeResult) {}
}

/// Keeps what each statement said.
struct EverythingRecorded: EvaluationRecorder {
    private(set) var types: [PolicyTypeEvaluation] = []
    private var policies: [(policy: Policy, statements: [StatementEvaluation])] = []

    mutating func begin(_ policy: Policy) {
        policies.append((policy, []))
    }

    mutating func record(_ statement: Statement, _ match: StatementMatching.Result) {
        let evaluation =
            switch match {
            case .matched(let grant): StatementEvaluation(statement: statement, mismatch: nil, grant: grant)
            case .mismatched(let part): StatementEvaluation(statement: statement, mismatch: part, grant: .none)
            }
        policies[policies.count - 1].statements.append(evaluation)
    }

    mutating func end(_ type: PolicyType, _ result: PolicyTypeResult) {
        let evaluations = policies.map { PolicyEvaluation(policy: $0.policy, statements: $0.statements) }
        types.append(PolicyTypeEvaluation(type: type, result: result, policies: evaluations))
        policies = []
    }
}
