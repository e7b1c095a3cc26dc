import IAM
import SourceText

/// The policies that a stream of questions brought last, by their text: neighbouring questions often bring the same ones.
/// It never holds more than some hundred small files.
struct RecentPolicies {
    private struct Entry {
        let text: Text
        let type: PolicyType
        let document: PolicyDocument
    }

    /// Each text has one place, where a later one replaces it.
    private var entries = [Entry?](repeating: nil, count: 256)

    private static let largestFile = 32_768

    func document(_ node: Node, as type: PolicyType) -> PolicyDocument? {
        guard let text = node.sourceText, let entry = entries[place(of: text)], entry.type == type, entry.text == text
        else { return nil }
        return entry.document
    }

    mutating func keep(_ document: PolicyDocument, of node: Node, as type: PolicyType) {
        guard let text = node.sourceText, node.file.bytes.count <= Self.largestFile else { return }
        entries[place(of: text)] = Entry(text: text, type: type, document: document)
    }

    private func place(of text: Text) -> Int {
        Int(truncatingIfNeeded: UInt(bitPattern: text.hashValue) % UInt(entries.count))
    }
}
