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

    /// The number of bytes that the value takes as JSON without blanks between its parts; characters that JSON escapes
    /// count once.
    public var compactSize: Int {
        switch kind {
        case .null: 4
        case .boolean, .number: text.count
        case .string: text.count + 2
        case .sequence: elements.reduce(0) { $0 + $1.compactSize } + max(count - 1, 0) + 2
        case .mapping:
            members.reduce(0) { $0 + $1.key.text.count + 3 + $1.value.compactSize } + max(count - 1, 0) + 2
        }
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

    /// The value that lends a mapping of an overlay its place: to hold that one is not to hold the overlays below it.
    var lender: Node { entry.kind == .mapping && !tree.links.isEmpty ? tree.links[Int(entry.start)] : self }

    /// How many entries the value takes that no other document lends it.
    public var ownSize: Int { tree.links.isEmpty ? 0 : Int(entry.next) - index }

    /// How much there is to read: the value and all within it, names of members too, and each 64 bytes of their text once more.
    public var weight: Int {
        let entry = entry
        if tree.links.isEmpty { return Int(entry.next) - index + max(Int(entry.end) - Int(entry.start), 0) / 64 }
        return tree.tape[index..<Int(entry.next)].reduce(0) { sum, entry in
            sum + 1 + (entry.kind == .link ? tree.links[Int(entry.textStart)].weight : 0)
        }
    }

    /// Whether the value was put together from several files.
    public var isOverlaid: Bool { !tree.links.isEmpty }

    /// A JSON value as it stands in its file; `nil` in other trees, where the same text may be different values.
    public var sourceText: Text? {
        guard tree.isJSON else { return nil }
        return Text(tree.file.bytes, Int(entry.start)..<Int(entry.end))
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
        isScalar ? tree.text(at: index) : ""
    }

    /// The text of a scalar as a Swift string.
    public var string: String {
        text.string
    }

    /// Whether the text of a scalar is the given one, without copying it.
    public func hasText(_ text: Text) -> Bool {
        self.text == text
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
    func members(notAmong names: [MemberName]) -> [Member] {
        guard entry.kind == .mapping, tree.key(notAmong: names, inMappingAt: index) != nil else { return [] }
        return members.filter { member in !names.contains { $0.isText(member.key.text) } }
    }

    /// The number of elements of a list or of members of a mapping.
    public var count: Int { Int(entry.count) }

    /// The elements of a list; none for every other kind.
    public var elements: NodeElements {
        entry.kind == .sequence ? NodeElements(tree: tree, from: index + 1, to: Int(entry.next)) : .empty
    }

    /// The members of a mapping in document order; none for every other kind.
    public var members: NodeMembers {
        entry.kind == .mapping ? NodeMembers(tree: tree, from: index + 1, to: Int(entry.next)) : .empty
    }

    /// The scalars within the value whose text is longer than some number of bytes.
    public func texts(longerThan limit: Int) -> [Node] {
        tree.indices(ofTextsLongerThan: limit, from: index).flatMap { place -> [Node] in
            let node = tree.node(at: place)
            return node.tree === tree ? [node] : node.texts(longerThan: limit)
        }
    }

    /// The members of a mapping that are `null`.
    public var nullMembers: [Member] {
        guard entry.kind == .mapping, tree.hasNullMember(inMappingAt: index) else { return [] }
        return members.filter { $0.value.kind == .null }
    }

    /// The value itself, or its elements where it is a list: the shape of `Action`, `Resource` and many others.
    public var elementsOrSelf: NodeElements {
        kind == .sequence ? elements : NodeElements(tree: tree, from: index, to: Int(entry.next))
    }

    /// The value of a member of a mapping; the last one where a name stands twice.
    public subscript(name: MemberName) -> Node? {
        guard entry.kind == .mapping else { return nil }
        return tree.value(named: name, inMappingAt: index).map { tree.node(at: $0) }
    }

    /// The value of a member whose name is not known before.
    public func member(named name: String) -> Node? {
        guard entry.kind == .mapping else { return nil }
        return tree.value(named: name, inMappingAt: index).map { tree.node(at: $0) }
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
        case .boolean, .number, .string: return text == other.text
        case .sequence: return zip(elements, other.elements).allSatisfy { $0.isSame(as: $1) }
        case .mapping:
            let theirs = MemberTable(other)
            return members.allSatisfy { theirs[$0.key.text]?.isSame(as: $0.value) ?? false }
        }
    }

    /// Hashes kind and content, so that values that are alike (`isSame(as:)`) have the same hash.
    public func hashLikeness(into hasher: inout Hasher) {
        hasher.combine(kind)
        hasher.combine(count)
        switch kind {
        case .null: return
        case .boolean, .number, .string: hasher.combine(text)
        case .sequence: for element in elements { element.hashLikeness(into: &hasher) }
        case .mapping:
            // The order of members does not count, and the sum knows none.
            hasher.combine(
                members.reduce(0) { sum, member in
                    var own = Hasher()
                    own.combine(member.key.text)
                    member.value.hashLikeness(into: &own)
                    return sum &+ own.finalize()
                })
        }
    }
}
