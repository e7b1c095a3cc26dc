public import SourceText

/// Reads the file of an action.
public enum CompositeActionReader {
    /// Reads a file.
    /// - Returns: `nil` where the action does not consist of steps, but of a program.
    public static func read(_ node: Node, _ diagnostics: inout Diagnostics) -> CompositeAction? {
        guard let reader = NodeReader(node, "an action", &diagnostics), let runs = reader["runs"],
            runs["using"]?.hasText("composite") == true
        else { return nil }
        return CompositeAction(
            file: node.file, inputs: InputReader.read(reader["inputs"], &diagnostics),
            outputs: WorkflowReader.outputs(reader["outputs"], &diagnostics),
            steps: WorkflowReader.steps(runs["steps"], shell: nil, &diagnostics))
    }
}
