import SourceText

/// The policies that apply to one request (EV-10).
public struct ApplicablePolicies: Sendable {
    /// The policies of the caller: of the user and its groups, or of the role.
    public var identity: [Policy]
    /// The policy of the resource, if it has one.
    public var resource: Policy?
    /// What decides beside the resource's policy: the grants of a KMS key (SV-10), and the policies of what holds the resource,
    /// as that of a bucket of tables for one of its tables.
    public var grants: [Policy] = []
    /// How the resource's policy counts.
    public var resourceRule: EvaluationLogic.ResourceRule
    /// The boundary of the user or role; `nil` where it has none.
    public var permissionsBoundary: Policy?
    /// The policies that were passed when the session was made; `nil` where none were.
    public var session: [Policy]?
    /// The service control policies of each level, root first; `nil` where they do not bind the caller (EV-12, EV-15).
    public var serviceControl: [[Policy]]?
    /// The resource control policies of each level, without `RCPFullAWSAccess`, which is always there (EV-25); `nil`
    /// where they do not cover the resource.
    public var resourceControl: [[Policy]]?
    /// The policy of the endpoint that the request passes; `nil` where it passes none, or one that allows everything.
    public var vpcEndpoint: Policy?

    /// The names of the caller's own policies: those of an identity, its boundary and its session.
    public var names: [String] {
        (identity + [permissionsBoundary].compactMap { $0 } + (session ?? [])).map(\.name)
    }

    /// Makes a set of policies.
    public init(
        identity: [Policy] = [], resource: Policy? = nil, resourceRule: EvaluationLogic.ResourceRule = .eitherSide
    ) {
        self.identity = identity
        self.resource = resource
        self.resourceRule = resourceRule
    }
}
