public import SourceText

/// Who makes a request (PR-1). <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html>
///
/// A value with one reference inside, as each request of a call holds its caller.
public struct Principal: Sendable, Hashable {
    /// What kind of caller it is.
    public enum Kind: Sendable, Hashable {
        /// An IAM user.
        case user
        /// A session of a role. Where nothing tells the role's path, only its name counts (PR-3).
        case roleSession(role: ARN, pathIsKnown: Bool)
        /// A session made by `GetFederationToken`, and the user who made it, where that is known.
        case federatedUser(issuer: ARN?)
        /// The root user of an account.
        case root
        /// An AWS service, such as `ec2.amazonaws.com`.
        case service
        /// Whoever an identity provider vouches for, while `AssumeRoleWithWebIdentity` or `AssumeRoleWithSAML` is called:
        /// the provider's ARN, or its name where it is built in (PR-1, PR-20).
        case federated(provider: Text)
        /// Nobody: a request without a signature.
        case anonymous
    }

    private let storage: Storage

    private final class Storage: Sendable, Hashable {
        let kind: Kind
        let name: Text
        let arn: ARN?
        let account: AccountID?
        let uniqueID: Text?
        let tags: Tags
        let session: SessionState?

        init(
            _ kind: Kind, _ name: Text, arn: ARN? = nil, account: AccountID? = nil, uniqueID: Text? = nil,
            tags: Tags = Tags(), session: SessionState? = nil
        ) {
            self.kind = kind
            self.name = name
            self.arn = arn
            self.account = account
            self.uniqueID = uniqueID
            self.tags = tags
            self.session = session
        }

        static func == (left: Storage, right: Storage) -> Bool {
            left.kind == right.kind && left.name == right.name && left.account == right.account
                && left.uniqueID == right.uniqueID && left.tags == right.tags && left.session == right.session
        }

        func hash(into hasher: inout Hasher) {
            hasher.combine(name)
        }
    }

    /// What kind of caller it is.
    public var kind: Kind { storage.kind }
    /// How AWS names the caller in messages: an ARN, the name of a service, or `anonymous` (ERR-1).
    public var name: Text { storage.name }
    /// The ARN that AWS shows in messages and in `GetCallerIdentity`: the user's, or the session's without a path.
    public var arn: ARN? { storage.arn }
    /// The account of the caller; services and anonymous callers have none.
    public var account: AccountID? { storage.account }
    /// The unique id of the user or role, `AIDA…` or `AROA…`, where it is known (PR-10).
    public var uniqueID: Text? { storage.uniqueID }
    /// The tags seen as `aws:PrincipalTag/K`: the user's, or the role's overlaid with the session's (SES-4).
    public var tags: Tags { storage.tags }
    /// What a session carries; nothing for long-term credentials.
    public var session: SessionState? { storage.session }

    /// What the session of a caller carries.
    public struct SessionState: Sendable, Hashable {
        /// The session tags that are transitive, and so go along into the next session (SES-5).
        public var transitiveTags = Tags()
        /// The source identity, which no later session can change (SES-7).
        public var sourceIdentity: Text?
        /// Whether the session was made with multi-factor authentication (SES-8).
        public var hasMFA = false
        /// The identity provider through which the session was made (PR-4).
        public var federatedProvider: Text?
        /// What later requests still see of the provider's token (PR-34).
        public var federationKeys: [FederationKey] = []
        /// Whether the session was made by `AssumeRoot` (PR-4).
        public var isAssumedRoot = false

        /// A session that carries nothing.
        public init() {}
    }

    /// A condition key that an identity provider's token gives rise to.
    public struct FederationKey: Sendable, Hashable {
        /// The key, such as `token.actions.githubusercontent.com:sub`.
        public let key: ConditionKey
        /// Its value.
        public let value: ContextValue

        /// Names a key and its value.
        public init(_ key: ConditionKey, _ value: ContextValue) {
            self.key = key
            self.value = value
        }
    }

    /// An IAM user, with long-term keys or with a session of `GetSessionToken`.
    public init(
        user arn: ARN, account: AccountID, uniqueID: Text? = nil, tags: Tags = Tags(), session: SessionState? = nil
    ) {
        self.init(kind: .user, arn: arn, account: account, uniqueID: uniqueID, tags: tags, session: session)
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
            resource: Text(joining: "assumed-role/", role.name, "/", name))
        self.init(
            kind: .roleSession(role: role, pathIsKnown: pathIsKnown), arn: arn, account: account,
            uniqueID: uniqueID, tags: tags, session: session)
    }

    /// Whether the path of its ARN is certain: that of a session of an unlisted role is not told by the session's ARN (PR-3).
    var pathIsKnown: Bool {
        if case .roleSession(_, pathIsKnown: false) = kind { false } else { true }
    }

    /// A session made by `GetFederationToken`.
    /// - Parameter issuer: the user who made it, whose policies it has (EV-46).
    public init(federatedUser arn: ARN, account: AccountID, issuer: ARN?, tags: Tags = Tags()) {
        self.init(
            kind: .federatedUser(issuer: issuer), arn: arn, account: account, uniqueID: nil, tags: tags,
            session: SessionState())
    }

    /// The root user of an account, with its own credentials or with a session of `AssumeRoot` or `GetSessionToken`.
    public init(root arn: ARN, account: AccountID, session: SessionState? = nil) {
        self.init(kind: .root, arn: arn, account: account, uniqueID: nil, tags: Tags(), session: session)
    }

    /// Whoever an identity provider vouches for.
    /// - Parameter provider: the provider's ARN, or its name where it is built in.
    public init(vouchedForBy provider: Text) {
        self.init(kind: .federated(provider: provider), name: provider)
    }

    /// An AWS service.
    public init(service name: Text) {
        self.init(kind: .service, name: name)
    }

    /// A caller without a signature.
    public static let anonymous = Principal(kind: .anonymous, name: "anonymous")

    private init(kind: Kind, name: Text) {
        storage = Storage(kind, name)
    }

    private init(kind: Kind, arn: ARN, account: AccountID, uniqueID: Text?, tags: Tags, session: SessionState?) {
        storage = Storage(
            kind, arn.text, arn: arn, account: account, uniqueID: uniqueID, tags: tags, session: session)
    }

    /// The ARN in `aws:PrincipalArn`: for a role session the role's with its path (PR-2).
    public var principalARN: ARN? {
        if case .roleSession(let role, _) = kind { role } else { arn }
    }

    /// Whether the caller is a role session, so that assuming a further role is role chaining (STS-96).
    public var isRoleSession: Bool {
        if case .roleSession = kind { true } else { false }
    }

    /// Whether an identity provider vouches for the caller, whose call is not signed.
    public var isFederated: Bool {
        if case .federated = kind { true } else { false }
    }

    /// Whether the caller is a session of a service-linked role, which neither SCPs nor RCPs bind (EV-12, EV-26).
    public var isServiceLinkedRole: Bool {
        guard case .roleSession(let role, _) = kind else { return false }
        return role.isServiceLinkedRole
    }

    /// The partition in which the caller lives; services and anonymous callers live in none.
    public var partition: Text? { arn?.partition }
}
