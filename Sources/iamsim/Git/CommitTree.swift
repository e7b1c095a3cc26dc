import SourceText

/// The files of a commit: which there are is asked of git once, and what they hold of one process that stays.
final class CommitTree: Sendable {
    /// A file, or a symbolic link, by the hash of its content.
    struct Entry: Sendable {
        let isLink: Bool
        let hash: Text
    }

    /// The folder of the working tree, below which paths stand for files of the commit.
    private let folder: String
    private let entries: [Text: Entry]
    private let objects: GitObjects
    /// How many symbolic links may lead to each other.
    private static let linkLimit = 40

    /// - Parameter listing: what `git ls-tree -r -z` prints: `MODE blob HASH`, a tab, and the path as it is.
    init(folder: String, listing: [UInt8]) {
        self.folder = folder
        objects = GitObjects(folder: folder)
        var entries: [Text: Entry] = [:]
        for record in listing.split(separator: 0) {
            guard let tab = record.firstIndex(of: 0x09) else { continue }
            let words = record[..<tab].split(separator: 0x20).map { Text(bytes: $0) }
            guard words.count == 3, words[1] == "blob" else { continue }
            let path = Text(bytes: record[(tab + 1)...])
            entries[path] = Entry(isLink: words[0] == "120000", hash: words[2])
        }
        self.entries = entries
    }

    /// The files, by the paths that they have in the working tree.
    var source: FileSource {
        FileSource(resolved: { self.resolved($0) }, read: { self.read($0, limit: $1) })
    }

    /// The path of a file with the symbolic links of the commit followed; `nil` where the commit has none. A link that
    /// leads out of the repository is not followed there: whoever asks sees where it leads, and refuses.
    private func resolved(_ path: String) -> String? {
        var path = path
        for _ in 0..<Self.linkLimit {
            guard let relative = Path.relative(path, to: folder) else { return path }
            guard let (link, hash, rest) = firstLink(in: Text(relative)) else {
                return entries[Text(relative)] == nil ? nil : path
            }
            guard case .success(let target) = objects.content(of: hash, limit: 4_096) else { return nil }
            let parent = Path.parent(of: "\(folder)/\(link)")
            path = Path.absolute(Text(bytes: target).string + rest.string, from: parent)
        }
        return nil
    }

    /// The first part of a path that is a symbolic link, with what stands behind it.
    private func firstLink(in path: Text) -> (link: Text, hash: Text, rest: Text)? {
        let ends = path.bytes.indices.filter { path[$0] == 0x2F } + [path.count]
        for end in ends {
            if let entry = entries[path[..<end]], entry.isLink { return (path[..<end], entry.hash, path[end...]) }
        }
        return nil
    }

    private func read(_ path: String, limit: Int) -> Result<[UInt8], FileAccess.Fault> {
        guard let relative = Path.relative(path, to: folder), let entry = entries[Text(relative)] else {
            return .failure(.missing)
        }
        return objects.content(of: entry.hash, limit: limit)
    }
}
