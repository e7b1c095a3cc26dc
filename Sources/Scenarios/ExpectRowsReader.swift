import SourceText

/// A row of `expect`: for which cases it is, and what it expects of them.
struct ExpectRow {
    /// For each axis that the row speaks of, by its place, the values for which it is.
    let when: [(axis: Int, values: Set<Text>)]
    let expectation: Expectation

    /// Whether the row is for a case, which has one value of each axis.
    func fits(_ values: [Text]) -> Bool {
        when.allSatisfy { $0.values.contains(values[$0.axis]) }
    }
}

/// The rows of `expect`, found by one value of each case, so that many rows and many cases are not compared each with each.
struct ExpectRows {
    let rows: [ExpectRow]
    /// The first row that is for every case.
    private let general: Int?
    /// By axis and value, the rows of which this is the condition with the fewest rows.
    private var places: [Place: [Int]] = [:]

    private struct Place: Hashable {
        let axis: Int
        let value: Text
    }

    init(_ rows: [ExpectRow]) {
        self.rows = rows
        general = rows.firstIndex { $0.when.isEmpty }
        for (index, row) in rows.enumerated() {
            func load(_ axis: Int) -> Int {
                row.when[axis].values.reduce(0) {
                    $0 + 1 + (places[Place(axis: row.when[axis].axis, value: $1)]?.count ?? 0)
                }
            }
            guard let best = row.when.indices.min(by: { load($0) < load($1) }) else { continue }
            for value in row.when[best].values {
                places[Place(axis: row.when[best].axis, value: value), default: []].append(index)
            }
        }
    }

    /// The first row that is for a case.
    func first(for values: [Text]) -> Int? {
        let found = values.enumerated().compactMap { axis, value in
            places[Place(axis: axis, value: value)]?.first { rows[$0].fits(values) }
        }
        return (found + [general].compactMap { $0 }).min()
    }
}

/// Reads the rows of `expect`.
struct ExpectRowsReader {
    let axes: [Axis]
    private let names: [Set<Text>]

    init(axes: [Axis]) {
        self.axes = axes
        names = axes.map { Set($0.values.map { Text($0.name) }) }
    }

    func read(_ node: Node?, _ diagnostics: inout Diagnostics) -> [ExpectRow] {
        guard let node else { return [] }
        return node.elementsOrSelf.compactMap { element in
            let when = readWhen(element["when"], &diagnostics)
            let expectation = ExpectationReader.read(element, more: ["when"], &diagnostics)
            guard let when, let expectation else { return nil }
            return ExpectRow(when: when, expectation: expectation)
        }
    }

    private func readWhen(
        _ node: Node?, _ diagnostics: inout Diagnostics
    ) -> [(axis: Int, values: Set<Text>)]? {
        guard let node, node.kind != .null else { return [] }
        guard NodeReader(node, "`when`", &diagnostics) != nil else { return nil }
        let errors = diagnostics.errorCount
        let when = node.members.compactMap { readValues($0, &diagnostics) }
        return diagnostics.errorCount == errors ? when : nil
    }

    private func readValues(_ member: Node.Member, _ diagnostics: inout Diagnostics) -> (axis: Int, values: Set<Text>)?
    {
        guard let axis = axes.firstIndex(where: { Text($0.name) == member.key.text }) else {
            diagnostics.error(
                "unknown-axis",
                "there is no axis `\(member.name)`\(Suggestion.hint(for: member.name, among: axes.map(\.name)))",
                at: member.key.location)
            return nil
        }
        let values = member.value.expectTexts("`when`", &diagnostics)
        for (node, value) in zip(member.value.elementsOrSelf, values) where !names[axis].contains(value) {
            diagnostics.error("unknown-value", unknown(value, axes[axis]), at: node.location)
        }
        return (axis, Set(values))
    }

    private func unknown(_ value: Text, _ axis: Axis) -> String {
        let hint = Suggestion.hint(for: value.string, among: axis.values.map(\.name))
        return "the axis `\(ShownName.shown(axis.name))` has no value `\(ShownName.shown(value.string))`\(hint)"
    }
}
