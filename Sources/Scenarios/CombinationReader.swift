import IAM
import STS
import SourceText

/// Makes a case of each combination of the axes' values.
struct CombinationReader {
    let readQuestion: ScenarioReader.ReadQuestion
    let base: Node
    let axes: [Axis]
    let rows: [ExpectRow]

    /// - Parameter scenario: where to complain of a case that no row fits, when there is no row at all.
    func read(_ scenario: Node, _ diagnostics: inout Diagnostics) -> [ScenarioCase] {
        guard !rows.isEmpty || !axes.isEmpty else { return [] }
        var used = Set<Int>()
        var withoutRow: [String] = []
        var cases: [ScenarioCase] = []
        for values in combinations {
            let choices = zip(axes, values).map { ScenarioCase.Choice(axis: $0.name, value: $1.name) }
            let name = ScenarioCase.Name.combination(choices)
            guard let row = rows.firstIndex(where: { $0.fits(choices) }) else {
                withoutRow.append(choices.map { "\($0.axis)=\($0.value)" }.joined(separator: ", "))
                continue
            }
            used.insert(row)
            let merged = values.reduce(base) { $0.overlaid(with: $1.overlay) }
            // What is wrong with one case must not be missed because another one had it before.
            var own = Diagnostics()
            let question = readQuestion(merged, &own)
            diagnostics.add(contentsOf: own)
            guard let question, !own.hasErrors else { continue }
            cases.append(
                ScenarioCase(
                    name: name, source: merged, question: question, expectation: rows[row].expectation))
        }
        report(withoutRow, at: scenario["expect"] ?? scenario, &diagnostics)
        for index in rows.indices where !used.contains(index) {
            diagnostics.error(
                "idle-row", "this row decides no case: rows above it fit all that it fits, or nothing fits it",
                at: rows[index].expectation.location)
        }
        return cases
    }

    /// Reads one question only, for what is wrong with it, where the scenario around it has faults already.
    func readFirst(_ diagnostics: inout Diagnostics) {
        let overlays = axes.compactMap(\.values.first?.overlay)
        let merged = overlays.reduce(base) { $0.overlaid(with: $1) }
        _ = readQuestion(merged, &diagnostics)
    }

    private func report(_ withoutRow: [String], at node: Node, _ diagnostics: inout Diagnostics) {
        guard let first = withoutRow.first else { return }
        let others = withoutRow.count > 1 ? " and \(withoutRow.count - 1) more" : ""
        let name = first.isEmpty ? "the question" : "`\(first)`"
        diagnostics.error("case-without-row", "no row of `expect` fits \(name)\(others)", at: node.location)
    }

    /// The values of all axes, the last axis turning fastest.
    private var combinations: [[Axis.Value]] {
        axes.reduce([[]]) { rows, axis in
            rows.flatMap { row in axis.values.map { row + [$0] } }
        }
    }
}
