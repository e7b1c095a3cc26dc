import SourceText

// What AWS refuses to save though the grammar is right, and what it saves though nothing can ever fit it (PL-34, PL-250).
extension PolicyReader {
    /// Whether IAM or the Security Token Service checks the text of such a policy; what other services check of theirs is
    /// hardly known (PL-251).
    private var isCheckedByIAM: Bool {
        switch type {
        case .identity, .trust, .permissionsBoundary, .session: true
        case .resource, .serviceControl, .resourceControl, .vpcEndpoint: false
        }
    }

    /// Complains of what IAM is known to refuse: an error in a policy that IAM saves, elsewhere a warning, as the statement may
    /// be lost there, a Deny too.
    /// - Parameter hint: what may have been meant, with a semicolon before it.
    mutating func refuse(_ id: String, _ message: String, hint: String = "", at node: Node) {
        if isCheckedByIAM {
            diagnostics.error(id, "\(message), so that IAM refuses to save this\(hint)", at: node.location)
        } else {
            diagnostics.warning(
                id, "\(message), so that nothing fits this, and IAM would refuse to save it\(hint)", at: node.location)
        }
    }

    /// Tells of a value that is saved, or perhaps is, and that nothing can ever fit.
    mutating func tellVoid(_ id: String, _ message: String, at node: Node) {
        diagnostics.warning(id, "\(message), so that nothing fits this", at: node.location)
    }
}

// MARK: Characters

extension PolicyReader {
    /// Tells of characters that are not seen, of a line end that a block scalar of YAML adds, and of those that IAM does not
    /// take at all: beyond U+00FF, unless JSON writes them as `\u…` (PL-29, PL-30).
    /// - Parameter what: what the text is, for people.
    /// - Returns: whether something was told.
    @discardableResult
    mutating func reportCharacters(in text: Text, _ what: String, at node: Node) -> Bool {
        guard text.bytes.contains(where: { $0 < 0x20 || $0 >= 0x7F }), !node.file.isOwn else { return false }
        let before = diagnostics.all.count
        reportOddCharacters(in: text, what, at: node)
        return diagnostics.all.count > before
    }

    private mutating func reportOddCharacters(in text: Text, _ what: String, at node: Node) {
        if text[text.count - 1] == 0x0A || text[text.count - 1] == 0x0D {
            diagnostics.warning(
                "line-end",
                "\(what) ends in a line end, which counts: a block scalar of YAML keeps it unless it begins with `>-` or `|-`",
                at: node.location)
            return
        }
        let scalars = text.string.unicodeScalars
        if let hidden = scalars.first(where: { PlainText.isControl($0) && !"\t\n\r".unicodeScalars.contains($0) }) {
            let code = String(hidden.value, radix: 16, uppercase: true)
            let padded = String(repeating: "0", count: max(0, 4 - code.utf8.count)) + code
            diagnostics.warning(
                "hidden-character", "\(what) holds U+\(padded), which is not seen and counts", at: node.location)
        }
        guard isCheckedByIAM, let wide = scalars.first(where: { $0.value > 0xFF }) else { return }
        if let source = node.sourceText, source.string.unicodeScalars.contains(where: { $0.value > 0xFF }) {
            refuse("invalid-character", "\(what) holds `\(wide)`, which is beyond U+00FF", at: node)
        } else if !PlainText.isControl(wide) {
            diagnostics.warning(
                "invalid-character",
                "\(what) holds `\(wide)`, which is beyond U+00FF: IAM takes it only where JSON writes it as `\\u…`",
                at: node.location)
        }
    }
}
