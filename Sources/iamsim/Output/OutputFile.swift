import SourceText

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// A file that is written whole or not at all: under a name of its own beside it first, then renamed.
///
/// A pull request can put links and pipes where a report goes. Nothing is written through a symbolic link, into a pipe or a
/// device, or over a file that the run reads; what the caller's shell opened (`/dev/stdout`, `/dev/fd/63`) is written into.
struct OutputFile {
    /// The path as somebody typed it.
    let path: String
    private let absolute: String

    init(_ path: String) {
        self.path = path
        absolute = Path.absolute(path, from: Path.workingDirectory)
    }

    /// Writes the file.
    /// - Throws: `ExitStatus.cannotWrite` where that cannot be; it is complained of.
    func write(_ text: String) throws(ExitStatus) {
        if let descriptor { return try pour(text, into: descriptor) }
        if Text(absolute) == "/dev/null" { return }
        if let reason = obstacle { throw complain(reason) }
        var status = stat()
        let isThere = lstat(absolute, &status) == 0
        if isThere, access(absolute, W_OK) != 0 { throw complain() }
        guard let folder = FileAccess.resolved(Path.parent(of: absolute)) else { throw complain() }
        let (descriptor, temporary) = try makeTemporary(in: folder)
        do {
            try Terminal.write(Array(text.utf8), to: descriptor)
        } catch {
            let fault = complain()
            close(descriptor)
            unlink(temporary)
            throw fault
        }
        if isThere { fchmod(descriptor, status.st_mode & 0o777) }
        guard close(descriptor) == 0, rename(temporary, "\(folder)/\(Path.name(of: absolute))") == 0 else {
            let fault = complain()
            unlink(temporary)
            throw fault
        }
    }

    /// Whether a file stands here that the run has read.
    var isInput: Bool { InputFiles.shared.contains(absolute) }

    /// Why nothing is written here.
    var obstacle: String? {
        if let link = linkedFolder { return "`\(link)` is a symbolic link, and reports are not written through links" }
        var status = stat()
        guard lstat(absolute, &status) == 0 else { return nil }
        switch status.st_mode & S_IFMT {
        case S_IFREG: return isInput ? "the run reads this file" : nil
        case S_IFLNK: return "a symbolic link stands here, and reports are not written through links"
        case S_IFDIR: return "a directory stands here"
        default: return "a pipe or a device stands here"
        }
    }

    /// The first folder of the path that is a symbolic link of the repository, or of the working directory where there is
    /// none. Those around it are the caller's own.
    private var linkedFolder: String? {
        let here = Path.workingDirectory
        let base = Path.repository(around: here) ?? here
        var place = ""
        var isWithin = base == "/"
        for part in Path.parts(of: absolute).dropLast() {
            place += "/\(part.string)"
            if isWithin, FileAccess.isSymbolicLink(place) { return Path.relative(place, to: base) ?? place }
            isWithin = isWithin || FileAccess.resolved(place).map { Path.lies($0, in: base) } == true
        }
        return nil
    }

    /// The descriptor that a path stands for; some systems cannot open those of sockets by it.
    private var descriptor: Int32? {
        if Text(absolute) == "/dev/stdout" { return STDOUT_FILENO }
        if Text(absolute) == "/dev/stderr" { return STDERR_FILENO }
        let number = ["/dev/fd/", "/proc/self/fd/"].lazy.compactMap { Text(absolute).dropping(prefix: $0) }.first
        return number.flatMap { $0.isDigits ? Int32($0.string) : nil }
    }

    private func pour(_ text: String, into descriptor: Int32) throws(ExitStatus) {
        do {
            try Terminal.write(Array(text.utf8), to: descriptor)
        } catch {
            throw complain()
        }
    }

    /// A new file that nobody else has: what a killed run left behind is in nobody's way.
    private func makeTemporary(in folder: String) throws(ExitStatus) -> (descriptor: Int32, path: String) {
        for _ in 0..<100 {
            let name = "\(folder)/.iamsim-\(String(UInt64.random(in: 0...UInt64.max), radix: 16)).tmp"
            let descriptor = open(name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o644)
            if descriptor >= 0 { return (descriptor, name) }
            guard errno == EEXIST else { break }
        }
        throw complain()
    }

    private func complain(_ reason: String = String(cString: strerror(errno))) -> ExitStatus {
        Terminal.complain("iamsim: cannot write \(PlainText.escaped(path)): \(PlainText.escaped(reason))")
        return .cannotWrite
    }
}

extension FileAccess {
    /// Writes a file whole or not at all.
    /// - Throws: `ExitStatus.cannotWrite` where that cannot be; it is complained of.
    static func write(_ text: String, to path: String) throws(ExitStatus) {
        try OutputFile(path).write(text)
    }
}
