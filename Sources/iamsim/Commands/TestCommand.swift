import ArgumentParser
import Reports
import Scenarios
import SourceText

/// `iamsim test [paths…]`: run scenarios and compare each answer with what is expected.
struct TestCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test", _superCommandName: IAMSim.name,
        abstract: "Run scenarios and compare each answer with what is expected.")

    @Argument(help: "Scenario files, and folders that are searched for them.")
    var paths: [String] = defaultPaths

    @Option(help: "Run only cases whose `FILE: CASE` matches a pattern with * and ?.")
    var filter: String?

    @Flag(help: "Print the names of the cases, and run none.")
    var list = false

    @Flag(help: "Stop after the first case that fails.")
    var failFast = false

    @Flag(help: "Print each case, not only those that fail.")
    var verbose = false

    @Flag(help: "Fail cases that rest on undocumented behaviour and do not assert their caveats.")
    var strictCaveats = false

    @Option(help: ArgumentHelp("Also write the results to a file, as JUnit XML.", valueName: "junit=FILE"))
    var format: [FileFormat] = []

    @OptionGroup var options: ScenarioOptions

    private static let defaultPaths = ["scenarios"]

    func run() throws {
        if paths == Self.defaultPaths, !FileAccess.exists(Self.defaultPaths[0]) {
            Terminal.complain("iamsim: there is no folder `scenarios` here: name a file or a folder")
            throw ExitStatus.badInput
        }
        let (scenarios, unreadable) = try options.read(paths)
        let isComplete = unreadable == 0
        let selected = scenarios.map { ($0, $0.cases.filter(isSelected(in: $0))) }.filter { !$0.1.isEmpty }
        if selected.isEmpty {
            if isComplete { Terminal.complain("iamsim: no case found") }
            throw ExitStatus.badInput
        }
        if list { return try printNames(selected, isComplete) }
        let results = try runAll(selected)
        let report = ScenarioReport.report(results)
        for format in format { try FileAccess.write(JUnitFormat.render(report), to: format.path) }
        try Terminal.write(TestSummary(results: results, unreadable: unreadable).line + "\n")
        if !isComplete { throw ExitStatus.badInput }
        if report.count(.failed) > 0 { throw ExitStatus.gateFailed }
    }

    private func isSelected(in scenario: Scenario) -> (ScenarioCase) -> Bool {
        guard let filter else { return { _ in true } }
        let pattern = CaseFilter(filter)
        return { pattern.matches(path: scenario.path, title: $0.title) }
    }

    private func printNames(_ selected: [(Scenario, [ScenarioCase])], _ isComplete: Bool) throws {
        for (scenario, cases) in selected {
            for testCase in cases {
                try Terminal.write(PlainText.escaped("\(scenario.path): \(testCase.title)") + "\n")
            }
        }
        if !isComplete { throw ExitStatus.badInput }
    }

    private func runAll(_ selected: [(Scenario, [ScenarioCase])]) throws -> [ScenarioResult] {
        let runner = ScenarioRunner(strictCaveats: strictCaveats)
        let printer = CasePrinter(palette: Palette(isOn: Terminal.hasColour), isVerbose: verbose)
        var results: [ScenarioResult] = []
        for (scenario, cases) in selected {
            var done: [CaseResult] = []
            for testCase in cases {
                let result = runner.run(testCase)
                done.append(result)
                try Terminal.write(printer.text(for: result, path: scenario.path))
                if failFast, result.status == .failed {
                    return results + [ScenarioResult(scenario: scenario, cases: done)]
                }
            }
            results.append(ScenarioResult(scenario: scenario, cases: done))
        }
        return results
    }
}

/// `junit=FILE`: a format, and the file that is written in it.
struct FileFormat: ExpressibleByArgument {
    let path: String

    init?(argument: String) {
        guard argument.hasPrefix("junit="), argument.count > "junit=".count else { return nil }
        path = String(argument.dropFirst("junit=".count))
    }
}
