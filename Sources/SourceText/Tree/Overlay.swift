extension Node {
    /// This value with another one laid over it: mappings merge by key, everything else replaces, `null` removes.
    ///
    /// `extends`, `vary` and `cases` of a scenario are overlays. Every value of the result keeps its own file and
    /// place.
    /// - Parameter strictWith: the name of a member; within a mapping that has it, a `null` with nothing below it stays, for
    ///   the mapping's reader to judge: it takes nothing away.
    public func overlaid(with top: Node, strictWith: MemberName? = nil) -> Node {
        guard top.kind == .mapping else { return top }
        return OverlayBuilder.merge(kind == .mapping ? self : nil, top, strictWith)
    }

    /// A copy of a mapping with only some of its members.
    public func keeping(_ isKept: (_ name: String) -> Bool) -> Node {
        guard kind == .mapping else { return self }
        return OverlayBuilder.mapping(place: self, members: members.filter { isKept($0.name) })
    }
}

extension Node {
    /// Whether something within the value is `null`, which an overlay takes away.
    fileprivate var holdsNull: Bool {
        kind == .mapping && members.contains { $0.value.kind == .null || $0.value.holdsNull }
    }
}

/// Writes the tape of an overlay. The nodes it refers to are linked, not copied.
struct OverlayBuilder {
    private let file: SourceFile
    private var tape: [SourceTree.Entry] = []
    private var links: [Node] = []
    /// The member by which a strict mapping is known.
    private let strictMember: MemberName?
    /// Whether what is being merged lies within a strict mapping.
    private var isStrict = false

    init(file: SourceFile, strictMember: MemberName? = nil) {
        self.file = file
        self.strictMember = strictMember
    }

    static func merge(_ base: Node?, _ top: Node, _ strictMember: MemberName?) -> Node {
        var builder = OverlayBuilder(file: (base ?? top).file, strictMember: strictMember)
        builder.appendMerged(base, top)
        return builder.node
    }

    static func mapping(place: Node, members: [Node.Member]) -> Node {
        var builder = OverlayBuilder(file: place.file)
        let start = builder.open(place: place)
        for member in members {
            builder.append(member.key)
            builder.append(member.value)
        }
        builder.close(start, count: members.count)
        return builder.node
    }

    static func list(place: Node, elements: [Node]) -> Node {
        var builder = OverlayBuilder(file: place.file)
        let (start, end) = (place.location.offset, place.location.end)
        builder.tape.append(
            SourceTree.Entry(kind: .sequence, start: UInt32(start), end: UInt32(end), next: 0))
        for element in elements { builder.append(element) }
        builder.close(0, count: elements.count)
        return builder.node
    }

    private var node: Node {
        SourceTree(file: file, tape: tape, links: links).node(at: 0)
    }

    private mutating func appendMerged(_ base: Node?, _ top: Node) {
        let wasStrict = isStrict
        if let strictMember, top[strictMember] != nil || base?[strictMember] != nil { isStrict = true }
        defer { isStrict = wasStrict }
        let start = open(place: base ?? top)
        var count = 0
        let (above, below) = (MemberTable(top), base.map { MemberTable($0) })
        for member in base?.members ?? .empty {
            guard let over = above[member.key.text] else {
                append(member.key)
                append(member.value)
                count += 1
                continue
            }
            count += appendMember(member.key, over, below: member.value)
        }
        for member in top.members where below?[member.key.text] == nil {
            count += appendMember(member.key, member.value, below: nil)
        }
        close(start, count: count)
    }

    /// Adds a member of the upper mapping, in the place of the one below it; `null` takes that away.
    private mutating func appendMember(_ key: Node, _ value: Node, below: Node?) -> Int {
        guard value.kind != .null || isStrict && below == nil else { return 0 }
        append(key)
        appendValue(over: below, value)
        return 1
    }

    private mutating func appendValue(over base: Node?, _ top: Node) {
        let below = base?.kind == .mapping ? base : nil
        if top.kind == .mapping, below != nil || top.holdsNull {
            appendMerged(below, top)
        } else {
            append(top)
        }
    }

    private mutating func open(place: Node) -> Int {
        let link = UInt32(links.count)
        links.append(place.lender)
        tape.append(SourceTree.Entry(kind: .mapping, start: link, end: link, next: 0))
        return tape.count - 1
    }

    private mutating func close(_ start: Int, count: Int) {
        tape[start].count = UInt32(count)
        tape[start].next = UInt32(tape.count)
    }

    private mutating func append(_ node: Node) {
        let next = UInt32(tape.count + 1)
        let mark = node.isScalar ? NameMark(node.text).number : 0
        tape.append(
            SourceTree.Entry(
                kind: .link, start: 0, end: 0, textStart: UInt32(links.count), count: mark, next: next))
        links.append(node)
    }
}
