import IAM
import STS
import SourceText

/// The formats in which a comparison can be told.
public enum ComparisonFormat: String, Sendable, CaseIterable {
    /// For a terminal.
    case text
    /// GitHub's Markdown, for a comment on a pull request.
    case markdown
    /// For programs.
    case json

    /// The comparison as text.
    public func render(_ report: ComparisonReport) -> String {
        switch self {
        case .text: Self.text(report)
        case .markdown: Self.markdown(report)
        case .json: JSONWriter.text(Self.value(report), isIndented: true) + "\n"
        }
    }

    // MARK: Text

    private static func text(_ report: ComparisonReport) -> String {
        let changes = report.changes.map { change in
            "\(change.kind.words): \(PlainText.escaped("\(change.path): \(change.name)"))\n"
                + "     was: \(BriefAnswer.headline(change.before))\n     is:  \(BriefAnswer.headline(change.after))\n"
        }
        let rest = report.notComparable.map {
            "not comparable: \(PlainText.escaped("\($0.path): \($0.name): \($0.reason)"))\n"
        }
        return (changes + rest + [report.summary + "\n"]).map(escaped).joined()
    }

    private static func escaped(_ text: String) -> String {
        Text(text).split(at: "\n").map { PlainText.escaped($0.string) }.joined(separator: "\n")
    }

    // MARK: Markdown

    private static func markdown(_ report: ComparisonReport) -> String {
        var lines = ["## \(MarkdownTableFormat.escaped(report.summary))", ""]
        for kind in ComparisonReport.Kind.allCases {
            let rows = report.changes.filter { $0.kind == kind }.map { change in
                [change.path, change.name, BriefAnswer.headline(change.before), BriefAnswer.headline(change.after)]
            }
            lines += section(kind.words, ["scenario", "case", "was", "is"], rows)
        }
        let rest = report.notComparable.map { [$0.path, $0.name, $0.reason] }
        lines += section("not comparable", ["scenario", "case", "reason"], rest)
        return lines.map { $0 + "\n" }.joined()
    }

    /// How many rows a table has at most: a comment holds no more.
    private static let limit = 200

    private static func section(_ title: String, _ columns: [String], _ rows: [[String]]) -> [String] {
        if rows.isEmpty { return [] }
        let table = MarkdownTableFormat.render(Table(columns: columns, rows: Array(rows.prefix(limit))))
        let rest = rows.count > limit ? ["and \(rows.count - limit) more", ""] : []
        return ["### \(title): \(rows.count)", "", table] + rest
    }

    // MARK: JSON

    private static func value(_ report: ComparisonReport) -> JSONValue {
        .object([
            ("version", .number(1)), ("against", .string(report.base)),
            (
                "changes",
                .array(
                    report.changes.map { change in
                        .object([
                            ("kind", .string(change.kind.rawValue)), ("file", .string(change.path)),
                            ("case", .string(change.name)), ("before", AnswerJSON.value(change.before)),
                            ("after", AnswerJSON.value(change.after)),
                        ])
                    })
            ),
            (
                "notComparable",
                .array(
                    report.notComparable.map { unasked in
                        .object([
                            ("file", .string(unasked.path)), ("case", .string(unasked.name)),
                            ("reason", .string(unasked.reason)),
                        ])
                    })
            ),
            ("unchanged", .number(report.unchanged)),
        ])
    }
}
