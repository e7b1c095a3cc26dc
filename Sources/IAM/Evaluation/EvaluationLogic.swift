/// Joins what each policy type says into a decision (EV-1 to EV-6, EV-40 to EV-54, SV-2 to SV-4).
public struct EvaluationLogic: Sendable, Hashable {
    /// What the caller's identity policies say.
    public var identity: PolicyTypeResult
    /// What the resource's own policy says.
    public var resource: PolicyTypeResult
    /// How the resource's policy counts.
    public var resourceRule: ResourceRule
    /// Whether caller and resource belong to one account.
    public var isSameAccount: Bool

    /// Makes the question.
    public init(
        identity: PolicyTypeResult, resource: PolicyTypeResult, resourceRule: ResourceRule, isSameAccount: Bool
    ) {
        self.identity = identity
        self.resource = resource
        self.resourceRule = resourceRule
        self.isSameAccount = isSameAccount
    }

    /// How a service treats the policy of its resources (EV-48).
    public enum ResourceRule: Sendable, Hashable, CaseIterable {
        /// Within one account either side suffices.
        case eitherSide
        /// The policy must speak even within one account: role trust policies (SV-2).
        case trustMustSpeak
        /// Trust policy and identity policy must both allow, whoever is named: a session that passes its source
        /// identity on (STS-21).
        case bothSides

        /// The name of the policy's type.
        public var policyType: PolicyType {
            switch self {
            case .eitherSide: .resource
            case .trustMustSpeak, .bothSides: .trust
            }
        }
    }

    /// The decision: one Deny anywhere beats every Allow (EV-1); then the gates.
    public var decision: Decision {
        let denying = blocking(identity: identity.denies, resource: resource.denies)
        if !denying.isEmpty { return Decision(.explicitDeny, blockedBy: denying) }
        return isSameAccount && resourceRule != .bothSides ? withinAccount : onBothSides
    }

    /// Within one account a grant to the caller itself or to its role needs no identity policy (EV-41, SV-3).
    private var withinAccount: Decision {
        if resource.allows, resource.grant >= .role { return .allowed }
        switch resourceRule {
        case .eitherSide:
            if identity.allows { return .allowed }
            let either = blocking(identity: true, resource: true)
            return Decision(.implicitDeny, blockedBy: PolicyTypeSet(.identity), anyOf: either)
        case .trustMustSpeak, .bothSides:
            guard resource.allows else { return Decision(.implicitDeny, blockedBy: PolicyTypeSet(.trust)) }
            return identity.allows ? .allowed : Decision(.implicitDeny, blockedBy: PolicyTypeSet(.identity))
        }
    }

    /// Across accounts both sides must allow, in whatever form (EV-50, EV-51, SV-4).
    private var onBothSides: Decision {
        let missing = blocking(identity: !identity.allows, resource: !resource.allows)
        return missing.isEmpty ? .allowed : Decision(.implicitDeny, blockedBy: missing)
    }

    private func blocking(identity: Bool, resource: Bool) -> PolicyTypeSet {
        var set: PolicyTypeSet = []
        if identity { set.insert(PolicyTypeSet(.identity)) }
        if resource { set.insert(PolicyTypeSet(resourceRule.policyType)) }
        return set
    }
}
