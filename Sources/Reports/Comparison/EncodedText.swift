import SourceText

/// What stands in a text in Base64, on one line or wrapped, as a member of a document or a list of lines.
enum EncodedText {
    /// The texts that the parts of a text come to when they are decoded, with an empty line between them.
    ///
    /// Nobody says where such a part begins: each of four places is tried, and of what comes of it only what people could
    /// read is kept.
    static func decoded(_ text: [UInt8]) -> [UInt8] {
        var found: [UInt8] = []
        var part: [UInt8] = []
        var index = 0
        while index < text.count {
            let byte = text[index]
            if let value = value(of: byte), counts(text, index) {
                part.append(value)
            } else if byte == backslash, index + 1 < text.count, escapes.contains(text[index + 1]) {
                // The end of a line within a string, or a slash as some write it.
                if text[index + 1] == slash { part.append(63) }
                index += 1
            } else if !skipped[Int(byte)], value(of: byte) == nil {
                add(part, to: &found)
                part.removeAll(keepingCapacity: true)
            }
            index += 1
        }
        add(part, to: &found)
        return found
    }

    /// What is shorter tells nothing, and comes about by chance.
    private static let shortest = 12

    private static let backslash = UInt8(ascii: "\\")
    private static let slash = UInt8(ascii: "/")
    private static let escapes = Array("nrt/".utf8)

    /// What may stand between two lines of one text: blanks, and what makes strings of a list or of a sum of them.
    private static let skipped: [Bool] = {
        var isOne = [Bool](repeating: false, count: 256)
        for byte in " \t\r\n\"',\\".utf8 { isOne[Int(byte)] = true }
        return isOne
    }()

    /// A plus, a dash or a slash on its own is none of Base64's.
    private static func counts(_ text: [UInt8], _ index: Int) -> Bool {
        if ASCII.isAlphanumeric(text[index]) { return true }
        let isBehind = index > 0 && ASCII.isAlphanumeric(text[index - 1])
        return isBehind || index + 1 < text.count && ASCII.isAlphanumeric(text[index + 1])
    }

    /// The six bits that a byte stands for; in Base64 for URLs, too.
    private static func value(of byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte - UInt8(ascii: "A")
        case UInt8(ascii: "a")...UInt8(ascii: "z"): byte - UInt8(ascii: "a") + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0") + 52
        case UInt8(ascii: "+"), UInt8(ascii: "-"): 62
        case UInt8(ascii: "/"), UInt8(ascii: "_"): 63
        default: nil
        }
    }

    private static func add(_ part: [UInt8], to found: inout [UInt8]) {
        guard part.count >= shortest else { return }
        for start in 0..<4 {
            var text: [UInt8] = []
            func end() {
                if text.count >= shortest { found += text + [0x0A, 0x0A] }
                text.removeAll(keepingCapacity: true)
            }
            var index = start
            var bits: UInt32 = 0
            while index < part.count {
                bits = bits << 6 | UInt32(part[index])
                index += 1
                let count = (index - start) % 4
                guard count != 1 else { continue }
                let byte = UInt8(truncatingIfNeeded: bits >> (count == 2 ? 4 : count == 3 ? 2 : 0))
                // In UTF-16, each letter has a zero beside it.
                if isReadable(byte) { text.append(byte) } else if byte != 0 { end() }
            }
            end()
        }
    }

    private static func isReadable(_ byte: UInt8) -> Bool {
        (0x20...0x7E).contains(byte) || (0x09...0x0D).contains(byte)
    }
}
