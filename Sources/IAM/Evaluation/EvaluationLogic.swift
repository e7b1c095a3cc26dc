/// Joins what each policy type says into a decision (EV-1 to EV-7, EV-40 to EV-54, SV-2 to SV-4).
public struct EvaluationLogic: Sendable, Hashable {
    /// What kind of caller asks, as far as it decides which of its own policies are needed (EV-10).
    public var caller: CallerRule
    /// What the caller's identity policies say.
    public var identity = PolicyTypeResult()
    /// What the resource's own policy says.
    public var resource = PolicyTypeResult()
    /// What the permissions boundary says; `nil` where the caller has none.
    public var permissionsBoundary: PolicyTypeResult?
    /// What the session policies say; `nil` where none was passed.
    public var session: PolicyTypeResult?
    /// What the service control policies say, every level together; `nil` where they do not bind the caller.
    public var serviceControl: PolicyTypeResult?
    /// What the resource control policies say; `nil` where they do not cover the resource.
    public var resourceControl: PolicyTypeResult?
    /// What the policy of the VPC endpoint says; `nil` where the request passes none.
    public var vpcEndpoint: PolicyTypeResult?
    /// How the resource's policy counts.
    public var resourceRule: ResourceRule
    /// Whether caller and resource belong to one account.
    public var isSameAccount: Bool
    /// Whether a trust policy that names everybody suffices by itself within one account (EV-44).
    public var everyoneSuffices = true

    /// Makes the question, with no policy at all.
    public init(caller: CallerRule, resourceRule: ResourceRule, isSameAccount: Bool) {
        self.caller = caller
        self.resourceRule = resourceRule
        self.isSameAccount = isSameAccount
    }

    /// Which policies of its own a caller has (EV-10).
    public enum CallerRule: Sendable, Hashable, CaseIterable {
        /// Users and role sessions: identity policies, perhaps a boundary and session policies.
        case ordinary
        /// Federated users: as ordinary, but without a session policy nothing is allowed (EV-46).
        case federatedUser
        /// Root users: everything within their account, and no policies of their own (EV-31, EV-34).
        case root
        /// Services and anonymous callers: only the resource's policy can allow (EV-35).
        case onlyResourcePolicy
    }

    /// How a service treats the policy of its resources (EV-48).
    public enum ResourceRule: Sendable, Hashable, CaseIterable {
        /// Within one account either side suffices.
        case eitherSide
        /// The policy must speak even within one account: role trust policies (SV-2).
        case trustMustSpeak
        /// The same for the policies of KMS keys (SV-10, SV-11).
        case keyMustSpeak
        /// What is asked for has no policy: the caller's own decide, in every account (STS-2).
        case callerAlone
        /// Trust policy and identity policy must both allow, whoever is named: a session that passes its source
        /// identity on (STS-21).
        case bothSides
        /// The policy that a resource has, and those of the caller, must both allow, whoever is named (SV-23).
        case bothMustAllow

        /// The name of the policy's type.
        public var policyType: PolicyType {
            switch self {
            case .eitherSide, .keyMustSpeak, .callerAlone, .bothMustAllow: .resource
            case .trustMustSpeak, .bothSides: .trust
            }
        }
    }
}

extension EvaluationLogic {
    /// The decision: one Deny anywhere beats every Allow (EV-1); then every gate must be open.
    public var decision: Decision {
        let denying = denies
        if !denying.isEmpty { return Decision(.explicitDeny, blockedBy: denying) }
        var blocked = organizationGates
        var anyOf: PolicyTypeSet = []
        switch caller {
        case .root: blockRoot(&blocked)
        case .onlyResourcePolicy: if !resource.allows { blocked.insert(resourceType) }
        case .ordinary, .federatedUser: block(&blocked, &anyOf)
        }
        return blocked.isEmpty ? .allowed : Decision(.implicitDeny, blockedBy: blocked, anyOf: anyOf)
    }

    private var resourceType: PolicyTypeSet { PolicyTypeSet(resourceRule.policyType) }

    private var denies: PolicyTypeSet {
        var set: PolicyTypeSet = []
        if identity.denies { set.insert(PolicyTypeSet(.identity)) }
        if resource.denies { set.insert(resourceType) }
        if permissionsBoundary?.denies == true { set.insert(PolicyTypeSet(.permissionsBoundary)) }
        if session?.denies == true { set.insert(PolicyTypeSet(.session)) }
        if serviceControl?.denies == true { set.insert(PolicyTypeSet(.serviceControl)) }
        if resourceControl?.denies == true { set.insert(PolicyTypeSet(.resourceControl)) }
        if vpcEndpoint?.denies == true { set.insert(PolicyTypeSet(.vpcEndpoint)) }
        return set
    }

    /// Service control policies and the endpoint must allow; a resource control policy can only deny (EV-17, EV-25,
    /// EV-36).
    private var organizationGates: PolicyTypeSet {
        var set: PolicyTypeSet = []
        if serviceControl?.allows == false { set.insert(PolicyTypeSet(.serviceControl)) }
        if vpcEndpoint?.allows == false { set.insert(PolicyTypeSet(.vpcEndpoint)) }
        return set
    }

    /// Root is allowed everything in its own account; elsewhere the resource must allow it (EV-31, EV-34). The task policy
    /// of a root session only denies, so that no Allow of it is waited for (STS-62).
    private func blockRoot(_ blocked: inout PolicyTypeSet) {
        let needsResource = !isSameAccount || resourceRule != .eitherSide
        if needsResource, resourceRule != .callerAlone, !resource.allows { blocked.insert(resourceType) }
    }

    private func block(_ blocked: inout PolicyTypeSet, _ anyOf: inout PolicyTypeSet) {
        if resourceRule == .callerAlone { return blockWithoutGrant(&blocked) }
        guard isSameAccount, resourceRule != .bothSides, resourceRule != .bothMustAllow else {
            if !resource.allows { blocked.insert(resourceType) }
            return blockWithoutGrant(&blocked)
        }
        if resource.allows, resource.grant == .direct || resource.grant == .everyone && everyoneSuffices { return }
        if resource.allows, resource.grant == .role { return blockByLimits(&blocked) }
        switch resourceRule {
        case .trustMustSpeak, .keyMustSpeak, .bothSides, .bothMustAllow:
            guard resource.allows else {
                blocked.insert(resourceType)
                return
            }
            blockWithoutGrant(&blocked)
        case .callerAlone:
            blockWithoutGrant(&blocked)
        case .eitherSide:
            if !identity.allows { anyOf = [PolicyTypeSet(.identity), PolicyTypeSet(.resource)] }
            blockWithoutGrant(&blocked)
        }
    }

    /// Identity policies, boundary and session policies must all allow (EV-41, EV-50, EV-51).
    private func blockWithoutGrant(_ blocked: inout PolicyTypeSet) {
        if !identity.allows { blocked.insert(PolicyTypeSet(.identity)) }
        blockByLimits(&blocked)
    }

    /// Boundary and session policies must allow where they exist; a federated user needs a session policy (EV-46).
    private func blockByLimits(_ blocked: inout PolicyTypeSet) {
        if permissionsBoundary?.allows == false { blocked.insert(PolicyTypeSet(.permissionsBoundary)) }
        let sessionAllows = session.map(\.allows) ?? (caller != .federatedUser)
        if !sessionAllows { blocked.insert(PolicyTypeSet(.session)) }
    }
}
