public import SourceText

/// The kinds of policy that a decision may rest on (EV-3), by the names that questions and answers use.
public enum PolicyType: String, Sendable, CaseIterable {
    /// A policy of a user, a group or a role.
    case identity
    /// The trust policy of a role: its resource-based policy.
    case trust
    /// Every other resource-based policy.
    case resource
    /// The permissions boundary of a user or role: it never grants (EV-60).
    case permissionsBoundary
    /// What was passed when a session was made: it never grants (SES-3).
    case session
    /// A service control policy of the caller's organization: it never grants (EV-11).
    case serviceControl
    /// A resource control policy of the resource's organization: it only denies (EV-23).
    case resourceControl
    /// The policy of the VPC endpoint that a request passes: it never grants (EV-36).
    case vpcEndpoint

    /// The name of the member of `policies` that states policies of the type.
    public var member: MemberName {
        switch self {
        case .identity: "identity"
        case .trust: "trust"
        case .resource: "resource"
        case .permissionsBoundary: "permissionsBoundary"
        case .session: "session"
        case .serviceControl: "serviceControl"
        case .resourceControl: "resourceControl"
        case .vpcEndpoint: "vpcEndpoint"
        }
    }

    /// Whether its policies are attached at levels of an organization (EV-15, EV-25).
    public var hasLevels: Bool { self == .serviceControl || self == .resourceControl }

    /// The elements that a type's documents may have (PL-40).
    enum Grammar {
        /// No principal; a resource is needed.
        case identity
        /// A principal; no resource, as the role is meant.
        case trust
        /// A principal; a resource as the service likes.
        case resource
        /// Only denies, for everybody (PL-48).
        case resourceControl
    }

    var grammar: Grammar {
        switch self {
        case .identity, .permissionsBoundary, .session, .serviceControl: .identity
        case .trust: .trust
        case .resource, .vpcEndpoint: .resource
        case .resourceControl: .resourceControl
        }
    }
}

/// Some of the policy types, without any storage on the heap.
public struct PolicyTypeSet: OptionSet, Sendable, Hashable {
    /// A bit for each type, in the order in which `PolicyType` lists them.
    public let rawValue: UInt16

    /// Makes a set of its bits.
    public init(rawValue: UInt16) {
        self.rawValue = rawValue
    }

    /// The set of one type.
    public init(_ type: PolicyType) {
        let bit: UInt16 =
            switch type {
            case .identity: 0
            case .trust: 1
            case .resource: 2
            case .permissionsBoundary: 3
            case .session: 4
            case .serviceControl: 5
            case .resourceControl: 6
            case .vpcEndpoint: 7
            }
        self.init(rawValue: 1 << bit)
    }

    /// The types in the order in which answers list them.
    public var types: [PolicyType] {
        PolicyType.allCases.filter { contains(PolicyTypeSet($0)) }
    }
}
