public import SourceText

/// The parameters of `AssumeRoleWithWebIdentity`, as they are sent.
/// <https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html>
public struct AssumeRoleWithWebIdentity: Sendable {
    /// `RoleArn`: the role, such as `arn:aws:iam::111122223333:role/Deploy`.
    public var roleARN: Text
    /// `RoleSessionName`: the name of the new session.
    public var roleSessionName: Text
    /// `WebIdentityToken`.
    public var token: Token
    /// `ProviderId`, of access tokens, which do not tell who made them.
    public var providerID: Text?
    /// `DurationSeconds`: how long the session is to last, in seconds; AWS takes 3600 where it is not sent.
    public var durationSeconds: Int?
    /// `Policy` and `PolicyArns`.
    public var policies = PassedPolicies()
    /// `MinimumSessionTokenSize`, in bytes.
    public var minimumSessionTokenSize: Int?

    /// A token, or what it says.
    public enum Token: Sendable {
        /// A JSON Web Token as it is sent, or an access token.
        case text(Text)
        /// The claims of a token; those that are not listed are open.
        case claims(WebIdentityToken)
    }

    /// Makes the parameters that every call has.
    public init(roleARN: Text, roleSessionName: Text, token: Token) {
        self.roleARN = roleARN
        self.roleSessionName = roleSessionName
        self.token = token
    }
}
