import SourceText

/// The parameters of a call while they are put together.
struct CallParameterList {
    /// The parameters by the API's own names.
    var values: [(name: String, value: JSONValue)] = []
    /// Names without which the call cannot be judged.
    var unknown: [String] = []
    /// Values that are made up: the condition key that shows each, and the names behind it.
    var madeUp: [(parameter: String, names: [String])] = []

    /// A text; without it the call cannot be judged.
    mutating func need(_ name: String, _ value: ExpressionValue?) {
        guard let value else { return }
        if let text = value.text { set(name, .string(text)) } else { unknown += value.unknownNames }
    }

    /// A text of which parts may be made up: what it hangs on is told where a policy reads it.
    mutating func suppose(_ name: String, _ text: String, key: String, _ unknown: [String]) {
        set(name, .string(text))
        if !unknown.isEmpty { madeUp.append((key, unknown)) }
    }

    private mutating func set(_ name: String, _ value: JSONValue) {
        values.removeAll { $0.name.isSame(as: name) }
        values.append((name, value))
    }
}
