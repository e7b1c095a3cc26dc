/// A piece of text as IAM compares it: the bytes of its UTF-8 form.
///
/// Two texts are equal when their Unicode scalars are the same, one by one, with no normalization (PL-2). `String`
/// follows canonical equivalence instead (`"é" == "e\u{301}"`), which IAM does not. A text that was read from a file is a
/// range of the file's bytes: cutting one out of another copies nothing.
public struct Text: Sendable {
    @usableFromInline let storage: [UInt8]
    @usableFromInline let start: UInt32
    @usableFromInline let end: UInt32

    /// A range of some bytes, which are shared and not copied.
    @inlinable
    public init(_ storage: [UInt8], _ range: Range<Int>) {
        precondition(range.upperBound <= storage.count)
        self.storage = storage
        self.start = UInt32(range.lowerBound)
        self.end = UInt32(range.upperBound)
    }

    /// Makes a text from UTF-8 bytes.
    @inlinable
    public init(bytes: [UInt8]) {
        self.init(bytes, 0..<bytes.count)
    }

    /// Makes a text from UTF-8 bytes that stand inside a longer run.
    public init(bytes: some Sequence<UInt8>) {
        self.init(bytes: Array(bytes))
    }

    /// Makes a text from the scalars of a string.
    public init(_ string: String) {
        self.init(bytes: Array(string.utf8))
    }

    /// Makes a text of some others, one behind the other.
    public init(joining parts: Text...) {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(parts.reduce(0) { $0 + $1.count })
        for part in parts { part.withBytes { bytes.append(contentsOf: $0) } }
        self.init(bytes: bytes)
    }

    /// The text as a Swift string, for printing.
    public var string: String { String(decoding: bytes, as: UTF8.self) }

    /// The number of bytes.
    @inlinable
    public var count: Int { Int(end &- start) }

    /// Whether the text has no characters.
    @inlinable
    public var isEmpty: Bool { start == end }

    /// The byte at an index, counted from 0.
    @inlinable
    public subscript(index: Int) -> UInt8 { storage[Int(start) + index] }

    /// The text of a range of the bytes.
    @inlinable
    public subscript(range: Range<Int>) -> Text {
        Text(storage, Int(start) + range.lowerBound..<Int(start) + range.upperBound)
    }

    /// The text from a byte on.
    @inlinable
    public subscript(range: PartialRangeFrom<Int>) -> Text { self[range.lowerBound..<count] }

    /// The text up to a byte.
    @inlinable
    public subscript(range: PartialRangeUpTo<Int>) -> Text { self[0..<range.upperBound] }

    /// The UTF-8 bytes, always well-formed where the text was read from a file.
    @inlinable
    public var bytes: Bytes { Bytes(text: self) }

    /// The bytes of a text, counted from 0.
    public struct Bytes: RandomAccessCollection, Sendable {
        @usableFromInline let text: Text

        @usableFromInline
        init(text: Text) {
            self.text = text
        }

        /// The first index, 0.
        @inlinable
        public var startIndex: Int { 0 }
        /// The number of bytes.
        @inlinable
        public var endIndex: Int { text.count }
        /// The byte at an index.
        @inlinable
        public subscript(index: Int) -> UInt8 { text[index] }

        /// The bytes as one run of memory.
        @inlinable
        public func withContiguousStorageIfAvailable<Result>(
            _ body: (UnsafeBufferPointer<UInt8>) throws -> Result
        ) rethrows -> Result? {
            try text.withBytes(body)
        }
    }

    /// The bytes as one run of memory, which lasts as long as the closure.
    @inlinable
    func withBytes<Result>(_ body: (UnsafeBufferPointer<UInt8>) throws -> Result) rethrows -> Result {
        try storage.withUnsafeBufferPointer {
            try body(UnsafeBufferPointer(rebasing: $0[Int(start)..<Int(end)]))
        }
    }
}

extension Text: Hashable {
    /// Whether the bytes are the same.
    @inlinable
    public static func == (left: Text, right: Text) -> Bool {
        guard left.count == right.count else { return false }
        return left.withBytes { left in right.withBytes { MemoryComparison.areSame(left, $0) } }
    }

    /// Hashes the bytes.
    public func hash(into hasher: inout Hasher) {
        withBytes { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    }
}

/// Compares runs of memory.
@usableFromInline
enum MemoryComparison {
    /// Whether two runs of the same length hold the same bytes but for the case of ASCII letters.
    static func areSame(
        ignoringASCIICase left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>
    ) -> Bool {
        var index = 0
        while index < left.count {
            if ASCII.lowercased(left[index]) != ASCII.lowercased(right[index]) { return false }
            index += 1
        }
        return true
    }

    /// Whether a run comes before another one in the order of their bytes.
    static func precedes(_ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>) -> Bool {
        var index = 0
        while index < left.count, index < right.count {
            if left[index] != right[index] { return left[index] < right[index] }
            index += 1
        }
        return left.count < right.count
    }

    /// Whether two runs of the same length hold the same bytes, eight at a time.
    @inlinable
    static func areSame(_ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>) -> Bool {
        let (left, right) = (UnsafeRawBufferPointer(left), UnsafeRawBufferPointer(right))
        var index = 0
        while index + 8 <= left.count {
            let word = left.loadUnaligned(fromByteOffset: index, as: UInt64.self)
            if word != right.loadUnaligned(fromByteOffset: index, as: UInt64.self) { return false }
            index += 8
        }
        while index < left.count {
            if left[index] != right[index] { return false }
            index += 1
        }
        return true
    }
}

extension Text: Comparable {
    /// Orders texts by their bytes, which is the order of their Unicode scalars.
    public static func < (left: Text, right: Text) -> Bool {
        left.withBytes { left in right.withBytes { MemoryComparison.precedes(left, $0) } }
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

    /// Whether the text has no character beyond ASCII.
    public var isASCII: Bool {
        withBytes { bytes in bytes.allSatisfy { $0 < 0x80 } }
    }

    /// Whether two texts are the same but for the case of ASCII letters (PL-4). Copies nothing.
    public func isSame(ignoringASCIICase other: Text) -> Bool {
        guard count == other.count else { return false }
        return withBytes { left in
            other.withBytes { right in
                // Mostly the case is the same too, and that is found out eight bytes at a time.
                MemoryComparison.areSame(left, right) || MemoryComparison.areSame(ignoringASCIICase: left, right)
            }
        }
    }

    /// The number of Unicode scalars, which is how AWS counts the characters of a value.
    public var scalarCount: Int {
        bytes.reduce(into: 0) { count, byte in count += UTF8Scalar.isContinuation(byte) ? 0 : 1 }
    }

    /// Whether the text begins with the bytes of another.
    public func hasPrefix(_ prefix: Text) -> Bool {
        count >= prefix.count && self[..<prefix.count] == prefix
    }

    /// Whether the text begins with some characters; allocates nothing.
    public func hasPrefix(_ prefix: String) -> Bool {
        count >= prefix.utf8.count && self[..<prefix.utf8.count] == prefix
    }

    /// Whether the text is made of some characters; allocates nothing.
    public static func == (left: Text, right: String) -> Bool {
        guard left.count == right.utf8.count else { return false }
        let isSame = right.utf8.withContiguousStorageIfAvailable { right in
            left.withBytes { MemoryComparison.areSame($0, right) }
        }
        return isSame ?? left.bytes.elementsEqual(right.utf8)
    }

    /// Whether the text is not made of some characters.
    public static func != (left: Text, right: String) -> Bool {
        !(left == right)
    }

    /// Whether the text ends with the bytes of another.
    public func hasSuffix(_ suffix: Text) -> Bool {
        count >= suffix.count && self[(count - suffix.count)...] == suffix
    }

    /// The index of the byte behind the Unicode scalar that begins at an index.
    @inlinable
    public func endOfScalar(at index: Int) -> Int {
        var next = index + 1
        while next < count, UTF8Scalar.isContinuation(self[next]) { next += 1 }
        return next
    }

    /// The index of the first byte that is an ASCII character, from an index on.
    public func firstIndex(of character: Unicode.Scalar, from start: Int = 0) -> Int? {
        let wanted = UInt8(ascii: character)
        return withBytes { bytes in
            var index = start
            while index < bytes.count {
                if bytes[index] == wanted { return index }
                index += 1
            }
            return nil
        }
    }

    /// Whether one ASCII character occurs in the text.
    public func contains(_ character: Unicode.Scalar) -> Bool {
        firstIndex(of: character) != nil
    }

    /// Cuts the text at an ASCII character; empty pieces are kept.
    /// - Parameter maxSplits: how often to cut at most; the last piece holds all the rest.
    public func split(at separator: Unicode.Scalar, maxSplits: Int = .max) -> [Text] {
        var pieces: [Text] = []
        var start = 0
        while pieces.count < maxSplits, let end = firstIndex(of: separator, from: start) {
            pieces.append(self[start..<end])
            start = end + 1
        }
        return pieces + [self[start...]]
    }

    /// The text behind the last occurrence of an ASCII character; the whole text where it does not occur.
    public func suffix(behindLast character: Unicode.Scalar) -> Text {
        let wanted = UInt8(ascii: character)
        return bytes.lastIndex(of: wanted).map { self[($0 + 1)...] } ?? self
    }

    /// The text after a prefix, or `nil` where it does not begin so.
    public func dropping(prefix: Text) -> Text? {
        hasPrefix(prefix) ? self[prefix.count...] : nil
    }

    /// The text after some characters, or `nil` where it does not begin so.
    public func dropping(prefix: String) -> Text? {
        hasPrefix(prefix) ? self[prefix.utf8.count...] : nil
    }

    /// Whether every character is one of `0`–`9`, and there is at least one.
    public var isDigits: Bool {
        !isEmpty && bytes.allSatisfy(ASCII.isDigit)
    }
}
