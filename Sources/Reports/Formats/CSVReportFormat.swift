import IAM
import STS
import SourceText

/// A report as CSV: a line for each finding.
enum CSVReportFormat {
    static func render(_ report: Report) -> String {
        let columns = [
            "file", "line", "scenario", "case", "status", "decision", "action", "blockedBy", "caveats", "summary",
        ]
        let rows = report.groups.flatMap { group in group.findings.map { row($0, in: group) } }
        return CSVTableFormat.render(Table(columns: columns, rows: rows))
    }

    private static func row(_ finding: Finding, in group: ReportGroup) -> [String] {
        let answer = finding.answer
        return [
            group.path, finding.location.map { String($0.line) } ?? "", group.name, finding.name,
            finding.status.rawValue, answer?.decision.rawValue ?? "", answer?.action?.description ?? "",
            (answer?.blockedBy ?? []).map(\.name).joined(separator: " "), finding.caveats.joined(separator: " "),
            finding.summary,
        ]
    }
}
