public import SourceText

/// The name of a condition key. Names compare without regard to letter case, tag keys in them included (PL-104, PL-105).
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html>
public struct ConditionKey: Sendable, CustomStringConvertible {
    /// The name as it was written.
    public let spelling: Text
    /// A number made from the name, so that two keys are told apart by comparing integers.
    let number: UInt64

    /// Names a key.
    public init(_ spelling: Text) {
        self.spelling = spelling
        self.number = FoldedHash.marked(spelling)
    }

    /// Whether the name has letters beyond ASCII, as tags' keys may.
    var isBeyondASCII: Bool { number & 1 == 1 }

    /// The name with every letter of its tag's key folded, those beyond ASCII too; `nil` where it has no tag's key (STS-92).
    var widelyFolded: ConditionKey? {
        guard let slash = spelling.firstIndex(of: "/"), spelling[..<slash].bytes.allSatisfy({ $0 < 0x80 }) else {
            return nil
        }
        return ConditionKey(Text(joining: spelling[..<(slash + 1)], LetterCase.folded(spelling[(slash + 1)...])))
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
        left.number == right.number && left.spelling.isSame(ignoringASCIICase: right.spelling)
    }

    /// Hashes the name without its letter case.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(number)
    }
}

extension ConditionKey {
    /// A tag's key within a condition key, such as `aws:RequestTag/team`.
    public init(prefix: String, tag: Text) {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(prefix.utf8.count + tag.count)
        bytes.append(contentsOf: prefix.utf8)
        bytes.append(contentsOf: tag.bytes)
        self.init(Text(bytes: bytes))
    }

    /// The tag's key in a condition key with a prefix such as `aws:RequestTag/`; `nil` where the prefix is another one.
    public func tag(behind prefix: String) -> Text? {
        let length = prefix.utf8.count
        guard spelling.count >= length, spelling[..<length].isSame(ignoringASCIICase: Text(prefix)) else { return nil }
        return spelling[length...]
    }
}
