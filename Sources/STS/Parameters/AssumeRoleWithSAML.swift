public import SourceText

/// The parameters of `AssumeRoleWithSAML`, as they are sent.
/// <https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithSAML.html>
public struct AssumeRoleWithSAML: Sendable {
    /// `RoleArn`: the role, such as `arn:aws:iam::111122223333:role/Deploy`.
    public var roleARN: Text
    /// `PrincipalArn`: the provider, such as `arn:aws:iam::111122223333:saml-provider/okta`.
    public var principalARN: Text
    /// `SAMLAssertion`.
    public var assertion: Assertion
    /// `DurationSeconds`: how long the session is to last, in seconds; AWS takes 3600 where it is not sent.
    public var durationSeconds: Int?
    /// `Policy` and `PolicyArns`.
    public var policies = PassedPolicies()
    /// `MinimumSessionTokenSize`, in bytes.
    public var minimumSessionTokenSize: Int?

    /// An assertion, or what it says.
    public enum Assertion: Sendable {
        /// The answer of the provider in base64, as it is sent.
        case encoded(Text)
        /// The same before it is written in base64.
        case xml([UInt8])
        /// What an assertion says; what is not said is open.
        case contents(SAMLAssertion)
    }

    /// Makes the parameters that every call has.
    public init(roleARN: Text, principalARN: Text, assertion: Assertion) {
        self.roleARN = roleARN
        self.principalARN = principalARN
        self.assertion = assertion
    }
}
