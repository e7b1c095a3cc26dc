import SourceText

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// New files below a folder: all of them, or none where one is there already.
struct FileTree {
    let folder: String
    /// The texts by their paths below the folder.
    let files: [(path: String, text: String)]

    /// Writes the files with the folders that they need.
    /// - Throws: `ExitStatus.badInput` where a file is there already; it is complained of.
    func write() throws(ExitStatus) {
        for (path, _) in files where FileAccess.exists("\(folder)/\(path)") {
            Terminal.complain("iamsim: \(PlainText.escaped("\(folder)/\(path)")) is there already, and stays as it is")
            throw .badInput
        }
        for (path, text) in files {
            try makeFolder(Path.parent(of: "\(folder)/\(path)"))
            try FileAccess.write(text, to: "\(folder)/\(path)")
        }
    }

    private func makeFolder(_ path: String) throws(ExitStatus) {
        if path.isEmpty || FileAccess.isDirectory(path) { return }
        if path.contains("/") {
            let parent = Path.parent(of: path)
            if parent != path { try makeFolder(parent) }
        }
        guard mkdir(path, 0o755) == 0 || errno == EEXIST else {
            Terminal.complain(
                "iamsim: cannot make the folder \(PlainText.escaped(path)): \(String(cString: strerror(errno)))")
            throw .cannotWrite
        }
    }
}
