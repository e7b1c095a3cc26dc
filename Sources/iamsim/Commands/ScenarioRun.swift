import IAM
import Reports
import Scenarios
import SourceText

/// Runs cases one by one, and prints what comes of them meanwhile.
struct ScenarioRun {
    let isVerbose: Bool
    let stopsAtFailure: Bool
    let strictCaveats: Bool
    /// Whether it is counted which statements decide cases.
    let countsStatements: Bool
    /// Whether cases are printed as text as soon as they are known.
    let printsText: Bool

    /// Runs the cases.
    func report(_ selected: [CaseFilter.Selection]) throws -> Report {
        let runner = ScenarioRunner(strictCaveats: strictCaveats)
        let palette = Palette(isOn: Terminal.hasColour)
        let format = TextReportFormat(isVerbose: isVerbose) { palette.paint($0, $1) }
        var coverage = Coverage()
        var notPassed = 0
        var groups: [ReportGroup] = []
        var budget = ComparisonBudget()
        var refusal: Diagnostic?
        var progress = Progress(total: selected.reduce(0) { $0 + $1.cases.count })
        defer { progress.end() }
        for (scenario, cases) in selected {
            var results: [CaseResult] = []
            var findings: [Finding] = []
            for testCase in cases {
                refusal = budget.refusal(at: testCase.expectation.location)
                if refusal != nil { break }
                let result = runner.run(testCase)
                budget.take(result.answer)
                let finding = ScenarioReport.finding(result, counting: &notPassed)
                results.append(result)
                findings.append(finding)
                if countsStatements { coverage.add(result.answer) }
                progress.step()
                let text = printsText ? format.text(for: finding, path: scenario.path) : ""
                if !text.isEmpty {
                    progress.end()
                    try Terminal.write(text)
                }
                if stopsAtFailure, finding.status == .failed { break }
            }
            groups.append(ScenarioReport.group(ScenarioResult(scenario: scenario, cases: results), findings))
            if refusal != nil || stopsAtFailure && findings.last?.status == .failed { break }
        }
        return Report(
            groups: groups, coverage: countsStatements ? coverage.report : nil, unreadable: refusal.map { [$0] } ?? [])
    }
}

extension Palette {
    /// Paints the word for what became of a finding.
    fileprivate func paint(_ status: Finding.Status, _ word: String) -> String {
        switch status {
        case .passed: green(word)
        case .failed: red(word)
        case .todo: yellow(word)
        }
    }
}

/// Selects cases by a pattern with `*` and `?` over `FILE: CASE`.
struct CaseFilter {
    private let pattern: Wildcard

    /// A scenario with some of its cases.
    typealias Selection = (scenario: Scenario, cases: [ScenarioCase])

    init(_ pattern: String) {
        self.pattern = Wildcard(Text(pattern))
    }

    func matches(path: String, title: String) -> Bool {
        pattern.matches(Text("\(path): \(title)"))
    }

    /// The cases that fit; scenarios without any are left out.
    static func select(_ pattern: String?, of scenarios: [Scenario]) -> [Selection] {
        let filter = pattern.map { CaseFilter($0) }
        return scenarios.map { scenario in
            (scenario, scenario.cases.filter { filter?.matches(path: scenario.path, title: $0.title) ?? true })
        }.filter { !$0.1.isEmpty }
    }
}
