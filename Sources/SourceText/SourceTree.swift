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
        /// For containers, the number of elements or of members.
        var count: UInt32 = 0
        /// The index past this value and all within it.
        var next: UInt32
    }

    let file: SourceFile
    let tape: [Entry]
    let decoded: [UInt8]
    let links: [Node]

    init(file: SourceFile, tape: [Entry], decoded: [UInt8] = [], links: [Node] = []) {
        self.file = file
        self.tape = tape
        self.decoded = decoded
        self.links = links
    }

    /// The index of the entry that a link at an index leads to, and the tree in which it stands.
    private func followed(_ index: Int) -> (tree: SourceTree, index: Int) {
        guard tape[index].kind == .link else { return (self, index) }
        let target = links[Int(tape[index].textStart)]
        return (target.tree, target.index)
    }

    /// Whether the text of the scalar at an index is the given one. Copies and allocates nothing.
    func hasText(_ text: String, at index: Int) -> Bool {
        let (tree, place) = followed(index)
        return tree.ownText(at: place, is: text)
    }

    private func ownText(at index: Int, is text: String) -> Bool {
        let start = Int(tape[index].textStart)
        guard Int(tape[index].textEnd) - start == text.utf8.count else { return false }
        var position = start
        for byte in text.utf8 {
            if (tape[index].isDecoded ? decoded[position] : file.bytes[position]) != byte { return false }
            position += 1
        }
        return true
    }

    /// The index of the value of a member; of the last one, where the name stands twice.
    func value(named name: String, inMappingAt index: Int) -> Int? {
        var found: Int?
        var key = index + 1
        while key < Int(tape[index].next) {
            let value = Int(tape[key].next)
            if hasText(name, at: key) { found = value }
            key = Int(tape[value].next)
        }
        return found
    }

    /// The index of the first member's key that is none of some names, from a key's index on.
    func key(notAmong names: [String], inMappingAt index: Int, from start: Int) -> Int? {
        var key = start
        while key < Int(tape[index].next) {
            if !names.contains(where: { hasText($0, at: key) }) { return key }
            key = Int(tape[Int(tape[key].next)].next)
        }
        return nil
    }

    /// The node at an index, with links followed.
    func node(at index: Int) -> Node {
        tape[index].kind == .link ? links[Int(tape[index].textStart)] : Node(tree: self, index: index)
    }
}
