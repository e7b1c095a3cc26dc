/// What a request comes to (EV-1).
public enum Verdict: String, Sendable, Hashable {
    /// AWS allows it.
    case allowed
    /// A Deny matches.
    case explicitDeny
    /// No Deny matches, but an Allow that is needed is missing.
    case implicitDeny
    /// It hangs on what nobody knows (SRC-22).
    case unknown
}

/// The answer to one check, and which policy types stand in the way.
public struct Decision: Sendable, Hashable {
    /// The verdict.
    public let verdict: Verdict
    /// For an explicit deny every type with a matching Deny, for an implicit deny every gate without a needed Allow.
    public let blockedBy: PolicyTypeSet
    /// Where one Allow of several types would do: those types, of which `blockedBy` names the first.
    public let anyOf: PolicyTypeSet
    /// The rule by which the service refuses, whatever the policies say; `nil` where they decide.
    public internal(set) var refusal: ServiceRefusal?
    /// Whether the policies would allow what the service refuses.
    public internal(set) var policiesAllow = false
    /// Where it hangs on what nobody knows: how it is decided if that stands in the way of access (SRC-21); of a refusal, only
    /// where that is another one. `nil` for every other decision.
    public internal(set) var narrow: Verdict?
    /// The undocumented points that were met on the way. The decision may be another one with the other reading.
    public internal(set) var met: UndocumentedPoints = []

    /// Makes a decision.
    public init(_ verdict: Verdict, blockedBy: PolicyTypeSet = [], anyOf: PolicyTypeSet = []) {
        self.verdict = verdict
        self.blockedBy = blockedBy
        self.anyOf = anyOf
    }

    /// The request is allowed.
    public static let allowed = Decision(.allowed)

    /// Whether the request is allowed.
    public var isAllowed: Bool { verdict == .allowed }
}

/// What the statements of one policy type come to, taken together.
public struct PolicyTypeResult: Sendable, Hashable {
    /// Whether a Deny matches.
    public var denies: Bool
    /// Whether an Allow matches.
    public var allows: Bool
    /// For resource-based policies, the strongest way in which a matching Allow names the caller.
    public var grant: GrantKind

    /// Makes a result; without arguments, that of no policy at all.
    public init(denies: Bool = false, allows: Bool = false, grant: GrantKind = .none) {
        self.denies = denies
        self.allows = allows
        self.grant = grant
    }

    /// The verdict that the type would give by itself.
    public var verdict: Verdict {
        denies ? .explicitDeny : allows ? .allowed : .implicitDeny
    }
}
