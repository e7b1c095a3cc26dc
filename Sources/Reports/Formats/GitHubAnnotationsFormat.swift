import SourceText

/// A report as annotations of GitHub Actions.
/// <https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands>
enum GitHubAnnotationsFormat {
    static func render(_ report: Report) -> String {
        let annotations = report.groups.flatMap { group in
            group.findings.compactMap { annotation($0, in: group) }
        }
        let unread = report.unreadable.map { annotation("error", $0) }
        let lines = annotations + unread + report.toldWarnings.github + [PlainText.escaped(report.summary)]
        return lines.map { $0 + "\n" }.joined()
    }

    private static func annotation(_ finding: Finding, in group: ReportGroup) -> String? {
        guard finding.status != .passed else { return nil }
        let position = finding.location.map { $0.file.position(of: $0.offset) }
        var properties = ["file=\(property(PlainText.escaped(finding.location?.file.path ?? group.path)))"]
        if let position { properties += ["line=\(position.line)", "col=\(position.column)"] }
        properties.append("title=\(property(PlainText.escaped(finding.name)))")
        let lines = ([finding.summary] + finding.details).reduce(into: [String]()) { lines, line in
            if !lines.contains(line) { lines.append(line) }
        }
        let message = data(lines.map(PlainText.escaped).joined(separator: "\n"))
        return "::\(finding.status == .failed ? "error" : "notice") \(properties.joined(separator: ","))::\(message)"
    }

    /// What a file is complained of, with the id of the complaint as its title.
    static func annotation(_ command: String, _ diagnostic: Diagnostic) -> String {
        let (line, column) = diagnostic.location.file.position(of: diagnostic.location.offset)
        let file = property(PlainText.escaped(diagnostic.location.file.path))
        let title = diagnostic.severity == .warning ? ",title=\(property(PlainText.escaped(diagnostic.id)))" : ""
        let message = data(PlainText.escaped(diagnostic.message))
        return "::\(command) file=\(file),line=\(line),col=\(column)\(title)::\(message)"
    }

    /// The message: no line end in it ends the command.
    static func data(_ text: String) -> String {
        escaped(text, ["%": "%25", "\r": "%0D", "\n": "%0A"])
    }

    /// A property, which ends at a comma or a colon besides.
    static func property(_ text: String) -> String {
        escaped(text, ["%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"])
    }

    private static func escaped(_ text: String, _ escapes: [Unicode.Scalar: String]) -> String {
        text.unicodeScalars.map { escapes[$0] ?? String($0) }.joined()
    }
}
