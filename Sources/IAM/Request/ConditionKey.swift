public import SourceText

/// The name of a condition key. Names compare without regard to letter case, tag keys in them included (PL-104, PL-105).
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html>
public struct ConditionKey: Sendable, CustomStringConvertible {
    /// The name as it was written.
    public let spelling: Text
    /// The name in lower case.
    public let folded: Text
    /// A number made from `folded`, so that two keys are told apart by comparing integers.
    let hash: UInt64

    /// Names a key.
    public init(_ spelling: Text) {
        self.spelling = spelling
        self.folded = spelling.asciiLowercased
        self.hash = folded.bytes.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }

    /// The name as it was written.
    public var description: String { spelling.string }
}

extension ConditionKey: Hashable, ExpressibleByStringLiteral {
    /// Names a key by a literal in source code.
    public init(stringLiteral value: String) {
        self.init(Text(value))
    }

    /// Whether two names are the same key.
    public static func == (left: ConditionKey, right: ConditionKey) -> Bool {
        left.hash == right.hash && left.folded == right.folded
    }

    /// Hashes the folded name.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(hash)
    }
}

extension ConditionKey {
    /// A tag's key within a condition key, such as `aws:RequestTag/team`.
    public init(prefix: String, tag: Text) {
        self.init(Text(bytes: Array(prefix.utf8) + tag.bytes))
    }
}
