public import SourceText

/// Reads values that expressions use: `secrets.AWS_ROLE: arn:…`, or the same with mappings in mappings.
public enum WorkflowValues {
    /// The contexts whose values can be stated.
    public static let contexts = [
        "github", "secrets", "vars", "inputs", "needs", "steps", "runner", "job", "strategy", "jobs",
    ]

    /// Reads a mapping.
    /// - Returns: the values by their whole names, such as `secrets.AWS_ROLE`.
    public static func read(_ node: Node, _ diagnostics: inout Diagnostics) -> NameMap<String> {
        var values: NameMap<String> = [:]
        read(node, below: "", into: &values, &diagnostics)
        return values
    }

    private static func read(
        _ node: Node, below name: String, into values: inout NameMap<String>, _ diagnostics: inout Diagnostics
    ) {
        guard NodeReader(node, name.isEmpty ? "values" : "`\(name)`", &diagnostics) != nil else { return }
        for member in node.members {
            let whole = name.isEmpty ? member.name : "\(name).\(member.name)"
            if member.value.kind == .mapping {
                read(member.value, below: whole, into: &values, &diagnostics)
            } else if !whole.contains(".") || !contexts.contains(where: { whole.hasPrefix($0 + ".") }) {
                let context = String(whole.prefix { $0 != "." })
                diagnostics.error(
                    "unknown-value",
                    "expected a name such as `secrets.AWS_ROLE`, found `\(whole)`"
                        + (whole.contains(".") ? Suggestion.hint(for: context, among: contexts) : ""),
                    at: member.key.location)
            } else if let text = member.value.expectText("`\(whole)`", &diagnostics) {
                values[whole] = text.string
            }
        }
    }
}
