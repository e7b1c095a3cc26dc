import IAM
import STS
import SourceText
import XMLText

/// A comparison for programs.
enum ComparisonData {
    static func csv(_ report: ComparisonReport) -> String {
        let rows = report.entries.map { entry in
            [
                entry.id, entry.path, String(entry.line), entry.name, entry.answers?.was ?? "",
                entry.answers?.now ?? "", entry.reason, entry.fails ? "true" : "false",
            ]
        }
        let count = String(report.ignored.count)
        let ignored = report.ignored.isEmpty ? [] : [["ignored", "", "", "", "", "", "\(count) files", "false"]]
        return CSVTableFormat.render(
            Table(columns: ["kind", "file", "line", "case", "was", "is", "reason", "fails"], rows: rows + ignored))
    }

    static func json(_ report: ComparisonReport) -> String {
        let changes = report.changes.map { change in
            JSONValue.object([
                ("kind", .string(change.kind.rawValue)), ("file", .string(change.path)),
                ("case", .string(change.name)), ("before", AnswerJSON.value(change.before)),
                ("after", AnswerJSON.value(change.after)),
            ])
        }
        let unasked = report.notComparable.map { unasked in
            JSONValue.object([
                ("file", .string(unasked.path)), ("case", .string(unasked.name)), ("reason", .string(unasked.reason)),
            ])
        }
        let value = JSONValue.object([
            ("version", .number(1)), ("against", .string(report.base)),
            ("failOn", .optional(report.failOn?.rawValue)), ("fails", .boolean(report.fails)),
            ("changes", .array(changes)), ("notComparable", .array(unasked)),
            ("unseen", .array(report.unseen.map(value))),
            ("ignored", .array(report.ignored.map(value))),
            ("warnings", report.toldWarnings.json), ("unchanged", .number(report.unchanged)),
        ])
        return JSONWriter.text(value, isIndented: true) + "\n"
    }

    private static func value(_ unseen: ComparisonReport.Unseen) -> JSONValue {
        .object([
            ("kind", .string(unseen.kind.rawValue)), ("file", .string(unseen.path)),
            ("case", unseen.name.isEmpty ? .null : .string(unseen.name)), ("reason", .string(unseen.reason)),
        ])
    }

    // MARK: JUnit

    static func junit(_ report: ComparisonReport) -> String {
        let entries = report.entries
        let counts: [XMLElement.Attribute] = [
            .init("tests", String(entries.count + report.unchanged)),
            .init("failures", String(entries.count(where: \.fails))), .init("errors", "0"), .init("skipped", "0"),
        ]
        let cases = entries.map { entry in
            XMLElement(
                "testcase",
                attributes: [
                    .init("name", "\(entry.words): \(entry.name.isEmpty ? entry.path : entry.name)"),
                    .init("classname", entry.path), .init("file", entry.path), .init("line", String(entry.line)),
                ], elements: [told(entry)])
        }
        let suite = XMLElement(
            "testsuite", attributes: [.init("name", "against \(report.base)")] + counts,
            elements: ignored(report) + cases)
        return XMLWriter(isIndented: true).write(
            XMLElement("testsuites", attributes: counts, elements: [suite] + report.toldWarnings.junit).plain)
    }

    /// How many files are not told of, as a property of the suite.
    private static func ignored(_ report: ComparisonReport) -> [XMLElement] {
        if report.ignored.isEmpty { return [] }
        let property = XMLElement(
            "property", attributes: [.init("name", "ignored"), .init("value", String(report.ignored.count))])
        return [XMLElement("properties", elements: [property])]
    }

    private static func told(_ entry: ComparisonReport.Entry) -> XMLElement {
        let text = entry.details.map(PlainText.escaped).joined(separator: "\n")
        guard entry.fails else { return XMLElement("system-out", text: text) }
        return XMLElement("failure", attributes: [.init("message", entry.words)], text: text)
    }

    // MARK: SARIF

    static func sarif(_ report: ComparisonReport) -> String {
        let entries = report.entries
        let rules = entries.reduce(into: [(id: String, words: String)]()) { rules, entry in
            if !rules.contains(where: { $0.id == entry.id }) { rules.append((entry.id, entry.words)) }
        }
        let all = rules.map { (id: $0.id, text: $0.words) } + report.toldWarnings.sarifRules
        let driver = JSONValue.object([
            ("name", .string("iamsim")),
            (
                "rules",
                .array(
                    all.map { rule in
                        .object([
                            ("id", .string(rule.id)), ("shortDescription", .object([("text", .string(rule.text))])),
                        ])
                    })
            ),
        ])
        let run = JSONValue.object([
            ("tool", .object([("driver", driver)])), ("columnKind", .string("unicodeCodePoints")),
            ("results", .array(entries.map(result) + report.toldWarnings.sarifResults)),
            ("properties", .object([("ignored", .number(report.ignored.count))])),
        ])
        let log = JSONValue.object([
            ("$schema", .string("https://json.schemastore.org/sarif-2.1.0.json")), ("version", .string("2.1.0")),
            ("runs", .array([run])),
        ])
        return JSONWriter.text(log, isIndented: true) + "\n"
    }

    private static func result(_ entry: ComparisonReport.Entry) -> JSONValue {
        let lines = (["\(entry.words): \(entry.title)"] + entry.details).map(PlainText.escaped)
        let place = JSONValue.object([
            (
                "physicalLocation",
                .object([
                    SARIFFormat.artifact(entry.path), ("region", .object([("startLine", .number(entry.line))])),
                ])
            )
        ])
        let name = "\(entry.id)\u{0}\(entry.path)\u{0}\(entry.name)"
        return .object([
            ("ruleId", .string(entry.id)), ("level", .string(entry.fails ? "error" : "note")),
            ("message", .object([("text", .string(lines.joined(separator: "\n")))])),
            ("locations", .array([place])),
            ("partialFingerprints", .object([("change/v1", .string(SARIFFormat.fingerprint(name)))])),
        ])
    }

    // MARK: GitHub

    static func github(_ report: ComparisonReport) -> String {
        let lines = report.entries.map { entry in
            let file = GitHubAnnotationsFormat.property(PlainText.escaped(entry.path))
            let title = entry.name.isEmpty ? entry.words : "\(entry.words): \(entry.name)"
            let text = entry.details.map(PlainText.escaped).joined(separator: "\n")
            return "::\(entry.fails ? "error" : "notice") file=\(file),line=\(entry.line),"
                + "title=\(GitHubAnnotationsFormat.property(PlainText.escaped(title)))"
                + "::\(GitHubAnnotationsFormat.data(text))"
        }
        return (lines + report.toldWarnings.github + [PlainText.escaped(report.summary)]).map { $0 + "\n" }.joined()
    }
}
