public import IAM
public import SourceText

/// Why somebody can ask nothing.
public enum UnknownCaller: Error, Sendable, Hashable, CustomStringConvertible {
    /// The text is no ARN of a user, role, session, federated user or account root.
    case notACaller(Text)
    /// The account is listed, and has none of that name.
    case missing(Text)

    /// What is wrong, in words.
    public var description: String {
        switch self {
        case .notACaller(let text): "`\(text)` is no ARN of a user, role, session, federated user or account root"
        case .missing(let arn): "the account is listed, and has no `\(arn)`"
        }
    }
}

// What a program asks a world of its own.
extension World {
    /// What AWS answers to a call of the Security Token Service.
    /// - Parameters:
    ///   - caller: the ARN of who signs the call; `nil` for operations that are not signed.
    ///   - time: the moment of the call; `nil` where it does not matter.
    ///   - explaining: whether changes are looked for that would allow what is refused.
    public func answer(
        _ call: STSCall, by caller: Text?, at time: Timestamp? = nil, explaining: Bool = false
    ) throws(UnknownCaller) -> Answer {
        try answer(.call(call), by: caller, at: time, explaining)
    }

    /// Whether one request is authorized.
    /// - Parameters:
    ///   - caller: the ARN of who asks.
    ///   - time: the moment of the request; `nil` where it does not matter.
    ///   - explaining: whether changes are looked for that would allow what is refused.
    public func answer(
        _ request: PlainRequest, by caller: Text, at time: Timestamp? = nil, explaining: Bool = false
    ) throws(UnknownCaller) -> Answer {
        try answer(.request(request), by: caller, at: time, explaining)
    }

    private func answer(
        _ ask: Asked.Ask, by text: Text?, at time: Timestamp?, _ explaining: Bool
    ) throws(UnknownCaller) -> Answer {
        var caller: Caller?
        if let text { caller = Caller(try principal(named: text)) }
        return Question(world: self, time: time, body: .one(Asked(caller: caller, ask: ask)))
            .answer(explaining: explaining)
    }

    private func principal(named text: Text) throws(UnknownCaller) -> Principal {
        guard let standing = ARN(text).flatMap({ principal($0) }) else { throw .notACaller(text) }
        switch standing {
        case .known(let principal), .unlisted(let principal): return principal
        case .absent, .missing: throw .missing(text)
        }
    }
}

extension Answer {
    /// What a question comes to, with what belongs to it.
    public enum Conclusion: Sendable {
        /// AWS allows it; a call yields a session, unless it only asks who calls.
        case allowed(Session?)
        /// Policies refuse it.
        case denied(Denial)
        /// AWS refuses it for a reason that no policy decides, such as a parameter.
        case failed(AWSError)
        /// It hangs on what nobody knows.
        case unknown(OpenAnswer)
    }

    /// An answer that hangs on what nobody knows.
    public struct OpenAnswer: Sendable {
        /// What it may be, the refusal first.
        public let either: [Outcome]
        /// On what it hangs, statement by statement.
        public let dependsOn: [WaitingStatement]
        /// The action that may be refused.
        public let action: Action?
    }

    /// How policies refuse what is asked.
    public struct Denial: Sendable {
        /// Whether a Deny matches; else an Allow is missing.
        public let isExplicit: Bool
        /// The action that is refused.
        public let action: Action?
        /// Which policies stand in the way.
        public let blockedBy: [Blocker]
        /// What AWS answers, with the message.
        public let error: AWSError?
        /// Ways to have it allowed, the best first; only where an explanation was asked for.
        public let remedies: [Remedy]
    }

    /// What the question comes to.
    public var conclusion: Conclusion {
        switch decision {
        case .allowed: return .allowed(session)
        case .failed: if let error { return .failed(error) }
        case .unknown: return .unknown(OpenAnswer(either: either, dependsOn: dependsOn, action: action))
        case .explicitDeny, .implicitDeny: break
        }
        return .denied(
            Denial(
                isExplicit: decision == .explicitDeny, action: action, blockedBy: blockedBy, error: error,
                remedies: remedies))
    }
}

extension STSCall {
    /// A call of `AssumeRole`.
    /// - Parameters:
    ///   - role: the role's ARN.
    ///   - tags: session tags, which need `sts:TagSession` as well.
    public static func assumeRole(
        _ role: Text, sessionName: Text, tags: KeyValuePairs<Text, Text> = [:]
    ) -> STSCall {
        let list = tags.map { Tag(key: $0.key, value: $0.value) }
        return STSCall(
            .assumeRole(AssumeRole(roleARN: role, roleSessionName: sessionName, tags: list.isEmpty ? nil : list)))
    }
}
