/// A decision with everything that led to it.
public struct Evaluation: Sendable {
    /// The request that was decided.
    public let request: Request
    /// The decision, read off `policyTypes`.
    public let decision: Decision
    /// What each policy type says.
    public let policyTypes: [PolicyTypeEvaluation]

    /// The statements on which the decision rests: every matching Deny, or where it is allowed, every matching Allow.
    public var decidingStatements: [DecidingStatement] {
        let effect: Statement.Effect
        switch decision.verdict {
        case .explicitDeny: effect = .deny
        case .allowed: effect = .allow
        case .implicitDeny, .unknown: return []
        }
        return policyTypes.flatMap { type in
            type.policies.flatMap { policy in
                policy.statements
                    .filter { $0.mismatch == nil && $0.statement.effect == effect }
                    .map { DecidingStatement(type: type.type, policy: policy.policy.name, statement: $0.statement) }
            }
        }
    }
}

/// A statement on which a decision rests.
public struct DecidingStatement: Sendable {
    /// The kind of policy in which it stands.
    public let type: PolicyType
    /// The name of the policy.
    public let policy: String
    /// The statement.
    public let statement: Statement
}

/// What one policy type says to a request.
public struct PolicyTypeEvaluation: Sendable {
    /// The type.
    public let type: PolicyType
    /// What its statements come to together.
    public let result: PolicyTypeResult
    /// Each policy of the type, level by level where there are levels.
    public let policies: [PolicyEvaluation]
    /// For service control policies, the levels at which nothing allows, counted from the root (EV-17).
    public let silentLevels: [Int]

    /// The verdict that the type would give by itself; `unknown` where it hangs on what nobody knows.
    public var verdict: Verdict {
        let statements = policies.flatMap(\.statements)
        func isSaid(_ effect: Statement.Effect, _ truth: Truth) -> Bool {
            statements.contains { $0.truth == truth && $0.statement.effect == effect }
        }
        if isSaid(.deny, .yes) { return result.verdict }
        return isSaid(.deny, .unknown) || !isSaid(.allow, .yes) && isSaid(.allow, .unknown) ? .unknown : result.verdict
    }
}

/// What one policy says to a request.
public struct PolicyEvaluation: Sendable {
    /// The policy.
    public let policy: Policy
    /// Each of its statements.
    public let statements: [StatementEvaluation]
    /// For service and resource control policies, the level at which it is attached, counted from the root.
    public let level: Int
}

/// What one statement says to a request.
public struct StatementEvaluation: Sendable {
    /// The statement.
    public let statement: Statement
    /// Whether the statement matches.
    public internal(set) var truth = Truth.yes
    /// The first part that does not fit, or that may not, where none misses; `nil` where the statement matches.
    public internal(set) var mismatch: StatementPart?
    /// For a statement with a principal that matches, or may, how it names the caller.
    public internal(set) var grant = GrantKind.none
    /// With what the statement was compared.
    public let comparison: RequestComparison
    private let setting: PolicySetting

    init(_ statement: Statement, _ comparison: RequestComparison, _ setting: PolicySetting) {
        self.statement = statement
        self.comparison = comparison
        self.setting = setting
    }

    /// What every part of the statement says, those too that the decision did not come to.
    public var parts: [PartEvaluation] { comparison.parts(of: statement, setting) }
}
