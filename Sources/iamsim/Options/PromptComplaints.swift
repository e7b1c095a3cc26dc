import SourceText

/// What is wrong with a question that was asked at the prompt, told by the options that somebody typed.
enum PromptComplaints {
    static func complain(of diagnostics: Diagnostics) {
        var others = Diagnostics()
        for diagnostic in diagnostics.all {
            if diagnostic.location.file.isTyped {
                Terminal.complain("iamsim: \(PlainText.escaped(words(diagnostic)))")
            } else {
                others.add(diagnostic)
            }
        }
        Terminal.complain(of: others)
    }

    /// A complaint as reports tell it: of a place that somebody typed, the option is named.
    static func told(_ diagnostic: Diagnostic) -> Diagnostic {
        guard diagnostic.location.file.isTyped else { return diagnostic }
        let place = SourceLocation(startOf: SourceFile(path: "(command line)", bytes: []))
        return Diagnostic(diagnostic.id, message(diagnostic), at: place, severity: diagnostic.severity)
    }

    private static func words(_ diagnostic: Diagnostic) -> String {
        let severity = diagnostic.severity == .warning ? "warning: " : ""
        return "\(severity)\(message(diagnostic)) [\(diagnostic.id)]"
    }

    private static func message(_ diagnostic: Diagnostic) -> String {
        let option = diagnostic.location.file.path
        return (option.isEmpty ? "" : "\(option): ") + diagnostic.message
    }
}
