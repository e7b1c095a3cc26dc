import SourceText

/// What the parameters of a call hang on, while they are put together.
struct OpenParameters {
    /// Names without which the call cannot be judged.
    var unknown: [String] = []
    /// Values that are made up: the condition key that shows each, and the names behind it.
    var madeUp: [(parameter: String, names: [String])] = []

    /// A text without which the call cannot be judged; `nil` where it is not passed, or nobody tells it.
    mutating func need(_ value: ExpressionValue?) -> Text? {
        guard let value else { return nil }
        if let text = value.text { return Text(text) }
        unknown += value.unknownNames
        return nil
    }

    /// A text of which parts may be made up: what it hangs on is told where a policy reads it.
    mutating func suppose(_ text: String, key: String, _ unknown: [String]) -> Text {
        if !unknown.isEmpty { madeUp.append((key, unknown)) }
        return Text(text)
    }
}
