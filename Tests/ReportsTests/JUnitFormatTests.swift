import Reports
import SourceText
import Testing
import XMLText

@Suite struct JUnitFormatTests {
    private let file = SourceFile(path: "scenarios/a.yaml", text: "one\ntwo\nthree")

    private var report: Report {
        Report(groups: [
            ReportGroup(
                name: "First <one>", path: "scenarios/a.yaml",
                findings: [
                    Finding(name: "passes", status: .passed, location: SourceLocation(file: file, offset: 4, end: 5)),
                    Finding(
                        name: "fails & \"quotes\"", status: .failed, summary: "expected <a>\nnext",
                        details: ["line one", "]]> & <two>"]),
                    Finding(name: "later", status: .todo, summary: "todo: é🐟"),
                ]),
            ReportGroup(name: "Second", path: "b.yaml", findings: [Finding(name: "x", status: .failed)]),
            ReportGroup(name: "Third", path: "c.yaml", findings: []),
        ])
    }

    private func parsed(_ report: Report) throws -> XMLElement {
        try XMLParser().parse(Array(JUnitFormat.render(report).utf8))
    }

    private func counts(_ element: XMLElement) -> [String?] {
        ["tests", "failures", "errors", "skipped"].map { element.attribute(XMLName($0)) }
    }

    @Test func everythingIsCounted() throws {
        let root = try parsed(report)
        #expect(root.name == "testsuites")
        #expect(counts(root) == ["4", "2", "0", "1"])
        let suites = root.elements(named: "testsuite")
        #expect(suites.map(counts) == [["3", "1", "0", "1"], ["1", "1", "0", "0"], ["0", "0", "0", "0"]])
        #expect(suites.map { $0.attribute("name") } == ["First <one>", "Second", "Third"])
        #expect(suites.map { $0.attribute("file") } == ["scenarios/a.yaml", "b.yaml", "c.yaml"])
        #expect(suites.map { $0.elements(named: "testcase").count } == [3, 1, 0])
    }

    @Test func casesKnowTheirFileAndLine() throws {
        let cases = try parsed(report).elements[0].elements
        #expect(cases.map { $0.attribute("name") } == ["passes", "fails & \"quotes\"", "later"])
        #expect(cases.map { $0.attribute("classname") } == Array(repeating: "scenarios/a.yaml", count: 3))
        #expect(cases.map { $0.attribute("file") } == Array(repeating: "scenarios/a.yaml", count: 3))
        #expect(cases.map { $0.attribute("line") } == ["2", nil, nil])
    }

    @Test func outcomesStandInsideTheirCase() throws {
        let cases = try parsed(report).elements[0].elements
        #expect(cases[0].elements.isEmpty)
        let failure = try #require(cases[1].elements.first)
        #expect(failure.name == "failure")
        #expect(failure.attribute("message") == "expected <a>\nnext")
        #expect(failure.text == "line one\n]]> & <two>")
        let skipped = try #require(cases[2].elements.first)
        #expect(skipped.name == "skipped")
        #expect(skipped.attribute("message") == "todo: é🐟")
    }

    /// No input makes the document unreadable.
    @Test(arguments: ["\u{0}\u{1b}\u{8}", "\u{FFFE}\u{FFFF}", "\u{7f}\u{85}\u{2028}", "\r\n\t", "<!--", "&#0;", "%x;"])
    func anyTextCanBeReadBack(_ text: String) throws {
        let finding = Finding(name: text, status: .failed, summary: text, details: [text])
        let root = try parsed(Report(groups: [ReportGroup(name: text, path: text, findings: [finding])]))
        #expect(counts(root) == ["1", "1", "0", "0"])
        #expect(root.elements[0].elements[0].elements[0].name == "failure")
    }

    @Test func anEmptyReportIsADocument() throws {
        #expect(counts(try parsed(Report())) == ["0", "0", "0", "0"])
        #expect(report.count == 4)
        #expect(report.count(.failed) == 2)
        #expect(report.groups[0].count(.todo) == 1)
    }
}
