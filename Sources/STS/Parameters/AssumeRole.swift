public import IAM
public import SourceText

/// The parameters of `AssumeRole`, as they are sent.
/// <https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html>
public struct AssumeRole: Sendable {
    /// `RoleArn`: the role, such as `arn:aws:iam::111122223333:role/Deploy`.
    public var roleARN: Text
    /// `RoleSessionName`: the name of the new session.
    public var roleSessionName: Text
    /// `ExternalId`: what a third party agreed with the owner of the role.
    public var externalID: Text?
    /// `Tags`: session tags; `nil` where the parameter is not sent.
    public var tags: [Tag]?
    /// `TransitiveTagKeys`: the keys of tags that go along into later sessions; `nil` where the parameter is not sent.
    public var transitiveTagKeys: [Text]?
    /// `SourceIdentity`.
    public var sourceIdentity: Text?
    /// `DurationSeconds`: how long the session is to last, in seconds; AWS takes 3600 where it is not sent.
    public var durationSeconds: Int?
    /// `Policy` and `PolicyArns`.
    public var policies = PassedPolicies()
    /// `SerialNumber` of a device for multi-factor authentication.
    public var serialNumber: Text?
    /// `TokenCode`: the six digits that the device shows.
    public var tokenCode: Text?
    /// `ProvidedContexts`; `nil` where the parameter is not sent.
    public var providedContexts: [ProvidedContext]?
    /// `MinimumSessionTokenSize`, in bytes: AWS makes the token at least so large, which changes nothing else.
    public var minimumSessionTokenSize: Int?

    /// A context that the call provides.
    public struct ProvidedContext: Sendable, Hashable {
        /// `ProviderArn`.
        public var providerARN: Text?
        /// `ContextAssertion`, signed by the provider.
        public var contextAssertion: Text?

        /// Makes a context.
        public init(providerARN: Text?, contextAssertion: Text?) {
            self.providerARN = providerARN
            self.contextAssertion = contextAssertion
        }
    }

    /// Makes the parameters that every call has, with tags where some are passed.
    public init(roleARN: Text, roleSessionName: Text, tags: [Tag]? = nil) {
        self.roleARN = roleARN
        self.roleSessionName = roleSessionName
        self.tags = tags
    }
}
