/// Tells YAML's faults in our own shape.
enum YAMLFaults {
    static func diagnostic(for fault: YAMLEvents.Fault, in file: SourceFile, marks: YAMLMarks) -> Diagnostic {
        let offset =
            fault.isByteOffset ? marks.offset(ofByte: fault.place) : marks.offset(ofScalar: beginning(of: fault))
        let place = SourceLocation(file: file, offset: offset, end: offset)
        return Diagnostic("yaml-syntax", message(fault, at: place), at: place)
    }

    /// Where to point: for a quoted text or an alias at its beginning, as it goes wrong somewhere behind that.
    private static func beginning(of fault: YAMLEvents.Fault) -> Int {
        guard let context = fault.context, ["quoted scalar", "alias", "anchor"].contains(where: context.contains) else {
            return fault.place
        }
        return fault.contextPlace
    }

    /// libyaml's words, and what to do about the two faults that people who write policies run into.
    private static func message(_ fault: YAMLEvents.Fault, at place: SourceLocation) -> String {
        let text = [fault.context, fault.problem].compactMap { $0 }.joined(separator: ", ")
        if fault.isByteOffset { return text }
        let line = place.file.line(around: place.offset)
        if line.unicodeScalars.first == "\t" || fault.problem.contains("cannot start any token") && line.contains("\t")
        {
            return "\(text); YAML is indented with spaces, not with tabs"
        }
        if text.contains("alias") {
            return "\(text); a value that begins with `*` is an alias in YAML: quote it, as in `\"*\"`"
        }
        if text.contains("flow mapping") || text.contains("flow sequence") {
            return "\(text); a value with `{`, `}`, `[`, `]` or `,` must be quoted here"
        }
        return text
    }
}
