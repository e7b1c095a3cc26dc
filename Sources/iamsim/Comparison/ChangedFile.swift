import SourceText

/// A path below a root of which git says that something else stands there than did, whatever its name is.
struct ChangedFile {
    /// Where it was, as an absolute path; `nil` for a new one.
    let before: String?
    /// Where it is, as an absolute path; `nil` for one that is gone.
    let after: String?
    /// Whether it is, or was, a symbolic link or a submodule, which stands for what lies elsewhere.
    let isLink: Bool
    /// Whether git knows it: what was never added, such as a report that another step wrote, comes with no commit.
    let isKnown: Bool
    /// Whether its name can be told: a path that is no UTF-8 leads nowhere.
    let isNamed: Bool
    private let root: String

    /// - Returns: `nil` for what lies outside of the root.
    init?(_ change: ChangedPath, below root: String, repository: String) {
        func place(_ path: Text?) -> String? {
            guard let path else { return nil }
            let absolute = "\(repository)/\(path)"
            return Path.relative(absolute, to: root) == nil ? nil : absolute
        }
        before = place(change.before)
        after = place(change.after)
        isLink = change.isLink
        isKnown = change.isKnown
        isNamed = [change.before, change.after].compactMap(\.self).allSatisfy { (path: Text) in
            Text(path.string) == path
        }
        self.root = root
        if before == nil, after == nil { return nil }
    }

    /// The paths that it has or had.
    var places: [Text] { [before, after].compactMap(\.self).map { Text($0) } }

    /// Whether scenarios and policies can stand in it, by its name.
    var isDocument: Bool { ReadableFiles.isDocument(after ?? before ?? "") }

    /// Whether a name has an ending of documents, also in capitals or before another one, as that of a template has.
    static func isLikeDocument(_ path: String) -> Bool {
        Text(Path.name(of: path)).asciiLowercased.split(at: ".").dropFirst().contains { part in
            ["json", "yaml", "yml"].contains { part.hasPrefix($0) }
        }
    }

    /// The path under which it is told.
    var shown: String { shown(after ?? before ?? "") }

    /// Whether it has another name.
    var isRenamed: Bool {
        guard let before, let after else { return false }
        return Text(before) != Text(after)
    }

    /// What became of it, in words.
    var words: String {
        switch (before, after) {
        case (nil, _): "new"
        case (_, nil): "deleted"
        case (let before?, _?): isRenamed ? "renamed from `\(shown(before))`" : "changed"
        }
    }

    private func shown(_ path: String) -> String { Path.relative(path, to: root) ?? path }
}
