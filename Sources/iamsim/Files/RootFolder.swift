import SourceText

/// The folder that paths in files may not leave: `--root`, else the repository around the working directory, else the
/// working directory; for a file outside of it, the repository or the folder around the file.
struct RootFolder {
    let option: String?

    /// - Throws: `ExitStatus.badInput` where `--root` names no folder; it is complained of.
    func folder(for file: String) throws(ExitStatus) -> String {
        let here = Path.workingDirectory
        if let option {
            guard let real = FileAccess.resolved(option), FileAccess.isDirectory(real) else {
                Terminal.complain("iamsim: --root names no folder: `\(PlainText.escaped(option))`")
                throw ExitStatus.badInput
            }
            return real
        }
        let base = Path.repository(around: here) ?? here
        if TypedInput(file) != nil { return base }
        let absolute = Path.absolute(file, from: here)
        // A link that leads out of the repository does not bring a root of its own.
        if ReadableFiles.enters(absolute, base) { return base }
        let real = FileAccess.resolved(absolute) ?? absolute
        let folder = FileAccess.isDirectory(real) ? real : Path.parent(of: real)
        return Path.repository(around: folder) ?? folder
    }
}
