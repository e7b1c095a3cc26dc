import IAM
import Questions
import STS
import SourceText

/// Makes a case of each combination of the axes' values.
struct CombinationReader {
    let readQuestion: ScenarioReader.ReadQuestion
    let base: Node
    let axes: [Axis]
    let rows: [ExpectRow]

    /// How many cases there are.
    var count: Int { rows.isEmpty && axes.isEmpty ? 0 : axes.reduce(1) { $0 * $1.values.count } }

    /// - Parameter scenario: where to complain of a case that no row fits, when there is no row at all.
    func read(
        _ scenario: Node, _ budget: inout CaseBudget, _ diagnostics: inout Diagnostics
    ) -> [ScenarioCase] {
        guard !rows.isEmpty || !axes.isEmpty else { return [] }
        var used = Set<Int>()
        var withoutRow = (first: "", count: 0)
        var cases: [ScenarioCase] = []
        let table = ExpectRows(rows)
        let names = axes.map { axis in axis.values.map { Text($0.name) } }
        var turn = Turn(axes.map(\.values.count))
        var layers = OverlayLayers(base)
        while let places = turn.next() {
            let values = zip(axes, places).map { $0.values[$1] }
            let choices = zip(axes, values).map { ScenarioCase.Choice(axis: $0.name, value: $1.name) }
            guard let row = table.first(for: zip(names, places).map { $0[$1] }) else {
                if withoutRow.count == 0 {
                    withoutRow.first = choices.map { "\($0.axis)=\($0.value)" }.joined(separator: ", ")
                }
                withoutRow.count += 1
                continue
            }
            used.insert(row)
            let merged = layers.merged(axes, at: places)
            let place = scenario["vary"] ?? scenario
            guard budget.take(merged, case: cases.count + 1, at: place.location, &diagnostics) else { return [] }
            // What is wrong with one case must not be missed because another one had it before.
            var own = Diagnostics()
            let question = readQuestion(merged, &own)
            diagnostics.add(contentsOf: own)
            guard let question, !own.hasErrors else { continue }
            cases.append(
                ScenarioCase(
                    name: .combination(choices), base: base, overlays: values.map(\.overlay), question: question,
                    expectation: rows[row].expectation))
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
        let merged = overlays.reduce(base) { $0.overlaidAsQuestion(with: $1) }
        _ = readQuestion(merged, &diagnostics)
    }

    private func report(
        _ withoutRow: (first: String, count: Int), at node: Node, _ diagnostics: inout Diagnostics
    ) {
        guard withoutRow.count > 0 else { return }
        let others = withoutRow.count > 1 ? " and \(withoutRow.count - 1) more" : ""
        let name = withoutRow.first.isEmpty ? "the question" : "`\(withoutRow.first)`"
        diagnostics.error("case-without-row", "no row of `expect` fits \(name)\(others)", at: node.location)
    }
}

/// The overlays of one case, laid over the base one by one. What the next case lies over as well is kept: mostly all but the last.
private struct OverlayLayers {
    private var places: [Int] = []
    /// The base, and what it is with so many overlays.
    private var layers: [Node]

    init(_ base: Node) { layers = [base] }

    mutating func merged(_ axes: [Axis], at places: [Int]) -> Node {
        let same = zip(places, self.places).prefix { $0 == $1 }.count
        layers.removeLast(layers.count - 1 - same)
        var merged = layers[same]
        for (axis, place) in zip(axes, places).dropFirst(same) {
            merged = merged.overlaidAsQuestion(with: axis.values[place].overlay)
            layers.append(merged)
        }
        self.places = places
        return merged
    }
}

/// The combinations of the axes' values, by their places, one after the other; the last axis turns fastest.
struct Turn {
    private let counts: [Int]
    private var places: [Int]?

    init(_ counts: [Int]) {
        self.counts = counts
        places = counts.contains(0) ? nil : counts.map { _ in 0 }
    }

    mutating func next() -> [Int]? {
        guard let current = places else { return nil }
        var next = current
        var axis = counts.count - 1
        while axis >= 0 {
            next[axis] += 1
            if next[axis] < counts[axis] { break }
            next[axis] = 0
            axis -= 1
        }
        places = axis < 0 ? nil : next
        return current
    }
}
