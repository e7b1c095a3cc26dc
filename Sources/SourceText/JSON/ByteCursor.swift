/// A place in some bytes, and the steps that every JSON token needs. The bytes are those of a closure around the whole
/// reading, which is several times as fast as going through an array; each step looks at `index` first.
struct ByteCursor {
    let bytes: UnsafeBufferPointer<UInt8>
    var index = 0

    init(_ bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes = bytes
    }

    var isAtEnd: Bool { index >= bytes.count }

    /// The byte at the cursor, `nil` at the end.
    var current: UInt8? {
        index < bytes.count ? bytes[index] : nil
    }

    mutating func skipBlanks() {
        while index < bytes.count {
            switch bytes[index] {
            case 0x20, 0x0A, 0x0D, 0x09: index += 1
            default: return
            }
        }
    }

    /// Steps over the plain characters of a string, up to a quote, a backslash, a control character or the end.
    mutating func skipPlainCharacters() {
        skipPlainWords()
        while index < bytes.count {
            let byte = bytes[index]
            if byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { return }
            index += 1
        }
    }

    /// Steps over eight plain characters at a time: subtracting borrows from a byte's high bit only where the byte is less
    /// than what is subtracted.
    private mutating func skipPlainWords() {
        let raw = UnsafeRawBufferPointer(bytes)
        let (ones, high): (UInt64, UInt64) = (0x0101_0101_0101_0101, 0x8080_8080_8080_8080)
        while index + 8 <= bytes.count {
            let word = raw.loadUnaligned(fromByteOffset: index, as: UInt64.self)
            let (quotes, slashes) = (word ^ ones &* 0x22, word ^ ones &* 0x5C)
            let controls = (word &- ones &* 0x20) & ~word
            let special = controls | (quotes &- ones) & ~quotes | (slashes &- ones) & ~slashes
            if special & high != 0 { return }
            index += 8
        }
    }

    /// Steps over one ASCII character, if it is the given one.
    mutating func skip(_ character: Unicode.Scalar) -> Bool {
        guard current == UInt8(ascii: character) else { return false }
        index += 1
        return true
    }

    /// Steps over a number of RFC 8259: no leading zeros, no `+`, digits on both sides of the point.
    mutating func skipNumber() -> Bool {
        _ = skip("-")
        if !skip("0") {
            guard skipDigits() else { return false }
        }
        if skip(".") {
            guard skipDigits() else { return false }
        }
        if skip("e") || skip("E") {
            if !skip("+") { _ = skip("-") }
            guard skipDigits() else { return false }
        }
        return true
    }

    /// Steps over one digit or more.
    private mutating func skipDigits() -> Bool {
        let start = index
        while let byte = current, ASCII.isDigit(byte) { index += 1 }
        return index > start
    }

    /// Steps over `\uXXXX` and returns the code unit, or stays where it is.
    mutating func skipUnicodeEscape() -> UInt16? {
        guard index + 6 <= bytes.count, bytes[index] == UInt8(ascii: "\\"), bytes[index + 1] == UInt8(ascii: "u")
        else { return nil }
        var value: UInt16 = 0
        for byte in bytes[(index + 2)..<(index + 6)] {
            guard let digit = Self.hexValue(byte) else { return nil }
            value = value << 4 | UInt16(digit)
        }
        index += 6
        return value
    }

    private static func hexValue(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }

    /// Whether some text is, as a whole, a number in JSON's spelling.
    static func isNumber(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        var cursor = ByteCursor(text)
        return cursor.skipNumber() && cursor.isAtEnd
    }
}
