public import SourceText

/// How near a statement comes to a request: what its parts say, told with both values where they do not fit.
public struct StatementNearness: Sendable {
    /// The statement.
    public let statement: Statement
    /// The parts that do not fit, in the order of the statement.
    public let misfits: [Misfit]
    /// How many parts fit.
    public let fitting: Int
    /// The undocumented points that were met on the way.
    public let met: UndocumentedPoints

    /// A part that does not fit, with both values.
    public enum Misfit: Sendable {
        /// The caller, and whom the statement names.
        case principal(found: Text, wanted: [Text], isNegated: Bool)
        /// The action, and the patterns of the statement.
        case action(found: Text, wanted: [Text], isNegated: Bool)
        /// The resource, and the patterns of the statement.
        case resource(found: Text, wanted: [Text], isNegated: Bool)
        /// The value of a condition key, `nil` where it is absent, and what the condition wants.
        case condition(Condition, found: ContextValue?)

        /// The element of the statement that does not fit.
        public var element: MemberName {
            switch self {
            case .principal(_, _, let isNegated): isNegated ? "NotPrincipal" : "Principal"
            case .action(_, _, let isNegated): isNegated ? "NotAction" : "Action"
            case .resource(_, _, let isNegated): isNegated ? "NotResource" : "Resource"
            case .condition: "Condition"
            }
        }
    }

    /// Reads what the parts of a statement say to a request.
    public init(of statement: Statement, _ parts: [PartEvaluation], _ request: Request) {
        self.statement = statement
        misfits = parts.filter { $0.truth != .yes }.compactMap { Self.misfit($0.part, of: statement, request) }
        fitting = parts.count - misfits.count
        met = parts.reduce(into: []) { $0.formUnion($1.met) }
    }

    private static func misfit(_ part: StatementPart, of statement: Statement, _ request: Request) -> Misfit? {
        switch part {
        case .principal:
            statement.principal.map {
                .principal(found: request.principal.name, wanted: $0.spellings, isNegated: $0.isNegated)
            }
        case .action: action(statement, request)
        case .resource: statement.resource.map { resource($0, request) }
        case .condition(let index):
            .condition(statement.conditions[index], found: request.context[statement.conditions[index].key])
        }
    }

    private static func action(_ statement: Statement, _ request: Request) -> Misfit {
        switch statement.action {
        case .action(let patterns):
            .action(found: request.action.spelling, wanted: patterns.all.map(\.spelling), isNegated: false)
        case .notAction(let patterns):
            .action(found: request.action.spelling, wanted: patterns.all.map(\.spelling), isNegated: true)
        }
    }

    private static func resource(_ element: ResourceElement, _ request: Request) -> Misfit {
        switch element {
        case .resource(let patterns):
            .resource(found: request.resource.text, wanted: patterns.map(\.spelling), isNegated: false)
        case .notResource(let patterns):
            .resource(found: request.resource.text, wanted: patterns.map(\.spelling), isNegated: true)
        }
    }

    /// Whether the statement is worth showing to somebody who wonders why it did not help: it speaks of the action, or
    /// of everything but the action, perhaps under conditions that do not hold.
    public var isNear: Bool {
        var (missesAction, missesMore) = (false, false)
        for misfit in misfits {
            switch misfit {
            case .action: missesAction = true
            case .principal, .resource: missesMore = true
            case .condition: break
            }
        }
        return !missesAction || !missesMore
    }
}

extension PrincipalElement {
    /// Whether it is `NotPrincipal`.
    var isNegated: Bool { if case .notPrincipal = self { true } else { false } }

    /// The entries as policies spell them.
    var spellings: [Text] {
        switch self {
        case .principal(let entries): entries.map(\.spelling)
        case .notPrincipal(let entries): entries.map { Text("everybody but \($0.spelling)") }
        }
    }
}

extension PrincipalEntry {
    /// The entry as policies spell it.
    public var spelling: Text {
        switch self {
        case .everyone: "*"
        case .account(let account, nil): account.text
        case .account(let account, let partition?): Text("arn:\(partition):iam::\(account):root")
        case .user(let arn), .role(let arn), .roleSession(let arn), .federatedUser(let arn),
            .originAccessIdentity(let arn):
            arn.text
        case .uniqueID(let text), .service(let text), .federated(let text), .canonicalUser(let text): text
        }
    }
}

extension StatementEvaluation {
    /// How near the statement comes to the request.
    public var nearness: StatementNearness { StatementNearness(of: statement, parts, comparison.request) }

    /// Whether principal, action and resource fit, or may, so that the conditions are read.
    public var readsConditions: Bool {
        if truth == .unknown { return true }
        return switch mismatch {
        case nil, .condition: true
        case .principal, .action, .resource: false
        }
    }

    /// The open keys that the statement reads.
    public var openKeys: [RequestContext.OpenKey] {
        let keys = parts.flatMap(\.openKeys).compactMap(comparison.request.context.openKey)
        return keys.reduce(into: []) { known, key in if !known.contains(key) { known.append(key) } }
    }

    /// What each condition says; none where principal, action or resource do not fit, as the conditions are not read then.
    public var conditions: [ConditionReading] {
        guard !statement.conditions.isEmpty, readsConditions else { return [] }
        return parts.compactMap { part in
            guard case .condition(let index) = part.part else { return nil }
            let condition = statement.conditions[index]
            return ConditionReading(
                condition: condition, isPresent: comparison.request.context[condition.key] != nil,
                holds: part.truth == .yes)
        }
    }
}

extension Evaluation {
    /// Every statement that was asked.
    public var statements: [StatementEvaluation] { policyTypes.flatMap(\.policies).flatMap(\.statements) }

    /// The Allow statements of a policy type that came near, nearest first, at most three.
    public func nearMisses(of type: PolicyType) -> [(policy: Policy, fit: StatementNearness)] {
        let policies = policyTypes.first { $0.type == type }?.policies ?? []
        let fits = policies.flatMap { policy in
            policy.statements
                .filter { $0.statement.effect == .allow && $0.mismatch != nil }
                .map { (policy: policy.policy, fit: $0.nearness) }
        }
        let near = fits.filter(\.fit.isNear).enumerated().sorted {
            let left = ($0.element.fit.misfits.count, -$0.element.fit.fitting, $0.offset)
            let right = ($1.element.fit.misfits.count, -$1.element.fit.fitting, $1.offset)
            return left < right
        }
        return near.prefix(3).map(\.element)
    }
}
