/// The policies that apply to one request (EV-10).
public struct ApplicablePolicies: Sendable {
    /// The policies of the caller: of the user and its groups, or of the role.
    public var identity: [Policy]
    /// The policy of the resource, if it has one.
    public var resource: Policy?
    /// How the resource's policy counts.
    public var resourceRule: EvaluationLogic.ResourceRule

    /// Makes a set of policies.
    public init(
        identity: [Policy] = [], resource: Policy? = nil, resourceRule: EvaluationLogic.ResourceRule = .eitherSide
    ) {
        self.identity = identity
        self.resource = resource
        self.resourceRule = resourceRule
    }
}
