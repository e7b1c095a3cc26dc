import SourceText

/// Bytes in base64 with the standard alphabet and padding (RFC 4648), compared by what they decode to (PL-145, PL-146).
struct Base64Text: Sendable, Equatable {
    private let text: Text

    /// Takes a text; `nil` where it is not base64.
    init?(_ text: Text) {
        guard text.count.isMultiple(of: 4) else { return nil }
        let padding = text.hasSuffix("==") ? 2 : text.hasSuffix("=") ? 1 : 0
        guard text[..<(text.count - padding)].bytes.allSatisfy({ Self.value($0) != nil }) else { return nil }
        self.text = text
    }

    /// Whether both decode to the same bytes. Nothing is decoded into memory: groups of four characters are compared.
    static func == (left: Base64Text, right: Base64Text) -> Bool {
        guard left.text.count == right.text.count else { return false }
        return stride(from: 0, to: left.text.count, by: 4).allSatisfy { left.group(at: $0) == right.group(at: $0) }
    }

    /// The up to three bytes of a group, above how many there are.
    private func group(at start: Int) -> UInt32 {
        var bits: UInt32 = 0
        var characters: UInt32 = 0
        for index in start..<start + 4 {
            guard let value = Self.value(text[index]) else { break }
            bits |= value << (18 - characters * 6)
            characters += 1
        }
        let bytes = characters == 4 ? 3 : characters == 3 ? 2 : 1
        // Bits beyond the last whole byte do not count.
        let mask: UInt32 = bytes == 3 ? 0xFF_FFFF : bytes == 2 ? 0xFF_FF00 : 0xFF_0000
        return (bits & mask) << 2 | UInt32(bytes)
    }

    private static func value(_ byte: UInt8) -> UInt32? {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(byte) - 65
        case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(byte) - 97 + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte) - 48 + 52
        case UInt8(ascii: "+"): 62
        case UInt8(ascii: "/"): 63
        default: nil
        }
    }
}
