public import IAM
public import SourceText

/// The answer to a question. For a call, `decision`, `action`, `blockedBy` and `aws` all speak of one check: the first
/// that fails, in the order in which AWS names them (STS-24).
public struct Answer: Sendable {
    /// The question's own name.
    public let id: String?
    /// What the question comes to.
    public let decision: Outcome
    /// The action that is refused; for a plain request that is allowed, its action; else `nil`.
    public let action: Action?
    /// What stands in the way.
    public let blockedBy: [Blocker]
    /// Where one Allow of several policy types would do: those types.
    public let anyOf: [PolicyType]
    /// What AWS answers instead of a result.
    public let error: AWSError?
    /// Where the answer hangs on what nobody knows: what it may be, the refusal first; else empty.
    public let either: [Outcome]
    /// Where the answer hangs on what nobody knows: that, statement by statement.
    public let dependsOn: [WaitingStatement]
    /// Undocumented points on which the answer hangs.
    public let caveats: [Caveat]
    /// Condition keys that a policy read and that a default filled.
    public let assumed: [Text]
    /// The session that an allowed call yields.
    public let session: Session?
    /// Whether the question states the moment, from which the end of the session follows.
    public let timeIsGiven: Bool
    /// Each check with what led to its decision.
    public let checks: [Check]
    /// The check of which `decision` speaks: the first that fails, or the only one.
    public let deciding: Check?
    /// For a chain, the step of which the rest speaks: the first that is refused.
    public let step: String?
    /// For a chain, the answer of each step.
    public let steps: [StepAnswer]
    /// Ways to have it allowed, the best first; only where an explanation was asked for.
    public let remedies: [Remedy]
    /// Whether a call is asked, or a chain that ends with one.
    public let isOfCall: Bool
    /// For an allowed call, what the response says.
    public let result: CallResult?
    /// The provider that vouches for whoever calls an operation that is not signed; `nil` for every other question.
    public let vouchingProvider: Text?
    /// Why AWS does not take a token, where it refuses the token before it asks any policy.
    public let hints: [FederationHint]
    /// The audiences that the provider of a token takes; `nil` where that is not known.
    public let providerAudiences: [Text]?
}

extension Answer {
    /// The keys that nobody knows and on which the answer hangs, each once.
    public var openKeys: [Text] {
        dependsOn.reduce(into: []) { known, waiting in
            if !known.contains(waiting.key.key.spelling) { known.append(waiting.key.key.spelling) }
        }
    }
}

/// The answer of one step of a chain.
public struct StepAnswer: Sendable {
    /// The step's name.
    public let name: String
    /// Its answer; `nil` where a step before it was refused.
    public let answer: Answer?
}

/// What a question comes to.
public enum Outcome: String, Sendable, Hashable {
    /// AWS allows it.
    case allowed
    /// A Deny matches.
    case explicitDeny
    /// A needed Allow is missing.
    case implicitDeny
    /// AWS refuses for a reason that no policy decides, such as a parameter.
    case failed
    /// It hangs on what nobody knows (SRC-22).
    case unknown

    /// Whether policies refuse it for sure.
    public var isRefusal: Bool { self == .explicitDeny || self == .implicitDeny }

    /// The outcome of a verdict.
    public init(_ verdict: Verdict) {
        switch verdict {
        case .allowed: self = .allowed
        case .explicitDeny: self = .explicitDeny
        case .implicitDeny: self = .implicitDeny
        case .unknown: self = .unknown
        }
    }
}

/// What nobody knows, and the statement that waits for it.
public struct WaitingStatement: Sendable {
    /// The key of which nobody knows the value.
    public let key: RequestContext.OpenKey
    /// The kind of policy in which the statement stands.
    public let type: PolicyType
    /// The name of the policy.
    public let policy: String
    /// The statement.
    public let statement: Statement
}

/// What stands in the way of a request.
public enum Blocker: Sendable, Hashable {
    /// Policies of a type.
    case policyType(PolicyType)
    /// AWS keeps the resource for itself, or the action for the account that owns it, whatever the policies say (SV-8, SV-9,
    /// SV-13, SV-16).
    case reserved
    /// The role does not exist, which AWS answers as if its trust policy were silent (STS-72).
    case noSuchRole

    /// The word that answers use.
    public var name: String {
        switch self {
        case .policyType(let type): type.rawValue
        case .reserved: "reserved"
        case .noSuchRole: "noSuchRole"
        }
    }

    /// All words, in the order in which answers list them.
    public static let allNames = PolicyType.allCases.map(\.rawValue) + ["noSuchRole", "reserved"]

    /// What stands in the way by a decision.
    static func all(of decision: Decision) -> [Blocker] {
        decision.refusal != nil ? [.reserved] : decision.blockedBy.types.map(Blocker.policyType)
    }
}

/// An undocumented point on which an answer hangs.
public struct Caveat: Sendable, Hashable {
    /// The point.
    public let point: UndocumentedPoint
    /// What the answer would be with the other reading.
    public let otherwise: Outcome

    /// The rule of the specification.
    public var rule: String { point.rule }

    /// Makes a caveat.
    public init(point: UndocumentedPoint, otherwise: Outcome) {
        self.point = point
        self.otherwise = otherwise
    }
}
