import SourceText

/// The workflow files that a command line names.
struct WorkflowFiles {
    /// The files in order, each once, and whether each was found by searching a folder.
    let all: [(path: String, isFound: Bool)]

    /// - Throws: `ExitStatus.badInput` where a folder cannot be read or holds no such file; it is complained of.
    init(_ paths: [String]) throws(ExitStatus) {
        var files: [(path: String, isFound: Bool)] = []
        var seen: Set<String> = []
        for path in paths {
            let isFolder = FileAccess.isDirectory(path)
            for file in isFolder ? try Self.files(in: path) : [path]
            where seen.insert(FileAccess.resolved(file) ?? file).inserted {
                files.append((file, isFolder))
            }
        }
        all = files
    }

    /// The workflows of a repository stand in one folder; of any other folder, all files in it are looked at.
    private static func files(in path: String) throws(ExitStatus) -> [String] {
        let own = (path.hasSuffix("/") ? String(path.dropLast()) : path)
        let folder = FileAccess.isDirectory("\(own)/.github/workflows") ? "\(own)/.github/workflows" : own
        guard let names = FileAccess.names(in: folder) else {
            Terminal.complain("iamsim: the folder cannot be read: `\(PlainText.escaped(folder))`")
            throw ExitStatus.badInput
        }
        let files = names.filter { $0.hasSuffix(".yml") || $0.hasSuffix(".yaml") }
        if files.isEmpty {
            Terminal.complain("iamsim: there are no workflows in `\(PlainText.escaped(folder))`")
            throw ExitStatus.badInput
        }
        return files.map { "\(folder)/\($0)" }
    }
}
