import Foundation
import SourceText

/// A repository of git, as far as its files of another time are read. Nothing is checked out.
struct GitRepository {
    /// The folder of the working tree, without symbolic links.
    private let folder: String

    /// The repository around a folder.
    /// - Throws: `ExitStatus.badInput` where there is none; it is complained of.
    init(around folder: String) throws(ExitStatus) {
        guard let output = Self.git(["rev-parse", "--show-toplevel"], in: folder), let top = Self.line(output),
            let real = FileAccess.resolved(top)
        else {
            Terminal.complain("iamsim: --against needs a repository of git around `\(PlainText.escaped(folder))`")
            throw .badInput
        }
        self.folder = real
    }

    /// The commit that a name stands for. The name is anybody's text: it is never taken for an option.
    /// - Throws: `ExitStatus.badInput` where there is no such commit; it is complained of.
    func commit(_ name: String) throws(ExitStatus) -> String {
        let arguments = ["rev-parse", "--verify", "--quiet", "--end-of-options", "\(name)^{commit}"]
        guard let output = Self.git(arguments, in: folder), let commit = Self.line(output),
            commit.utf8.count >= 40, commit.allSatisfy(\.isHexDigit)
        else {
            Terminal.complain("iamsim: --against: there is no commit `\(PlainText.escaped(name))`")
            throw .badInput
        }
        return commit
    }

    /// The files of a commit, by the paths that they have in the working tree.
    func files(of commit: String) -> FileSource {
        let folder = folder
        return FileSource(resolved: { $0 }) { path, limit in
            guard let relative = Path.relative(path, to: folder),
                let data = Self.git(["cat-file", "blob", "\(commit):\(relative)"], in: folder)
            else { return .failure(.missing) }
            return data.count > limit ? .failure(.tooLarge(limit)) : .success([UInt8](data))
        }
    }

    // MARK: The command

    /// What git prints; `nil` where it fails.
    private static func git(_ arguments: [String], in folder: String) -> Data? {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["git", "-C", folder] + arguments
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        process.standardInput = FileHandle.nullDevice
        do {
            try process.run()
        } catch {
            return nil
        }
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return process.terminationStatus == 0 ? data : nil
    }

    private static func line(_ data: Data) -> String? {
        let line = String(decoding: data, as: UTF8.self).split(separator: "\n").first
        return line.map(String.init)
    }
}
