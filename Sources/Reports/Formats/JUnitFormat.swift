import SourceText
import XMLText

/// A report as JUnit XML, the form that CI systems read.
public enum JUnitFormat {
    /// The report as an XML document.
    public static func render(_ report: Report) -> String {
        let root = XMLElement(
            "testsuites",
            attributes: counts(
                report.count + report.unreadable.count, report.count(.failed), report.count(.todo),
                errors: report.unreadable.count),
            elements: report.groups.map(suite) + unreadable(report) + report.toldWarnings.junit)
        return XMLWriter(isIndented: true).write(root.plain)
    }

    /// Files that could not be read, as a suite of errors.
    private static func unreadable(_ report: Report) -> [XMLElement] {
        if report.unreadable.isEmpty { return [] }
        let cases = report.unreadable.map { diagnostic in
            XMLElement(
                "testcase",
                attributes: [
                    .init("name", diagnostic.message), .init("classname", diagnostic.location.file.path),
                    .init("file", diagnostic.location.file.path), .init("line", String(diagnostic.location.line)),
                ],
                elements: [
                    XMLElement("error", attributes: [.init("message", diagnostic.message)], text: diagnostic.rendered)
                ])
        }
        let numbers = counts(cases.count, 0, 0, errors: cases.count)
        return [XMLElement("testsuite", attributes: [.init("name", "could not be read")] + numbers, elements: cases)]
    }

    static func counts(
        _ tests: Int, _ failures: Int, _ skipped: Int, errors: Int = 0
    ) -> [XMLElement.Attribute] {
        [
            .init("tests", String(tests)), .init("failures", String(failures)), .init("errors", String(errors)),
            .init("skipped", String(skipped)),
        ]
    }

    private static func suite(_ group: ReportGroup) -> XMLElement {
        XMLElement(
            "testsuite",
            attributes: [.init("name", group.name)]
                + counts(group.findings.count, group.count(.failed), group.count(.todo))
                + [.init("file", group.path)],
            elements: group.findings.map { testCase($0, in: group) })
    }

    private static func testCase(_ finding: Finding, in group: ReportGroup) -> XMLElement {
        var attributes: [XMLElement.Attribute] = [
            .init("name", finding.name), .init("classname", group.path),
            .init("file", finding.location?.file.path ?? group.path),
        ]
        if let line = finding.location?.line { attributes.append(.init("line", String(line))) }
        return XMLElement("testcase", attributes: attributes, elements: outcome(finding))
    }

    private static func outcome(_ finding: Finding) -> [XMLElement] {
        let message: [XMLElement.Attribute] = [.init("message", finding.summary)]
        switch finding.status {
        case .passed: return []
        case .failed:
            return [
                XMLElement(
                    "failure", attributes: message, text: finding.details.map(PlainText.escaped).joined(separator: "\n")
                )
            ]
        case .todo: return [XMLElement("skipped", attributes: message)]
        }
    }
}
