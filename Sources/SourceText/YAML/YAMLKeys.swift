/// Finds keys that are aliases, or lists or mappings: Yams compares keys by their whole content, and aliases of aliases
/// make that content grow without bound.
///
/// Such keys are refused in documents that have anchors and aliases. Quoted text and comments are passed over; what
/// stands in a block scalar is not told apart from structure.
struct YAMLKeys {
    private let bytes: [UInt8]
    private var index = 0
    /// The last byte before `index` on its line that is no blank.
    private var previous: Int?
    private var hasAlias = false
    private var hasAnchor = false
    private var candidate: Int?

    private init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// The place of the first such key; `nil` where there is none.
    static func aliasInKey(_ file: SourceFile) -> SourceLocation? {
        var keys = YAMLKeys(file.bytes)
        while keys.index < file.bytes.count { keys.step() }
        guard keys.hasAlias, keys.hasAnchor, let offset = keys.candidate else { return nil }
        return SourceLocation(file: file, offset: offset, end: offset + 1)
    }

    private mutating func step() {
        let byte = bytes[index]
        switch byte {
        case 0x0A, 0x0D:
            previous = nil
            index += 1
            return
        case 0x20, 0x09:
            index += 1
            return
        case UInt8(ascii: "#") where index == 0 || Self.isBlank(bytes[index - 1]):
            while index < bytes.count, bytes[index] != 0x0A { index += 1 }
            return
        case UInt8(ascii: "\""), UInt8(ascii: "'"):
            if beginsToken { return skipQuoted(byte) }
        case UInt8(ascii: "*"):
            if beginsToken, nameEnd(index) > index + 1 { noteAlias() }
        case UInt8(ascii: "&"):
            if beginsToken, nameEnd(index) > index + 1 { hasAnchor = true }
        case UInt8(ascii: "?"):
            if beginsToken, isFollowedByBlank { candidate = candidate ?? index }
        case UInt8(ascii: ":"):
            if let previous, isClosing(bytes[previous]), isFollowedByBlank { candidate = candidate ?? index }
        default:
            break
        }
        previous = index
        index += 1
    }

    /// Whether a token may begin here: at the beginning of a line, or behind an indicator that is one.
    private var beginsToken: Bool {
        guard let previous else { return true }
        switch bytes[previous] {
        case UInt8(ascii: "["), UInt8(ascii: "{"), UInt8(ascii: ","): return true
        case UInt8(ascii: "-"), UInt8(ascii: "?"): return previous + 1 < index
        case UInt8(ascii: ":"): return previous + 1 < index || previous > 0 && isQuoteOrClosing(bytes[previous - 1])
        default: return false
        }
    }

    private mutating func noteAlias() {
        hasAlias = true
        var next = nameEnd(index)
        while next < bytes.count, bytes[next] == 0x20 || bytes[next] == 0x09 { next += 1 }
        if next < bytes.count, bytes[next] == UInt8(ascii: ":") { candidate = candidate ?? index }
    }

    /// The end of the name behind a `*` or `&`.
    private func nameEnd(_ start: Int) -> Int {
        var end = start + 1
        while end < bytes.count, ASCII.isAlphanumeric(bytes[end]) || bytes[end] == 0x5F || bytes[end] == 0x2D {
            end += 1
        }
        return end
    }

    private mutating func skipQuoted(_ quote: UInt8) {
        index += 1
        while index < bytes.count, bytes[index] != quote {
            index += bytes[index] == UInt8(ascii: "\\") && quote == UInt8(ascii: "\"") ? 2 : 1
        }
        previous = min(index, bytes.count - 1)
        index += 1
    }

    private var isFollowedByBlank: Bool {
        index + 1 >= bytes.count || Self.isBlank(bytes[index + 1])
    }

    private static func isBlank(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D
    }

    private func isClosing(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "]") || byte == UInt8(ascii: "}")
    }

    private func isQuoteOrClosing(_ byte: UInt8) -> Bool {
        isClosing(byte) || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'")
    }
}
