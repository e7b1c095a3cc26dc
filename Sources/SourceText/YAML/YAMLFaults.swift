import Yams

/// Tells YAML's faults in our own shape.
enum YAMLFaults {
    static func diagnostic(for error: any Error, in file: SourceFile, marks: YAMLMarks) -> Diagnostic {
        guard let error = error as? YamlError else {
            return Diagnostic("yaml-syntax", "the text is not YAML", at: SourceLocation(startOf: file))
        }
        switch error {
        case .scanner(let context, let problem, let mark, _),
            .parser(let context, let problem, let mark, _),
            .composer(let context, let problem, let mark, _):
            let place = location(mark, in: file, marks: marks)
            return Diagnostic("yaml-syntax", message(problem, context, at: place), at: place)
        case .duplicatedKeysInMapping(let names, let context):
            let list = names.map { "`\($0)`" }.joined(separator: ", ")
            return Diagnostic(
                "duplicate-member", "member \(list) stands twice in one mapping",
                at: location(context.mark, in: file, marks: marks))
        case .reader(let problem, let offset, _, _):
            let start = min(offset ?? 0, file.bytes.count)
            return Diagnostic(
                "yaml-syntax", problem, at: SourceLocation(file: file, offset: start, end: start))
        default:
            return Diagnostic("yaml-syntax", "the text is not YAML", at: SourceLocation(startOf: file))
        }
    }

    private static func location(_ mark: Yams.Mark, in file: SourceFile, marks: YAMLMarks) -> SourceLocation {
        let offset = marks.offset(of: mark)
        return SourceLocation(file: file, offset: offset, end: offset)
    }

    /// libyaml's words, and what to do about the two faults that people who write policies run into.
    private static func message(_ problem: String, _ context: YamlError.Context?, at place: SourceLocation) -> String {
        let text = [context?.text, problem].compactMap { $0 }.joined(separator: ", ")
        let line = place.file.line(around: place.offset)
        if line.unicodeScalars.first == "\t" || problem.contains("cannot start any token") && line.contains("\t") {
            return "\(text); YAML is indented with spaces, not with tabs"
        }
        if problem.contains("alias") || text.contains("alias") {
            return "\(text); a value that begins with `*` is an alias in YAML: quote it, as in `\"*\"`"
        }
        if text.contains("flow mapping") || text.contains("flow sequence") {
            return "\(text); a value with `{`, `}`, `[`, `]` or `,` must be quoted here"
        }
        return text
    }
}

/// Finds keys that are aliases, or lists or mappings that hold some: Yams compares keys by their whole content, and
/// aliases of aliases make that content grow without bound.
enum YAMLKeys {
    /// The place of the first such key, looked for only in documents that have anchors and aliases at all. Text in
    /// quotes is not told apart, so a document with both may be refused for what only looks like such a key.
    static func aliasInKey(_ file: SourceFile) -> SourceLocation? {
        let bytes = file.bytes
        var hasAlias = false
        var hasAnchor = false
        var candidate: Int?
        for index in bytes.indices {
            switch bytes[index] {
            case UInt8(ascii: "*") where index + 1 < bytes.count && !isBlank(bytes[index + 1]):
                guard isTokenStart(bytes, index) else { continue }
                hasAlias = true
                if isAliasKey(bytes, index) { candidate = candidate ?? index }
            case UInt8(ascii: "&") where index + 1 < bytes.count && !isBlank(bytes[index + 1]):
                hasAnchor = hasAnchor || isTokenStart(bytes, index)
            case UInt8(ascii: "?") where index + 1 < bytes.count && isBlank(bytes[index + 1]):
                if isTokenStart(bytes, index) { candidate = candidate ?? index }
            case UInt8(ascii: ":"):
                if index > 0, bytes[index - 1] == UInt8(ascii: "]") || bytes[index - 1] == UInt8(ascii: "}") {
                    candidate = candidate ?? index
                }
            default:
                continue
            }
        }
        guard hasAlias, hasAnchor, let candidate else { return nil }
        return SourceLocation(file: file, offset: candidate, end: candidate + 1)
    }

    private static func isBlank(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D
    }

    /// Whether a token may begin here: at the beginning of a line, or after a blank or an opening bracket.
    private static func isTokenStart(_ bytes: [UInt8], _ index: Int) -> Bool {
        guard index > 0 else { return true }
        let before = bytes[index - 1]
        if before == UInt8(ascii: ":"), index > 1 {
            return bytes[index - 2] == UInt8(ascii: "\"") || bytes[index - 2] == UInt8(ascii: "'")
        }
        return isBlank(before) || [UInt8(ascii: "["), UInt8(ascii: "{"), UInt8(ascii: ",")].contains(before)
    }

    /// Whether the alias at `index` has a colon behind its name and some blanks.
    private static func isAliasKey(_ bytes: [UInt8], _ index: Int) -> Bool {
        var next = index + 1
        while next < bytes.count, ASCII.isAlphanumeric(bytes[next]) || bytes[next] == 0x5F || bytes[next] == 0x2D {
            next += 1
        }
        while next < bytes.count, bytes[next] == 0x20 || bytes[next] == 0x09 { next += 1 }
        return next < bytes.count && bytes[next] == UInt8(ascii: ":")
    }
}
