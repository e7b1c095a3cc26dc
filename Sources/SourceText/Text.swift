/// A piece of text as IAM compares it: the bytes of its UTF-8 form.
///
/// Two texts are equal when their Unicode scalars are the same, one by one, with no normalization (PL-2). `String`
/// follows canonical equivalence instead (`"é" == "e\u{301}"`), which IAM does not.
public struct Text: Hashable, Sendable {
    /// The UTF-8 bytes, always well-formed where the text was read from a file.
    public let bytes: [UInt8]

    /// Makes a text from UTF-8 bytes.
    public init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Makes a text from UTF-8 bytes that stand inside a longer run.
    public init(bytes: ArraySlice<UInt8>) {
        self.bytes = Array(bytes)
    }

    /// Makes a text from the scalars of a string.
    public init(_ string: String) {
        self.bytes = Array(string.utf8)
    }

    /// The text as a Swift string, for printing.
    public var string: String { String(decoding: bytes, as: UTF8.self) }

    /// Whether the text has no characters.
    public var isEmpty: Bool { bytes.isEmpty }

    /// The number of Unicode scalars, which is how AWS counts the characters of a value.
    public var scalarCount: Int {
        bytes.reduce(into: 0) { count, byte in count += UTF8Scalar.isContinuation(byte) ? 0 : 1 }
    }
}

extension Text: Comparable {
    /// Orders texts by their bytes, which is the order of their Unicode scalars.
    public static func < (left: Text, right: Text) -> Bool {
        left.bytes.lexicographicallyPrecedes(right.bytes)
    }
}

extension Text: ExpressibleByStringLiteral, CustomStringConvertible {
    /// Makes a text from a literal in source code.
    public init(stringLiteral value: String) {
        self.init(value)
    }

    /// The text as a Swift string.
    public var description: String { string }
}

extension Text {
    /// The text with `A`–`Z` replaced by `a`–`z`: what "case-insensitive" means for action names, condition keys and
    /// operator names, all of which are ASCII (PL-4).
    public var asciiLowercased: Text {
        bytes.contains { $0 != ASCII.lowercased($0) } ? Text(bytes: bytes.map(ASCII.lowercased)) : self
    }

    /// Whether the text begins with the bytes of another.
    public func hasPrefix(_ prefix: Text) -> Bool {
        bytes.starts(with: prefix.bytes)
    }

    /// Whether the text begins with some characters; allocates nothing.
    public func hasPrefix(_ prefix: String) -> Bool {
        bytes.starts(with: prefix.utf8)
    }

    /// Whether the text is made of some characters; allocates nothing.
    public static func == (left: Text, right: String) -> Bool {
        left.bytes.count == right.utf8.count && left.bytes.elementsEqual(right.utf8)
    }

    /// Whether the text is not made of some characters.
    public static func != (left: Text, right: String) -> Bool {
        !(left == right)
    }

    /// Whether the text ends with the bytes of another.
    public func hasSuffix(_ suffix: Text) -> Bool {
        bytes.suffix(suffix.bytes.count).elementsEqual(suffix.bytes)
    }

    /// Whether one ASCII character occurs in the text.
    public func contains(_ character: Unicode.Scalar) -> Bool {
        bytes.contains(UInt8(ascii: character))
    }

    /// Cuts the text at an ASCII character; empty pieces are kept.
    /// - Parameter maxSplits: how often to cut at most; the last piece holds all the rest.
    public func split(at separator: Unicode.Scalar, maxSplits: Int = .max) -> [Text] {
        bytes.split(separator: UInt8(ascii: separator), maxSplits: maxSplits, omittingEmptySubsequences: false)
            .map { Text(bytes: $0) }
    }

    /// The text after a prefix, or `nil` where it does not begin so.
    public func dropping(prefix: Text) -> Text? {
        hasPrefix(prefix) ? Text(bytes: bytes.dropFirst(prefix.bytes.count)) : nil
    }

    /// Whether every character is one of `0`–`9`, and there is at least one.
    public var isDigits: Bool {
        !bytes.isEmpty && bytes.allSatisfy(ASCII.isDigit)
    }
}

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
