/// The formats in which a report can be told.
public enum ReportFormat: String, Sendable, CaseIterable {
    /// For a terminal: what is not as expected, and the counts.
    case text
    /// GitHub's Markdown: the counts, what is not as expected, and the truth tables.
    case markdown
    /// One page that needs nothing else.
    case html
    /// RFC 4180: a line for each finding.
    case csv
    /// For programs; the command `schema` prints its schema.
    case json
    /// JUnit XML, for CI systems.
    case junit
    /// SARIF 2.1.0, for code scanning.
    case sarif
    /// Annotations of GitHub Actions.
    case github

    /// The report as text.
    public func render(_ report: Report) -> String {
        switch self {
        case .text: TextReportFormat().render(report)
        case .markdown: MarkdownReportFormat.render(report)
        case .html: HTMLReportFormat.render(report)
        case .csv: CSVReportFormat.render(report)
        case .json: JSONReportFormat.render(report)
        case .junit: JUnitFormat.render(report)
        case .sarif: SARIFFormat.render(report)
        case .github: GitHubAnnotationsFormat.render(report)
        }
    }
}
