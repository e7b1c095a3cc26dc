import ArgumentParser
import Reports

/// In which formats a run is told, and where.
struct ReportOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            """
            A format (text, markdown, html, csv, json, junit, sarif or github), and the file that is written in it, \
            or standard output; repeatable.
            """, valueName: "format[=file]"))
    var format: [ReportOutput] = []

    /// - Parameter inputs: the files that are read, which no output may replace.
    func check(inputs: [String] = []) throws {
        guard format.count(where: { $0.path == nil }) <= 1 else {
            throw ValidationError(
                "Only one --format can go to standard output; the others need a file: --format F=FILE.")
        }
        let paths = format.compactMap(\.path).map(Self.place)
        if let same = paths.first(where: Set(inputs.map(Self.place)).contains) {
            throw ValidationError("--format would replace the input \(same).")
        }
        guard Set(paths).count == paths.count else {
            throw ValidationError("Two --format options name the same file.")
        }
    }

    /// What a path leads to, whatever it is called.
    private static func place(_ path: String) -> String {
        let absolute = Path.absolute(path, from: Path.workingDirectory)
        if let real = FileAccess.resolved(absolute) { return real }
        let folder = Path.parent(of: absolute)
        return (FileAccess.resolved(folder) ?? folder) + "/"
            + (absolute.split(separator: "/").last.map(String.init) ?? "")
    }

    /// The format of standard output.
    var printed: ReportFormat { format.first { $0.path == nil }?.format ?? .text }

    /// Writes the files, and what GitHub shows as the summary of the job.
    func write(_ report: Report) throws {
        try write({ $0.render(report) }, summary: { MarkdownReportFormat.render(report, withTables: false) })
    }

    /// The same for a comparison.
    func write(_ report: ComparisonReport) throws {
        try write({ $0.render(report) }, summary: { ReportFormat.markdown.render(report) })
    }

    private func write(_ render: (ReportFormat) -> String, summary: () -> String) throws {
        for output in format {
            if let path = output.path { try FileAccess.write(render(output.format), to: path) }
            if output.format == .github { try GitHubSummary.append(summary()) }
        }
    }
}

/// `FORMAT` or `FORMAT=FILE`.
struct ReportOutput: ExpressibleByArgument {
    let format: ReportFormat
    /// The file; `nil` for standard output.
    let path: String?

    init?(argument: String) {
        let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard let format = ReportFormat(rawValue: String(parts[0])), parts.count == 1 || !parts[1].isEmpty else {
            return nil
        }
        self.format = format
        path = parts.count == 2 ? String(parts[1]) : nil
    }
}
