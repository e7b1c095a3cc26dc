import SourceText

/// A row of `expect`: for which cases it is, and what it expects of them.
struct ExpectRow {
    /// For each axis that the row speaks of, the values for which it is.
    let when: [(axis: String, values: [String])]
    let expectation: Expectation

    func fits(_ choices: [ScenarioCase.Choice]) -> Bool {
        when.allSatisfy { condition in
            choices.contains { $0.axis == condition.axis && condition.values.contains($0.value) }
        }
    }
}

/// Reads the rows of `expect`.
struct ExpectRowsReader {
    let axes: [Axis]

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
    ) -> [(axis: String, values: [String])]? {
        guard let node, node.kind != .null else { return [] }
        guard NodeReader(node, "`when`", &diagnostics) != nil else { return nil }
        let errors = diagnostics.errorCount
        let when = node.members.map { ($0.name, readValues($0, &diagnostics)) }
        return diagnostics.errorCount == errors ? when : nil
    }

    private func readValues(_ member: Node.Member, _ diagnostics: inout Diagnostics) -> [String] {
        guard let axis = axes.first(where: { $0.name == member.name }) else {
            let hint = Suggestion.hint(for: member.name, among: axes.map(\.name))
            diagnostics.error("unknown-axis", "there is no axis `\(member.name)`\(hint)", at: member.key.location)
            return []
        }
        let names = axis.values.map(\.name)
        let values = member.value.expectTexts("`when`", &diagnostics).map(\.string)
        for (node, value) in zip(member.value.elementsOrSelf, values) where !names.contains(value) {
            diagnostics.error(
                "unknown-value",
                "the axis `\(axis.name)` has no value `\(value)`\(Suggestion.hint(for: value, among: names))",
                at: node.location)
        }
        return values
    }
}
