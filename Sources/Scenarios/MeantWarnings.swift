import SourceText

/// The warnings that a scenario means: it is about what they warn of. They are those of its own file; what a policy of
/// another file is warned of concerns everybody who reads it.
struct MeantWarnings {
    private let file: Text
    private let ids: [(id: Text, location: SourceLocation)]

    static func read(in scenario: Node, _ diagnostics: inout Diagnostics) -> MeantWarnings {
        let ids = (scenario["warnings"]?.elementsOrSelf ?? .empty).compactMap { element in
            element.expectText("`warnings`", &diagnostics).map { (id: $0, location: element.location) }
        }
        return MeantWarnings(file: Text(scenario.location.file.path), ids: ids)
    }

    /// Tells all but what is meant, and what is meant and does not happen.
    func tell(_ own: Diagnostics, _ diagnostics: inout Diagnostics) {
        var met: Set<Text> = []
        for diagnostic in own.all {
            let id = Text(diagnostic.id)
            let isOwn = Text(diagnostic.location.file.path) == file
            if isOwn, diagnostic.severity == .warning, ids.contains(where: { $0.id == id }) {
                met.insert(id)
            } else {
                diagnostics.add(diagnostic)
            }
        }
        for (id, location) in ids where !met.contains(id) && !own.hasErrors {
            diagnostics.warning("idle-warning", "this file has no warning `\(id)`", at: location)
        }
    }
}
