import SourceText

/// A number made from a text without the case of its ASCII letters: texts with different numbers differ (FNV-1a).
enum FoldedHash {
    static func of(_ text: Text) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in text.bytes { hash = (hash ^ UInt64(ASCII.lowercased(byte))) &* 0x100_0000_01B3 }
        return hash
    }
}
