import SourceText

/// A number made from a text without the case of its ASCII letters: texts with different numbers differ (FNV-1a).
enum FoldedHash {
    static func of(_ text: Text) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in text.bytes { hash = (hash ^ UInt64(ASCII.lowercased(byte))) &* 0x100_0000_01B3 }
        return hash
    }

    /// The same, with a lowest bit that tells whether the text has other characters than those of ASCII.
    static func marked(_ text: Text) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        var all: UInt8 = 0
        for byte in text.bytes {
            hash = (hash ^ UInt64(ASCII.lowercased(byte))) &* 0x100_0000_01B3
            all |= byte
        }
        return hash << 1 | UInt64(all >> 7)
    }
}
