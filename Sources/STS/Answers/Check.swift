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
    /// The same check under the other reading of each undocumented point that can bear on it, where changes are looked
    /// for: these have to hold under every reading.
    let alternatives: [Alternative]

    /// A check under the other reading of a point.
    struct Alternative: Sendable {
        let point: UndocumentedPoint
        let check: Check
    }

    /// Decides a request.
    init(
        _ request: Request, _ policies: ApplicablePolicies, _ choices: UndocumentedChoices,
        alternatives: [Alternative] = []
    ) {
        self.request = request
        self.policies = policies
        self.choices = choices
        self.decision = Evaluator.decide(request, by: policies, choices: choices)
        self.alternatives = alternatives
    }

    /// What every statement said. The decision is made once more, and recorded.
    public var evaluation: Evaluation { Evaluator.evaluate(request, by: policies, choices: choices) }

    /// The same check under the other reading of a point, where that can bear on it.
    func alternative(_ point: UndocumentedPoint) -> Check? {
        alternatives.first { $0.point == point }?.check
    }

    /// Whether the request would be allowed with some policies changed.
    public func isAllowed(applying changes: [PolicyChange]) -> Bool {
        Evaluator.decide(request, by: policies.applying(changes), choices: choices).isAllowed
    }

    /// Whether a policy reads a condition key: one that speaks of the caller, the action and the resource.
    public func reads(_ key: ConditionKey) -> Bool {
        valuesCompared(with: key) != nil
    }

    /// The values with which policies compare a condition key, as they are written; `nil` where none reads it.
    public func valuesCompared(with key: ConditionKey) -> [Text]? {
        var values: [Text]?
        policies.forEachStatement { statement in
            let conditions = statement.conditions.filter { $0.key == key }
            guard !conditions.isEmpty, statement.readsConditions(for: request) else { return }
            values = (values ?? []) + conditions.flatMap(\.spellings)
        }
        return values
    }

    /// The condition keys that a policy read and that a default filled, in the order in which the policies read them.
    /// A statement reads its conditions only where principal, action and resource fit.
    var assumedKeys: [Text] {
        var keys: [Text] = []
        policies.forEachStatement { statement in
            for condition in statement.conditions {
                guard let entry = request.context.entry(condition.key), entry.origin == .assumed,
                    !keys.contains(entry.key.spelling), statement.readsConditions(for: request)
                else { continue }
                keys.append(entry.key.spelling)
            }
        }
        return keys
    }
}

/// The checks of one request or call, and what they come to under the other reading of undocumented points.
struct CheckList {
    /// A request with the policies that apply to it.
    typealias Part = (request: Request, policies: ApplicablePolicies)

    private let choices: UndocumentedChoices
    private let prepare: (UndocumentedChoices) -> [Part]
    /// The checks, in the order of the API's pages.
    let checks: [Check]
    /// The points that were met while the checks were decided.
    private let met: UndocumentedPoints

    /// Prepares and decides the checks.
    /// - Parameters:
    ///   - points: undocumented points that bear on the preparation itself.
    ///   - possible: where changes are looked for, all points that can bear on the checks.
    ///   - prepare: the requests under some choices; always as many.
    init(
        _ choices: UndocumentedChoices, points: UndocumentedPoints = [], possible: UndocumentedPoints = [],
        prepare: @escaping (UndocumentedChoices) -> [Part]
    ) {
        self.choices = choices
        self.prepare = prepare
        let others = possible.all.map { point in
            let flipped = choices.flipping(point)
            return prepare(flipped).map {
                Check.Alternative(point: point, check: Check($0.request, $0.policies, flipped))
            }
        }
        checks = prepare(choices).enumerated().map { index, part in
            Check(
                part.request, part.policies, choices,
                alternatives: others.compactMap { index < $0.count ? $0[index] : nil })
        }
        met = checks.reduce(into: points) { $0.formUnion($1.decision.met) }
    }

    /// The check that AWS names of those that fail: the one for the source identity before that for tags, and the
    /// assuming itself last (STS-24).
    var firstFailing: Check? {
        checks.last { !$0.decision.isAllowed }
    }

    /// Decides once more with the other reading of each point that was met, one at a time.
    var caveats: [Caveat] {
        guard !met.isEmpty else { return [] }
        let isAllowed = firstFailing == nil
        return met.all.compactMap { point in
            let flipped = choices.flipping(point)
            let decisions = prepare(flipped).map {
                Evaluator.decide($0.request, by: $0.policies, choices: flipped)
            }
            let failing = decisions.last { !$0.isAllowed }
            guard (failing == nil) != isAllowed else { return nil }
            return Caveat(point: point, otherwise: failing.map { Outcome($0.verdict) } ?? .allowed)
        }
    }
}
