import SourceText

/// A file that is not as it was, by its absolute paths: of YAML or JSON by its name, or of what becomes such a file, as a
/// template does.
struct ChangedFile {
    /// Where it was; `nil` for a new one.
    let before: String?
    /// Where it is; `nil` for one that is gone.
    let after: String?
    /// Whether its name can be told: a path that is no UTF-8 leads nowhere.
    let isNamed: Bool
    private let root: String

    /// - Returns: `nil` for other files, and for those that lie outside of the root.
    init?(_ change: ChangedPath, below root: String, repository: String) {
        func place(_ path: Text?) -> String? {
            guard let path, Self.isLooked(at: path) else { return nil }
            let absolute = "\(repository)/\(path)"
            return Path.relative(absolute, to: root) == nil ? nil : absolute
        }
        before = place(change.before)
        after = place(change.after)
        isNamed = [change.before, change.after].compactMap(\.self).allSatisfy { (path: Text) in
            Text(path.string) == path
        }
        self.root = root
        if before == nil, after == nil { return nil }
    }

    /// Whether a name has one of the endings of a document: as its last one, or before others, in either letter case.
    private static func isLooked(at path: Text) -> Bool {
        let name = path.split(at: "/").last ?? path
        return name.asciiLowercased.split(at: ".").dropFirst().contains { ["json", "yaml", "yml"].contains($0) }
    }

    /// Whether scenarios and workflows can read it, by its name.
    var isDocument: Bool { ReadableFiles.isDocument(after ?? before ?? "") }

    /// The path under which it is told.
    var shown: String { shown(after ?? before ?? "") }

    /// Whether it has another name.
    var isRenamed: Bool {
        guard let before, let after else { return false }
        return Text(before) != Text(after)
    }

    /// Whether it is the file of a path now.
    func isNow(at path: Text) -> Bool {
        guard let after else { return false }
        return Text(after) == path
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

/// What a file holds.
enum FileContent {
    /// There is no such file.
    case missing
    /// What stands there cannot be told, with the reason; the bytes where they could be read, else `nil`.
    case unreadable(String, bytes: [UInt8]?)
    case value(Node)

    init(of path: String?, in files: FileSource, root: String) {
        guard let path else {
            self = .missing
            return
        }
        let readable = ReadableFiles(root: root, source: files)
        guard let real = files.resolved(path) else {
            let isHidden = readable.refusal(ofMissing: path, isTyped: false) != nil
            self = isHidden ? .unreadable(Self.notRead, bytes: nil) : .missing
            return
        }
        guard readable.refusal(of: real, foundAs: path) == nil else {
            self = .unreadable(Self.notRead, bytes: nil)
            return
        }
        switch files.read(real, SourceLimits.bytes) {
        case .failure(.missing): self = .missing
        case .failure(let fault): self = .unreadable(fault.words.message, bytes: nil)
        case .success(let bytes): self = Self.parsed(bytes, Path.relative(path, to: root) ?? path)
        }
    }

    private static let notRead = "it is, or leads to, a file that is not read"

    /// What a file of any name holds, or one to which a link of such a name leads.
    static func bytes(of path: String?, in files: FileSource, root: String) -> [UInt8] {
        guard let path, let real = files.resolved(path),
            ReadableFiles(root: root, source: files).refusalOfBytes(real) == nil,
            case .success(let bytes) = files.read(real, SourceLimits.bytes)
        else { return [] }
        return bytes
    }

    private static func parsed(_ bytes: [UInt8], _ path: String) -> FileContent {
        var diagnostics = Diagnostics()
        let node = SourceParser.parse(SourceFile(path: path, bytes: bytes), &diagnostics)
        if let node, !diagnostics.hasErrors { return .value(node) }
        let fault = diagnostics.all.first { $0.severity == .error }
        let reason = fault.map { "\($0.message) (\($0.location.description))" }
        return .unreadable(reason ?? "it cannot be read", bytes: bytes)
    }
}
