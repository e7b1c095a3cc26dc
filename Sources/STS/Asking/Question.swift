public import IAM
public import SourceText

/// Everything that is asked at once: who exists, which policies there are, and a request, a call or a chain of them.
public final class Question: Sendable {
    /// The question's own name, repeated in the answer.
    public let id: String?
    /// The accounts that are listed.
    public let world: World
    /// The readings of undocumented points.
    public let choices: UndocumentedChoices
    /// The moment of the request.
    public let time: Timestamp
    /// Whether the question states the moment.
    public let timeIsGiven: Bool
    /// What is asked.
    public let body: Body

    /// What a question asks.
    public enum Body: Sendable {
        /// One request or call.
        case one(Asked)
        /// A chain: the caller of each step is the session that the step before it yields.
        case steps([Step])

        /// Everything that is asked, in order.
        package var asked: [Asked] {
            switch self {
            case .one(let asked): [asked]
            case .steps(let steps): steps.map(\.asked)
            }
        }
    }

    /// A step of a chain.
    public struct Step: Sendable {
        /// The step's name.
        public let name: String
        /// What it asks.
        public let asked: Asked

        /// Names what is asked.
        public init(name: String, asked: Asked) {
            self.name = name
            self.asked = asked
        }
    }

    /// The moment of a question that states none: 2026-01-01T00:00:00Z.
    public static let standardTime = Timestamp(secondsSinceEpoch: 1_767_225_600)

    /// Fills in the condition keys that follow from the question.
    let derivation: DerivedContext

    private static let standardDerivation = DerivedContext(time: standardTime, timeIsGiven: false)

    /// Asks something.
    /// - Parameter time: the moment of the request; `nil` where the question states none.
    public init(
        id: String? = nil, world: World, choices: UndocumentedChoices = UndocumentedChoices(),
        time statedTime: Timestamp? = nil, body: Body
    ) {
        self.id = id
        self.world = world
        self.choices = choices
        time = statedTime ?? Self.standardTime
        timeIsGiven = statedTime != nil
        derivation = statedTime.map { DerivedContext(time: $0, timeIsGiven: true) } ?? Self.standardDerivation
        self.body = body
    }
}

/// One request or call, with its caller and the policies that are stated for it.
public struct Asked: Sendable {
    /// Who asks; `nil` in the later steps of a chain.
    public let caller: Caller?
    /// Policies that stand in place of what the accounts say.
    public let policies: StatedPolicies
    /// What is asked.
    public let ask: Ask

    /// Makes a request or call.
    public init(caller: Caller?, policies: StatedPolicies = StatedPolicies(), ask: Ask) {
        self.caller = caller
        self.policies = policies
        self.ask = ask
    }

    /// Whether it is a call that nobody signs.
    package var isUnsigned: Bool {
        if case .call(let call) = ask { call.operation.name.isUnsigned } else { false }
    }

    /// What is asked.
    public enum Ask: Sendable {
        /// Whether one request is authorized.
        case request(PlainRequest)
        /// Whether a call of the Security Token Service succeeds.
        case call(STSCall)
    }
}

/// Who asks, with the policies of the session.
public struct Caller: Sendable {
    /// The principal.
    public let principal: Principal
    /// The policies that were passed when the session was made; `nil` where none were (SES-3).
    public let sessionPolicies: [Policy]?

    /// Makes a caller.
    public init(_ principal: Principal, sessionPolicies: [Policy]? = nil) {
        self.principal = principal
        self.sessionPolicies = sessionPolicies
    }
}

/// Policies by type. Where accounts are listed too, a stated type replaces what they say.
public struct StatedPolicies: Sendable {
    /// The caller's identity policies; `nil` where the question does not state them.
    public var identity: [Policy]?
    /// The trust policy of the role that is assumed.
    public var trust: Policy?
    /// The resource-based policy of every other resource.
    public var resource: Policy?
    /// The boundary of the caller.
    public var permissionsBoundary: Policy?
    /// The policies that were passed when the caller's session was made.
    public var session: [Policy]?
    /// The service control policies, level by level, root first.
    public var serviceControl: [[Policy]]?
    /// The resource control policies, level by level, root first.
    public var resourceControl: [[Policy]]?
    /// The policy of the endpoint that the request passes.
    public var vpcEndpoint: Policy?

    /// States nothing.
    public init() {}
}

/// A request as a question asks it, before condition keys are derived.
public struct PlainRequest: Sendable {
    /// What is asked.
    public let action: Action
    /// On which resource.
    public let resource: RequestResource
    /// The owner of the resource where the question states it.
    public let resourceAccount: AccountID?
    /// The region where the question states it.
    public let region: Text?
    /// The condition keys that the question states.
    public let context: RequestContext

    /// Makes a request.
    /// - Parameters:
    ///   - resource: an ARN, or `*` where the action names none.
    ///   - resourceAccount: the owner where the ARN does not tell it, as those of buckets.
    ///   - region: the region of the endpoint; `nil` for that of the resource.
    ///   - context: condition keys that are given beside those which follow from the request.
    public init(
        action: Action, resource: RequestResource, resourceAccount: AccountID? = nil, region: Text? = nil,
        context: RequestContext = .empty
    ) {
        self.action = action
        self.resource = resource
        self.resourceAccount = resourceAccount
        self.region = region
        self.context = context
    }
}
