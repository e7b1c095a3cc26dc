import SourceText

/// Whether a policy is written in a text, in whatever language: as JSON and YAML, in programs and templates, in prose.
/// Words of prose, such as a bank's statement, are none of it, nor is what only names or attaches a policy (`GrantWords`).
public enum PolicyWords {
    /// Looks through the whole of a text. In UTF-16, UTF-32 and Base64, too.
    public static func speak(in bytes: [UInt8]) -> Bool {
        let text = bytes.contains(0) ? bytes.filter { $0 != 0 } : bytes
        if holdPolicy(text) { return true }
        let decoded = EncodedText.decoded(text)
        // Nobody encodes prose.
        return HeldPolicies.isMentioned(in: decoded) || holdPolicy(decoded)
    }

    private static func holdPolicy(_ text: [UInt8]) -> Bool {
        let plain = HeldPolicies.unescaped(Text(bytes: text)).asciiLowercased.bytes.map(\.self)
        let isFound = words.find(in: plain) { word, end in word != "effect" || statesEffect(plain, from: end) }
        return isFound || count(of: parts, in: plain) == 3
    }

    /// Whether a text has members of a statement: an action, and what or whom it is about.
    static func isStatement(in text: [UInt8]) -> Bool { count(of: parts, in: text.map { ASCII.lowercased($0) }) >= 2 }

    /// How many of a statement, an action, and a resource or principal are members of something in a text.
    private static func count(of parts: WordList, in text: [UInt8]) -> Int {
        var members: Set<Text> = []
        _ = parts.find(in: text) { word, end in
            if isMember(text, from: end) { members.insert(word == "principal" ? "resource" : Text(word)) }
            return members.count == 3
        }
        return members.count
    }

    /// Versions of the language, a name that its documents have in many languages, and the one word that each has.
    private static let words = WordList([
        "2012-10-17", "2008-10-17", "policydocument", "policy_document", "policy-document", "effect",
    ])

    /// The words of a statement, which are words of prose too.
    private static let parts = WordList(["statement", "action", "resource", "principal"])

    /// Whether an effect is stated: `"Effect": "Allow"`, `effect = "Deny"`, `Effect.ALLOW`, `<Effect>Allow`.
    private static func statesEffect(_ text: [UInt8], from end: Int) -> Bool {
        var index = end
        while index < text.count, index - end < columns, !isLetterOrDigit(text[index]) { index += 1 }
        let between = text[end..<index]
        guard between.elementsEqual(".".utf8) || between.contains(where: Array(":=\"'(>".utf8).contains) else {
            return false
        }
        return text[index...].starts(with: "allow".utf8) || text[index...].starts(with: "deny".utf8)
    }

    /// How far apart a name and its value stand, where they are laid out in columns.
    private static let columns = 128

    /// Whether a word is the name of a member or of a block. A statement that has an action, and says whom or what it is
    /// about, is one of a policy.
    private static func isMember(_ text: [UInt8], from end: Int) -> Bool {
        var index = end
        if index < text.count, text[index] == UInt8(ascii: "s") { index += 1 }
        while index < text.count, index - end < columns, Array("\"'` \t]".utf8).contains(text[index]) { index += 1 }
        return index < text.count && Array(":={[".utf8).contains(text[index])
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        let letters = UInt8(ascii: "a")...UInt8(ascii: "z")
        return letters.contains(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
}
