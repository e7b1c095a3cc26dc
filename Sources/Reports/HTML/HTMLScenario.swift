import IAM
import STS
import SourceText
import XMLText

/// One scenario on the page: what it is about, and its truth tables.
struct HTMLScenario {
    let number: Int
    let group: ReportGroup
    let sources: HTMLSources

    var element: XMLElement {
        let title = XMLElement(
            "summary",
            elements: [
                HTMLReportFormat.heading(PlainText.escaped(group.name)),
                XMLElement("span", attributes: [.init("class", "place")], text: counts),
            ])
        let about =
            group.about.isEmpty
            ? []
            : [XMLElement("p", attributes: [.init("class", "about")], text: PlainText.escaped(group.about.onOneLine))]
        return XMLElement(
            "details", attributes: [.init("class", "scenario"), .init("open", "")], elements: [title] + about + tables)
    }

    private var counts: String {
        let failed = group.count(.failed)
        let words = "\(PlainText.escaped(group.path)) · \(Report.told(group.findings.count, "case"))"
        return failed == 0 ? words : "\(words), \(failed) not as expected"
    }

    private var tables: [XMLElement] {
        var rest = group.findings[...]
        return group.tables.enumerated().map { place, table in
            let findings = rest.prefix(table.rows.count)
            rest = rest.dropFirst(table.rows.count)
            return self.table(table, Array(findings), place: place)
        }
    }

    private func table(_ table: Table, _ findings: [Finding], place: Int) -> XMLElement {
        let fold = XMLElement(
            "th", attributes: [.init("scope", "col"), .init("class", "fold")],
            elements: [XMLElement("span", attributes: [.init("class", "shape")], text: "why")])
        let columns = table.columns.map {
            XMLElement("th", attributes: [.init("scope", "col")], text: PlainText.escaped($0))
        }
        let head = XMLElement("thead", elements: [XMLElement("tr", elements: [fold] + columns)])
        let rows = zip(table.rows, findings).enumerated().flatMap { index, pair in
            self.rows(pair.0, pair.1, id: "m\(number)-\(place)-\(index)")
        }
        let whole = XMLElement("table", elements: [head, XMLElement("tbody", elements: rows)])
        return XMLElement(
            "div",
            attributes: [
                .init("class", "scroll"), .init("tabindex", "0"), .init("role", "region"),
                .init("aria-label", "\(place == 0 ? "Cases" : "Further cases") of \(group.name)"),
            ],
            elements: [whole])
    }

    // MARK: Rows

    private func rows(_ cells: [String], _ finding: Finding, id: String) -> [XMLElement] {
        let verdict = finding.answer.map { $0.decision.word } ?? ""
        let button = XMLElement(
            "button",
            attributes: [
                .init("type", "button"), .init("aria-expanded", "false"), .init("aria-controls", id),
                .init("aria-label", "Why: \(finding.name)"),
            ], text: "+")
        let fold = XMLElement("td", attributes: [.init("class", "fold")], elements: [button])
        let row = XMLElement(
            "tr",
            attributes: [
                .init("class", "case"), .init("data-verdict", verdict), .init("data-status", finding.status.rawValue),
                .init("data-caveat", finding.caveats.isEmpty ? "no" : "yes"), .init("data-more", id),
            ], elements: [fold] + cells.enumerated().map { cell($1, isFirst: $0 == 0, finding) })
        let why = XMLElement("td", attributes: [.init("colspan", String(cells.count + 1))], elements: [why(finding)])
        return [row, XMLElement("tr", attributes: [.init("id", id), .init("class", "more")], elements: [why])]
    }

    /// A cell; outcomes have a shape and a word besides their colour.
    private func cell(_ cell: String, isFirst: Bool, _ finding: Finding) -> XMLElement {
        let text = PlainText.escaped(cell)
        let word = String(text.prefix { $0 != " " })
        if let outcome = Outcome(rawValue: word), !isFirst {
            let shape = XMLElement(
                "span", attributes: [.init("class", "shape"), .init("aria-hidden", "true")], text: outcome.shape)
            return XMLElement(
                "td", attributes: [.init("class", "verdict \(outcome.rawValue)")],
                children: [.element(shape), .text(text)])
        }
        let isCaveat = !finding.caveats.isEmpty && finding.caveats.contains { text.hasPrefix($0) }
        let children: [XMLElement.Child] = isCaveat ? [.element(Self.caveatShape), .text(text)] : [.text(text)]
        let name: XMLName = isFirst ? "th" : "td"
        let attributes: [XMLElement.Attribute] =
            isFirst ? [.init("scope", "row")] : isCaveat ? [.init("class", "caveat")] : []
        return XMLElement(name, attributes: attributes, children: children)
    }

    private static let caveatShape = XMLElement(
        "span", attributes: [.init("class", "shape"), .init("aria-hidden", "true")], text: "△")

    // MARK: Why

    private func why(_ finding: Finding) -> XMLElement {
        var items: [XMLElement] = []
        let style: [XMLElement.Attribute] = finding.status == .passed ? [] : [.init("class", "off")]
        items.append(XMLElement("li", attributes: style, text: PlainText.escaped(finding.summary)))
        // What stands below with its source is not told twice.
        let details = finding.details.filter { detail in
            detail != finding.summary && !finding.evidence.contains { $0.isTold(by: detail) }
        }
        items += details.map { XMLElement("li", text: PlainText.escaped($0)) }
        items += finding.evidence.map { sources.item($0.text, $0.location) }
        if finding.furtherEvidence > 0 {
            items.append(XMLElement("li", text: "and \(Report.told(finding.furtherEvidence, "further statement"))"))
        }
        items += (finding.answer?.caveats ?? []).map { caveat in
            XMLElement("li", attributes: [.init("class", "caveat")], text: "\(caveat.rule): \(caveat.point.advice)")
        }
        return XMLElement("ul", elements: items)
    }
}

extension Finding.Evidence {
    /// Whether a line tells the same, with the place in its midst or at its end.
    fileprivate func isTold(by line: String) -> Bool {
        line.hasPrefix(text)
            || line.hasPrefix(text.prefix { $0 != ":" }) && line.contains(text.split(separator: ": ").last ?? "")
                && line.contains("closest is statement")
    }
}

extension Outcome {
    /// The outcome as people filter by it.
    fileprivate var word: String {
        switch self {
        case .allowed: "allowed"
        case .explicitDeny, .implicitDeny: "denied"
        case .failed: "failed"
        case .unknown: "unknown"
        }
    }

    /// A shape that tells outcomes apart without colour.
    fileprivate var shape: String {
        switch self {
        case .allowed: "●"
        case .explicitDeny: "✖"
        case .implicitDeny: "○"
        case .failed: "!"
        case .unknown: "?"
        }
    }
}
