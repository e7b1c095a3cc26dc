import SourceText

/// A report for programs.
enum JSONReportFormat {
    /// The version of the form; it changes when members are renamed or taken away.
    static let version = 1

    static func render(_ report: Report) -> String {
        var members: [(name: String, value: JSONValue)] = [
            ("version", .number(version)),
            (
                "summary",
                .object([
                    ("cases", .number(report.count)), ("passed", .number(report.count(.passed))),
                    ("failed", .number(report.count(.failed))), ("todo", .number(report.count(.todo))),
                ])
            ),
            ("unreadable", ToldWarnings(warnings: report.unreadable).json),
            ("warnings", report.toldWarnings.json), ("scenarios", .array(report.groups.map(group))),
        ]
        if let coverage = report.coverage { members.append(("coverage", value(coverage))) }
        return JSONWriter.text(.object(members), isIndented: true) + "\n"
    }

    private static func group(_ group: ReportGroup) -> JSONValue {
        .object([
            ("scenario", .string(group.name)), ("file", .string(group.path)), ("about", .string(group.about)),
            ("cases", .array(group.findings.map(finding))),
        ])
    }

    private static func finding(_ finding: Finding) -> JSONValue {
        let further: [(name: String, value: JSONValue)] =
            finding.furtherEvidence == 0 ? [] : [("furtherStatements", .number(finding.furtherEvidence))]
        return .object(
            [
                ("case", .string(finding.name)), ("status", .string(finding.status.rawValue)),
                ("summary", .string(finding.summary)), ("details", .strings(finding.details)),
                ("location", finding.location.map { place($0) } ?? .null),
                (
                    "statements",
                    .array(
                        finding.evidence.map { evidence in
                            .object([("text", .string(evidence.text)), ("location", place(evidence.location))])
                        })
                ),
                ("answer", finding.answer.map { AnswerJSON.value($0) } ?? .null),
            ] + further)
    }

    /// A place as other JSON tells it, too.
    /// - Parameter number: the line, where the file is one line of a stream.
    static func place(_ location: SourceLocation, line number: Int? = nil) -> JSONValue {
        let (line, column) = location.file.position(of: location.offset)
        return .object([
            ("file", .string(location.file.path)), ("line", .number(number ?? line)), ("column", .number(column)),
        ])
    }

    private static func value(_ coverage: CoverageReport) -> JSONValue {
        .object([
            ("percent", .number(coverage.percent)),
            (
                "statements",
                .array(
                    coverage.statements.map { statement in
                        .object([
                            ("statement", .string(statement.name)), ("policy", .string(statement.policy)),
                            ("location", place(statement.location)), ("use", .string(statement.use.rawValue)),
                            ("deciding", .number(statement.deciding)), ("matching", .number(statement.matching)),
                            ("conditions", .array(statement.conditions.map(value))),
                        ])
                    })
            ),
        ])
    }

    private static func value(_ condition: CoverageReport.Condition) -> JSONValue {
        .object([
            ("operator", .string(condition.comparison)), ("key", .string(condition.key)),
            ("location", place(condition.location)), ("true", .number(condition.holding)),
            ("false", .number(condition.failing)), ("absent", .number(condition.absent)),
        ])
    }
}
