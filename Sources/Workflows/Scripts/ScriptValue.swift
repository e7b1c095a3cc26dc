/// What a word of a script comes to.
struct ScriptValue {
    /// The text, where it is known.
    private(set) var text: String? = ""
    /// The text with a made-up `00` for each part that nobody tells.
    private(set) var supposed = ""
    /// What would tell the parts that are not known.
    private(set) var unknown: [String] = []
    /// The call of whose response the value is a part.
    private(set) var origin: PredictedCall?

    /// Longer values are not followed.
    private static let limit = 65_536

    init() {}

    init(_ value: ExpressionValue) { append(value) }

    mutating func append(_ literal: String) {
        text? += literal
        supposed += literal
    }

    mutating func append(_ value: ExpressionValue) {
        if let known = value.text { append(known) } else { appendUnknown(value.unknownNames) }
    }

    mutating func append(_ other: ScriptValue) {
        if supposed.utf8.count + other.supposed.utf8.count > Self.limit {
            appendUnknown(["a value that is too long"], origin: other.origin)
            return
        }
        text = text.flatMap { own in other.text.map { own + $0 } }
        supposed += other.supposed
        unknown += other.unknown.filter { !unknown.contains($0) }
        origin = origin ?? other.origin
    }

    /// A part that nobody tells.
    mutating func appendUnknown(_ names: [String], origin: PredictedCall? = nil) {
        text = nil
        supposed += "00"
        unknown += names.filter { !unknown.contains($0) }
        self.origin = self.origin ?? origin
    }

    /// Leaves out the first characters, which are known.
    mutating func drop(_ count: Int) {
        text = text.map { String($0.dropFirst(count)) }
        supposed = String(supposed.dropFirst(count))
    }

    /// The value as expressions have it.
    var expressionValue: ExpressionValue { text.map { .string($0) } ?? .unknown(unknown) }

    /// The credentials whose key id the value is.
    var credentials: Credentials { origin.map { .session($0) } ?? .keys(expressionValue) }
}
