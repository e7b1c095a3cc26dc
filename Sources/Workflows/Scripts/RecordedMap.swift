import SourceText

/// Values by names that also knows which names were set, one after the other. Where the ways through a script part and meet
/// again, only what was set on them needs to be compared, however much the shell knows.
struct RecordedMap<Value> {
    /// The values as they are.
    private(set) var all: NameMap<Value>
    /// The names that were set or taken away, in order, each as often as that happened.
    private var record: [String] = []

    /// A map of values that were there from the start.
    init(_ values: NameMap<Value> = [:]) { all = values }

    /// How often something was set so far.
    var changeCount: Int { record.count }

    /// The names that were set since there were so many changes, each once.
    func changed(since count: Int) -> NameSet { NameSet(record.dropFirst(count)) }

    subscript(name: String) -> Value? {
        get { all[name] }
        set {
            // To take away what is not there changes nothing.
            if newValue == nil, all[name] == nil { return }
            all[name] = newValue
            record.append(name)
        }
    }

    /// What is known where one of several ways was taken.
    /// - Parameters:
    ///   - others: the same map at the ends of the other ways.
    ///   - count: how many changes there were where the ways parted.
    ///   - choose: the value of a name, of those that it has at the end of each way, this one's first.
    mutating func merge(
        _ others: [RecordedMap], since count: Int, _ choose: (_ name: String, _ values: [Value?]) -> Value?
    ) {
        let ways = [self] + others
        var names = changed(since: count)
        for other in others { names.formUnion(other.changed(since: count)) }
        for name in names { self[name] = choose(name, ways.map { $0.all[name] }) }
    }
}

extension RecordedMap where Value == Bool {
    /// Whether a name is in the set.
    func contains(_ name: String) -> Bool { self[name] ?? false }

    /// Adds a name.
    /// - Returns: whether it was not there.
    @discardableResult
    mutating func insert(_ name: String) -> Bool {
        if contains(name) { return false }
        self[name] = true
        return true
    }

    /// Removes a name.
    mutating func remove(_ name: String) { self[name] = nil }
}
