import Questions
public import STS
import SourceText

/// A call of STS that a step makes.
public struct PredictedCall: Sendable {
    /// What is called, with its parameters; those that nobody tells are left out, or empty.
    public internal(set) var operation: STSCall.Operation
    /// Names without which the call cannot be judged, such as `secrets.AWS_ROLE`.
    public let unknown: [String]
    /// Parameters whose values are made up, as they hang on what nobody tells: the name of each, and on what.
    public let madeUp: [(parameter: String, names: [String])]
    /// The region of the endpoint.
    public let region: String?
    /// Whose credentials sign the call; `nil` where it is not signed.
    public internal(set) var signer: Credentials?
    /// Which of a script's calls it is, as they are made: two calls that ask for the same yield two sessions.
    var number = 0
    /// Whether the script goes on where the call is refused.
    var isTolerated = false
    /// Whether the shell pays no attention to how the call ends, as in a pipe, though nobody asked for that.
    var isOverlooked = false
    /// Whether the call is made only under a condition that nobody decides.
    var isConditional = false

    /// The role that the call assumes, as it is passed.
    var role: String? {
        guard let role = operation.roleARN, !role.isEmpty else { return nil }
        return role.string
    }

    /// Whether another call is one of the same operation.
    func isOfSameOperation(as other: PredictedCall) -> Bool {
        let (own, others) = (operation.name, other.operation.name)
        return own == others
    }

    /// Whether another call yields the very same session.
    func isSameSession(as other: PredictedCall) -> Bool {
        number == other.number && operation.mark.isSame(as: other.operation.mark)
    }

    /// Whether the call tags the session.
    var hasTags: Bool {
        guard case .assumeRole(let call) = operation else { return false }
        return call.tags != nil || call.transitiveTagKeys != nil
    }

    /// What a call asks for, by which it is told from others.
    struct Wish: Hashable {
        let operation: OperationName
        let parameters: Text
    }

    /// What it asks for.
    var wish: Wish { Wish(operation: operation.name, parameters: Text(operation.mark)) }

    /// The call as it would be without tags.
    var withoutTags: PredictedCall {
        guard case .assumeRole(var parameters) = operation else { return self }
        parameters.tags = nil
        parameters.transitiveTagKeys = nil
        var call = self
        call.operation = .assumeRole(parameters)
        return call
    }
}

extension STSCall.Operation {
    /// What tells the parameters from others.
    fileprivate var mark: String { JSONWriter.text(.object(parameters)) }
}

/// Credentials as they go from step to step of a job.
public indirect enum Credentials: Sendable {
    /// Long-term keys, by the id of the key; unknown where nobody tells it.
    case keys(ExpressionValue)
    /// The session that a call of an earlier step yields.
    case session(PredictedCall)
    /// A part of such a session, of which it is known that it is no more.
    case part(SessionPart, PredictedCall)
    /// Nothing is known of them, and why.
    case unknown(String)

    /// Whether they are those of a session, or a part of it.
    var isOfSession: Bool {
        switch self {
        case .session, .part: true
        case .keys, .unknown: false
        }
    }

    /// A key beside the session token of another one.
    static let withOtherToken = Credentials.unknown("credentials of which the session token belongs to another key")

    /// A session's key beside which its token, or its secret, is not that of the same call: AWS takes none such.
    static let incomplete = Credentials.unknown("a session's key without the token and secret of the same call")

    /// The session of a key, where what stands beside it is of the same call.
    /// - Parameter others: the secret and the token.
    func complete(with others: [Credentials?]) -> Credentials {
        guard let call = call(for: .key) else {
            if case .part = self { return .incomplete }
            return self
        }
        let parts = zip([SessionPart.secret, .token], others).map { $1?.call(for: $0) }
        let isWhole = parts.count == 2 && parts.allSatisfy { $0.map { $0.isSameSession(as: call) } ?? false }
        return isWhole ? .session(call) : .incomplete
    }

    /// The call that yields a part of a session, where this may be that part.
    private func call(for part: SessionPart) -> PredictedCall? {
        switch self {
        case .session(let call): call
        case .part(let own, let call): own == part ? call : nil
        case .keys, .unknown: nil
        }
    }

    /// What a profile has beside its key, by the command line's own names.
    static let partsOfProfile = ["aws_secret_access_key", "aws_session_token"]

    /// Under which name a part of a profile is kept: one that no profile has.
    static func part(_ name: String, of profile: String) -> String { "\(profile)\n\(name)" }

    /// The credentials of a profile, where its key, secret and token are of the same call.
    /// - Parameter known: what is kept under a name.
    static func of(profile: String, in known: (String) -> Credentials?) -> Credentials? {
        known(profile)?.complete(with: partsOfProfile.map { known(part($0, of: profile)) })
    }

    /// What tells these credentials from others.
    var mark: String {
        switch self {
        case .keys(let id): "keys \(id.text ?? id.unknownNames.joined(separator: " "))"
        case .session(let call): "session \(call.operation.mark)"
        case .part(let part, let call): "\(part) of the session \(call.operation.mark)"
        case .unknown(let why): "unknown \(why)"
        }
    }
}
