public import SourceText

/// The policies that a file holds, wherever they stand in it: alone, among accounts, in a template, or within a text.
public struct HeldPolicies: Sendable {
    /// The policy documents, in order; of one that is written in a text, such as the script of a workflow, the text.
    public let documents: [Node]

    /// Finds the mappings that have statements, and the texts that speak of them and of effects.
    public init(in root: Node) {
        var found: [Node] = []
        var waiting = [root]
        while let node = waiting.popLast() {
            if Self.hasStatements(node) || node.kind == .string && Self.isWritten(in: node.text) {
                found.append(node)
            } else {
                waiting += node.elements.reversed() + node.members.map(\.value).reversed()
            }
        }
        documents = found
    }

    /// Whether a text that could not be understood speaks of statements.
    public static func isMentioned(in bytes: [UInt8]) -> Bool {
        // In UTF-16 and UTF-32, too.
        mentions(Text(bytes: bytes.filter { $0 != 0 }), "statement")
    }

    /// Whether a policy seems to be written in a text.
    private static func isWritten(in text: Text) -> Bool {
        mentions(text, "statement") && mentions(text, "effect")
    }

    private static func mentions(_ text: Text, _ word: Text) -> Bool {
        guard let first = word.bytes.first else { return false }
        let bytes = text.bytes
        return bytes.indices.contains { index in
            let place = index - bytes.startIndex
            return (bytes[index] | 0x20) == first && place + word.count <= text.count
                && text[place..<place + word.count].isSame(ignoringASCIICase: word)
        }
    }

    /// Whether two files hold the same policies, however they are laid out.
    public func isSame(as other: HeldPolicies) -> Bool {
        documents.map(\.compactText) == other.documents.map(\.compactText)
    }

    private static func hasStatements(_ node: Node) -> Bool {
        node.members.contains { member in
            ["Statement", "Statements"].contains { member.key.text.isSame(ignoringASCIICase: $0) }
                && (member.value.kind == .mapping || member.value.kind == .sequence)
        }
    }
}
