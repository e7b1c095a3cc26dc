public import SourceText

/// The value of a condition key in a request (PL-1). Whether one value came alone or in a list can be observed (PL-181).
public enum ContextValue: Hashable, Sendable {
    /// The value of a single-valued key.
    case single(Text)
    /// The values of a multivalued key, possibly none.
    case list([Text])

    /// The values, one or many.
    public var texts: [Text] {
        switch self {
        case .single(let text): [text]
        case .list(let texts): texts
        }
    }
}

/// Where the value of a condition key came from.
public enum ContextOrigin: String, Hashable, Sendable {
    /// The question states it.
    case given
    /// It follows from the caller, the resource or the parameters of the call.
    case derived
    /// Nothing says it; a default was taken, which an answer lists under `assumed`.
    case assumed
}

/// The condition keys of one request and their values. Keys that are not here are absent, which is not the same as
/// empty (PL-108).
public struct RequestContext: Sendable, Hashable {
    /// One key with its value.
    public struct Entry: Sendable, Hashable {
        /// The key.
        public let key: ConditionKey
        /// Its value.
        public let value: ContextValue
        /// Where the value came from.
        public let origin: ContextOrigin
    }

    /// All keys, in the order in which they were set.
    public private(set) var entries: [Entry] = []
    private var hashes: [UInt64] = []

    /// A context without keys.
    public init() {}

    /// A context without keys.
    public static let empty = RequestContext()

    /// The value of a key; `nil` where it is absent.
    public subscript(key: ConditionKey) -> ContextValue? {
        index(of: key).map { entries[$0].value }
    }

    /// The entry of a key; `nil` where it is absent.
    public func entry(_ key: ConditionKey) -> Entry? {
        index(of: key).map { entries[$0] }
    }

    private func index(of key: ConditionKey) -> Int? {
        for index in hashes.indices where hashes[index] == key.hash && entries[index].key == key { return index }
        return nil
    }

    /// Sets a key. A value that the question gives wins over one that is derived, and that over one that is assumed
    /// (PL-228 ff.).
    public mutating func set(_ key: ConditionKey, _ value: ContextValue, _ origin: ContextOrigin) {
        let entry = Entry(key: key, value: value, origin: origin)
        guard let index = index(of: key) else {
            entries.append(entry)
            hashes.append(key.hash)
            return
        }
        if entries[index].origin != .given || origin == .given { entries[index] = entry }
    }

    /// Sets a single-valued key.
    public mutating func set(_ key: ConditionKey, _ text: Text, _ origin: ContextOrigin = .derived) {
        set(key, .single(text), origin)
    }

    /// Takes a key away unless the question gives it.
    public mutating func remove(_ key: ConditionKey) {
        guard let index = index(of: key), entries[index].origin != .given else { return }
        entries.remove(at: index)
        hashes.remove(at: index)
    }
}
