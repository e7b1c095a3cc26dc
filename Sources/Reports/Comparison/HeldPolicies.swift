public import SourceText

/// The policies that a file holds, wherever they stand in it: alone, among accounts, in a template, or within a text.
public struct HeldPolicies: Sendable {
    /// The policy documents, in order; of one that is written in a text, such as the script of a workflow, the text.
    public let documents: [Node]

    /// Finds the mappings that have statements, and the texts that speak of them and of effects.
    public init(in root: Node) {
        var found: [Node] = []
        var waiting = [root]
        while let node = waiting.popLast() {
            if Self.hasStatements(node) || node.kind == .string && Self.isWritten(in: node.text) {
                found.append(node)
            } else {
                waiting += node.elements.reversed() + node.members.map(\.value).reversed()
            }
        }
        documents = found
    }

    /// Whether a text that could not be understood speaks of statements.
    public static func isMentioned(in bytes: [UInt8]) -> Bool {
        // In UTF-16 and UTF-32, too.
        mentions(unescaped(Text(bytes: bytes.filter { $0 != 0 })), "statement")
    }

    /// Whether a policy seems to be written in a text.
    private static func isWritten(in text: Text) -> Bool {
        let plain = unescaped(text)
        return mentions(plain, "statement") && mentions(plain, "effect")
    }

    /// A text without the escapes of JSON, YAML and URLs, for looking for words in it: `\u0073`, `\x73`, `%73`, `\n`, however many
    /// texts lie within each other; a line that goes on behind a backslash is one. Of what is not ASCII, nothing is kept.
    static func unescaped(_ text: Text) -> Text {
        let bytes = Array(text.bytes)
        guard bytes.contains(where: { $0 == 0x5C || $0 == 0x25 }) else { return text }
        var plain: [UInt8] = []
        var index = 0
        while index < bytes.count {
            let start = index
            while index < bytes.count, bytes[index] == 0x5C { index += 1 }
            guard index < bytes.count else { break }
            let isEscaped = index > start
            if let (byte, end) = escape(at: index, in: bytes, behindBackslash: isEscaped) {
                plain.append(byte)
                index = end
            } else if isEscaped, bytes[index] == 0x0A || bytes[index] == 0x0D {
                while index < bytes.count, [0x0A, 0x0D, 0x20, 0x09].contains(bytes[index]) { index += 1 }
            } else if isEscaped, blanks.contains(bytes[index]) {
                plain.append(0x20)
                index += 1
            } else {
                plain.append(bytes[index])
                index += 1
            }
        }
        return Text(bytes: plain)
    }

    /// The letters of the escapes that stand for the end of a line or a tab.
    private static let blanks = Array("nrt".utf8)

    /// The byte for which hexadecimal digits stand, and where they end.
    private static func escape(
        at index: Int, in bytes: [UInt8], behindBackslash: Bool
    ) -> (byte: UInt8, end: Int)? {
        let count: Int
        switch (bytes[index], behindBackslash) {
        case (0x75, true): count = 4
        case (0x78, true), (0x25, false): count = 2
        case (0x55, true): count = 8
        default: return nil
        }
        guard index + count < bytes.count,
            let value = UInt32(String(decoding: bytes[(index + 1)...(index + count)], as: UTF8.self), radix: 16)
        else { return nil }
        return (value < 0x80 ? UInt8(value) : 0x3F, index + count + 1)
    }

    private static func mentions(_ text: Text, _ word: Text) -> Bool {
        guard let first = word.bytes.first else { return false }
        let bytes = text.bytes
        return bytes.indices.contains { index in
            let place = index - bytes.startIndex
            return (bytes[index] | 0x20) == first && place + word.count <= text.count
                && text[place..<place + word.count].isSame(ignoringASCIICase: word)
        }
    }

    /// Whether two files hold the same policies, however they are laid out.
    public func isSame(as other: HeldPolicies) -> Bool {
        documents.map(\.compactText) == other.documents.map(\.compactText)
    }

    private static func hasStatements(_ node: Node) -> Bool {
        node.members.contains { member in
            ["Statement", "Statements"].contains { member.key.text.isSame(ignoringASCIICase: $0) }
                && (member.value.kind == .mapping || member.value.kind == .sequence)
        }
    }
}
