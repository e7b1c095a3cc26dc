/// The kinds of policy that a decision may rest on (EV-3), by the names that questions and answers use.
public enum PolicyType: String, Sendable, CaseIterable {
    /// A policy of a user, a group or a role.
    case identity
    /// The trust policy of a role: its resource-based policy.
    case trust
    /// Every other resource-based policy.
    case resource
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
        switch type {
        case .identity: self.init(rawValue: 1 << 0)
        case .trust: self.init(rawValue: 1 << 1)
        case .resource: self.init(rawValue: 1 << 2)
        }
    }

    /// The types in the order in which answers list them.
    public var types: [PolicyType] {
        PolicyType.allCases.filter { contains(PolicyTypeSet($0)) }
    }
}
