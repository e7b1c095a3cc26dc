/// The folder that paths in files may not leave: `--root`, else the repository around the working directory, else the
/// working directory; for a file outside of it, the repository or the folder around the file.
struct RootFolder {
    let option: String?

    /// - Throws: `ExitStatus.badInput` where `--root` names no folder; it is complained of.
    func folder(for file: String) throws(ExitStatus) -> String {
        let here = Path.workingDirectory
        if let option {
            guard let real = FileAccess.resolved(option), FileAccess.isDirectory(real) else {
                Terminal.complain("iamsim: --root names no folder: `\(option)`")
                throw ExitStatus.badInput
            }
            return real
        }
        let base = Path.repository(around: here) ?? here
        if TypedInput(file) != nil { return base }
        let real = FileAccess.resolved(file) ?? Path.absolute(file, from: here)
        if Path.relative(real, to: base) != nil { return base }
        let folder = Path.parent(of: real)
        return Path.repository(around: folder) ?? folder
    }
}
