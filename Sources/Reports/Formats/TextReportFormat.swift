import SourceText

/// A report for a terminal.
public struct TextReportFormat: Sendable {
    /// How the words for what became of a finding are painted; not at all in files.
    private let paint: @Sendable (Finding.Status, String) -> String
    /// Whether findings are told that are as expected.
    private let isVerbose: Bool

    /// Makes a format.
    public init(
        isVerbose: Bool = false, paint: @escaping @Sendable (Finding.Status, String) -> String = { $1 }
    ) {
        self.isVerbose = isVerbose
        self.paint = paint
    }

    /// The report as text.
    public func render(_ report: Report) -> String {
        let findings = report.groups.flatMap { group in group.findings.map { text(for: $0, path: group.path) } }
        let coverage = report.coverage.map(Self.text) ?? ""
        return findings.joined() + report.toldWarnings.text + coverage + report.summary + "\n"
    }

    /// The lines for a finding; none for one that is as expected, unless all are wanted.
    /// - Parameter path: the file of its group.
    public func text(for finding: Finding, path: String) -> String {
        let place = PlainText.escaped(finding.location?.description ?? path)
        let name = PlainText.escaped(finding.name)
        switch finding.status {
        case .passed, .todo:
            let word = paint(finding.status, finding.status == .todo ? "todo" : "pass")
            return isVerbose ? "\(word) \(place): \(name): \(PlainText.escaped(finding.summary))\n" : ""
        case .failed:
            let lines = ([finding.summary] + finding.details).reduce(into: [String]()) { lines, line in
                if !lines.contains(line) { lines.append(line) }
            }
            // The name as it is shown, which the command takes for the same.
            let shown = PlainText.escaped(finding.name)
            // Behind a dash an option would begin.
            let file = path.utf8.first == UInt8(ascii: "-") ? "./\(path)" : path
            let separator = shown.utf8.first == UInt8(ascii: "-") ? "=" : " "
            let pasted = "\(ShellWord.quoted(file)) --case\(separator)\(ShellWord.quoted(shown))"
            let explain = "explain it: iamsim explain \(pasted)"
            let details = (lines + [explain]).map { "     \(PlainText.escaped($0))\n" }.joined()
            return "\(paint(.failed, "FAIL")) \(place): \(name)\n\(details)"
        }
    }

    /// What of the policies no case needed, statement by statement.
    public static func text(_ coverage: CoverageReport) -> String {
        var lines: [String] = []
        for statement in coverage.statements {
            let place = statement.location.description
            if statement.use != .decided {
                lines.append("\(place): statement \(statement.name) of `\(statement.policy)` \(statement.use.words)")
            }
            for condition in statement.conditions where !condition.missing.isEmpty {
                let missing = condition.missing.joined(separator: ", ")
                lines.append(
                    "\(condition.location.description): \(condition.comparison) on \(condition.key): no case has it \(missing)"
                )
            }
        }
        return (lines + [coverage.summary]).map { PlainText.escaped($0) + "\n" }.joined()
    }
}
