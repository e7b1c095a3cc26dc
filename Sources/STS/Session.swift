public import IAM
public import SourceText

/// The session that an allowed call yields (SES-1 to SES-8).
public struct Session: Sendable, Hashable {
    /// Where a tag of a session comes from.
    public enum TagOrigin: String, Sendable, Hashable {
        /// The role has it.
        case role
        /// The call passes it.
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

    /// The ARN of the session, without the role's path (SES-1).
    public let arn: ARN
    /// What later requests see as `aws:PrincipalTag/K`; of one key only the strongest (SES-4).
    public let tags: [SessionTag]
    /// The keys that the next session inherits (SES-5).
    public let transitiveTagKeys: [Text]
    /// The source identity, which stays for good (SES-7).
    public let sourceIdentity: Text?
    /// When the credentials end.
    public let expires: Timestamp
}
