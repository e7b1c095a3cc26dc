import IAM
import SourceText

/// Tells what kept a statement from speaking of a request, both values side by side.
struct MisfitReport {
    private let sides: [(name: String, value: String)]
    /// The key that a condition on an absent one most likely means, or the value that is missed by a slip of the hand.
    private let hint: String?

    init(_ misfit: StatementNearness.Misfit, of request: Request) {
        hint = Self.hint(misfit, request)
        switch misfit {
        case .principal(let found, let wanted, _):
            sides = [("the caller is", found.string), ("the statement names", Self.list(wanted))]
        case .action(let found, let wanted, let isNegated):
            sides = [("the action is", found.string), (Self.has(isNegated), Self.list(wanted))]
        case .resource(let found, let wanted, let isNegated):
            sides = [("the resource is", found.string), (Self.has(isNegated), Self.list(wanted))]
        case .condition(let condition, let found):
            let has = Self.has(condition.key, found, request.context)
            sides = [
                ("\(condition.key) is", has),
                ("\(condition.operatorSpelling) wants", Self.list(condition, request.context)),
            ]
        }
    }

    /// Both values, each on a line.
    var points: [Outline.Point] {
        sides.map { .pair($0.name, $0.value) } + (hint.map { [.text("hint: \($0)")] } ?? [])
    }

    /// A condition that holds, with the value that makes it hold.
    static func holding(_ condition: Condition, in context: RequestContext) -> String {
        let has = has(condition.key, context[condition.key], context)
        return "\(condition.key) is \(has) (\(condition.operatorSpelling): \(list(condition, context)))"
    }

    private static func has(_ key: ConditionKey, _ value: ContextValue?, _ context: RequestContext) -> String {
        if let open = context.openKey(key) { return open.reason.isEmpty ? "unknown" : "unknown (\(open.reason))" }
        return value.map { list($0.texts) } ?? "absent"
    }

    private static func hint(_ misfit: StatementNearness.Misfit, _ request: Request) -> String? {
        if case .condition(let condition, _) = misfit, request.context.openKey(condition.key) != nil { return nil }
        if case .condition(let condition, found: nil) = misfit {
            return request.context.keyMeant(by: condition.key).map {
                "there is no condition key `\(condition.key)`; did you mean `\($0)`?"
            }
        }
        // What is the matter with a token is told by traps of its own.
        guard !request.principal.isFederated else { return nil }
        return misfit.valueMeant(in: request).map {
            "the statement has `\($0.written)` where the request has `\($0.sent)`; did you mean `\($0.meant)`?"
        }
    }

    /// The values that a condition wants, each with what its variables stand for.
    private static func list(_ condition: Condition, _ context: RequestContext) -> String {
        let values = condition.values(resolvedIn: context)
        return values.isEmpty ? "an empty list" : values.map(\.words).joined(separator: ", ")
    }

    /// Both values in one line.
    var line: String { sides.map { "\($0.name) \($0.value)" }.joined(separator: ", ") }

    private static func has(_ isNegated: Bool) -> String {
        "the statement \(isNegated ? "leaves out" : "has")"
    }

    private static func list(_ texts: [Text]) -> String {
        texts.isEmpty ? "an empty list" : texts.map(\.string).joined(separator: ", ")
    }
}

extension ResolvedValue {
    /// The value as it is written, with what its variables stand for.
    var words: String {
        guard hasVariables else { return spelling.string }
        return text.map { "\(spelling), here \($0)" } ?? "\(spelling), which has no value here"
    }
}
