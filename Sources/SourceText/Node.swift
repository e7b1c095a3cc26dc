/// A value of a JSON or YAML document that knows its place.
public struct Node: Sendable {
    let tree: SourceTree
    let index: Int

    private var entry: SourceTree.Entry { tree.tape[index] }

    /// What kind of value a node is.
    public enum Kind: String, Sendable {
        /// `null`.
        case null
        /// `true` or `false`.
        case boolean
        /// A number in JSON's spelling.
        case number
        /// A string.
        case string
        /// A list.
        case sequence = "list"
        /// A mapping of strings to values.
        case mapping
    }

    /// What kind of value this is.
    public var kind: Kind {
        switch entry.kind {
        case .null, .link: .null
        case .boolean: .boolean
        case .number: .number
        case .string: .string
        case .sequence: .sequence
        case .mapping: .mapping
        }
    }

    /// Where the value stands.
    public var location: SourceLocation {
        if entry.kind == .mapping, !tree.links.isEmpty { return tree.links[Int(entry.start)].location }
        return SourceLocation(file: tree.file, offset: Int(entry.start), end: Int(entry.end))
    }

    /// The file in which the value stands.
    public var file: SourceFile { location.file }

    /// Whether the value is a string, a number or a boolean: what IAM accepts as a condition value (PL-5).
    public var isScalar: Bool {
        switch entry.kind {
        case .boolean, .number, .string: true
        case .null, .sequence, .mapping, .link: false
        }
    }

    /// The text of a scalar in its exact spelling (`010.0` stays `010.0`); empty for every other kind.
    public var text: Text {
        Text(bytes: textBytes)
    }

    /// The text of a scalar as a Swift string.
    public var string: String {
        String(decoding: textBytes, as: UTF8.self)
    }

    /// Whether the text of a scalar is the given one, without copying it.
    public func hasText(_ text: Text) -> Bool {
        textBytes.elementsEqual(text.bytes)
    }

    /// The value in the same place of an edited copy of the document; the edits must stand behind its beginning.
    /// - Returns: `nil` for a value that an overlay put together, which stands in no single document.
    public func counterpart(in root: Node) -> Node? {
        guard tree.links.isEmpty, index < root.tree.tape.count else { return nil }
        return root.tree.node(at: index)
    }

    /// Whether the text of a scalar is the given one, without copying it.
    public func hasText(_ text: String) -> Bool {
        isScalar && tree.hasText(text, at: index)
    }

    /// The names of members that are none of some names.
    func members(notAmong names: [String]) -> [Member] {
        guard entry.kind == .mapping, tree.key(notAmong: names, inMappingAt: index, from: index + 1) != nil
        else { return [] }
        return members.filter { member in !names.contains { member.key.hasText($0) } }
    }

    private var textBytes: ArraySlice<UInt8> {
        guard isScalar else { return [] }
        let range = Int(entry.textStart)..<Int(entry.textEnd)
        return entry.isDecoded ? tree.decoded[range] : tree.file.bytes[range]
    }

    /// The number of elements of a list or of members of a mapping.
    public var count: Int { Int(entry.count) }

    /// The elements of a list; none for every other kind.
    public var elements: [Node] {
        guard entry.kind == .sequence else { return [] }
        return children
    }

    /// The members of a mapping in document order; none for every other kind.
    public var members: [Member] {
        guard entry.kind == .mapping else { return [] }
        let nodes = children
        return stride(from: 0, to: nodes.count, by: 2).map { Member(key: nodes[$0], value: nodes[$0 + 1]) }
    }

    /// The value itself, or its elements where it is a list: the shape of `Action`, `Resource` and many others.
    public var elementsOrSelf: [Node] {
        kind == .sequence ? elements : [self]
    }

    /// The value of a member of a mapping; the last one where a name stands twice.
    public subscript(name: String) -> Node? {
        guard entry.kind == .mapping else { return nil }
        return tree.value(named: name, inMappingAt: index).map { tree.node(at: $0) }
    }

    private var children: [Node] {
        var nodes: [Node] = []
        nodes.reserveCapacity(count * (entry.kind == .mapping ? 2 : 1))
        var child = index + 1
        while child < Int(entry.next) {
            nodes.append(tree.node(at: child))
            child = Int(tree.tape[child].next)
        }
        return nodes
    }

    /// A member of a mapping.
    public struct Member: Sendable {
        /// The member's name.
        public let key: Node
        /// The member's value.
        public let value: Node
        /// The member's name as a string.
        public var name: String { key.string }
    }
}

extension Node: Hashable {
    /// Whether two nodes are the same place of the same document (not whether they look alike, see `isSame(as:)`).
    public static func == (left: Node, right: Node) -> Bool {
        left.tree === right.tree && left.index == right.index
    }

    /// Hashes the place.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(ObjectIdentifier(tree))
        hasher.combine(index)
    }

    /// Whether two values are alike in kind and content; the order of members does not count.
    public func isSame(as other: Node) -> Bool {
        if self == other { return true }
        guard kind == other.kind, count == other.count else { return false }
        switch kind {
        case .null: return true
        case .boolean, .number, .string: return textBytes.elementsEqual(other.textBytes)
        case .sequence: return zip(elements, other.elements).allSatisfy { $0.isSame(as: $1) }
        case .mapping: return members.allSatisfy { other[$0.name]?.isSame(as: $0.value) ?? false }
        }
    }
}
