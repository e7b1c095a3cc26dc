import Reports
import Scenarios
import SourceText

/// The scenarios that a commit has, and that are gone or have another name.
struct DeletedScenarios {
    let worlds: ComparedWorlds
    /// The files and folders that the command line names.
    let paths: [String]

    var all: [ComparisonReport.Unseen] {
        let places = paths.map { FileAccess.resolved($0) ?? Path.absolute($0, from: Path.workingDirectory) }
        let compared = Set(worlds.scenarios.map(\.path))
        return worlds.changed.compactMap { change in
            guard let before = change.before, ReadableFiles.isDocument(before),
                places.contains(where: { Self.isAsked(before, by: $0) }),
                let node = FileContent(of: before, in: worlds.past, root: worlds.root).node,
                ScenarioReader.isScenario(node)
            else { return nil }
            // A link that leads to another scenario is told as one.
            if let after = change.after, compared.contains(Text(FileAccess.resolved(after) ?? after)) {
                if !change.isRenamed { return nil }
                return .init(.renamed, path: change.shown, reason: "the scenario was \(change.words)")
            }
            let path = Path.relative(before, to: worlds.root) ?? before
            return .init(.deletedScenario, path: path, reason: Self.reason(change))
        }
    }

    private static func reason(_ change: ChangedFile) -> String {
        guard change.after != nil else { return "there is no such file any more" }
        return change.isRenamed ? "it is `\(change.shown)` now, which is not asked" : "the file is no scenario any more"
    }

    /// Whether a file is one of those that are looked at: hidden ones are only where they are named themselves.
    static func isAsked(_ file: String, by place: String) -> Bool {
        guard let relative = Path.relative(file, to: place) else { return false }
        return relative == "." || !Text(relative).split(at: "/").contains { $0.hasPrefix(".") }
    }
}
