/// The values of one JSON or YAML document on a flat tape, in document order.
///
/// A value is an index into the tape. A string stays a range of bytes until somebody asks for it, and lines and
/// columns are computed when a diagnostic needs them. An overlay (see `Node.overlaid(with:)`) is a tree too: its
/// leaves are links to nodes of other trees, so that every value still knows the file it came from.
final class SourceTree: Sendable {
    /// What a tape entry is.
    enum Kind: UInt8 {
        case null, boolean, number, string, sequence, mapping, link
    }

    /// One value, key or container of the tape.
    struct Entry: Sendable {
        let kind: Kind
        /// Whether the text lies in `decoded` and not in the file's own bytes.
        var isDecoded = false
        /// The place in the file; for a mapping of an overlay, `start` is the link that lends it its place.
        var start: UInt32
        var end: UInt32
        /// The range of the text of a scalar; for a link, the number of its target.
        var textStart: UInt32 = 0
        var textEnd: UInt32 = 0
        /// For containers, the number of elements or of members; for names of members, and links to them, their mark.
        var count: UInt32 = 0
        /// The index past this value and all within it.
        var next: UInt32
    }

    let file: SourceFile
    let tape: [Entry]
    let decoded: [UInt8]
    let links: [Node]
    /// Whether the same text always stands for the same value, as in JSON: in YAML it hangs on what stands around.
    let isJSON: Bool

    init(file: SourceFile, tape: [Entry], decoded: [UInt8] = [], links: [Node] = [], isJSON: Bool = false) {
        self.isJSON = isJSON
        self.file = file
        self.tape = tape
        self.decoded = decoded
        self.links = links
    }

    /// A tree without values.
    static let empty = SourceTree(file: SourceFile(path: "", bytes: []), tape: [])

    /// The text of the scalar at an index, which is no link.
    func text(at index: Int) -> Text {
        let entry = tape[index]
        return Text(entry.isDecoded ? decoded : file.bytes, Int(entry.textStart)..<Int(entry.textEnd))
    }

    /// Whether the text of the scalar at an index is the given one. Copies and allocates nothing.
    func hasText(_ text: String, at index: Int) -> Bool {
        let entry = tape[index]
        if entry.kind == .link { return links[Int(entry.textStart)].hasText(text) }
        return Int(entry.textEnd &- entry.textStart) == text.utf8.count && self.text(at: index) == text
    }

    /// The index of the value of a member; of the last one, where the name stands twice.
    func value(named name: MemberName, inMappingAt index: Int) -> Int? {
        tape.withUnsafeBufferPointer { tape in
            let end = Int(tape[index].next)
            var found: Int?
            var key = index + 1
            while key < end {
                let value = Int(tape[key].next)
                if NameMark(of: tape[key]) == name.mark, isName(tape[key], name) { found = value }
                key = Int(tape[value].next)
            }
            return found
        }
    }

    /// The same for a name that is not known before.
    func value(named name: String, inMappingAt index: Int) -> Int? {
        let end = Int(tape[index].next)
        var found: Int?
        var key = index + 1
        while key < end {
            let value = Int(tape[key].next)
            if hasText(name, at: key) { found = value }
            key = Int(tape[value].next)
        }
        return found
    }

    private func isName(_ key: Entry, _ name: MemberName) -> Bool {
        if key.kind == .link { return name.isText(links[Int(key.textStart)].text) }
        return name.isText(Text(key.isDecoded ? decoded : file.bytes, Int(key.textStart)..<Int(key.textEnd)))
    }

    /// The index of the first member's key that is none of some names.
    func key(notAmong names: [MemberName], inMappingAt index: Int) -> Int? {
        tape.withUnsafeBufferPointer { tape in
            let end = Int(tape[index].next)
            var key = index + 1
            while key < end {
                let entry = tape[key]
                let mark = NameMark(of: entry)
                if !names.contains(where: { $0.mark == mark && isName(entry, $0) }) { return key }
                key = Int(tape[Int(entry.next)].next)
            }
            return nil
        }
    }

    /// Whether a member of a mapping is `null`.
    func hasNullMember(inMappingAt index: Int) -> Bool {
        let end = Int(tape[index].next)
        var key = index + 1
        while key < end {
            let value = Int(tape[key].next)
            if tape[value].kind == .null { return true }
            if tape[value].kind == .link, node(at: value).kind == .null { return true }
            key = Int(tape[value].next)
        }
        return false
    }

    /// The scalars within a value whose text is longer than some number of bytes, and all links.
    func indices(ofTextsLongerThan limit: Int, from index: Int) -> [Int] {
        tape.withUnsafeBufferPointer { tape in
            var found: [Int] = []
            for place in index..<max(index + 1, Int(tape[index].next)) {
                let entry = tape[place]
                if entry.kind == .link
                    || Int(entry.textEnd &- entry.textStart) > limit && entry.textEnd > entry.textStart
                {
                    found.append(place)
                }
            }
            return found
        }
    }

    /// The node at an index, with links followed.
    func node(at index: Int) -> Node {
        tape[index].kind == .link ? links[Int(tape[index].textStart)] : Node(tree: self, index: index)
    }
}
