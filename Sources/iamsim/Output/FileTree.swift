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

    /// Writes the files with the folders that they need. Where one of them cannot be written, none stays.
    /// - Throws: `ExitStatus.badInput` where a file is there already, `cannotWrite` where one cannot be; it is complained of.
    func write() throws(ExitStatus) {
        try check()
        var made: [String] = []
        var written: [String] = []
        do throws(ExitStatus) {
            for (path, text) in files {
                let place = "\(folder)/\(path)"
                try makeFolder(Path.parent(of: place), &made)
                try FileAccess.write(text, to: place)
                written.append(place)
            }
        } catch {
            for place in written { unlink(place) }
            for folder in made.reversed() { rmdir(folder) }
            throw error
        }
    }

    /// Looks whether all can be written, before the first is.
    private func check() throws(ExitStatus) {
        let places = files.map { "\(folder)/\($0.path)" }
        for place in places where FileAccess.exists(place) {
            Terminal.complain("iamsim: \(PlainText.escaped(place)) is there already, and stays as it is")
            throw .badInput
        }
        let folders = places.reduce(into: Set<Text>()) { $0.formUnion(Self.folders(of: $1)) }
        for place in places {
            if let reason = OutputFile(place).obstacle { throw complain(place, reason) }
            if folders.contains(Text(place)) { throw complain(place, "another of the files lies below it") }
        }
        let taken = folders.sorted().map(\.string).first { FileAccess.exists($0) && !FileAccess.isDirectory($0) }
        if let file = taken { throw complain(file, "a file stands where a folder must be") }
    }

    /// The folders in which a file lies, from the innermost.
    private static func folders(of place: String) -> [Text] {
        var folders: [Text] = []
        var folder = Path.parent(of: place)
        while Text(folder) != "/" {
            folders.append(Text(folder))
            folder = Path.parent(of: folder)
        }
        return folders
    }

    /// - Parameter made: the folders that were made, each behind the one in which it lies.
    private func makeFolder(_ path: String, _ made: inout [String]) throws(ExitStatus) {
        if FileAccess.isDirectory(path) { return }
        let parent = Path.parent(of: path)
        if Text(parent) != Text(path) { try makeFolder(parent, &made) }
        if mkdir(path, 0o755) == 0 {
            made.append(path)
        } else if errno != EEXIST {
            throw complain(path, String(cString: strerror(errno)))
        }
    }

    private func complain(_ path: String, _ reason: String) -> ExitStatus {
        Terminal.complain("iamsim: cannot write \(PlainText.escaped("\(path): \(reason)"))")
        return .cannotWrite
    }
}
