import SourceText

/// A report as GitHub's Markdown: for comments on pull requests, and for the summary of a job.
public enum MarkdownReportFormat {
    /// How many findings are told that are not as expected.
    private static let limit = 50

    /// The report as text.
    /// - Parameter withTables: whether the truth tables follow.
    public static func render(_ report: Report, withTables: Bool = true) -> String {
        var lines = ["## \(report.isGood ? "✅" : "❌") \(escaped(report.summary))", ""]
        lines += report.unreadable.prefix(limit).map { diagnostic in
            "- could not be read: \(escaped("\(diagnostic.location.description): \(diagnostic.message)"))"
        }
        if !report.unreadable.isEmpty { lines.append("") }
        lines += overview(report)
        let failed = report.groups.flatMap { group in
            group.findings.filter { $0.status == .failed }.map { (path: group.path, finding: $0) }
        }
        if !failed.isEmpty {
            lines += ["### Not as expected", ""]
            for (path, finding) in failed.prefix(limit) { lines += told(finding, path) }
            if failed.count > limit { lines.append("- and \(failed.count - limit) more") }
            lines.append("")
        }
        lines += report.toldWarnings.markdown
        if let coverage = report.coverage { lines += told(coverage) }
        if withTables { lines += tables(report) }
        return lines.map { $0 + "\n" }.joined()
    }

    private static func escaped(_ text: String) -> String { MarkdownTableFormat.escaped(text) }

    private static func overview(_ report: Report) -> [String] {
        let rows = report.groups.map { group in
            [
                group.name, group.path, String(group.count(.passed)), String(group.count(.failed)),
                String(group.count(.todo)),
            ]
        }
        let table = Table(columns: ["scenario", "file", "passed", "failed", "todo"], rows: rows)
        return [MarkdownTableFormat.render(table)]
    }

    private static func told(_ finding: Finding, _ path: String) -> [String] {
        let place = finding.location?.description ?? path
        let details = finding.details.map { "  - \(escaped($0))" }
        return ["- **\(escaped(finding.name))** (\(escaped(place))): \(escaped(finding.summary))"] + details.dropFirst()
    }

    private static func told(_ coverage: CoverageReport) -> [String] {
        let rows = coverage.statements.filter { $0.use != .decided }.map { statement in
            [statement.policy, statement.name, statement.location.description, statement.use.words]
        }
        let table = Table(columns: ["policy", "statement", "place", "use"], rows: rows)
        return ["### \(escaped(coverage.summary))", ""] + (rows.isEmpty ? [] : [MarkdownTableFormat.render(table)])
    }

    private static func tables(_ report: Report) -> [String] {
        report.groups.flatMap { group in
            ["### \(escaped(group.name))", ""] + (group.about.isEmpty ? [] : [escaped(group.about.onOneLine), ""])
                + group.tables.map(MarkdownTableFormat.render)
        }
    }
}

extension String {
    /// The text with blanks in place of line ends.
    var onOneLine: String {
        String(
            String.UnicodeScalarView(
                unicodeScalars.map { "\n\r\u{85}\u{2028}\u{2029}".unicodeScalars.contains($0) ? " " : $0 }))
    }
}
