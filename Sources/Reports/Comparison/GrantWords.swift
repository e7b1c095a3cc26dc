import SourceText

/// Words that a text has, in whatever language, where it grants, attaches or takes away what policies allow.
///
/// They are stems, few and broad: which resources, commands and programs attach a policy, nobody can list, but hardly one
/// does without one of these. A text that has none of them opens nothing; one that has is not yet one that does.
public enum GrantWords {
    /// A word by which a text may grant something, as people write it; `nil` where it has none. Looked at is the whole
    /// text, in UTF-16 and UTF-32, too, with and without its escapes, and what stands in it in Base64.
    public static func first(in bytes: [UInt8]) -> String? {
        let text = bytes.contains(0) ? bytes.filter { $0 != 0 } : bytes
        return word(in: text) ?? word(in: EncodedText.decoded(text))
    }

    private static func word(in text: [UInt8]) -> String? {
        let plain = HeldPolicies.unescaped(Text(bytes: text)).bytes.map(\.self)
        if let found = stem(in: text) ?? (plain == text ? nil : stem(in: plain)) { return found }
        if let found = first(of: joined, in: letters(of: plain), where: { _ in true }) { return found }
        return PolicyWords.isStatement(in: plain) ? "action" : nil
    }

    /// In the middle of other words, too: `rolepolicyarns`.
    private static let stems = WordList([
        "access", "allow", "assume", "attach", "deny", "effect", "grant", "permi", "polic", "principal", "privileg",
        "role", "statement", "trust",
    ])

    /// Where a word begins alone, as these are ends of many others. What is packed cannot be looked into.
    private static let starts = WordList(["acl", "arn", "iam", "perms", "rcp", "scp", "sso", "sts", "h4si"])

    /// Whatever stands between their letters. Queues and topics take their policy as one attribute of many, and whom a
    /// policy serves may be told by a place in the organization or in a group alone.
    private static let joined = WordList([
        "accesscontrol", "awsorganization", "identitystore", "permission", "policies", "policy", "principal",
        "privilege", "queueattribute", "statement", "topicattribute",
    ])

    /// How people write the words of which only a stem is looked for.
    private static let names = [
        "permi": "permission", "perms": "permission", "polic": "policy", "privileg": "privilege",
        "awsorganization": "organization", "identitystore": "identity store", "accesscontrol": "access control",
        "queueattribute": "queue attributes", "topicattribute": "topic attributes", "h4si": "a text that is packed",
        "policies": "policy",
    ]

    private static func stem(in text: [UInt8]) -> String? {
        let lowered = text.map { ASCII.lowercased($0) }
        return first(of: stems, in: lowered) { _ in true }
            ?? first(of: starts, in: lowered) { beginsWord(text, at: $0) }
    }

    private static func first(
        of words: WordList, in text: [UInt8], where isFound: (_ start: Int) -> Bool
    ) -> String? {
        var found: String?
        _ = words.find(in: text) { word, end in
            guard isFound(end - word.utf8.count) else { return false }
            found = names[word] ?? word
            return true
        }
        return found
    }

    /// Whether a word begins at a place: behind what is no letter, or with a capital behind a small letter.
    private static func beginsWord(_ text: [UInt8], at start: Int) -> Bool {
        guard start > 0 else { return true }
        let (before, first) = (text[start - 1], text[start])
        let isLetter = ASCII.isAlphanumeric(before) && !ASCII.isDigit(before)
        return !isLetter || (before == ASCII.lowercased(before) && first != ASCII.lowercased(first))
    }

    /// A text in small letters, without what separates the parts of a name, or of a word at the end of a line.
    private static func letters(of text: [UInt8]) -> [UInt8] {
        text.compactMap { separators[Int($0)] ? nil : ASCII.lowercased($0) }
    }

    private static let separators: [Bool] = {
        var isOne = [Bool](repeating: false, count: 256)
        for byte in "-_.: \t\r\n".utf8 { isOne[Int(byte)] = true }
        return isOne
    }()
}
