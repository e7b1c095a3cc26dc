import SourceText

/// Whether a text speaks of policies, in whatever language it is written: policies as JSON and YAML, the programs and
/// templates that make them, commands that attach them. Words of prose, such as a bank's statement, are none of it.
public enum PolicyWords {
    /// Looks through the whole of a text. In UTF-16 and UTF-32, too.
    public static func speak(in bytes: [UInt8]) -> Bool {
        let text = bytes.contains(0) ? bytes.filter { $0 != 0 } : bytes
        if encoded.find(in: text, where: { _, _ in true }) { return true }
        let plain = HeldPolicies.unescaped(Text(bytes: text)).asciiLowercased.bytes.map(\.self)
        var members: Set<Text> = []
        return words.find(in: plain) { word, end in
            switch word {
            case "effect": return statesEffect(plain, from: end)
            // `policy = file("open.json")`; a name that only ends so, such as `restartPolicy`, is another one.
            case "policy": return isSet(plain, from: end) && !isInName(plain, before: end - word.utf8.count)
            case "statement", "action", "resource", "principal":
                guard isMember(plain, from: end) else { return false }
                members.insert(word == "principal" ? "resource" : Text(word))
                return members.count == 3
            default: return true
            }
        }
    }

    /// Versions of the language, ARNs of policies, and what tools and languages call a policy; and the words of a
    /// policy, which are words of prose too.
    private static let words = WordList([
        "2012-10-17", "2008-10-17", ":policy/", "policydocument", "policy_document", "policy-document",
        "policystatement", "policy_statement", "assumerolepolicy", "assume_role_policy", "assume-role-policy",
        "effect", "statement", "action", "resource", "principal",
        // What attaches a policy, in templates, programs and at the prompt.
        "policyattachment", "policy_attachment", "attachrolepolicy", "attach_role_policy", "attach-role-policy",
        "attachuserpolicy", "attach_user_policy", "attach-user-policy", "attachgrouppolicy", "attach_group_policy",
        "attach-group-policy", "managedpolicyarn", "managed_policy_arn", "managedpolicyname", "awsmanaged",
        "administratoraccess", "poweruseraccess", "fullaccess", "managed_polic", "managed-polic", "account_assignment",
        "accountassignment",
        // A policy by a file or a name, as Terraform, programs and the command line have it; and what takes one away.
        "_policy\"", "_policy(", "rolepolicy", "userpolicy", "grouppolicy", "role-policy", "user-policy",
        "group-policy",
        "detach-policy", "attach-policy", "policy-version", "policyversion", "permissions_boundary",
        "permissionsboundary",
        "permissions-boundary", "policy",
        // What makes a statement of one.
        "lambda_permission", "lambda::permission", "add-permission", "add_permission", "addpermission", "bucket-policy",
        "bucketpolicy", "key-policy", "key_policy", "repository-policy", "repository_policy", "queue_policy",
        "resource-policy", "kms_grant", "create-grant", "anyprincipal",
        "grantpublicaccess", "grantread", "grantwrite", "public-read", "crudpolicy", "writepolicy",
    ])

    /// `tatement` in Base64, at each of the places that it can have among three bytes.
    private static let encoded = WordList(["dGF0ZW1lbn", "RhdGVtZW50", "0YXRlbWVud"])

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

    /// Whether a word is the name of something that is set with `=`.
    private static func isSet(_ text: [UInt8], from end: Int) -> Bool {
        var index = end
        while index < text.count, index - end < columns, text[index] == 0x20 || text[index] == 0x09 { index += 1 }
        return index + 1 < text.count && text[index] == UInt8(ascii: "=") && text[index + 1] != UInt8(ascii: "=")
    }

    private static func isInName(_ text: [UInt8], before start: Int) -> Bool {
        start > 0 && (isLetterOrDigit(text[start - 1]) || text[start - 1] == UInt8(ascii: "_"))
    }

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

/// Words that are looked for in one pass over a text.
private struct WordList {
    private let words: [(name: String, bytes: [UInt8])]
    /// Which pairs of bytes a word begins with: few places of a text are more than a look into this table.
    private let isStart: [Bool]

    init(_ names: [String]) {
        words = names.map { ($0, Array($0.utf8)) }
        var isStart = [Bool](repeating: false, count: 65_536)
        for word in words { isStart[Self.pair(word.bytes, 0)] = true }
        self.isStart = isStart
    }

    private static func pair(_ bytes: [UInt8], _ index: Int) -> Int { Int(bytes[index]) << 8 | Int(bytes[index + 1]) }

    /// Whether one of the words that stand in a text is as it should be.
    /// - Parameter isFound: is asked of each, with where it ends.
    func find(in text: [UInt8], where isFound: (_ word: String, _ end: Int) -> Bool) -> Bool {
        var index = 0
        while index + 1 < text.count {
            if isStart[Self.pair(text, index)] {
                for word in words where text[index...].starts(with: word.bytes) {
                    if isFound(word.name, index + word.bytes.count) { return true }
                }
            }
            index += 1
        }
        return false
    }
}
