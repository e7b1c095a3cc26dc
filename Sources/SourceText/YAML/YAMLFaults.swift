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
            let place = location(beginning(mark, context), in: file, marks: marks)
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

    /// Where to point: for a quoted text or an alias at its beginning, as it goes wrong somewhere behind that.
    private static func beginning(_ mark: Yams.Mark, _ context: YamlError.Context?) -> Yams.Mark {
        guard let context, ["quoted scalar", "alias", "anchor"].contains(where: context.text.contains) else {
            return mark
        }
        return context.mark
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
