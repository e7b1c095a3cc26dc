public import SourceText

/// How the statements of two versions of a policy differ, as far as their texts tell.
///
/// Statements do not hang on each other: whatever else holds, taking an Allow away or adding a Deny allows nothing that
/// was refused, and the other way round (EV-1, EV-4). Of a statement that was rewritten, nothing of the kind is known.
public struct StatementDifference: Sendable {
    /// What a change of statements can only do.
    public enum Effect: Sendable {
        /// It allows nothing that was refused.
        case takesAway
        /// It refuses nothing that was allowed.
        case addsOnly
    }

    /// What the change can only do; `nil` where it may do either.
    public let effect: Effect?
    /// The statements that are new or gone, each by its Sid, or by its number counted from 0.
    public let names: [String]
    /// Whether both versions say the same, whatever their statements are called and in which order they stand.
    public let isEmpty: Bool

    /// Compares two versions of a policy document.
    public init(before: Node, after: Node) {
        let (old, new) = (Self.statements(before), Self.statements(after))
        var rest: [Text: Int] = [:]
        for statement in new { rest[statement.text, default: 0] += 1 }
        let gone = old.filter { !Self.take($0, from: &rest) }
        rest = [:]
        for statement in old { rest[statement.text, default: 0] += 1 }
        let added = new.filter { !Self.take($0, from: &rest) }
        names = (gone + added).map(\.name).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
        let rules = gone.map { (effect: $0.effect, isNew: false) } + added.map { (effect: $0.effect, isNew: true) }
        let isAlike = Self.isAlike(before, after)
        isEmpty = rules.isEmpty && isAlike
        if rules.isEmpty || !isAlike {
            effect = nil
        } else if rules.allSatisfy({ $0.effect == ($0.isNew ? "Deny" : "Allow") }) {
            effect = .takesAway
        } else if rules.allSatisfy({ $0.effect == ($0.isNew ? "Allow" : "Deny") }) {
            effect = .addsOnly
        } else {
            effect = nil
        }
    }

    private struct Statement {
        let name: String
        let effect: Text
        let text: Text
    }

    private static func statements(_ policy: Node) -> [Statement] {
        (policy["Statement"]?.elementsOrSelf ?? .empty).enumerated().map { index, node in
            let sid = node["Sid"]?.string ?? ""
            return Statement(
                name: sid.isEmpty ? "#\(index)" : sid, effect: node["Effect"]?.text ?? "",
                text: node.keeping { $0 != "Sid" }.compactText)
        }
    }

    private static func take(_ statement: Statement, from rest: inout [Text: Int]) -> Bool {
        guard let count = rest[statement.text], count > 0 else { return false }
        rest[statement.text] = count - 1
        return true
    }

    /// Whether the rest of the documents is the same: another `Version` reads every statement otherwise.
    private static func isAlike(_ before: Node, _ after: Node) -> Bool {
        func rest(_ policy: Node) -> Node { policy.keeping { !["Statement", "Id"].contains($0) } }
        return rest(before).compactText == rest(after).compactText
    }
}

extension Node {
    /// The value as JSON without blanks: the same text for the same value, however it is laid out.
    public var compactText: Text { Text(JSONWriter.text(JSONValue(self))) }
}
