public import SourceText

/// What a call yields: a session, its credentials, and what the response says beside them (STS-81, STS-82).
public struct CallResult: Sendable {
    /// A member of the response's result.
    public enum Member: Sendable {
        /// A text under a name.
        case text(String, Text)
        /// Texts within a structure of a name.
        case group(String, [(name: String, value: Text)])
    }

    /// The operation, by the API's own name.
    public let operation: String
    /// What the response says beside credentials.
    public var members: [Member] = []
    /// The session; `nil` where the call yields no credentials.
    public var session: Session?
    /// Who asks the next step of a chain.
    var nextCaller: Caller?
}
