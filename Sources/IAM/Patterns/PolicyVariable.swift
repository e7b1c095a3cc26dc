public import SourceText

/// A policy variable, `${key}` or `${key, 'default'}` (PL-190 ff.).
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html>
public struct PolicyVariable: Hashable, Sendable {
    /// The condition key whose value takes the variable's place.
    public let key: ConditionKey
    /// The text that stands in where the key has no value (PL-195).
    public let defaultValue: Text?

    /// The text that takes the variable's place in a request; `nil` where nothing does (PL-196, PL-200, PL-202).
    func value(in context: RequestContext, _ reading: inout Reading) -> Text? {
        if case .single(let text) = context.value(key, &reading), !text.isEmpty { return text }
        return defaultValue
    }
}

/// A part of a text with variables or wildcards.
enum TemplatePiece: Hashable, Sendable {
    case literal(Text)
    /// `?`: exactly one Unicode scalar.
    case anyOne
    /// `*`: any run of scalars, also an empty one.
    case anyRun
    case variable(PolicyVariable)
}

/// Cuts a text into pieces. What is malformed stays literal text (PL-201).
struct TemplateParser {
    /// Whether `${…}` means something: only in documents of version 2012-10-17 (PL-191).
    let variables: Bool
    /// Whether `*` and `?` mean something.
    let wildcards: Bool

    func pieces(of text: Text) -> [TemplatePiece] {
        var pieces: [TemplatePiece] = []
        var start = 0
        var index = 0
        func flush() {
            if start < index { pieces.append(.literal(text[start..<index])) }
        }
        while index < text.count {
            if variables, let (piece, end) = variablePiece(text, at: index) {
                flush()
                pieces.append(piece)
                index = end
                start = end
            } else if wildcards, let piece = Self.wildcard(text[index]) {
                flush()
                if piece != .anyRun || pieces.last != .anyRun { pieces.append(piece) }
                index += 1
                start = index
            } else {
                index += 1
            }
        }
        flush()
        return pieces
    }

    private static func wildcard(_ byte: UInt8) -> TemplatePiece? {
        switch byte {
        case UInt8(ascii: "*"): .anyRun
        case UInt8(ascii: "?"): .anyOne
        default: nil
        }
    }

    /// The variable that begins at `index`, and the index behind it; a literal for `${*}`, `${?}` and `${$}` (PL-194).
    /// The search for its end stops where no variable goes on, so that a text full of `${` is read in one pass.
    private func variablePiece(_ text: Text, at index: Int) -> (TemplatePiece, Int)? {
        let start = index + 2
        guard start < text.count, text[index] == UInt8(ascii: "$"), text[index + 1] == UInt8(ascii: "{")
        else { return nil }
        if start + 1 < text.count, text[start + 1] == UInt8(ascii: "}"), [0x2A, 0x3F, 0x24].contains(text[start]) {
            return (.literal(text[start..<start + 1]), start + 2)
        }
        guard let end = (start..<text.count).first(where: { Self.endsName(text[$0]) }), end > start else { return nil }
        let key = ConditionKey(text[start..<end])
        if text[end] == UInt8(ascii: "}") { return (.variable(PolicyVariable(key: key, defaultValue: nil)), end + 1) }
        guard let (value, next) = Self.defaultValue(text, at: end) else { return nil }
        return (.variable(PolicyVariable(key: key, defaultValue: value)), next)
    }

    /// Whether a byte cannot stand in the name of a variable.
    private static func endsName(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "}"), UInt8(ascii: ","), UInt8(ascii: "{"), UInt8(ascii: "$"), 0x20, 0x09: true
        default: false
        }
    }

    /// The text of `, 'text'}` and the index behind it (PL-195).
    private static func defaultValue(_ text: Text, at comma: Int) -> (Text, Int)? {
        let start = comma + 3
        guard text[comma...].hasPrefix(", '"),
            let end = (start..<text.count).first(where: {
                text[$0] == UInt8(ascii: "'") || text[$0] == UInt8(ascii: "}")
            }), text[end...].hasPrefix("'}")
        else { return nil }
        return (text[start..<end], end + 2)
    }
}
