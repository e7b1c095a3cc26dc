public import IAM
public import SourceText

/// One check of a question, with everything that its decision rests on. It never changes.
public final class Check: Sendable {
    /// Who asks what, in which context.
    public let request: Request
    /// The policies that were asked.
    public let policies: ApplicablePolicies
    /// How undocumented points are read.
    public let choices: UndocumentedChoices
    /// The decision.
    public let decision: Decision
    /// The undocumented points that bear on the preparation of the request.
    private let points: UndocumentedPoints
    /// Prepares the check under other readings.
    private let prepare: @Sendable (UndocumentedChoices) -> Check?

    /// A check under the other reading of a point.
    struct Alternative: Sendable {
        let point: UndocumentedPoint
        let check: Check
    }

    /// Decides a request.
    init(
        _ request: Request, _ policies: ApplicablePolicies, _ choices: UndocumentedChoices,
        points: UndocumentedPoints = [], prepare: @escaping @Sendable (UndocumentedChoices) -> Check? = { _ in nil }
    ) {
        self.request = request
        self.policies = policies
        self.choices = choices
        self.decision = Evaluator.decide(request, by: policies, choices: choices)
        self.points = points
        self.prepare = prepare
    }

    /// The same check under the other reading of each undocumented point on which it can hang: those that bear on its
    /// preparation, and those that were met while it was decided. With the other reading of every other point all goes the
    /// same way. Changes of policies have to hold under all of these.
    func alternatives(meeting met: UndocumentedPoints) -> [Alternative] {
        met.union(points).all.compactMap { point in
            prepare(choices.flipping(point)).map { Alternative(point: point, check: $0) }
        }
    }

    /// What every statement said. The decision is made once more, and recorded.
    public var evaluation: Evaluation { Evaluator.evaluate(request, by: policies, choices: choices) }

    /// The points with whose other reading some changes of policies would not do.
    func points(onWhichRest changes: [PolicyChange]) -> [UndocumentedPoint] {
        let changed = Evaluator.decide(request, by: policies.applying(changes), choices: choices)
        return alternatives(meeting: changed.met).filter { !$0.check.isAllowed(applying: changes) }.map(\.point)
    }

    /// Whether the request would be allowed with some policies changed.
    public func isAllowed(applying changes: [PolicyChange]) -> Bool {
        Evaluator.decide(request, by: policies.applying(changes), choices: choices).isAllowed
    }

    /// Of what the decision waits for: the open keys that statements read which may decide otherwise. An Allow is waited for
    /// only where one is missing.
    var dependsOn: [WaitingStatement] {
        let blocking = decision.blockedBy.types + decision.anyOf.types
        return evaluation.policyTypes.flatMap { type in
            type.policies.flatMap { policy in
                policy.statements
                    .filter { $0.truth == .unknown }
                    .filter { $0.statement.effect == .deny || blocking.contains(type.type) }
                    .flatMap { statement in
                        statement.openKeys.map {
                            WaitingStatement(
                                key: $0, type: type.type, policy: policy.policy.name, statement: statement.statement)
                        }
                    }
            }
        }
    }

    /// How near a statement in a kind of policy comes to the request.
    func nearness(of statement: Statement, in type: PolicyType) -> StatementNearness {
        let comparison = RequestComparison(request, by: policies, choices: choices)
        return StatementNearness(of: statement, comparison.parts(of: statement, in: type), request)
    }

    /// Whether a policy reads a condition key: one that speaks of the caller, the action and the resource.
    public func reads(_ key: ConditionKey) -> Bool {
        valuesCompared(with: key) != nil
    }

    /// The values with which policies compare a condition key, as they are written; `nil` where none reads it.
    public func valuesCompared(with key: ConditionKey) -> [Text]? {
        let read = statementsReading { $0 == key }
        guard !read.isEmpty else { return nil }
        return read.flatMap { $0.statement.conditions.filter { $0.key == key }.flatMap(\.spellings) }
    }

    /// The condition keys that a policy read and that a default filled, in the order in which the policies read them.
    /// A statement reads its conditions only where principal, action and resource fit.
    var assumedKeys: [Text] {
        func isAssumed(_ key: ConditionKey) -> Bool { request.context.entry(key)?.origin == .assumed }
        var keys: [Text] = []
        for statement in statementsReading(isAssumed) {
            for condition in statement.statement.conditions where isAssumed(condition.key) {
                guard let key = request.context.entry(condition.key)?.key.spelling, !keys.contains(key) else {
                    continue
                }
                keys.append(key)
            }
        }
        return keys
    }

    /// The statements that read one of some keys. Most requests have none, and are not decided again for that.
    private func statementsReading(_ isWanted: (ConditionKey) -> Bool) -> [StatementEvaluation] {
        var isNamed = false
        policies.forEachStatement { statement in
            isNamed = isNamed || statement.conditions.contains { isWanted($0.key) }
        }
        guard isNamed else { return [] }
        return evaluation.statements.filter { statement in
            statement.statement.conditions.contains { isWanted($0.key) } && statement.readsConditions
        }
    }
}

/// The checks of one request or call, and what they come to under the other reading of undocumented points.
struct CheckList {
    /// A request with the policies that apply to it.
    typealias Part = (request: Request, policies: ApplicablePolicies)

    private let choices: UndocumentedChoices
    private let prepare: @Sendable (UndocumentedChoices) -> [Part]
    /// The checks, in the order of the API's pages.
    let checks: [Check]
    /// The points that were met while the checks were decided.
    private let met: UndocumentedPoints

    /// Prepares and decides the checks.
    /// - Parameters:
    ///   - points: undocumented points that bear on the preparation itself.
    ///   - prepare: the requests under some choices; always as many.
    init(
        _ choices: UndocumentedChoices, points: UndocumentedPoints = [],
        prepare: @escaping @Sendable (UndocumentedChoices) -> [Part]
    ) {
        self.choices = choices
        self.prepare = prepare
        checks = prepare(choices).enumerated().map { index, part in
            Check(part.request, part.policies, choices, points: points) { others in
                let parts = prepare(others)
                return index < parts.count ? Check(parts[index].request, parts[index].policies, others) : nil
            }
        }
        met = checks.reduce(into: points) { $0.formUnion($1.decision.met) }
    }

    /// The check that AWS names of those that fail: the one for the source identity before that for tags, and the
    /// assuming itself last (STS-24).
    var firstFailing: Check? {
        checks.last { !$0.decision.isAllowed && $0.decision.verdict != .unknown }
            ?? checks.last { $0.decision.verdict == .unknown }
    }

    /// Decides once more with the other reading of each point that was met, one at a time.
    var caveats: [Caveat] {
        guard !met.isEmpty else { return [] }
        let outcome = firstFailing.map { Outcome($0.decision.verdict) } ?? .allowed
        return met.all.compactMap { point in
            let flipped = choices.flipping(point)
            let decisions = prepare(flipped).map {
                Evaluator.decide($0.request, by: $0.policies, choices: flipped)
            }
            let failing =
                decisions.last { !$0.isAllowed && $0.verdict != .unknown } ?? decisions.last { $0.verdict == .unknown }
            let other = failing.map { Outcome($0.verdict) } ?? .allowed
            return other.isRefusal == outcome.isRefusal && (other == .allowed) == (outcome == .allowed)
                ? nil : Caveat(point: point, otherwise: other)
        }
    }
}
