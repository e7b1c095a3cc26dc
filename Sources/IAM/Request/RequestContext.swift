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
public enum ContextOrigin: String, Hashable, Sendable, Comparable {
    /// The question states it.
    case given
    /// It follows from the caller, the resource or the parameters of the call.
    case derived
    /// Nothing says it; a default was taken, which an answer lists under `assumed`.
    case assumed

    private var weight: Int {
        switch self {
        case .assumed: 0
        case .derived: 1
        case .given: 2
        }
    }

    /// Orders origins by their weight: a value gives way to one of at least the same weight.
    public static func < (left: ContextOrigin, right: ContextOrigin) -> Bool { left.weight < right.weight }
}

/// The condition keys of one request and their values. Keys that are not here are absent, which is not the same as
/// empty (PL-108).
///
/// The checks of one call share most keys: these are a base that is not copied (`sealed`), and each check adds its own.
public struct RequestContext: Sendable {
    /// One key with its value.
    public struct Entry: Sendable, Hashable {
        /// The key.
        public let key: ConditionKey
        /// Its value.
        public let value: ContextValue
        /// Where the value came from.
        public let origin: ContextOrigin
    }

    /// Some keys, none of them twice.
    private struct Layer: Sendable {
        var entries: [Entry] = []
        /// Where each key's number stands first, once there are many.
        private var places = Rare<[UInt64: Int]>.nothing
        private static let many = 48

        @inline(__always)
        func index(of key: ConditionKey) -> Int? {
            if entries.count > Self.many { return indexAmongMany(key) }
            for index in entries.indices where entries[index].key == key { return index }
            return nil
        }

        @inline(never)
        private func indexAmongMany(_ key: ConditionKey) -> Int? {
            guard let place = places.value?[key.number] else { return nil }
            return entries[place].key == key ? place : entries.indices.first { entries[$0].key == key }
        }

        @inline(__always)
        mutating func append(_ entry: Entry) {
            entries.append(entry)
            if entries.count > Self.many { noteLastPlace() }
        }

        @inline(never)
        private mutating func noteLastPlace() {
            var known = places.value ?? [:]
            places = .nothing
            for index in known.isEmpty ? entries.indices : entries.indices.suffix(1) {
                let number = entries[index].key.number
                if known[number] == nil { known[number] = index }
            }
            places = .some(known)
        }
    }

    /// Keys that many contexts share: a copy of a context has one reference to count for them.
    private final class Base: Sendable {
        let layer: Layer
        init(_ layer: Layer) { self.layer = layer }
    }

    /// A value that few contexts have, so that copies of the others have nothing to do for it.
    private indirect enum Rare<Value: Sendable>: Sendable {
        case nothing
        case some(Value)

        var value: Value? { if case .some(let value) = self { value } else { nil } }
    }

    /// A key that is there, or not there, only by one reading of undocumented points.
    private struct Doubt: Sendable {
        let key: ConditionKey
        let points: UndocumentedPoints
    }

    /// A key that may be there or not, and have any value.
    public struct OpenKey: Sendable, Hashable {
        /// The key.
        public let key: ConditionKey
        /// Why nobody knows its value; empty where the question gives no reason.
        public let reason: Text
    }

    private var own = Layer()
    private var base: Base?
    private var doubts: [Doubt] = []
    /// The keys of which nothing tells the value, mostly none.
    public private(set) var openKeys: [OpenKey] = []
    /// The keys beyond ASCII that end in a tag's key, by what they are if every letter folds (STS-92); mostly none.
    private var beyondASCII = Rare<[ConditionKey: ConditionKey]>.nothing

    /// How many values a key may have where a question states them: each is compared with each value of a condition.
    public static let valueLimit = 1_000

    /// A context without keys.
    public init() {}

    /// A context without keys.
    public static let empty = RequestContext()

    /// Makes room for some more keys at once.
    public mutating func reserve(_ count: Int) {
        own.entries.reserveCapacity(own.entries.count + count)
    }

    /// All keys, in the order in which they were set.
    public var entries: [Entry] {
        guard let base else { return own.entries }
        return base.layer.entries.filter { own.index(of: $0.key) == nil } + own.entries
    }

    /// The same keys, as a base that further keys are laid over without copying it.
    public var sealed: RequestContext {
        var context = RequestContext()
        context.doubts = doubts
        context.openKeys = openKeys
        context.beyondASCII = beyondASCII
        var layer = own
        if base != nil {
            layer = Layer()
            for entry in entries { layer.append(entry) }
        }
        context.base = Base(layer)
        return context
    }

    /// The value of a key; `nil` where it is absent.
    public subscript(key: ConditionKey) -> ContextValue? {
        if let index = own.index(of: key) { return own.entries[index].value }
        if let base, let index = base.layer.index(of: key) { return base.layer.entries[index].value }
        return nil
    }

    /// The value of a key as a condition or a variable sees it; undocumented points on which it hangs count as met.
    func value(_ key: ConditionKey, _ reading: inout Reading) -> ContextValue? {
        if !openKeys.isEmpty, openKey(key) != nil {
            reading.meetOpenKey()
            return nil
        }
        if !doubts.isEmpty { meetDoubts(of: key, &reading) }
        if let value = self[key] { return value }
        if case .nothing = beyondASCII, !key.isBeyondASCII { return nil }
        return likeness(of: key, &reading)
    }

    @inline(never)
    private func meetDoubts(of key: ConditionKey, _ reading: inout Reading) {
        for doubt in doubts where doubt.key == key { reading.meet(doubt.points) }
    }

    @inline(never)
    private func likeness(of key: ConditionKey, _ reading: inout Reading) -> ContextValue? {
        guard let other = likeness(of: key), reading.take(.tagKeysFoldBeyondASCII) else { return nil }
        return other
    }

    /// The value of a key whose tag's key is the same but for letters that may fold beyond ASCII (STS-92).
    private func likeness(of key: ConditionKey) -> ContextValue? {
        guard let folded = key.widelyFolded else { return nil }
        return beyondASCII.value?[folded].flatMap { self[$0] } ?? (folded.isBeyondASCII ? nil : self[folded])
    }

    /// Leaves a key open: whatever else says, nobody knows whether it is there and what it is (CMP-22).
    public mutating func leaveOpen(_ key: ConditionKey, because reason: Text) {
        if openKey(key) == nil { openKeys.append(OpenKey(key: key, reason: reason)) }
    }

    /// The same context with no key open but one.
    func leavingOpen(only key: OpenKey) -> RequestContext {
        var context = self
        context.openKeys = [key]
        return context
    }

    /// Why nobody knows the value of a key; `nil` where the context tells whether it is there, and what it is.
    public func openKey(_ key: ConditionKey) -> OpenKey? {
        openKeys.isEmpty ? nil : openKeys.first { $0.key == key }
    }

    /// Notes that whether a key is there hangs on an undocumented point.
    public mutating func doubt(_ key: ConditionKey, _ point: UndocumentedPoint) {
        doubts.append(Doubt(key: key, points: UndocumentedPoints(point)))
    }

    /// The entry of a key; `nil` where it is absent.
    public func entry(_ key: ConditionKey) -> Entry? {
        if let index = own.index(of: key) { return own.entries[index] }
        guard let base, let index = base.layer.index(of: key) else { return nil }
        return base.layer.entries[index]
    }

    /// Sets a key. A value that the question gives wins over one that is derived, and that over one that is assumed
    /// (PL-228 ff.).
    public mutating func set(_ key: ConditionKey, _ value: ContextValue, _ origin: ContextOrigin) {
        if key.isBeyondASCII { noteBeyondASCII(key) }
        if let index = own.index(of: key) {
            if origin < own.entries[index].origin { return }
            own.entries[index] = Entry(key: key, value: value, origin: origin)
        } else {
            if let base, let index = base.layer.index(of: key), origin < base.layer.entries[index].origin { return }
            own.append(Entry(key: key, value: value, origin: origin))
        }
    }

    private mutating func noteBeyondASCII(_ key: ConditionKey) {
        guard let folded = key.widelyFolded else { return }
        var known = beyondASCII.value ?? [:]
        beyondASCII = .nothing
        known[folded] = key
        beyondASCII = .some(known)
    }

    /// Sets a single-valued key.
    public mutating func set(_ key: ConditionKey, _ text: Text, _ origin: ContextOrigin = .derived) {
        set(key, .single(text), origin)
    }
}
