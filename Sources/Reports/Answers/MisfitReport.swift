import IAM
import SourceText

/// Tells what kept a statement from speaking of a request, both values side by side.
struct MisfitReport {
    private let sides: [(name: String, value: String)]

    init(_ misfit: StatementFit.Misfit) {
        switch misfit {
        case .principal(let found, let wanted, _):
            sides = [("the caller is", found.string), ("the statement names", Self.list(wanted))]
        case .action(let found, let wanted, let isNegated):
            sides = [("the action is", found.string), (Self.has(isNegated), Self.list(wanted))]
        case .resource(let found, let wanted, let isNegated):
            sides = [("the resource is", found.string), (Self.has(isNegated), Self.list(wanted))]
        case .condition(let condition, let found):
            let has = found.map { Self.list($0.texts) } ?? "absent"
            sides = [
                ("\(condition.key) is", has), ("\(condition.operatorSpelling) wants", Self.list(condition.spellings)),
            ]
        }
    }

    /// Both values, each on a line.
    var points: [Outline.Point] { sides.map { .pair($0.name, $0.value) } }

    /// A condition that holds, with the value that makes it hold.
    static func holding(_ condition: Condition, _ found: ContextValue?) -> String {
        let has = found.map { list($0.texts) } ?? "absent"
        return "\(condition.key) is \(has) (\(condition.operatorSpelling): \(list(condition.spellings)))"
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
