/// The name of a member as source code spells it, prepared for being found in a mapping.
public struct MemberName: ExpressibleByStringLiteral, Sendable {
    private let literal: StaticString
    let mark: NameMark

    /// Takes a literal.
    public init(stringLiteral value: StaticString) {
        literal = value
        mark = NameMark(UnsafeBufferPointer(start: value.utf8Start, count: value.utf8CodeUnitCount))
    }

    /// The name as a string.
    public var string: String { literal.description }

    /// Whether a text is the name.
    func isText(_ text: Text) -> Bool {
        let bytes = UnsafeBufferPointer(start: literal.utf8Start, count: literal.utf8CodeUnitCount)
        return text.count == bytes.count && text.withBytes { MemoryComparison.areSame($0, bytes) }
    }
}

extension MemberName: Hashable {
    /// Whether two names are the same.
    public static func == (left: MemberName, right: MemberName) -> Bool { left.string == right.string }

    /// Hashes the name.
    public func hash(into hasher: inout Hasher) { hasher.combine(string) }
}

extension [MemberName] {
    /// The names as strings.
    public var strings: [String] { map(\.string) }
}

/// A few bytes of a name, by which most other names are told apart without comparing them: its length, and its first, its
/// last and a middle character.
struct NameMark: Equatable, Sendable {
    let number: UInt32

    init(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard let first = bytes.first, let last = bytes.last else {
            number = 0
            return
        }
        let length = UInt32(truncatingIfNeeded: bytes.count) & 0xFF
        number = length | UInt32(first) << 8 | UInt32(last) << 16 | UInt32(bytes[bytes.count / 2]) << 24
    }

    init(_ text: Text) {
        self = text.withBytes { NameMark($0) }
    }

    /// The mark that an entry of the tape holds.
    init(of entry: SourceTree.Entry) {
        number = entry.count
    }
}
