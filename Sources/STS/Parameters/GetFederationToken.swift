public import IAM
public import SourceText

/// The parameters of `GetFederationToken`, as they are sent (STS-60).
/// <https://docs.aws.amazon.com/STS/latest/APIReference/API_GetFederationToken.html>
public struct GetFederationToken: Sendable {
    /// `Name`: the name of the federated user.
    public var name: Text
    /// `Tags`, of which none can be transitive; `nil` where the parameter is not sent.
    public var tags: [Tag]?
    /// `DurationSeconds`: how long the session is to last, in seconds; AWS takes 43200 where it is not sent.
    public var durationSeconds: Int?
    /// `Policy` and `PolicyArns`; without any the session may do nothing but what a resource grants it by name (EV-46).
    public var policies = PassedPolicies()
    /// `MinimumSessionTokenSize`, in bytes.
    public var minimumSessionTokenSize: Int?

    /// Makes the parameters that every call has, with tags where some are passed.
    public init(name: Text, tags: [Tag]? = nil) {
        self.name = name
        self.tags = tags
    }
}
