import ArgumentParser
import STS
import Scenarios
import SourceText

/// Selects one case of a scenario: by its name, or by values of its axes, `identity policy=old, workflow=manual`. With
/// one axis its value alone will do.
struct CaseSelection {
    private let scenario: Scenario

    init(_ scenario: Scenario) {
        self.scenario = scenario
    }

    func select(_ name: String?) throws -> Question {
        guard let name else {
            if scenario.cases.count == 1 { return scenario.cases[0].question }
            throw Self.error("The scenario has \(scenario.cases.count) cases: choose one with --case. \(examples)")
        }
        let fitting = scenario.cases.filter { fits($0, name) }
        if fitting.count == 1 { return fitting[0].question }
        throw Self.error(fitting.isEmpty ? noCase(name) : severalCases(name, fitting.count))
    }

    /// Names are a file's: whatever they hold, the error stays on its line.
    private static func error(_ message: String) -> ValidationError { ValidationError(PlainText.escaped(message)) }

    private func fits(_ testCase: ScenarioCase, _ name: String) -> Bool {
        // What a report tells to paste is the name as a terminal shows it.
        if Text(testCase.title) == name || Text(PlainText.escaped(testCase.title)) == name { return true }
        guard case .combination(let choices) = testCase.name, !choices.isEmpty else { return false }
        if choices.count == 1, Text(choices[0].value) == name { return true }
        return parts(of: name).allSatisfy { part in choices.contains { Text("\($0.axis)=\($0.value)") == part } }
    }

    private func parts(of name: String) -> [String] {
        Text(name).split(at: ",").map { Text(bytes: $0.bytes.drop { $0 == 0x20 }).string }
    }

    // MARK: What to say where not one case fits

    private func noCase(_ name: String) -> String {
        let reason = parts(of: name).lazy.compactMap(fault).first
        let words = "No case is called “\(name)”\(reason ?? hint(name))"
        return words.hasSuffix("?") ? "\(words) \(listing)" : "\(words). \(listing)"
    }

    /// What is wrong with `AXIS=VALUE`: an axis or a value that the scenario does not have.
    private func fault(_ part: String) -> String? {
        let pieces = Text(part).split(at: "=", maxSplits: 1).map(\.string)
        guard pieces.count == 2 else { return nil }
        guard let axis = scenario.axes.first(where: { $0.name.isSame(as: pieces[0]) }) else {
            return ": there is no axis “\(pieces[0])”" + Self.suggestion(pieces[0], scenario.axes.map(\.name))
        }
        let values = axis.values.map(\.name)
        if values.containsName(pieces[1]) { return nil }
        return ": the axis “\(axis.name)” has no value “\(pieces[1])”" + Self.suggestion(pieces[1], values)
    }

    private func hint(_ name: String) -> String {
        Self.suggestion(name, scenario.cases.map(\.title))
    }

    private static func suggestion(_ name: String, _ candidates: [String]) -> String {
        Suggestion.nearest(to: name, among: candidates).map { "; did you mean “\($0)”?" } ?? ""
    }

    private func severalCases(_ name: String, _ count: Int) -> String {
        let named = parts(of: name).compactMap { Text($0).split(at: "=", maxSplits: 1).first?.string }
        let others = scenario.axes.map(\.name).filter { !named.contains($0) }.map { "“\($0)”" }
        return "“\(name)” fits \(count) cases: name \(others.joined(separator: " and ")) too. \(examples)"
    }

    private var listing: String { "`iamsim test --list \(ShellWord.quoted(scenario.path))` lists all." }

    private var examples: String {
        let shown = scenario.cases.prefix(3).map { "“\($0.title)”" }.joined(separator: "; ")
        return scenario.cases.count > 3 ? "Cases: \(shown) … \(listing)" : "Cases: \(shown)."
    }
}
