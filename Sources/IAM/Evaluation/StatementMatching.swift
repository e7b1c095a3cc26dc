import SourceText

/// A part of a statement; parts are asked in this order, but for the action, which is asked first.
public enum StatementPart: Sendable, Hashable {
    /// Whom the statement is about.
    case principal
    /// Which actions it is about.
    case action
    /// Which resources it is about.
    case resource
    /// The condition at an index.
    case condition(Int)
}

/// What stands around a policy whose statements are asked, and counts for how they are read.
struct PolicySetting: Sendable, Hashable {
    /// Whether the caller has a boundary: a Deny with `NotPrincipal` always speaks of such a caller (EV-61).
    var callerHasBoundary = false
    /// Whether the policy may be that of a gateway endpoint, which takes no principal but `*` (EV-36).
    var mayBeAtGateway = false
}

/// Whether a statement speaks of a request (EV-4).
enum StatementMatching {
    /// What came of comparing.
    enum Result {
        /// All parts fit; for an Allow of a resource-based policy, how the principal was named.
        case matched(GrantKind)
        /// No part misses, and whether this one fits hangs on an open key.
        case open(GrantKind, StatementPart)
        case mismatched(StatementPart)
    }

    @inline(__always)
    static func match(
        _ statement: Statement, _ request: Request, _ setting: PolicySetting, _ reading: inout Reading
    ) -> Result {
        guard matches(statement.action, request.action) else { return .mismatched(.action) }
        var grant = GrantKind.none
        if let principal = statement.principal {
            guard let named = match(principal, statement, request.principal, setting, &reading) else {
                return .mismatched(.principal)
            }
            grant = named
        }
        var open: StatementPart?
        if let resource = statement.resource {
            let fits = matches(resource, request.resource, request.context, &reading)
            if reading.restsOnOpenKey() { open = .resource } else if !fits { return .mismatched(.resource) }
        }
        for index in statement.conditions.indices {
            let holds = ConditionEvaluation.holds(statement.conditions[index], in: request.context, &reading)
            if reading.restsOnOpenKey() {
                open = open ?? .condition(index)
            } else if !holds {
                return .mismatched(.condition(index))
            }
        }
        return open.map { .open(grant, $0) } ?? .matched(grant)
    }

    static func match(
        _ element: PrincipalElement, _ statement: Statement, _ caller: Principal, _ setting: PolicySetting,
        _ reading: inout Reading
    ) -> GrantKind? {
        if setting.callerHasBoundary, statement.effect == .deny, case .notPrincipal = element { return .everyone }
        let grant = PrincipalMatching.match(element, of: statement.effect, caller, &reading)
        guard setting.mayBeAtGateway, let grant, !GatewayEndpoint.names(caller, by: grant, &reading) else {
            return grant
        }
        return nil
    }

    static func matches(_ element: ActionElement, _ action: Action) -> Bool {
        switch element {
        case .action(let patterns): patterns.matches(action)
        case .notAction(let patterns): !patterns.matches(action)
        }
    }

    static func matches(
        _ element: ResourceElement, _ resource: RequestResource, _ context: RequestContext, _ reading: inout Reading
    ) -> Bool {
        switch element {
        case .resource(let patterns): isAmong(patterns, resource, context, &reading)
        case .notResource(let patterns): isOutside(patterns, resource, context, &reading)
        }
    }

    /// Whether some pattern fits. One with a variable that has no value fits nothing, and leaves its siblings alone
    /// (PL-197).
    private static func isAmong(
        _ patterns: [ResourcePattern], _ resource: RequestResource, _ context: RequestContext,
        _ reading: inout Reading
    ) -> Bool {
        var (isMatched, isUnresolved) = (false, false)
        // By index, so that no pattern is copied.
        for index in patterns.indices where !isMatched || patterns[index].mayBeUnresolved {
            switch patterns[index].matches(resource, in: context, &reading) {
            case .matched: isMatched = true
            case .unresolved: isUnresolved = true
            case .different: continue
            }
        }
        guard isMatched, isUnresolved else { return isMatched }
        return reading.take(.unresolvedVariablesSpareTheirSiblings)
    }

    /// Whether no pattern fits. One with a variable that has no value excludes nothing (PL-198), and no ARN excludes an
    /// action without a resource (PL-91).
    private static func isOutside(
        _ patterns: [ResourcePattern], _ resource: RequestResource, _ context: RequestContext,
        _ reading: inout Reading
    ) -> Bool {
        var isUnresolved = false
        for index in patterns.indices {
            switch patterns[index].matches(resource, in: context, &reading) {
            case .matched: return false
            case .unresolved: isUnresolved = true
            case .different: continue
            }
        }
        if isUnresolved, !reading.take(.unresolvedVariablesInNotResourceExcludeNothing) { return false }
        return resource.arn != nil || reading.take(.notResourceMatchesActionsWithoutResource)
    }
}
