public import ArgumentParser
public import Reports
import Scenarios

/// `iamsim table FILE`: the truth table of a scenario.
struct TableCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "table", _superCommandName: IAMSim.name,
        abstract: "Print the truth table of a scenario: its axes, each check's decision, the outcome and its caveats.")

    @Argument(help: "The scenario file.")
    var file: String

    @Option(help: "The format: text, markdown or csv.")
    var format: TableFormat = .text

    @OptionGroup var options: ScenarioOptions

    func run() throws {
        let (scenarios, unreadable) = try options.read([file])
        guard unreadable == 0 else { throw ExitStatus.badInput }
        guard let scenario = scenarios.first, scenarios.count == 1 else {
            Terminal.complain("iamsim: expected one scenario, found \(scenarios.count)")
            throw ExitStatus.badInput
        }
        let runner = ScenarioRunner()
        let result = ScenarioResult(scenario: scenario, cases: scenario.cases.map(runner.run))
        let tables = TruthTable.tables(result).map(format.render)
        try Terminal.write(tables.joined(separator: "\n"))
    }
}

extension TableFormat: ExpressibleByArgument {}
