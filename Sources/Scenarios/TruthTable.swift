import IAM
public import Reports
import STS
import SourceText

/// Tells the cases of a scenario as truth tables: the axes, the decision of each check, the outcome and its caveats.
public enum TruthTable {
    /// A table of the combinations, and one of the named cases, where there are any.
    public static func tables(_ result: ScenarioResult) -> [Table] {
        let combinations = result.cases.filter { if case .combination = $0.testCase.name { true } else { false } }
        let named = result.cases.filter { if case .named = $0.testCase.name { true } else { false } }
        var tables: [Table] = []
        if !combinations.isEmpty { tables.append(table(combinations, columns: result.scenario.axes.map(\.name))) }
        if !named.isEmpty { tables.append(table(named, columns: ["case"])) }
        return tables
    }

    /// The tables in a shape.
    public static func tables(_ result: ScenarioResult, _ shape: TableShape) -> [Table] {
        let axes = result.scenario.axes.count
        let hasCombinations = result.cases.contains { if case .combination = $0.testCase.name { true } else { false } }
        return tables(result).enumerated().flatMap { place, table in
            guard shape.unknownColumns(in: table).isEmpty else { return [Table]() }
            // Named cases are told apart by their names alone, which are never merged.
            var own = shape
            if place > 0 || !hasCombinations { own.isDistinct = false }
            return own.tables(of: table, axes: axes)
        }
    }

    private static func table(_ results: [CaseResult], columns: [String]) -> Table {
        var known: Set<Text> = []
        let steps = results.flatMap { $0.answer.steps.map(\.name) }.filter { known.insert(Text($0)).inserted }
        if !steps.isEmpty { return chainTable(results, columns: columns, steps: steps) }
        var seen: Set<Action> = []
        let actions = results.flatMap(\.answer.checks).map(\.request.action).filter { seen.insert($0).inserted }
        if actions.count > Self.columnLimit { return tableOfManyActions(results, columns: columns) }
        let rows = results.map { result in
            names(result.testCase) + actions.map { cell(for: $0, in: result.answer) } + [
                outcome(result.answer), caveats(result.answer),
            ]
        }
        return Table(columns: apart(columns + actions.map(\.description) + ["outcome", "caveats"]), rows: rows)
    }

    /// Beyond so many actions a column for each would make a table of nothing but gaps, which grows with their square.
    private static let columnLimit = 32

    /// Where there are many actions, the checks stand in one column.
    private static func tableOfManyActions(_ results: [CaseResult], columns: [String]) -> Table {
        let rows = results.map { result in
            let checks = result.answer.decision == .failed ? [] : result.answer.checks
            let words = checks.map { "\($0.request.action): \($0.decision.verdict.rawValue)" }
            let cell = words.isEmpty ? "–" : words.joined(separator: "; ")
            return names(result.testCase) + [cell, outcome(result.answer), caveats(result.answer)]
        }
        return Table(columns: apart(columns + ["checks", "outcome", "caveats"]), rows: rows)
    }

    /// A chain has a column for each of its steps.
    private static func chainTable(_ results: [CaseResult], columns: [String], steps: [String]) -> Table {
        let rows = results.map { result in
            let cells = steps.map { name -> String in
                let step = result.answer.steps.first { $0.name.isSame(as: name) }
                return step?.answer.map(outcome) ?? "not reached"
            }
            return names(result.testCase) + cells + [outcome(result.answer), caveats(result.answer)]
        }
        return Table(columns: apart(columns + steps + ["outcome", "caveats"]), rows: rows)
    }

    /// Columns of one name, such as an axis that is called `outcome`, get a number.
    private static func apart(_ columns: [String]) -> [String] {
        var seen = NameSet()
        return columns.map { column in
            var name = column
            var number = 2
            while !seen.insert(name) {
                name = "\(column) (\(number))"
                number += 1
            }
            return name
        }
    }

    private static func names(_ testCase: ScenarioCase) -> [String] {
        switch testCase.name {
        case .named(let name): [name]
        case .combination(let choices): choices.map { ShownName.shown($0.value) }
        }
    }

    /// The decision of one check; `–` where the call does not need it or AWS does not get so far.
    private static func cell(for action: Action, in answer: Answer) -> String {
        guard answer.decision != .failed,
            let check = answer.checks.first(where: { $0.request.action == action })
        else { return "–" }
        return check.decision.verdict.rawValue
    }

    private static func outcome(_ answer: Answer) -> String {
        if answer.decision == .failed { return "failed (\(answer.error?.code ?? ""))" }
        if answer.blockedBy.isEmpty { return answer.decision.rawValue }
        return "\(answer.decision.rawValue) (\(answer.blockedBy.map(\.name).joined(separator: ", ")))"
    }

    private static func caveats(_ answer: Answer) -> String {
        answer.caveats.map { "\($0.rule): otherwise \($0.otherwise.rawValue)" }.joined(separator: "; ")
    }
}
