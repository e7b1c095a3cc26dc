public import IAM
import SourceText

/// Who asks, with the policies of the session.
public struct Caller: Sendable {
    /// The principal.
    public let principal: Principal
    /// The policies that were passed when the session was made; `nil` where none were (SES-3).
    public let sessionPolicies: [Policy]?

    /// Makes a caller.
    public init(_ principal: Principal, sessionPolicies: [Policy]? = nil) {
        self.principal = principal
        self.sessionPolicies = sessionPolicies
    }
}

/// Policies by type. Where accounts are listed too, a stated type replaces what they say.
public struct StatedPolicies: Sendable {
    /// The caller's identity policies; `nil` where the question does not state them.
    public var identity: [Policy]?
    /// The trust policy of the role that is assumed.
    public var trust: Policy?
    /// The resource-based policy of every other resource.
    public var resource: Policy?
    /// The boundary of the caller.
    public var permissionsBoundary: Policy?
    /// The policies that were passed when the caller's session was made.
    public var session: [Policy]?
    /// The service control policies, level by level, root first.
    public var serviceControl: [[Policy]]?
    /// The resource control policies, level by level, root first.
    public var resourceControl: [[Policy]]?
    /// The policy of the endpoint that the request passes.
    public var vpcEndpoint: Policy?

    /// States nothing.
    public init() {}
}
