import Reports
import SourceText
import Testing
import XMLText

/// What files are warned of stands in every format of a report, in its own form.
@Suite struct ToldWarningsTests {
    private static let file = SourceFile(path: "p, q.json", text: "{\n  \"Effect\": 1}")

    private static func warning(_ id: String, _ message: String) -> Diagnostic {
        Diagnostic(id, message, at: SourceLocation(file: file, offset: 4, end: 5), severity: .warning)
    }

    private let report = Report(warnings: [
        Self.warning("oddish", "no `x`"), Self.warning("oddish", "no `x`"), Self.warning("evenly", "a\nb"),
    ])

    private func node(_ format: ReportFormat) throws -> Node {
        var diagnostics = Diagnostics()
        let file = SourceFile(path: "report", text: format.render(report))
        return try #require(JSONParser.parse(file, &diagnostics))
    }

    @Test(arguments: [ReportFormat.text, .markdown, .html, .github, .junit]) func formatsForPeopleTellThem(
        format: ReportFormat
    ) {
        let told = format.render(report)
        #expect(told.contains("oddish") && told.contains("evenly"), "\(told)")
    }

    @Test func theSummaryCountsThem() {
        #expect(report.summary.hasSuffix("; 3 warnings"))
        #expect(report.isGood)
        var strict = report
        strict.allowsWarnings = false
        #expect(!strict.isGood)
        #expect(!Report().summary.contains("warning"))
    }

    @Test func jsonHasPlaceIdAndMessage() throws {
        let warnings = Array(try #require(try node(.json)["warnings"]).elements)
        #expect(warnings.count == 3)
        let last = try #require(warnings.last)
        #expect(last["id"]?.string == "evenly" && last["message"]?.string == "a\nb")
        let place = try #require(last["location"])
        #expect(place["file"]?.string == "p, q.json" && place["line"]?.string == "2" && place["column"]?.string == "3")
    }

    @Test func annotationsNameTheirPlace() {
        let lines = ReportFormat.github.render(report).split(separator: "\n")
        #expect(lines.first == "::warning file=p%2C q.json,line=2,col=3,title=oddish::no `x`")
        #expect(lines.count == 4)
    }

    /// Each kind is a rule, and two warnings of one message are two results.
    @Test func codeScanningGetsResults() throws {
        let run = try #require(try node(.sarif)["runs"]?.elements.first)
        let results = Array(try #require(run["results"]).elements)
        #expect(results.map { $0["ruleId"]?.string } == ["oddish", "oddish", "evenly"])
        #expect(results.allSatisfy { $0["level"]?.string == "warning" })
        let prints = results.compactMap { $0["partialFingerprints"]?["warning/v1"]?.string }
        #expect(prints.count == 3 && Set(prints).count == 3)
        let rules = try #require(run["tool"]?["driver"]?["rules"]).elements.compactMap { $0["id"]?.string }
        #expect(rules == ["unexpected-answer", "known-failure", "oddish", "evenly"])
    }

    /// A warning is no test: no count changes.
    @Test func junitTellsThemBesideTheCases() throws {
        let root = try XMLParser().parse(Array(ReportFormat.junit.render(report).utf8))
        #expect(root.attribute("tests") == "0" && root.attribute("errors") == "0")
        let suite = try #require(root.elements(named: "testsuite").last)
        #expect(suite.attribute("name") == "warnings")
        let text = try #require(suite.elements(named: "system-err").first).text
        #expect(text.contains("p, q.json:2:3: warning: no `x` [oddish]"))
    }

    @Test(arguments: ReportFormat.allCases.filter { $0 != .csv }) func aComparisonTellsThemToo(format: ReportFormat) {
        var comparison = ComparisonReport(changes: [], notComparable: [], unchanged: 1, base: "main")
        #expect(!format.render(comparison).contains("oddish"))
        comparison.warnings = report.warnings
        #expect(format.render(comparison).contains("oddish"))
        #expect(!comparison.fails)
        comparison.allowsWarnings = false
        #expect(comparison.fails)
    }
}
