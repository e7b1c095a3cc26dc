import SourceText
import XMLText

/// A comparison for people.
enum ComparisonPage {
    static func text(_ report: ComparisonReport) -> String {
        let lines = report.entries.flatMap { entry in
            let title = "\(entry.words): \(entry.title)"
            if entry.answers == nil { return ["\(title): \(entry.reason)"] }
            return [title] + entry.details.map { "     \($0)" }
        }
        let told = lines.map { PlainText.escaped($0) + "\n" }.joined()
        return told + report.toldWarnings.text + PlainText.escaped(report.summary) + "\n"
    }

    /// How many rows a table of Markdown has at most: a comment holds no more.
    private static let limit = 200

    static func markdown(_ report: ComparisonReport) -> String {
        var lines = ["## \(MarkdownTableFormat.escaped(report.summary))", ""]
        for table in tables(report) {
            let shown = Table(columns: table.columns, rows: Array(table.rows.prefix(limit)))
            lines += ["### \(table.title)", "", MarkdownTableFormat.render(shown)]
            if table.rows.count > limit { lines += ["and \(table.rows.count - limit) more", ""] }
        }
        return (lines + report.toldWarnings.markdown).map { $0 + "\n" }.joined()
    }

    /// A table for each kind, in the order in which the kinds come.
    private static func tables(_ report: ComparisonReport) -> [Table] {
        let entries = report.entries
        let kinds = entries.map(\.words).reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
        return kinds.map { kind in
            let own = entries.filter { $0.words == kind }
            let columns = own[0].answers == nil ? ["file", "case", "reason"] : ["scenario", "case", "was", "is"]
            let rows = own.map { entry in
                [entry.path, entry.name] + (entry.answers.map { [$0.was, $0.now] } ?? [entry.reason])
            }
            return Table(title: "\(kind): \(own.count)", columns: columns, rows: rows)
        }
    }

    // MARK: HTML

    static func html(_ report: ComparisonReport) -> String {
        let title = report.fails ? "iamsim: changed, and not as it may" : "iamsim: what changed"
        let heading = XMLElement(
            "header",
            elements: [
                XMLElement("h1", text: title), XMLElement("p", text: PlainText.escaped(report.summary)),
            ])
        let body = XMLElement(
            "body",
            elements: [
                heading, XMLElement("main", elements: tables(report).map(section) + report.toldWarnings.html),
            ])
        let root = XMLElement(
            "html", attributes: [.init("lang", "en")], elements: [HTMLReportFormat.head(title), body])
        return XMLWriter(isIndented: false).writeHTML(root)
    }

    private static func section(_ table: Table) -> XMLElement {
        func row(_ cells: [String], _ name: XMLName) -> XMLElement {
            XMLElement("tr", elements: cells.map { XMLElement(name, text: PlainText.escaped($0)) })
        }
        let whole = XMLElement(
            "table",
            elements: [
                XMLElement("thead", elements: [row(table.columns, "th")]),
                XMLElement("tbody", elements: table.rows.map { row($0, "td") }),
            ])
        let scroll = XMLElement("div", attributes: [.init("class", "scroll")], elements: [whole])
        return XMLElement("section", elements: [XMLElement("h2", text: table.title), scroll])
    }
}
