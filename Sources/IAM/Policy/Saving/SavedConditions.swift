import SourceText

// Condition keys that no request has, and values that are none of their operator's kind (PL-133, PL-140, PL-143, PL-146,
// PL-151, PL-156, PL-184, PL-192, PL-250).
extension PolicyReader {
    /// Tells of a name that no condition key has.
    mutating func reportImpossible(key text: Text, at node: Node) {
        if let first = text.bytes.first, first == 0x20 || text[text.count - 1] == 0x20 {
            return tellVoid("void-key", "no condition key begins or ends with a blank, found `\(text)`", at: node)
        }
        guard text.firstIndex(of: ":") ?? 0 == 0 else { return }
        tellVoid(
            "void-key", "a condition key begins with its service, as in `aws:username`, found `\(text)`", at: node)
    }

    /// A key that AWS does not know has no value, so that a Deny which asks for one says nothing.
    mutating func reportMisspelled(_ key: Node) {
        // Blanks and characters that are not seen are told by themselves.
        let isPlain = key.text.bytes.allSatisfy { (0x21...0x7E).contains($0) }
        // The default policies of SNS's topics have a key of their own, which no other kind of policy has.
        let isOfTopics = type == .resource && key.text.isSame(ignoringASCIICase: "aws:SourceOwner")
        guard !key.file.isOwn, isPlain, !isOfTopics, ConditionKey.isUnlisted(key.text) else { return }
        let hint = ConditionKey.meant(by: key.text).map { "; did you mean `\($0)`?" } ?? ""
        diagnostics.warning("unknown-key", "AWS has no condition key `\(key.string)`\(hint)", at: key.location)
    }

    /// Tells of a variable whose name is none of AWS's global keys, or of the Security Token Service's, though it looks like one
    /// (PL-196).
    mutating func reportUnknownVariable(in text: Text, at node: Node) {
        guard version == .v2012,
            let name = text.variables.map({ $0[..<($0.firstIndex(of: ",") ?? $0.count)] })
                .first(where: { ConditionKey.isUnlisted($0) })
        else { return }
        let hint = ConditionKey.meant(by: name).map { "; did you mean `\($0)`?" } ?? ""
        diagnostics.warning(
            "unknown-key", "the variable `${\(name)}` has no value: AWS has no condition key of that name\(hint)",
            at: node.location)
    }

    /// Tells of a value that its operator cannot read.
    mutating func reportMalformed(
        _ value: ConditionValue, _ comparison: ConditionOperator.Comparison, at node: Node
    ) {
        guard let wanted = value.wanted(by: comparison), !node.file.isOwn else { return }
        let message = "`\(comparison.rawValue)` compares with \(wanted), found `\(value.spelling)`"
        // How such a policy would decide is part of the language all the same (PL-140), so that it is read.
        if case .date = value.prepared, !LenientDate.accepts(value.spelling) {
            return tellVoid("void-value", "\(message), which IAM refuses to save", at: node)
        }
        tellVoid("void-value", message, at: node)
    }
}

extension ConditionValue {
    /// What the value should have been; `nil` where it is that.
    fileprivate func wanted(by comparison: ConditionOperator.Comparison) -> String? {
        switch prepared {
        case .number(nil): "a number such as `5`"
        case .date(nil): "a time such as `2026-01-01T00:00:00Z`"
        case .binary(nil): "bytes in base64"
        case .network(nil): "an address or a range such as `203.0.113.0/24`"
        case .null(nil): "`true` or `false`"
        // Of `*` and short ARNs a caveat tells (PL-156).
        case .arn(nil) where spelling != "*" && !spelling.hasPrefix("arn:"): "an ARN of six parts"
        case .folded(let text) where comparison == .bool && !text.hasVariables && !isBoolean: "`true` or `false`"
        default: nil
        }
    }

    private var isBoolean: Bool {
        spelling.isSame(ignoringASCIICase: "true") || spelling.isSame(ignoringASCIICase: "false")
    }
}

/// The dates that IAM saves, some of which stand for no moment that is known here (PL-141).
private enum LenientDate {
    static func accepts(_ text: Text) -> Bool {
        let halves = text.asciiLowercased.split(at: "t", maxSplits: 1)
        guard let date = halves.first, isDate(date) else { return false }
        return halves.count == 1 || isClock(halves[1])
    }

    private static func isDate(_ text: Text) -> Bool {
        let parts = (text.hasPrefix("-") ? text[1...] : text).split(at: "-")
        let limits = [0...292_278_993, 1...12, 1...31]
        guard (1...3).contains(parts.count) else { return false }
        return zip(parts, limits).allSatisfy { number($0.0, in: $0.1) }
    }

    private static func isClock(_ text: Text) -> Bool {
        let zone = text.bytes.firstIndex { "z+-".utf8.contains($0) } ?? text.count
        let parts = text[..<zone].split(at: ":")
        let limits = [0...23, 0...59, 0...59]
        guard (1...3).contains(parts.count), isZone(text[zone...]) else { return false }
        return zip(parts, limits).allSatisfy { part, limit in
            number(part[..<(part.firstIndex(of: ".") ?? part.count)], in: limit)
        }
    }

    private static func isZone(_ text: Text) -> Bool {
        guard !text.isEmpty, text != "z" else { return true }
        let parts = text[1...].split(at: ":")
        return parts.count <= 2 && zip(parts, [0...23, 0...59]).allSatisfy { number($0.0, in: $0.1) }
    }

    private static func number(_ text: Text, in range: ClosedRange<Int>) -> Bool {
        guard text.isDigits, text.count <= 9, let number = Int(text.string) else { return false }
        return range.contains(number)
    }
}
