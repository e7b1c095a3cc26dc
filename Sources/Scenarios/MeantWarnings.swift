import SourceText

/// The warnings that a scenario means: it is about what they warn of.
struct MeantWarnings {
    private let ids: [(id: Text, location: SourceLocation)]

    static func read(_ node: Node?, _ diagnostics: inout Diagnostics) -> MeantWarnings {
        let ids = (node?.elementsOrSelf ?? .empty).compactMap { element in
            element.expectText("`warnings`", &diagnostics).map { (id: $0, location: element.location) }
        }
        return MeantWarnings(ids: ids)
    }

    /// Tells all but what is meant, and what is meant and does not happen.
    func tell(_ own: Diagnostics, _ diagnostics: inout Diagnostics) {
        var met: Set<Text> = []
        for diagnostic in own.all {
            let id = Text(diagnostic.id)
            if diagnostic.severity == .warning, ids.contains(where: { $0.id == id }) {
                met.insert(id)
            } else {
                diagnostics.add(diagnostic)
            }
        }
        for (id, location) in ids where !met.contains(id) && !own.hasErrors {
            diagnostics.warning("idle-warning", "nothing warns of `\(id)`", at: location)
        }
    }
}
