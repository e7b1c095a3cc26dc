/// What is kept of an evaluation while it goes on.
protocol EvaluationRecorder {
    /// Whether statements about other actions are wanted too.
    static var wantsEveryStatement: Bool { get }
    mutating func begin(_ policy: Policy)
    mutating func record(_ statement: Statement, _ match: StatementMatching.Result, _ setting: PolicySetting)
    mutating func endLevel(_ result: PolicyTypeResult)
    mutating func end(_ type: PolicyType, _ result: PolicyTypeResult)
}

/// Keeps nothing.
struct NothingRecorded: EvaluationRecorder {
    static let wantsEveryStatement = false

    mutating func begin(_ policy: Policy) {}
    mutating func record(_ statement: Statement, _ match: StatementMatching.Result, _ setting: PolicySetting) {}
    mutating func endLevel(_ result: PolicyTypeResult) {}
    mutating func end(_ type: PolicyType, _ result: PolicyTypeResult) {}
}

/// Keeps what each statement said.
struct EverythingRecorded: EvaluationRecorder {
    static let wantsEveryStatement = true

    private let comparison: RequestComparison
    private(set) var types: [PolicyTypeEvaluation] = []
    private var policies: [(policy: Policy, statements: [StatementEvaluation])] = []
    private var level = 0
    private var levels: [Int] = []
    private var silentLevels: [Int] = []

    init(_ comparison: RequestComparison) {
        self.comparison = comparison
    }

    mutating func begin(_ policy: Policy) {
        policies.append((policy, []))
        levels.append(level)
    }

    mutating func record(_ statement: Statement, _ match: StatementMatching.Result, _ setting: PolicySetting) {
        var evaluation = StatementEvaluation(statement, comparison, setting)
        switch match {
        case .matched(let grant): evaluation.grant = grant
        case .open(let grant, let part):
            evaluation.grant = grant
            evaluation.mismatch = part
            evaluation.truth = .unknown
        case .mismatched(let part):
            evaluation.mismatch = part
            evaluation.truth = .no
        }
        policies[policies.count - 1].statements.append(evaluation)
    }

    mutating func endLevel(_ result: PolicyTypeResult) {
        if !result.allows { silentLevels.append(level) }
        level += 1
    }

    mutating func end(_ type: PolicyType, _ result: PolicyTypeResult) {
        let evaluations = zip(policies, levels).map {
            PolicyEvaluation(policy: $0.policy, statements: $0.statements, level: $1)
        }
        types.append(
            PolicyTypeEvaluation(type: type, result: result, policies: evaluations, silentLevels: silentLevels))
        policies = []
        level = 0
        levels = []
        silentLevels = []
    }
}
