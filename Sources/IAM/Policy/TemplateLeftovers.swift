import SourceText

// What a template's tool should have replaced before anybody reads the policy: IAM would take it for a policy variable that no
// condition key has, or for plain text, and the statement would never match. Where that is a Deny, it is lost.
extension PolicyReader {
    /// Warns of `${…}` that cannot be a policy variable (PL-190, PL-196), or of any where no variable can stand.
    /// - Parameter isKey: whether the text is the name of a condition key, where variables mean nothing.
    /// - Returns: whether there is one.
    @discardableResult
    mutating func reportTemplate(in text: Text, at node: Node, isKey: Bool = false) -> Bool {
        guard !node.file.isOwn, text.contains("$") else { return false }
        guard let name = Self.leftover(in: text, anyVariable: isKey) else {
            reportOldVersion(text, at: node)
            reportUnknownVariable(in: text, at: node)
            return false
        }
        diagnostics.warning(
            "template-left",
            "`${\(name)}` is the value of no condition key, so that this matches nothing; was it left in from a template?",
            at: node.location)
        return true
    }

    /// A variable means nothing before version 2012-10-17, so that the text matches itself alone (PL-22, PL-191).
    private mutating func reportOldVersion(_ text: Text, at node: Node) {
        guard version == .v2008, let name = Self.leftover(in: text, anyVariable: true) else { return }
        diagnostics.warning(
            "variable-without-version",
            "`${\(name)}` stands for itself in a policy of version 2008-10-17: variables need `\"Version\": \"2012-10-17\"`",
            at: node.location)
    }

    /// The first name in `${…}` that is none of a condition key.
    private static func leftover(in text: Text, anyVariable: Bool) -> Text? {
        text.variables.first { anyVariable || !isPossible($0) }
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

extension Text {
    /// What stands in each `${…}`: a name, perhaps with a default behind a comma.
    var variables: [Text] {
        var variables: [Text] = []
        var index = 0
        while let dollar = firstIndex(of: "$", from: index) {
            index = dollar + 1
            guard index < count, self[index] == UInt8(ascii: "{") else { continue }
            guard let end = firstIndex(of: "}", from: index) else { return variables }
            variables.append(self[(index + 1)..<end])
            index = end
        }
        return variables
    }
}
