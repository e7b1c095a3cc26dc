/// Questions about single ASCII bytes.
public enum ASCII {
    /// `A`–`Z` as `a`–`z`; every other byte as it is.
    @inlinable
    public static func lowercased(_ byte: UInt8) -> UInt8 {
        byte &- 0x41 < 26 ? byte | 0x20 : byte
    }

    /// Whether the byte is one of `0`–`9`.
    @inlinable
    public static func isDigit(_ byte: UInt8) -> Bool {
        byte &- 0x30 < 10
    }

    /// Whether the byte is a letter `A`–`Z` or `a`–`z`, or a digit.
    @inlinable
    public static func isAlphanumeric(_ byte: UInt8) -> Bool {
        isDigit(byte) || lowercased(byte) &- 0x61 < 26
    }
}

/// Questions about the bytes of one Unicode scalar in UTF-8.
public enum UTF8Scalar {
    /// Whether the byte continues a scalar that began before it.
    @inlinable
    public static func isContinuation(_ byte: UInt8) -> Bool {
        byte & 0b1100_0000 == 0b1000_0000
    }

    /// The index just past the scalar that begins at `index`.
    @inlinable
    public static func end(of index: Int, in bytes: [UInt8], limit: Int) -> Int {
        var next = index + 1
        while next < limit, isContinuation(bytes[next]) { next += 1 }
        return next
    }
}
