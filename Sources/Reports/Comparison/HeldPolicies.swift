public import SourceText

/// The policies that a file holds, wherever they stand in it: alone, among accounts, or in a template.
public struct HeldPolicies: Sendable {
    /// The policy documents, in order.
    public let documents: [Node]

    /// Finds the mappings that have statements.
    public init(in root: Node) {
        var found: [Node] = []
        var waiting = [root]
        while let node = waiting.popLast() {
            if Self.hasStatements(node) {
                found.append(node)
            } else {
                waiting += node.elements.reversed() + node.members.map(\.value).reversed()
            }
        }
        documents = found
    }

    /// Whether a text that could not be understood speaks of statements.
    public static func isMentioned(in bytes: [UInt8]) -> Bool {
        let text = Text(bytes: bytes)
        let word = Text("statement")
        return bytes.indices.contains { index in
            (bytes[index] | 0x20) == UInt8(ascii: "s") && index + word.count <= text.count
                && text[index..<index + word.count].isSame(ignoringASCIICase: word)
        }
    }

    /// Whether two files hold the same policies, however they are laid out.
    public func isSame(as other: HeldPolicies) -> Bool {
        documents.map(\.compactText) == other.documents.map(\.compactText)
    }

    private static func hasStatements(_ node: Node) -> Bool {
        node.members.contains { member in
            member.key.text.isSame(ignoringASCIICase: "Statement")
                && (member.value.kind == .mapping || member.value.kind == .sequence)
        }
    }
}
