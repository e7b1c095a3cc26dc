public import SourceText

extension Statement {
    /// Whether the statement speaks of nothing but this caller (by its own name or its role's) and this resource, so
    /// that an action added to it opens nothing else.
    public func isNarrow(for request: Request) -> Bool {
        namesOnly(request.principal) && coversOnly(request.resource)
    }

    private func namesOnly(_ caller: Principal) -> Bool {
        guard let principal else { return true }
        guard case .principal(let entries) = principal, entries.count == 1 else { return false }
        switch entries[0] {
        case .user(let arn), .roleSession(let arn), .federatedUser(let arn): return arn.text == caller.name
        case .role:
            var reading = Reading()
            return PrincipalMatching.match(principal, of: effect, caller, &reading) == .role
        case .service(let name): return name == caller.name
        case .everyone, .account, .uniqueID, .federated, .canonicalUser, .originAccessIdentity: return false
        }
    }

    /// Whether anybody at all may be the caller, as far as the principal goes.
    public var namesEverybody: Bool {
        guard case .principal(let entries)? = principal else { return false }
        return entries.contains { if case .everyone = $0 { true } else { false } }
    }

    private func coversOnly(_ wanted: RequestResource) -> Bool {
        switch resource {
        case nil: true
        case .resource(let patterns): patterns.count == 1 && patterns[0].spelling == wanted.text
        case .notResource: false
        }
    }
}

extension ConditionOperator {
    /// Whether it asks for nothing but whether the key is there.
    public var asksForPresence: Bool { comparison == .null }

    /// Whether its values may have wildcards.
    public var takesPatterns: Bool {
        switch comparison {
        case .stringLike, .stringNotLike, .arnEquals, .arnNotEquals, .arnLike, .arnNotLike: true
        default: false
        }
    }

    /// Whether one more value in the policy can make the condition hold: a positive comparison of one value.
    public var acceptsMoreValues: Bool {
        quantifier == .none && comparison.isTextual
    }
}

extension Condition {
    /// Whether the key must be there, for a condition that asks for nothing else; `nil` for others, and where either will
    /// do or nothing will (PL-184).
    public var wantsPresence: Bool? {
        guard comparison.asksForPresence, comparison.quantifier == .none else { return nil }
        let absences = Set(values.compactMap { if case .null(let isAbsent) = $0.prepared { isAbsent } else { nil } })
        return absences.count == 1 ? absences.first.map { !$0 } : nil
    }

    /// Whether one value of the key satisfies the comparison, whatever a quantifier asks of other values.
    public func accepts(_ value: Text, in context: RequestContext) -> Bool {
        var reading = Reading()
        return ValueComparison.holds(self, value, context, &reading)
    }
}

extension ApplicablePolicies {
    /// All statements, in the order in which they are asked.
    public var statements: [Statement] {
        var statements: [Statement] = []
        forEachStatement { statements.append($0) }
        return statements
    }

    /// Visits all statements, in the order in which they are asked.
    public func forEachStatement(_ visit: (Statement) -> Void) {
        forEachPolicy { $0.document.statements.forEach(visit) }
    }
}

extension PolicyTypeEvaluation {
    /// A type of which the caller or the resource has no policy.
    public init(type: PolicyType) {
        self.init(type: type, result: PolicyTypeResult(), policies: [], silentLevels: [])
    }
}

extension ConditionKey {
    /// Whether one value of the key is one caller, whoever else asks: names of users are unique in their account alone.
    public var tellsWhoAsks: Bool { self == .principalArn || self == .userid }
}
