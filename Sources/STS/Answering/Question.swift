public import IAM
import SourceText

/// Everything that is asked at once: who exists, which policies there are, and a request, a call or a chain of them.
public final class Question: Sendable {
    /// The question's own name, repeated in the answer.
    public let id: String?
    /// Among what, and when, it is asked.
    let circumstances: Circumstances
    /// The call of a single question as it is answered, placed once.
    private let placedCall: (any CallOperation)?
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

    /// The accounts that are listed.
    public var world: World { circumstances.world }
    /// The readings of undocumented points.
    public var choices: UndocumentedChoices { circumstances.choices }
    /// The moment of the request.
    public var time: Timestamp { circumstances.time }
    /// Whether the question states the moment.
    public var timeIsGiven: Bool { circumstances.timeIsGiven }
    /// The moment of a question that states none: 2026-01-01T00:00:00Z.
    public static let standardTime = Circumstances.defaultTime

    /// Asks something.
    /// - Parameter time: the moment of the request; `nil` where the question states none.
    public init(
        id: String? = nil, world: World, choices: UndocumentedChoices = UndocumentedChoices(),
        time: Timestamp? = nil, body: Body
    ) {
        self.id = id
        circumstances = Circumstances(world: world, choices: choices, time: time)
        if case .one(let asked) = body, case .call(let call) = asked.ask {
            placedCall = call.placed(in: circumstances, by: asked.caller?.principal)
        } else {
            placedCall = nil
        }
        self.body = body
    }

    /// A call as it is answered: that of a single question was placed when it was asked.
    func placed(_ call: STSCall, by caller: Caller?) -> any CallOperation {
        placedCall ?? call.placed(in: circumstances, by: caller?.principal)
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
