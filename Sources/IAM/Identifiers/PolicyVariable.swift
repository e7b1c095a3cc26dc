public import SourceText

/// A policy variable, `${key}` or `${key, 'default'}` (PL-190 ff.).
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html>
public struct PolicyVariable: Hashable, Sendable {
    /// The condition key whose value takes the variable's place.
    public let key: ConditionKey
    /// The text that stands in where the key has no value (PL-195).
    public let defaultValue: Text?

    /// The text that takes the variable's place in a request; `nil` where nothing does (PL-196, PL-200, PL-202).
    func value(in context: RequestContext) -> Text? {
        if case .single(let text) = context[key], !text.isEmpty { return text }
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
        if !text.bytes.contains(where: isSpecial) { return text.isEmpty ? [] : [.literal(text)] }
        var pieces: [TemplatePiece] = []
        var literal: [UInt8] = []
        let bytes = text.bytes
        var index = 0
        func flush() {
            if !literal.isEmpty { pieces.append(.literal(Text(bytes: literal))) }
            literal = []
        }
        while index < bytes.count {
            if variables, let (piece, end) = variablePiece(bytes, at: index) {
                if case .literal(let text) = piece {
                    literal += text.bytes
                } else {
                    flush()
                    pieces.append(piece)
                }
                index = end
            } else if wildcards, let piece = Self.wildcard(bytes[index]) {
                flush()
                if piece != .anyRun || pieces.last != .anyRun { pieces.append(piece) }
                index += 1
            } else {
                literal.append(bytes[index])
                index += 1
            }
        }
        flush()
        return pieces
    }

    private func isSpecial(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "$") ? variables : wildcards && Self.wildcard(byte) != nil
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
    private func variablePiece(_ bytes: [UInt8], at index: Int) -> (TemplatePiece, Int)? {
        let start = index + 2
        guard start < bytes.count, bytes[index] == UInt8(ascii: "$"), bytes[index + 1] == UInt8(ascii: "{")
        else { return nil }
        if start + 1 < bytes.count, bytes[start + 1] == UInt8(ascii: "}"), [0x2A, 0x3F, 0x24].contains(bytes[start]) {
            return (.literal(Text(bytes: [bytes[start]])), start + 2)
        }
        guard let end = bytes[start...].firstIndex(where: Self.endsName), end > start else { return nil }
        let key = ConditionKey(Text(bytes: bytes[start..<end]))
        if bytes[end] == UInt8(ascii: "}") { return (.variable(PolicyVariable(key: key, defaultValue: nil)), end + 1) }
        guard let (text, next) = Self.defaultValue(bytes, at: end) else { return nil }
        return (.variable(PolicyVariable(key: key, defaultValue: text)), next)
    }

    /// Whether a byte cannot stand in the name of a variable.
    private static func endsName(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "}"), UInt8(ascii: ","), UInt8(ascii: "{"), UInt8(ascii: "$"), 0x20, 0x09: true
        default: false
        }
    }

    /// The text of `, 'text'}` and the index behind it (PL-195).
    private static func defaultValue(_ bytes: [UInt8], at comma: Int) -> (Text, Int)? {
        guard bytes[comma...].starts(with: ", '".utf8),
            let end = bytes[(comma + 3)...].firstIndex(where: { $0 == UInt8(ascii: "'") || $0 == UInt8(ascii: "}") }),
            bytes[end...].starts(with: "'}".utf8)
        else { return nil }
        return (Text(bytes: bytes[(comma + 3)..<end]), end + 2)
    }
}
