import SourceText

/// Where files are read from.
struct FileSource: Sendable {
    /// The absolute path of a file with all symbolic links followed; `nil` where nothing stands there.
    let resolved: @Sendable (String) -> String?
    /// Where the symbolic link leads that stands at an absolute path itself, as it says; `nil` where none does.
    let target: @Sendable (String) -> Text?
    /// The bytes of a file, up to a number.
    let read: @Sendable (String, Int) -> Result<[UInt8], FileAccess.Fault>

    /// The file system.
    static let disk = FileSource(
        resolved: { FileAccess.resolved($0) }, target: { FileAccess.target(of: $0) },
        read: { FileAccess.read($0, limit: $1) })

    /// How many symbolic links may lead to each other.
    private static let linkLimit = 40

    /// Follows the symbolic links of a path as far as anything stands there: what is missing stays as it is named.
    /// - Returns: where the path ends, and the links on the way.
    func followed(_ path: String) -> (end: String, links: [String]) {
        var (end, links) = (path, [String]())
        while links.count < Self.linkLimit, let link = firstLink(in: end) {
            end = link.path
            links.append(link.place)
        }
        return (end, links)
    }

    /// The first symbolic link in a path, and the path with the link replaced by what it says.
    private func firstLink(in path: String) -> (place: String, path: String)? {
        var place = ""
        let parts = Path.parts(of: path)
        for (index, part) in parts.enumerated() {
            place += "/\(part)"
            guard let target = target(place) else { continue }
            // Bytes that are no text name nothing that could be asked for.
            guard Text(target.string) == target else { return nil }
            let rest = parts[(index + 1)...].map { "/\($0)" }.joined()
            return (place, Path.absolute(target.string + rest, from: Path.parent(of: place)))
        }
        return nil
    }
}
