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
        FileSource(
            resolved: { self.resolved($0) }, target: { self.target($0) }, read: { self.read($0, limit: $1) })
    }

    /// The path of a file with the symbolic links of the commit followed; `nil` where the commit has none. A link that
    /// leads out of the repository is not followed there: whoever asks sees where it leads, and refuses.
    private func resolved(_ path: String) -> String? {
        let end = source.followed(path).end
        guard let relative = Path.relative(end, to: folder) else { return end }
        return entries[Text(relative)]?.isLink == false ? end : nil
    }

    private func target(_ path: String) -> Text? {
        guard let relative = Path.relative(path, to: folder), let entry = entries[Text(relative)], entry.isLink,
            case .success(let target) = objects.content(of: entry.hash, limit: Path.longest)
        else { return nil }
        return Text(bytes: target)
    }

    private func read(_ path: String, limit: Int) -> Result<[UInt8], FileAccess.Fault> {
        guard let relative = Path.relative(path, to: folder), let entry = entries[Text(relative)] else {
            return .failure(.missing)
        }
        return objects.content(of: entry.hash, limit: limit)
    }
}
