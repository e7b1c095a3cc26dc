import SourceText
import XMLText

/// Which statements decided cases, on the page.
struct HTMLCoverage {
    let sources: HTMLSources

    func element(_ coverage: CoverageReport) -> XMLElement {
        let title = XMLElement(
            "summary",
            elements: [
                HTMLReportFormat.heading("Coverage"),
                XMLElement("span", attributes: [.init("class", "place")], text: coverage.summary),
            ])
        let columns = ["statement", "use", "decided", "matched", "no case has a condition"]
        let head = XMLElement(
            "tr", elements: columns.map { XMLElement("th", attributes: [.init("scope", "col")], text: $0) })
        let table = XMLElement(
            "table",
            elements: [
                XMLElement("thead", elements: [head]), XMLElement("tbody", elements: coverage.statements.map(row)),
            ])
        let scroll = XMLElement(
            "div",
            attributes: [
                .init("class", "scroll"), .init("tabindex", "0"), .init("role", "region"),
                .init("aria-label", "Coverage of statements"),
            ], elements: [table])
        return XMLElement(
            "details", attributes: [.init("class", "coverage scenario"), .init("open", "")], elements: [title, scroll])
    }

    private func row(_ statement: CoverageReport.Statement) -> XMLElement {
        let missing = statement.conditions.filter { !$0.missing.isEmpty }.map { condition in
            XMLElement(
                "li",
                text: PlainText.escaped(
                    "\(condition.comparison) on \(condition.key): \(condition.missing.joined(separator: ", "))"))
        }
        let name = sources.item("\(statement.policy), \(statement.name)", statement.location, "span")
        let style = statement.use == .decided ? "allowed" : statement.use == .matched ? "failed" : "explicitDeny"
        let shape = statement.use == .decided ? "●" : statement.use == .matched ? "◐" : "○"
        return XMLElement(
            "tr",
            elements: [
                XMLElement("th", attributes: [.init("scope", "row")], elements: [name]),
                XMLElement(
                    "td", attributes: [.init("class", "verdict \(style)")], text: "\(shape) \(statement.use.words)"),
                XMLElement("td", text: String(statement.deciding)), XMLElement("td", text: String(statement.matching)),
                XMLElement("td", elements: missing.isEmpty ? [] : [XMLElement("ul", elements: missing)]),
            ])
    }
}
