import SourceText
import XMLText

/// The policies' text on the page, each file once, by whose lines statements are shown.
struct HTMLSources {
    /// The files in the order of their paths.
    private let files: [SourceFile]
    private let numbers: NameMap<Int>
    /// Longer files are not shown.
    private static let limit = 400_000

    init(_ report: Report) {
        var known = NameMap<SourceFile>()
        func note(_ file: SourceFile) {
            if file.bytes.count <= Self.limit { known[file.path] = file }
        }
        for finding in report.groups.lazy.flatMap(\.findings) {
            for evidence in finding.evidence { note(evidence.location.file) }
        }
        for statement in report.coverage?.statements ?? [] { note(statement.location.file) }
        files = known.map(\.value)
        var numbers = NameMap<Int>()
        for (number, file) in files.enumerated() { numbers[file.path] = number }
        self.numbers = numbers
    }

    /// A line of a list that speaks of a place: with a link to it, and the lines between which it stands.
    func item(_ text: String, _ location: SourceLocation, _ name: XMLName = "li") -> XMLElement {
        guard let number = numbers[location.file.path] else {
            return XMLElement(name, text: PlainText.escaped("\(text) (\(location.description))"))
        }
        let (first, column) = location.file.position(of: location.offset)
        let last = location.file.position(of: max(location.offset, location.end - 1)).line
        let link = XMLElement(
            "a", attributes: [.init("href", "#f\(number)-\(first)"), .init("class", "place")],
            text: PlainText.escaped("\(location.file.path):\(first):\(column)"))
        return XMLElement(
            name,
            attributes: [
                .init("data-source", "f\(number)"), .init("data-first", String(first)),
                .init("data-last", String(last)),
            ], children: [.text(PlainText.escaped(text) + " "), .element(link)])
    }

    /// The section with all files.
    var elements: [XMLElement] {
        if files.isEmpty { return [] }
        let title = XMLElement("summary", elements: [HTMLReportFormat.heading("Policies")])
        let sections = files.enumerated().flatMap { number, file in
            [
                XMLElement("p", attributes: [.init("class", "place")], text: PlainText.escaped(file.path)),
                XMLElement("pre", attributes: [.init("id", "f\(number)")], elements: lines(file, number)),
            ]
        }
        return [
            XMLElement(
                "section",
                elements: [
                    XMLElement(
                        "details", attributes: [.init("class", "sources scenario")], elements: [title] + sections)
                ])
        ]
    }

    private func lines(_ file: SourceFile, _ number: Int) -> [XMLElement] {
        let lines = file.lines(1...max(1, file.bytes.count + 1))
        return lines.enumerated().map { index, line in
            XMLElement(
                "span", attributes: [.init("id", "f\(number)-\(index + 1)"), .init("data-line", String(index + 1))],
                text: PlainText.escapedLine(line))
        }
    }
}
