import IAM
import Reports
import Scenarios
import SourceText

/// Tells single cases on the terminal.
struct CasePrinter {
    let palette: Palette
    let isVerbose: Bool

    /// The lines for a case; none for one that passed, unless all are wanted.
    func text(for result: CaseResult, path: String) -> String {
        let finding = ScenarioReport.finding(result)
        let place = PlainText.escaped(finding.location?.description ?? path)
        let name = PlainText.escaped(finding.name)
        let summary = PlainText.escaped(finding.summary)
        switch finding.status {
        case .passed:
            return isVerbose ? "\(palette.green("pass")) \(place): \(name): \(summary)\n" : ""
        case .todo:
            return isVerbose ? "\(palette.yellow("todo")) \(place): \(name): \(summary)\n" : ""
        case .failed:
            let lines = ([finding.summary] + finding.details).reduce(into: [String]()) { lines, line in
                if !lines.contains(line) { lines.append(line) }
            }
            let explain = "explain it: iamsim explain \(path) --case '\(finding.name)'"
            let details = (lines + [explain]).map { "     \(PlainText.escaped($0))\n" }.joined()
            return "\(palette.red("FAIL")) \(place): \(name)\n\(details)"
        }
    }
}

/// The last line of a run.
struct TestSummary {
    let results: [ScenarioResult]
    /// How many files could not be read.
    var unreadable = 0

    var line: String {
        let cases = results.flatMap(\.cases)
        let passed = cases.count { $0.status == .passed }
        let failed = cases.count { $0.status == .failed }
        let todo = cases.count { $0.status == .todo }
        let resting = cases.count(where: \.restsOnCaveats)
        let files = Set(results.map(\.scenario.path)).count
        let counts = "\(passed) passed, \(failed) failed, \(todo) todo"
        let rest = "\(resting) \(resting == 1 ? "rests" : "rest") on undocumented behaviour"
        let missing = unreadable == 0 ? "" : "; \(Self.count(unreadable, "file")) could not be read"
        return "\(Self.count(cases.count, "case")) in \(Self.count(files, "file")): \(counts); \(rest)\(missing)"
    }

    private static func count(_ number: Int, _ noun: String) -> String {
        "\(number) \(noun)\(number == 1 ? "" : "s")"
    }
}

/// Selects cases by a pattern with `*` and `?` over `FILE: CASE`.
struct CaseFilter {
    private let pattern: Wildcard

    init(_ pattern: String) {
        self.pattern = Wildcard(Text(pattern))
    }

    func matches(path: String, title: String) -> Bool {
        pattern.matches(Text("\(path): \(title)"))
    }
}
