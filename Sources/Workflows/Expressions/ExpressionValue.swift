import SourceText

/// A value of GitHub's expression language. <https://docs.github.com/actions/reference/workflows-and-actions/expressions>
public indirect enum ExpressionValue: Sendable, Hashable {
    /// Nothing.
    case null
    /// `true` or `false`.
    case boolean(Bool)
    /// A number; not every operation yields one (`NaN`).
    case number(Double)
    /// A text.
    case string(String)
    /// A list.
    case array([ExpressionValue])
    /// Members under names.
    case object(Members)
    /// A value that nobody tells, by the names of what would tell it, such as `secrets.AWS_ROLE`.
    case unknown([String])

    /// The members of an object, in order; names compare without regard to letter case.
    public struct Members: Sendable {
        /// The members; `nil` where one gave way to a later one.
        private var slots: [Member?] = []
        /// Where each member stands among them, by its name without letter case.
        private var places: NameMap<Int> = [:]
        /// Where members that are not listed may exist all the same: the name of the object, such as `secrets`.
        public var openName: String?

        /// The members that are known.
        public var all: [Member] { slots.compactMap { $0 } }

        /// Whether a member of this name is known.
        func contains(_ name: String) -> Bool { places[name.lowercased()] != nil }

        /// Whether no member is known.
        public var isEmpty: Bool { places.isEmpty }

        /// A name and its value.
        public struct Member: Sendable, Hashable {
            /// The name as it was written.
            public let name: String
            /// The value.
            public let value: ExpressionValue
        }

        /// Members in their order.
        public init(_ members: [(String, ExpressionValue)] = [], openName: String? = nil) {
            self.openName = openName
            for (name, value) in members { set(name, value) }
        }

        /// Sets a member; one of the same name gives way.
        public mutating func set(_ name: String, _ value: ExpressionValue) {
            let folded = name.lowercased()
            if let place = places[folded] { slots[place] = nil }
            places[folded] = slots.count
            slots.append(Member(name: name, value: value))
            // Gaps are closed once they are most of the list, so that a name that is set again and again costs the same.
            guard slots.count > 2 * places.count + 8 else { return }
            slots = all
            for (place, member) in all.enumerated() { places[member.name.lowercased()] = place }
        }

        /// The value of a member: `null` where there is none, unknown where there may be one.
        public subscript(name: String) -> ExpressionValue {
            if let member = places[name.lowercased()].flatMap({ slots[$0] }) { return member.value }
            return openName.map { .unknown(["\($0).\(name)"]) } ?? .null
        }
    }
}

extension ExpressionValue.Members: Hashable {
    /// Whether two objects have the same members in the same order.
    public static func == (left: Self, right: Self) -> Bool {
        left.openName == right.openName && left.all == right.all
    }

    /// Hashes the members.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(openName)
        hasher.combine(all)
    }
}

extension ExpressionValue {
    /// Whether the value, or something in it, is unknown: the names of what would tell it, each once.
    public var unknownNames: [String] {
        switch self {
        case .unknown(let names): names
        case .array(let values): Self.names(of: values)
        case .object(let members): Self.names(of: members.all.map(\.value))
        case .null, .boolean, .number, .string: []
        }
    }

    static func names(of values: [ExpressionValue]) -> [String] { once(values.flatMap(\.unknownNames)) }

    /// Names without those that stood before.
    static func once(_ names: [String]) -> [String] {
        var seen: NameSet = []
        return names.filter { seen.insert($0) }
    }

    /// Whether the value counts as true; `nil` where it is unknown.
    public var isTruthy: Bool? {
        switch self {
        case .null: false
        case .boolean(let flag): flag
        case .number(let number): !(number == 0 || number.isNaN)
        case .string(let text): !text.isEmpty
        case .array, .object: true
        case .unknown: nil
        }
    }

    /// The value as text, as it stands where `${{ … }}` stood; `nil` where it is unknown.
    public var text: String? {
        switch self {
        case .null: ""
        case .boolean(let flag): flag ? "true" : "false"
        case .number(let number): Self.text(of: number)
        case .string(let text): text
        case .array: "Array"
        case .object: "Object"
        case .unknown: nil
        }
    }

    static func text(of number: Double) -> String {
        if number.isNaN { return "NaN" }
        if number.isInfinite { return number < 0 ? "-Infinity" : "Infinity" }
        if number == number.rounded(), abs(number) < 1e15 { return String(Int(number)) }
        return String(number)
    }

    /// The value as a number: texts as far as they are numbers of JSON or hexadecimal, lists and objects not at all.
    var number: Double {
        switch self {
        case .null: 0
        case .boolean(let flag): flag ? 1 : 0
        case .number(let number): number
        case .string(let text): Self.number(of: text)
        case .array, .object, .unknown: .nan
        }
    }

    static func number(of text: String) -> Double {
        let trimmed = text.drop { $0.isWhitespace }
        guard !trimmed.isEmpty else { return 0 }
        let end = trimmed.lastIndex { !$0.isWhitespace } ?? trimmed.startIndex
        let plain = trimmed[...end]
        for (prefix, radix) in [("0x", 16), ("0o", 8)] where plain.hasPrefix(prefix) {
            return Int32(plain.dropFirst(2), radix: radix).map(Double.init) ?? .nan
        }
        let isNumber = plain.utf8.allSatisfy { "0123456789+-.eE".utf8.contains($0) }
        return isNumber ? Double(plain) ?? .nan : .nan
    }
}
