/// The elements of a list, in document order. They are found on the tape while somebody walks over them.
public struct NodeElements: Collection, Sendable {
    private let tree: SourceTree
    /// The place of the first element.
    public let startIndex: TapeIndex
    /// The place behind the last element.
    public let endIndex: TapeIndex

    init(tree: SourceTree, from start: Int, to end: Int) {
        self.tree = tree
        startIndex = TapeIndex(place: start)
        endIndex = TapeIndex(place: end)
    }

    /// No elements.
    public static let empty = NodeElements(tree: .empty, from: 0, to: 0)

    /// The element at a place.
    public subscript(index: TapeIndex) -> Node { tree.node(at: index.place) }

    /// The place of the next element.
    public func index(after index: TapeIndex) -> TapeIndex { index.behind(in: tree) }

    /// The last element; `nil` where there is none.
    public var last: Node? {
        indices.reduce(nil) { _, index in index }.map { self[$0] }
    }
}

/// The members of a mapping, in document order.
public struct NodeMembers: Collection, Sendable {
    private let tree: SourceTree
    /// The place of the first member's name.
    public let startIndex: TapeIndex
    /// The place behind the last member.
    public let endIndex: TapeIndex

    init(tree: SourceTree, from start: Int, to end: Int) {
        self.tree = tree
        startIndex = TapeIndex(place: start)
        endIndex = TapeIndex(place: end)
    }

    /// No members.
    public static let empty = NodeMembers(tree: .empty, from: 0, to: 0)

    /// The member whose name stands at a place.
    public subscript(index: TapeIndex) -> Node.Member {
        Node.Member(key: tree.node(at: index.place), value: tree.node(at: index.behind(in: tree).place))
    }

    /// The place of the next member's name.
    public func index(after index: TapeIndex) -> TapeIndex {
        index.behind(in: tree).behind(in: tree)
    }

    /// The last member; `nil` where there is none.
    public var last: Node.Member? {
        indices.reduce(nil) { _, index in index }.map { self[$0] }
    }
}

/// The members of a mapping by their names, for asking a large mapping for many. Small ones are walked through.
struct MemberTable {
    private let node: Node
    private var places: [Text: TapeIndex]?
    private static let many = 16

    init(_ node: Node) {
        self.node = node
        guard node.kind == .mapping, node.count > Self.many else { return }
        var places: [Text: TapeIndex] = [:]
        places.reserveCapacity(node.count)
        for index in node.members.indices { places[node.members[index].key.text] = index }
        self.places = places
    }

    /// The value of a member; the last one where a name stands twice.
    subscript(name: Text) -> Node? {
        if let places { return places[name].map { node.members[$0].value } }
        var found: Node?
        for member in node.members where member.key.text == name { found = member.value }
        return found
    }
}

/// A place on the tape of a document: no position in a list, which would be another number.
public struct TapeIndex: Comparable, Sendable {
    let place: Int

    /// The place behind the value that stands here.
    func behind(in tree: SourceTree) -> TapeIndex {
        TapeIndex(place: Int(tree.tape[place].next))
    }

    /// Orders places by where they stand.
    public static func < (left: TapeIndex, right: TapeIndex) -> Bool { left.place < right.place }
}
