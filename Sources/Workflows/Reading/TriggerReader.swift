import SourceText

/// Reads what starts a workflow: an event, a list of them, or a mapping.
enum TriggerReader {
    static func read(_ node: Node, _ diagnostics: inout Diagnostics) -> [Workflow.Trigger] {
        guard node.kind == .mapping else {
            return node.elementsOrSelf.map { trigger($0.string, nil, &diagnostics) }
        }
        return node.members.map { trigger($0.name, $0.value.kind == .mapping ? $0.value : nil, &diagnostics) }
    }

    private static func trigger(
        _ event: String, _ node: Node?, _ diagnostics: inout Diagnostics
    ) -> Workflow.Trigger {
        func texts(_ name: MemberName) -> [String] {
            node?[name]?.elementsOrSelf.filter(\.isScalar).map(\.string) ?? []
        }
        return Workflow.Trigger(
            event: event, branches: texts("branches"), ignoredBranches: texts("branches-ignore"), tags: texts("tags"),
            inputs: InputReader.read(node?["inputs"], &diagnostics))
    }
}

/// Reads the inputs of a workflow or an action.
enum InputReader {
    static func read(_ node: Node?, _ diagnostics: inout Diagnostics) -> [Workflow.Input] {
        WorkflowReader.settings(node, "`inputs`", &diagnostics).map { input in
            Workflow.Input(
                name: input.name, standard: input.value["default"], type: input.value["type"]?.string,
                isRequired: input.value["required"]?.hasText("true") ?? false)
        }
    }
}
