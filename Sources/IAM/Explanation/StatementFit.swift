public import SourceText

/// Which parts of a statement fit a request; unlike a match it looks at every part.
public struct StatementFit: Sendable {
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

    /// Compares all parts of a statement with a request.
    public init(_ statement: Statement, _ request: Request, _ choices: UndocumentedChoices = UndocumentedChoices()) {
        self.statement = statement
        var reading = Reading(choices)
        var misfits: [Misfit] = []
        var fitting = 0
        func note(_ fits: Bool, _ misfit: @autoclosure () -> Misfit) {
            if fits { fitting += 1 } else { misfits.append(misfit()) }
        }
        if let principal = statement.principal {
            let fits = PrincipalMatching.match(principal, of: statement.effect, request.principal, &reading) != nil
            note(
                fits,
                .principal(
                    found: request.principal.name, wanted: principal.spellings, isNegated: principal.isNegated))
        }
        note(StatementMatching.matches(statement.action, request.action), Self.action(statement, request))
        if let resource = statement.resource {
            note(StatementMatching.matches(resource, request, &reading), Self.resource(resource, request))
        }
        for condition in statement.conditions {
            note(
                ConditionEvaluation.holds(condition, in: request.context, &reading),
                .condition(condition, found: request.context[condition.key]))
        }
        self.misfits = misfits
        self.fitting = fitting
        met = reading.met
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

extension Evaluation {
    /// The Allow statements of a policy type that came near, nearest first, at most three.
    public func nearMisses(of type: PolicyType) -> [(policy: Policy, fit: StatementFit)] {
        let policies = policyTypes.first { $0.type == type }?.policies ?? []
        let fits = policies.flatMap { policy in
            policy.statements
                .filter { $0.statement.effect == .allow && $0.mismatch != nil }
                .map { (policy: policy.policy, fit: StatementFit($0.statement, request)) }
        }
        let near = fits.filter(\.fit.isNear).enumerated().sorted {
            let left = ($0.element.fit.misfits.count, -$0.element.fit.fitting, $0.offset)
            let right = ($1.element.fit.misfits.count, -$1.element.fit.fitting, $1.offset)
            return left < right
        }
        return near.prefix(3).map(\.element)
    }
}
