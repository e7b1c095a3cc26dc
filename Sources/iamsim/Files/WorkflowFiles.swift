import SourceText

/// The workflow files that a command line names.
struct WorkflowFiles {
    /// The files in order, each once, and the folder in whose search each was found.
    let all: [(path: String, folder: String?)]

    /// - Parameter root: the folder that links do not lead out of.
    /// - Throws: `ExitStatus.badInput` where a folder cannot be read or holds no such file; it is complained of.
    init(_ paths: [String], root: RootFolder) throws(ExitStatus) {
        var files: [(path: String, folder: String?)] = []
        var seen: Set<Text> = []
        for path in paths {
            let isFolder = FileAccess.isDirectory(path)
            for file in isFolder ? try Self.files(in: path, root) : [path]
            where seen.insert(Text(FileAccess.resolved(file) ?? file)).inserted {
                files.append((file, isFolder ? path : nil))
            }
        }
        all = files
    }

    /// The workflows of a repository stand in one folder; of any other folder, all files in it are looked at.
    private static func files(in path: String, _ root: RootFolder) throws(ExitStatus) -> [String] {
        let own = Text(path).hasSuffix("/") ? String(path.dropLast()) : path
        let folder = FileAccess.isDirectory("\(own)/.github/workflows") ? "\(own)/.github/workflows" : own
        let readable = ReadableFiles(root: try root.folder(for: path))
        let absolute = Path.absolute(folder, from: Path.workingDirectory)
        if let real = FileAccess.resolved(absolute), let refusal = readable.refusal(of: real, typedAs: absolute) {
            Terminal.complain("iamsim: \(PlainText.escaped(refusal.words(for: folder).message))")
            throw ExitStatus.badInput
        }
        guard let names = FileAccess.names(in: folder) else {
            Terminal.complain("iamsim: the folder cannot be read: `\(PlainText.escaped(folder))`")
            throw ExitStatus.badInput
        }
        let files = names.filter { Text($0).hasSuffix(".yml") || Text($0).hasSuffix(".yaml") }
        if files.isEmpty {
            Terminal.complain("iamsim: there are no workflows in `\(PlainText.escaped(folder))`")
            throw ExitStatus.badInput
        }
        return files.map { "\(folder)/\($0)" }
    }
}
