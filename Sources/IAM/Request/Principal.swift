public import SourceText

/// Who makes a request (PR-1). <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html>
public struct Principal: Sendable, Hashable {
    /// What kind of caller it is.
    public enum Kind: Sendable, Hashable {
        /// An IAM user with long-term keys.
        case user
        /// A session of a role. Where nothing tells the role's path, only its name counts (PR-3).
        case roleSession(role: ARN, pathIsKnown: Bool)
    }

    /// What kind of caller it is.
    public let kind: Kind
    /// The ARN that AWS shows in messages and in `GetCallerIdentity`: the user's, or the session's without a path.
    public let arn: ARN
    /// The account of the caller.
    public let account: AccountID
    /// The unique id of the user or role, `AIDA…` or `AROA…`, where it is known (PR-10).
    public let uniqueID: Text?
    /// The tags seen as `aws:PrincipalTag/K`: the user's, or the role's overlaid with the session's (SES-4).
    public let tags: Tags
    /// What a session carries on to the next one.
    public let session: SessionState

    /// What the session of a caller carries; empty for users.
    public struct SessionState: Sendable, Hashable {
        /// The session tags that are transitive, and so go along into the next session (SES-5).
        public var transitiveTags: Tags
        /// The source identity, which no later session can change (SES-7).
        public var sourceIdentity: Text?

        /// Makes the state of a session.
        public init(transitiveTags: Tags = Tags(), sourceIdentity: Text? = nil) {
            self.transitiveTags = transitiveTags
            self.sourceIdentity = sourceIdentity
        }
    }

    /// An IAM user.
    public init(user arn: ARN, account: AccountID, uniqueID: Text? = nil, tags: Tags = Tags()) {
        self.init(kind: .user, arn: arn, account: account, uniqueID: uniqueID, tags: tags, session: SessionState())
    }

    /// A session of a role.
    /// - Parameters:
    ///   - role: the role's ARN; `pathIsKnown` says whether its path is certain.
    ///   - name: the session's name.
    ///   - tags: the role's tags overlaid with the session's.
    public init(
        role: ARN, pathIsKnown: Bool, account: AccountID, sessionName name: Text, uniqueID: Text? = nil,
        tags: Tags = Tags(), session: SessionState = SessionState()
    ) {
        let arn = ARN(
            partition: role.partition, service: "sts", account: account,
            resource: Text("assumed-role/\(role.name)/\(name)"))
        self.init(
            kind: .roleSession(role: role, pathIsKnown: pathIsKnown), arn: arn, account: account,
            uniqueID: uniqueID, tags: tags, session: session)
    }

    private init(
        kind: Kind, arn: ARN, account: AccountID, uniqueID: Text?, tags: Tags, session: SessionState
    ) {
        self.kind = kind
        self.arn = arn
        self.account = account
        self.uniqueID = uniqueID
        self.tags = tags
        self.session = session
    }

    /// The ARN in `aws:PrincipalArn`: the user's, or the role's with its path (PR-2).
    public var principalARN: ARN {
        switch kind {
        case .user: arn
        case .roleSession(let role, _): role
        }
    }

    /// Whether the caller is a role session, so that assuming a further role is role chaining (STS-96).
    public var isRoleSession: Bool {
        if case .roleSession = kind { true } else { false }
    }
}
