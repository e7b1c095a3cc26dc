public import IAM
public import SourceText

/// The session that an allowed call yields (SES-1 to SES-8).
public struct Session: Sendable, Hashable {
    /// Where a tag of a session comes from.
    public enum TagOrigin: String, Sendable, Hashable {
        /// The role has it.
        case role
        /// The user has it who asks for a federated session.
        case user
        /// The call or its token passes it.
        case request
        /// It is a transitive tag of the calling session.
        case inherited
    }

    /// A tag and where it comes from.
    public struct SessionTag: Sendable, Hashable {
        /// The tag.
        public let tag: Tag
        /// Where it comes from.
        public let origin: TagOrigin
    }

    /// The ARN of the session, without the role's path (SES-1); for a session of `GetSessionToken` that of the user.
    public let arn: ARN
    /// What later requests see as `aws:PrincipalTag/K`; of one key only the strongest (SES-4).
    public let tags: [SessionTag]
    /// The keys that the next session inherits (SES-5).
    public internal(set) var transitiveTagKeys: [Text] = []
    /// The source identity, which stays for good (SES-7).
    public internal(set) var sourceIdentity: Text?
    /// Whether later requests see `aws:MultiFactorAuthPresent` as true (SES-8).
    public internal(set) var hasMFA = false
    /// The identity provider through which the session was made, as `aws:FederatedProvider` tells it (PR-4).
    public internal(set) var federatedProvider: Text?
    /// The names of the policies that were passed for the session (SES-3).
    public internal(set) var sessionPolicies: [String] = []
    /// How much of the largest token the session's takes, in percent, by an estimate; `nil` where neither policies nor tags
    /// are passed (STS-94).
    public internal(set) var packedPolicySize: Int?
    /// When the credentials end.
    public let expires: Timestamp

    init(arn: ARN, tags: [SessionTag] = [], expires: Timestamp) {
        self.arn = arn
        self.tags = tags
        self.expires = expires
    }

    /// Of tags with the same key in any letter case, the last one (SES-4).
    static func strongest(_ tags: [SessionTag]) -> [SessionTag] {
        let keys = tags.map(\.tag.foldedKey)
        return tags.enumerated().filter { index, _ in !keys[(index + 1)...].contains(keys[index]) }.map(\.element)
    }
}
