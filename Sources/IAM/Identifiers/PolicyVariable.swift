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
    private func variablePiece(_ bytes: [UInt8], at index: Int) -> (TemplatePiece, Int)? {
        guard bytes[index] == UInt8(ascii: "$"), index + 1 < bytes.count, bytes[index + 1] == UInt8(ascii: "{"),
            let close = bytes[(index + 2)...].firstIndex(of: UInt8(ascii: "}"))
        else { return nil }
        let content = bytes[(index + 2)..<close]
        if content.count == 1, let only = content.first, [0x2A, 0x3F, 0x24].contains(only) {
            return (.literal(Text(bytes: [only])), close + 1)
        }
        guard let variable = Self.variable(content) else { return nil }
        return (.variable(variable), close + 1)
    }

    private static func variable(_ content: ArraySlice<UInt8>) -> PolicyVariable? {
        let comma = content.firstIndex(of: UInt8(ascii: ","))
        let name = content[content.startIndex..<(comma ?? content.endIndex)]
        guard !name.isEmpty, !name.contains(where: { [0x20, 0x09, 0x24, 0x7B].contains($0) }) else { return nil }
        let key = ConditionKey(Text(bytes: name))
        guard let comma else { return PolicyVariable(key: key, defaultValue: nil) }
        let rest = Array(content[(comma + 1)...])
        guard rest.count >= 3, rest[0] == 0x20, rest[1] == 0x27, rest.last == 0x27,
            !rest[2..<(rest.count - 1)].contains(0x27)
        else { return nil }
        return PolicyVariable(key: key, defaultValue: Text(bytes: rest[2..<(rest.count - 1)]))
    }
}
