// Values that stand in no document, put together from pieces of which each knows its own place.
extension Node {
    /// The whole text of a file as one string, as an option of a command line has it.
    public init(wholeTextOf file: SourceFile) {
        let end = UInt32(clamping: file.bytes.count)
        let mark = NameMark(Text(file.bytes, 0..<file.bytes.count))
        let entry = SourceTree.Entry(
            kind: .string, start: 0, end: end, textStart: 0, textEnd: end, count: mark.number, next: 1)
        self = SourceTree(file: file, tape: [entry]).node(at: 0)
    }

    /// A mapping.
    /// - Parameter place: where the mapping itself is said to stand.
    public static func mapping(_ members: [(key: Node, value: Node)], at place: Node) -> Node {
        OverlayBuilder.mapping(place: place, members: members.map { Member(key: $0.key, value: $0.value) })
    }

    /// A list.
    /// - Parameter place: where the list itself is said to stand.
    public static func list(_ elements: [Node], at place: Node) -> Node {
        OverlayBuilder.list(place: place, elements: elements)
    }
}
