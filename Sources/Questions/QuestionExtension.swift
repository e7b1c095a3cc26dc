public import SourceText

/// Resolves `extends: FILE`: the members of another file are the base over which a question is laid.
public enum QuestionExtension {
    /// How many files may extend each other in a row.
    private static let limit = 16

    /// The question with its base below it.
    /// - Returns: `nil` where a file cannot be read or the files extend each other in a circle.
    public static func resolve(
        _ node: Node, library: PolicyLibrary, _ diagnostics: inout Diagnostics
    ) -> Node? {
        resolve(node, library: library, depth: 0, &diagnostics)
    }

    private static func resolve(
        _ node: Node, library: PolicyLibrary, depth: Int, _ diagnostics: inout Diagnostics
    ) -> Node? {
        guard let path = node["extends"], path.kind != .null else { return node }
        guard depth < limit else {
            diagnostics.error(
                "endless-extends", "more than \(limit) files extend each other; is there a circle?", at: path.location)
            return nil
        }
        guard path.kind == .string else {
            diagnostics.error("wrong-kind", "expected a path for `extends`", at: path.location)
            return nil
        }
        guard let file = library.file(at: path, &diagnostics),
            NodeReader(file, "a file that is extended", &diagnostics) != nil,
            let base = resolve(file, library: library, depth: depth + 1, &diagnostics)
        else { return nil }
        return base.overlaidAsQuestion(with: node.keeping { $0 != "extends" })
    }
}
