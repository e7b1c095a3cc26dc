import Foundation
import SourceText

/// A repository of git, as far as its files of another time are read. Nothing is checked out.
struct GitRepository {
    /// The folder of the working tree, without symbolic links.
    let folder: String

    /// The repository around a folder.
    /// - Throws: `ExitStatus.badInput` where there is none that can be read; it is complained of, with what to do.
    init(around folder: String) throws(ExitStatus) {
        let arguments = ["rev-parse", "--show-toplevel"]
        // What lies in a repository is files; where it begins, `.git` stands, which no commit can bring.
        let around = Path.repository(around: folder) ?? folder
        guard let top = GitCommand.line(arguments, in: around), let real = FileAccess.resolved(top),
            Path.lies(folder, in: real)
        else {
            let (status, line) = GitCommand.complaint(arguments, in: around)
            throw Self.complain(Self.reason(status, line, folder))
        }
        self.folder = real
    }

    /// The commit that a name stands for. The name is anybody's text: it is never taken for an option.
    /// - Throws: `ExitStatus.badInput` where there is no such commit, or more than one; it is complained of, with what to do.
    func commit(_ name: String) throws(ExitStatus) -> String {
        let meanings = RevisionName(name).meanings(in: folder)
        if let meanings, meanings.count > 1 {
            let all = meanings.prefix(8).map { "`\(PlainText.escaped($0.string))`" }.joined(separator: ", ")
            throw Self.complain("`\(PlainText.escaped(name))` is ambiguous: name one of \(all)")
        }
        let arguments = ["rev-parse", "--verify", "--quiet", "--end-of-options", "\(name)^{commit}"]
        guard meanings?.isEmpty != true, let commit = GitCommand.line(arguments, in: folder), Self.isHash(commit) else {
            throw Self.complain("there is no commit `\(PlainText.escaped(name))`\(hint(for: name))")
        }
        return commit
    }

    /// The files of a commit.
    /// - Throws: `ExitStatus.badInput` where git cannot list them; it is complained of.
    func tree(of commit: String) throws(ExitStatus) -> CommitTree {
        let arguments = ["ls-tree", "-r", "-z", "--full-tree", commit]
        guard let data = GitCommand.output(arguments, in: folder) else { throw unreadable(arguments) }
        return CommitTree(folder: folder, listing: [UInt8](data))
    }

    /// The files that are not as they are in a commit, those that git does not know yet among them. A file that was only
    /// touched may be one of them, too.
    /// - Throws: `ExitStatus.badInput` where git cannot list them; it is complained of.
    func changes(since commit: String) throws(ExitStatus) -> [ChangedPath] {
        let known = ["diff-index", "--raw", "-z", "-M", "--no-ext-diff", "--ignore-submodules=dirty", commit, "--"]
        let new = ["ls-files", "--others", "--exclude-standard", "-z", "--full-name"]
        guard let changed = GitCommand.output(known, in: folder) else { throw unreadable(known) }
        guard let added = GitCommand.output(new, in: folder) else { throw unreadable(new) }
        // A folder is a repository of its own that no commit here can bring: nothing of it belongs to this one.
        let others = added.split(separator: 0).filter { $0.last != UInt8(ascii: "/") }.map { name in
            let path = Text(bytes: name)
            let isLink = FileAccess.isSymbolicLink("\(folder)/\(path)")
            return ChangedPath(before: nil, after: path, isLink: isLink, isKnown: false)
        }
        return ChangedPath.all(inRawDiff: [UInt8](changed)) + others
    }

    // MARK: What to say

    private static func reason(_ status: Int32, _ line: String, _ folder: String) -> String {
        if status == 127 { return "git is not installed, or not on the PATH" }
        if line.contains("dubious ownership") {
            let path = Path.repository(around: folder) ?? folder
            return """
                git does not read the repository in `\(PlainText.escaped(path))`, as it belongs to another user; if you trust \
                it: git config --global --add safe.directory \(isPlain(path) ? path : "FOLDER")
                """
        }
        let needed = "needs a repository of git around `\(PlainText.escaped(folder))`"
        if line.isEmpty || line.contains("not a git repository") { return needed }
        return "\(needed); git says: \(PlainText.escaped(line))"
    }

    /// Whether a path is one word to every shell.
    private static func isPlain(_ path: String) -> Bool {
        path.unicodeScalars.allSatisfy { scalar in
            scalar.isASCII && (scalar.properties.isAlphabetic || "0123456789_./-".unicodeScalars.contains(scalar))
        }
    }

    /// What may be done about a commit that is not here: history that was cut off is the usual reason in CI.
    private func hint(for name: String) -> String {
        if GitCommand.line(["rev-parse", "--is-shallow-repository"], in: folder) == "true" {
            return """
                 here, where the history is cut off: fetch all of it, by `fetch-depth: 0` of actions/checkout or \
                `git fetch --unshallow`
                """
        }
        let list = GitCommand.output(["for-each-ref", "--count=1000", "--format=%(refname:short)"], in: folder)
        let names = String(decoding: list ?? Data(), as: UTF8.self).split(separator: "\n").map(String.init)
        return Suggestion.nearest(to: name, among: names).map { "; did you mean `\(PlainText.escaped($0))`?" } ?? ""
    }

    private func unreadable(_ arguments: [String]) -> ExitStatus {
        let line = GitCommand.complaint(arguments, in: folder).line
        return Self.complain("git cannot read the commit: \(PlainText.escaped(line))")
    }

    private static func complain(_ reason: String) -> ExitStatus {
        Terminal.complain("iamsim: --against: \(reason)")
        return .badInput
    }

    private static func isHash(_ text: String) -> Bool {
        text.utf8.count >= 40 && text.utf8.allSatisfy { Array("0123456789abcdef".utf8).contains($0) }
    }
}

/// A file that is not as it was. Paths are bytes below the repository's folder, as git keeps them.
struct ChangedPath {
    /// Where the file was; `nil` for a new one.
    let before: Text?
    /// Where the file is; `nil` for one that is gone.
    let after: Text?
    /// Whether it is, or was, a symbolic link or a submodule.
    var isLink = false
    /// Whether git knows it: what was never added is in no commit.
    var isKnown = true

    /// The changes of what `git diff-index --raw -z` prints: for each a header, and one path, or two for a file that was
    /// renamed: `:100644 100644 HASH HASH R090`.
    static func all(inRawDiff listing: [UInt8]) -> [ChangedPath] {
        var changes: [ChangedPath] = []
        var fields = listing.split(separator: 0, omittingEmptySubsequences: false).map { Text(bytes: $0) }[...]
        while let header = fields.popFirst(), header.hasPrefix(":"), let path = fields.popFirst() {
            let isLink = header[1...].split(at: " ", maxSplits: 2).prefix(2).contains {
                $0 == "120000" || $0 == "160000"
            }
            switch header.suffix(behindLast: " ").bytes.first {
            case UInt8(ascii: "A"): changes.append(ChangedPath(before: nil, after: path, isLink: isLink))
            case UInt8(ascii: "D"): changes.append(ChangedPath(before: path, after: nil, isLink: isLink))
            case UInt8(ascii: "R"):
                guard let after = fields.popFirst() else { return changes }
                changes.append(ChangedPath(before: path, after: after, isLink: isLink))
            default: changes.append(ChangedPath(before: path, after: path, isLink: isLink))
            }
        }
        return changes
    }
}
