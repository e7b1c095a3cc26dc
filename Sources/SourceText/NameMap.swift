/// Values by the names that a file gives them. Names are the same where their bytes are: `String`, as the key of a
/// `Dictionary`, would take `é` and `e` with an accent behind it for one name, and so lose one of two values.
public struct NameMap<Value> {
    private var values: [Text: Value] = [:]

    /// A map without values.
    public init() {}

    /// The value of a name; `nil` where it has none.
    public subscript(name: String) -> Value? {
        get { values[Text(name)] }
        set { values[Text(name)] = newValue }
    }

    /// The value of a name, or another one where it has none yet.
    public subscript(name: String, default other: @autoclosure () -> Value) -> Value {
        get { values[Text(name)] ?? other() }
        set { values[Text(name)] = newValue }
    }

    /// Whether no name has a value.
    public var isEmpty: Bool { values.isEmpty }

    /// How many names have a value.
    public var count: Int { values.count }

    /// The names in the order of their bytes.
    public var names: [String] { values.keys.sorted().map(\.string) }

    /// These values with those of another map laid over them.
    public func overlaid(with other: NameMap) -> NameMap {
        var both = self
        both.merge(other) { $1 }
        return both
    }

    /// Adds the values of another map.
    /// - Parameter choose: which of two values of one name stays.
    public mutating func merge(_ other: NameMap, _ choose: (Value, Value) -> Value) {
        values.merge(other.values, uniquingKeysWith: choose)
    }

    /// The same names with other values.
    public func mapValues<Other>(_ transform: (Value) throws -> Other) rethrows -> NameMap<Other> {
        var map = NameMap<Other>()
        map.values = try values.mapValues(transform)
        return map
    }
}

extension NameMap: Sequence {
    /// Names and values in the order of the names' bytes, which is the same in every process.
    public func makeIterator() -> IndexingIterator<[(name: String, value: Value)]> {
        values.sorted { $0.key < $1.key }.map { (name: $0.key.string, value: $0.value) }.makeIterator()
    }
}

extension NameMap: Sendable where Value: Sendable {}
extension NameMap: Equatable where Value: Equatable {}
extension NameMap: Hashable where Value: Hashable {}

extension NameMap: ExpressibleByDictionaryLiteral {
    /// Makes a map of a literal; of one name that stands twice the later value counts.
    public init(dictionaryLiteral elements: (String, Value)...) {
        for (name, value) in elements { self[name] = value }
    }
}

/// Names that a file gives, each once, compared as `NameMap` compares them.
public struct NameSet: Sendable, Hashable, ExpressibleByArrayLiteral {
    private var names: Set<Text> = []

    /// A set without names.
    public init() {}

    /// Makes a set of a literal.
    public init(arrayLiteral names: String...) {
        self.init(names)
    }

    /// Makes a set of names.
    public init(_ names: some Sequence<String>) {
        self.names = Set(names.map { Text($0) })
    }

    /// Whether there is no name.
    public var isEmpty: Bool { names.isEmpty }

    /// How many names there are.
    public var count: Int { names.count }

    /// Whether a name is among them.
    public func contains(_ name: String) -> Bool { names.contains(Text(name)) }

    /// Adds a name.
    /// - Returns: whether it was not there.
    @discardableResult
    public mutating func insert(_ name: String) -> Bool { names.insert(Text(name)).inserted }

    /// Removes a name.
    public mutating func remove(_ name: String) { names.remove(Text(name)) }

    /// Adds the names of another set.
    public mutating func formUnion(_ other: NameSet) { names.formUnion(other.names) }

    /// Adds the names of a sequence.
    public mutating func formUnion(_ others: some Sequence<String>) { for name in others { insert(name) } }
}

extension NameSet: Sequence {
    /// The names in the order of their bytes, which is the same in every process.
    public func makeIterator() -> IndexingIterator<[String]> {
        names.sorted().map(\.string).makeIterator()
    }
}

extension String {
    /// Whether two names are the same, byte by byte; `==` would follow canonical equivalence.
    public func isSame(as other: String) -> Bool { utf8.elementsEqual(other.utf8) }
}

extension Sequence<String> {
    /// Whether a name is among these, byte by byte.
    public func containsName(_ name: String) -> Bool { contains { $0.isSame(as: name) } }
}
