import SourceText

/// Which files a run reads.
///
/// A path that somebody *typed* may lead anywhere, as whoever typed it wants that; but what lies in the root does not lead out
/// of it by a symbolic link. A path that was *found*, in a file or in a folder, never leads out of the root. A pull request can
/// add links and paths, and what they lead to is quoted where it cannot be read.
struct ReadableFiles {
    /// The folder that no file leads out of, without symbolic links.
    let root: String
    /// Where files are read from.
    var source: FileSource = .disk

    /// Why a file is not read.
    enum Refusal: Error {
        case outside, internals, hidden, otherKind, tooLong

        /// The refusal in words, and its diagnostic id.
        func words(for path: String) -> (id: String, message: String) {
            switch self {
            case .outside: ("outside-root", "`\(path)` leads out of the root; `--root` can widen it")
            case .internals: ("repository-internals", "`\(path)` leads into `.git`, of which nothing is read")
            case .hidden: ("hidden-file", "`\(path)` leads to a hidden file, of which nothing is read")
            case .tooLong: ("path-too-long", "a path of over \(Path.longest) bytes is not followed")
            case .otherKind:
                (
                    "not-a-document",
                    "`\(path)` is not read: expected a name that ends in `.json`, `.yaml` or `.yml`, of a link's target too"
                )
            }
        }
    }

    /// Whether a name is one of JSON or YAML.
    static func isDocument(_ path: String) -> Bool {
        [".json", ".yaml", ".yml"].contains { Text(path).hasSuffix(Text($0)) }
    }

    /// Why a file that somebody typed is not read.
    /// - Parameters:
    ///   - real: the path with all symbolic links followed.
    ///   - absolute: the path as it was typed.
    func refusal(of real: String, typedAs absolute: String) -> Refusal? {
        guard Self.enters(absolute, root, source) else { return nil }
        guard Path.lies(real, in: root) else { return .outside }
        if isInternal(real), !isInternal(absolute) { return .internals }
        return Self.isDocument(absolute) && !Self.isDocument(real) ? .otherKind : nil
    }

    /// Why a document is not read to which a file, or a search, leads.
    func refusal(of real: String, foundAs absolute: String) -> Refusal? {
        guard Path.lies(real, in: root), !Self.isOfTheSystem(real) else { return .outside }
        if isInternal(real) { return .internals }
        return Self.isDocument(absolute) && Self.isDocument(real) ? nil : .otherKind
    }

    /// Why a file of any kind is not read to which a file leads. Hidden ones are where passwords are kept.
    func refusalOfBytes(_ real: String) -> Refusal? {
        guard Path.lies(real, in: root), !Self.isOfTheSystem(real) else { return .outside }
        if isInternal(real) { return .internals }
        let parts = Path.parts(of: Path.relative(real, to: root) ?? real)
        return parts.contains { $0.hasPrefix(".") && $0 != "." && $0 != ".github" } ? .hidden : nil
    }

    /// Why a path that leads nowhere is not even said to: what exists out of the root, or within `.git`, is not told.
    /// - Parameter isTyped: whether somebody typed it, who may ask for what lies outside, but by no link in the root.
    func refusal(ofMissing absolute: String, isTyped: Bool) -> Refusal? {
        // A link that leads nowhere says where something would stand.
        let followed = FileSource.disk.followed(absolute).end
        let isOutside = leadsOut(absolute) || !Path.lies(followed, in: root)
        let isHidden = isInternal(absolute) || isInternal(followed)
        if isTyped {
            guard Self.enters(absolute, root, source) else { return nil }
            return isOutside ? .outside : isHidden && !isInternal(absolute) ? .internals : nil
        }
        return isOutside ? .outside : isHidden ? .internals : nil
    }

    private func leadsOut(_ absolute: String) -> Bool {
        var place = absolute
        while !place.isSame(as: "/") {
            // A commit knows of no folder but by its files.
            if place.isSame(as: root) { return false }
            if let real = source.resolved(place) { return !Path.lies(real, in: root) }
            place = Path.parent(of: place)
        }
        return !Path.lies("/", in: root)
    }

    /// The names beside a path that may be suggested in its place.
    func names(beside absolute: String) -> [String] {
        guard let folder = FileAccess.resolved(Path.parent(of: absolute)), Path.lies(folder, in: root),
            !isInternal(folder)
        else { return [] }
        return (FileAccess.names(in: folder) ?? []).filter { !Text($0).hasPrefix(".") }
    }

    /// Whether a path comes by a folder, or by what links to it: from there on it must not leave it again.
    static func enters(_ absolute: String, _ folder: String, _ source: FileSource = .disk) -> Bool {
        var place = absolute
        while !Path.lies(place, in: folder) {
            if let real = source.resolved(place), Path.lies(real, in: folder) { return true }
            guard place != "/" else { return false }
            place = Path.parent(of: place)
        }
        return true
    }

    /// Whether a path leads into what git keeps of the repository: settings with credentials are among it.
    private func isInternal(_ path: String) -> Bool {
        Path.parts(of: Path.relative(path, to: root) ?? path).contains { $0.isSame(ignoringASCIICase: ".git") }
    }

    /// Whether a path is one of the system's own, such as the environment of a process: with `/` as the root.
    private static func isOfTheSystem(_ real: String) -> Bool {
        ["/proc", "/sys", "/dev"].contains { Path.lies(real, in: $0) }
    }
}
