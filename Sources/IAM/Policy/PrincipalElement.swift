public import SourceText

/// The `Principal` or `NotPrincipal` of a statement (PL-55 to PL-64).
public enum PrincipalElement: Sendable {
    /// The statement speaks of each of these (PR-21).
    case principal([PrincipalEntry])
    /// The statement speaks of everybody but these (PL-64, PR-32).
    case notPrincipal([PrincipalEntry])

    /// Who is named, or excepted.
    public var entries: [PrincipalEntry] {
        switch self {
        case .principal(let entries), .notPrincipal(let entries): entries
        }
    }
}

/// One value of a `Principal` element. Nothing in it is a pattern; the only wildcard is a lone `*` (PL-57).
public enum PrincipalEntry: Sendable, Hashable {
    /// `"*"` or `{"AWS": "*"}`; the two differ only towards federated callers (PR-26).
    case everyone(asString: Bool)
    /// An account, by its number or as `arn:aws:iam::111122223333:root`, which is the same (PL-58).
    case account(AccountID, partition: Text?)
    /// A user, by ARN with path.
    case user(ARN)
    /// A role, by ARN with path; it stands for each of its sessions (PL-59).
    case role(ARN)
    /// One session of a role, `arn:aws:sts::111122223333:assumed-role/Role/Session`.
    case roleSession(ARN)
    /// A session made by `GetFederationToken`, `arn:aws:sts::111122223333:federated-user/Name`.
    case federatedUser(ARN)
    /// The unique id of a user or role, `AIDA…` or `AROA…` (PR-12).
    case uniqueID(Text)
    /// An AWS service, such as `lambda.amazonaws.com` (PL-61).
    case service(Text)
    /// An identity provider, by ARN or host name (PL-62).
    case federated(Text)
    /// A canonical user id of S3.
    case canonicalUser(Text)
    /// An origin access identity of CloudFront, which reads a bucket for a distribution. No caller that can be asked about
    /// is one. <https://docs.aws.amazon.com/AmazonS3/latest/userguide/example-bucket-policies.html>
    case originAccessIdentity(ARN)

    /// The name of one user, role, session or unique id, as a policy writes it; `nil` of every other entry.
    var ownName: Text? {
        switch self {
        case .user(let arn), .role(let arn), .roleSession(let arn), .federatedUser(let arn): arn.text
        case .uniqueID(let id): id
        case .everyone, .account, .service, .federated, .canonicalUser, .originAccessIdentity: nil
        }
    }
}
