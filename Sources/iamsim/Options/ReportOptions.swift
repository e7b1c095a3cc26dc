import ArgumentParser
import Reports
import SourceText

/// In which formats a run is told, and where.
struct ReportOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            """
            A format (text, markdown, html, csv, json, junit, sarif or github), and the file that is written in it, \
            or standard output (`-`, or no file); repeatable.
            """, valueName: "format[=file]"))
    var format: [ReportOutput] = []

    /// - Parameter inputs: the files that will be read; those that have been are known.
    func check(inputs: [String] = []) throws {
        guard format.count(where: { $0.path == nil }) <= 1 else {
            throw ValidationError(
                "Only one --format can go to standard output; the others need a file: --format F=FILE.")
        }
        let paths = format.compactMap(\.path)
        let places = Set(inputs.map(Self.place))
        if let same = paths.first(where: { OutputFile($0).isInput || places.contains(Self.place($0)) }) {
            throw ValidationError("--format would replace the input \(same).")
        }
        guard Set(paths.map(Self.place)).count == paths.count else {
            throw ValidationError("Two --format options name the same file.")
        }
    }

    /// What a path leads to, whatever it is called.
    private static func place(_ path: String) -> Text {
        let absolute = Path.absolute(path, from: Path.workingDirectory)
        if let real = FileAccess.resolved(absolute) { return Text(real) }
        let folder = Path.parent(of: absolute)
        return Text("\(FileAccess.resolved(folder) ?? folder)/\(Path.name(of: absolute))")
    }

    /// The format of standard output.
    var printed: ReportFormat { format.first { $0.path == nil }?.format ?? .text }

    /// Writes the files, and what GitHub shows as the summary of the job: each, whatever becomes of the others.
    /// - Returns: what came of the first that could not be written.
    func write(_ report: Report) -> ExitStatus? {
        write({ $0.render(report) }, summary: { MarkdownReportFormat.render(report, withTables: false) })
    }

    /// The same for a comparison.
    func write(_ report: ComparisonReport) -> ExitStatus? {
        write({ $0.render(report) }, summary: { ReportFormat.markdown.render(report) })
    }

    private func write(_ render: (ReportFormat) -> String, summary: () -> String) -> ExitStatus? {
        var fault: ExitStatus?
        for output in format {
            do {
                if let path = output.path { try FileAccess.write(render(output.format), to: path) }
                if output.format == .github { try GitHubSummary.append(summary()) }
            } catch {
                fault = fault ?? error
            }
        }
        return fault
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
        // `-` is standard output, as everywhere.
        path = parts.count == 2 && parts[1] != "-" ? String(parts[1]) : nil
    }
}
