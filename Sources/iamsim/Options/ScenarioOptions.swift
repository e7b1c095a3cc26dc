import ArgumentParser
import Scenarios
import SourceText

/// Options that all commands on scenarios share.
struct ScenarioOptions: ParsableArguments {
    @Option(help: "The folder that no path in a file may leave (default: the repository, else the working directory).")
    var root: String?

    @Option(help: ArgumentHelp("How many cases a scenario may have; all together, four times as many.", valueName: "n"))
    var maxCases = ScenarioReader.caseLimit

    func validate() throws {
        if maxCases < 1 { throw ValidationError("--max-cases takes a number from 1.") }
    }

    /// Reads scenarios with their files, and prints what is wrong with them.
    /// - Throws: `ExitStatus.badInput` where a file cannot be read.
    func readWithSources(
        _ paths: [String]
    ) throws -> (all: [(scenario: Scenario, source: (node: Node, root: String))], warnings: [Diagnostic]) {
        var files = ScenarioFiles(root: root, maxCases: maxCases)
        let scenarios = try files.read(paths)
        Terminal.complain(of: files.diagnostics)
        if files.diagnostics.hasErrors { throw ExitStatus.badInput }
        return (Array(zip(scenarios, files.sources)), files.diagnostics.warnings)
    }

    /// Reads scenarios, and prints what is wrong with them.
    /// - Returns: the scenarios that could be read, what is wrong with files that could not, and what files are warned of.
    func read(
        _ paths: [String]
    ) throws -> (scenarios: [Scenario], unreadable: [Diagnostic], warnings: [Diagnostic]) {
        var files = ScenarioFiles(root: root, maxCases: maxCases)
        let scenarios = try files.read(paths)
        Terminal.complain(of: files.diagnostics)
        return (scenarios, files.diagnostics.sorted.filter { $0.severity == .error }, files.diagnostics.warnings)
    }
}
