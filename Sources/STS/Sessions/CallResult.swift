import IAM
public import SourceText

/// What an allowed call yields: a session, and what the response says beside its credentials (STS-81 to STS-83).
public struct CallResult: Sendable {
    /// A member of the response's result.
    public enum Member: Sendable {
        /// A text under a name.
        case text(String, Text)
        /// Texts within a structure of a name.
        case group(String, [(name: String, value: Text)])
    }

    /// The operation.
    public let operation: OperationName
    /// The session; `nil` where the call yields no credentials.
    public let session: Session?
    /// Who asks the next step of a chain: the session, or the caller itself where none was made.
    let nextCaller: Caller
    /// What the response says of a token.
    private let details: [Member]

    init(operation: OperationName, session: Session? = nil, nextCaller: Caller, details: [Member] = []) {
        self.operation = operation
        self.session = session
        self.nextCaller = nextCaller
        self.details = details
    }

    /// The unique id of who acts from now on, as `aws:userid` and `GetCallerIdentity` tell it; made up where the question
    /// does not say it.
    public var userID: Text? { nextCaller.principal.userID }

    /// What the response says beside credentials.
    public var members: [Member] {
        guard let session else { return identity }
        var members = session.sourceIdentity.map { [Member.text("SourceIdentity", $0)] } ?? []
        switch nextCaller.principal.kind {
        case .roleSession:
            members.append(
                .group("AssumedRoleUser", [("AssumedRoleId", userID ?? ""), ("Arn", session.arn.text)]))
        case .federatedUser:
            members.append(
                .group("FederatedUser", [("FederatedUserId", userID ?? ""), ("Arn", session.arn.text)]))
        case .user, .root, .service, .anonymous, .federated:
            break
        }
        members += details
        if let percent = session.packedPolicySize { members.append(.text("PackedPolicySize", Text(String(percent)))) }
        return members
    }

    /// Who asks (STS-83). Of AWS services nothing is documented.
    private var identity: [Member] {
        let principal = nextCaller.principal
        return [
            .text("Arn", principal.name), .text("UserId", userID ?? ""),
            .text("Account", principal.account?.text ?? ""),
        ]
    }
}
