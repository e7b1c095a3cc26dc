public import SourceText

/// A key and a value.
public struct Tag: Sendable, Hashable {
    /// The key; letter case is kept but does not count (STS-92).
    public let key: Text
    /// The value; letter case counts.
    public let value: Text

    /// Makes a tag.
    public init(key: Text, value: Text) {
        self.key = key
        self.value = value
    }

    /// The key without its letter case (STS-92).
    public var foldedKey: Text { Self.fold(key) }

    /// A tag's key without the letter case of `A`–`Z`. Whether AWS folds other letters too is undocumented: an answer that
    /// hangs on it says so (STS-92, `tagKeysFoldBeyondASCII`).
    public static func fold(_ key: Text) -> Text { key.asciiLowercased }

    /// The key without the letter case of any letter, for the other reading.
    public var widelyFoldedKey: Text { key.isASCII ? foldedKey : LetterCase.folded(key) }
}

/// Tags of a user, a role or a session, in order, with at most one for each key in any letter case.
public struct Tags: Sendable, Hashable {
    /// The tags in the order in which they were set.
    public private(set) var all: [Tag] = []

    /// Makes an empty set.
    public init() {}

    /// Makes a set; of two tags with the same key the later one counts.
    public init(_ tags: [Tag]) {
        guard tags.count > 16 else {
            for tag in tags { set(tag) }
            return
        }
        var later: Set<Text> = []
        all = tags.reversed().filter { later.insert($0.foldedKey).inserted }.reversed()
    }

    /// Whether there is no tag.
    public var isEmpty: Bool { all.isEmpty }

    /// Sets a tag; one with the same key in any letter case gives way (SES-4).
    public mutating func set(_ tag: Tag) {
        all.removeAll { $0.foldedKey == tag.foldedKey }
        all.append(tag)
    }

    /// The tag with a key, in any letter case.
    public func tag(_ key: Text) -> Tag? {
        all.first { $0.foldedKey == Tag.fold(key) }
    }

    /// The tags that would give way to a later one if letters beyond `A`–`Z` folded too, by key, each with the value that
    /// its key would then have; mostly none.
    var givingWayBeyondASCII: [Text: Text] {
        guard all.contains(where: { !$0.key.isASCII }) else { return [:] }
        var last: [Text: Tag] = [:]
        for tag in all { last[tag.widelyFoldedKey] = tag }
        var others: [Text: Text] = [:]
        for tag in all {
            if let stronger = last[tag.widelyFoldedKey], stronger != tag { others[tag.key] = stronger.value }
        }
        return others
    }

    /// These tags with others laid over them.
    public func overlaid(with other: Tags) -> Tags {
        if other.isEmpty { return self }
        return isEmpty ? other : Tags(all + other.all)
    }
}
