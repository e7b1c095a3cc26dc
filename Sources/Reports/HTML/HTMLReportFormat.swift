import SourceText
import XMLText

/// A report as one page of HTML that needs nothing else: no network, no other file.
enum HTMLReportFormat {
    static func render(_ report: Report) -> String {
        let sources = HTMLSources(report)
        let title = report.isGood ? "iamsim: as expected" : "iamsim: not as expected"
        let body = XMLElement(
            "body",
            elements: [header(title, report), tools, main(report, sources)] + sources.elements
                + [XMLElement("script", text: HTMLReportScript.text)])
        let root = XMLElement("html", attributes: [.init("lang", "en")], elements: [head(title), body])
        return XMLWriter(isIndented: false).writeHTML(root.plain)
    }

    static func head(_ title: String) -> XMLElement {
        func meta(_ name: XMLName, _ value: String, _ content: String) -> XMLElement {
            XMLElement("meta", attributes: [.init(name, value), .init("content", content)])
        }
        // Nothing that a policy or a scenario says can load or send anything.
        let policy = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'"
        return XMLElement(
            "head",
            elements: [
                XMLElement("meta", attributes: [.init("charset", "utf-8")]),
                meta("http-equiv", "Content-Security-Policy", policy),
                meta("name", "viewport", "width=device-width, initial-scale=1"), XMLElement("title", text: title),
                XMLElement("style", text: HTMLReportStyle.text),
            ])
    }

    private static func header(_ title: String, _ report: Report) -> XMLElement {
        let resting = report.groups.reduce(0) { $0 + $1.findings.count { !$0.caveats.isEmpty } }
        var totals = [
            (report.count, "cases"), (report.count(.passed), "as expected"), (report.count(.failed), "not as expected"),
            (report.count(.todo), "todo"), (resting, "rest on undocumented behaviour"),
        ]
        if let coverage = report.coverage { totals.append((coverage.percent, "% of statements decided a case")) }
        let items = totals.map { number, words in
            XMLElement(
                "li", children: [.element(XMLElement("strong", text: String(number))), .text(" \(words)")])
        }
        return XMLElement(
            "header",
            elements: [
                XMLElement("h1", text: title),
                XMLElement("ul", attributes: [.init("class", "totals")], elements: items),
            ])
    }

    /// The heading of a part that folds; checkers of HTML differ on whether a summary may hold `h2`.
    static func heading(_ text: String) -> XMLElement {
        XMLElement(
            "span", attributes: [.init("class", "title"), .init("role", "heading"), .init("aria-level", "2")],
            text: text)
    }

    // MARK: Filter

    private static var tools: XMLElement {
        let words = XMLElement(
            "label",
            children: [
                .text("Words"),
                .element(
                    XMLElement(
                        "input",
                        attributes: [
                            .init("id", "words"), .init("type", "search"), .init("placeholder", "role, tag, option…"),
                        ])),
            ])
        let verdicts = [
            ("", "any"), ("allowed", "allowed"), ("denied", "denied"), ("failed", "failed"), ("unknown", "unknown"),
            ("caveat", "with a caveat"),
        ]
        let statuses = [("", "any"), ("passed", "as expected"), ("failed", "not as expected"), ("todo", "todo")]
        let count = XMLElement(
            "p", attributes: [.init("id", "count"), .init("class", "count"), .init("role", "status")], text: "")
        return XMLElement(
            "div", attributes: [.init("class", "tools"), .init("role", "search")],
            elements: [words, choice("verdict", "Outcome", verdicts), choice("status", "Expectation", statuses), count])
    }

    private static func choice(_ id: String, _ label: String, _ options: [(value: String, words: String)]) -> XMLElement
    {
        let options = options.map { XMLElement("option", attributes: [.init("value", $0.value)], text: $0.words) }
        return XMLElement(
            "label",
            children: [
                .text(label), .element(XMLElement("select", attributes: [.init("id", id)], elements: options)),
            ])
    }

    // MARK: Scenarios

    private static func main(_ report: Report, _ sources: HTMLSources) -> XMLElement {
        let unread = report.unreadable.map { diagnostic in
            XMLElement(
                "p", attributes: [.init("class", "off")],
                text: PlainText.escaped("could not be read: \(diagnostic.location.description): \(diagnostic.message)"))
        }
        let groups = report.groups.enumerated().map { HTMLScenario(number: $0, group: $1, sources: sources).element }
        let coverage = report.coverage.map { [HTMLCoverage(sources: sources).element($0)] } ?? []
        return XMLElement("main", elements: unread + report.toldWarnings.html + groups + coverage)
    }
}
