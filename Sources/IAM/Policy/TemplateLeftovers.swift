import SourceText

// What a template's tool should have replaced before anybody reads the policy: IAM would take it for a policy variable that no
// condition key has, or for plain text, and the statement would never match. Where that is a Deny, it is lost.
extension PolicyReader {
    /// Warns of `${…}` that cannot be a policy variable (PL-190, PL-196), or of any where no variable can stand.
    /// - Parameter isKey: whether the text is the name of a condition key, where variables mean nothing.
    /// - Returns: whether there is one.
    @discardableResult
    mutating func reportTemplate(in text: Text, at node: Node, isKey: Bool = false) -> Bool {
        guard !node.file.isOwn, text.contains("$"), let name = Self.leftover(in: text, anyVariable: isKey) else {
            return false
        }
        diagnostics.warning(
            "template-left",
            "`${\(name)}` is the value of no condition key, so that this matches nothing; was it left in from a template?",
            at: node.location)
        return true
    }

    /// The first name in `${…}` that is none of a condition key.
    private static func leftover(in text: Text, anyVariable: Bool) -> Text? {
        var index = 0
        while let dollar = text.firstIndex(of: "$", from: index) {
            index = dollar + 1
            guard index < text.count, text[index] == UInt8(ascii: "{"), let end = text.firstIndex(of: "}", from: index)
            else { continue }
            let name = text[(index + 1)..<end]
            if anyVariable || !isPossible(name) { return name }
            index = end
        }
        return nil
    }

    /// Whether something in braces may be a condition key with an optional default, or one of `${*}`, `${?}` and `${$}`
    /// (PL-194, PL-195).
    private static func isPossible(_ text: Text) -> Bool {
        if text.count == 1, "*?$".utf8.contains(text[0]) { return true }
        let name = text[..<(text.firstIndex(of: ",") ?? text.count)]
        guard let colon = name.firstIndex(of: ":"), colon > 0, colon + 1 < name.count else { return false }
        let isPseudoParameter = name[colon + 1] == UInt8(ascii: ":")
        return !isPseudoParameter && !otherTools.contains(name[..<colon])
    }

    /// What stands before the colon in the variables of other tools, and in no condition key.
    private static let otherTools: Set<Text> = ["self", "opt", "env", "sls", "cf", "param", "var", "local"]
}
