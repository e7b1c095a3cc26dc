import SourceText

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// The file system, as far as the command needs it.
enum FileAccess {
    /// Why a file could not be read.
    enum Fault: Error {
        case missing, directory, notRegular, denied, failed(String), tooLarge(Int)

        /// The fault in words, and its diagnostic id.
        var words: (id: String, message: String) {
            switch self {
            case .missing: ("file-not-found", "there is no such file")
            case .directory: ("not-a-file", "a directory stands here, not a file")
            case .notRegular: ("not-a-file", "neither pipes nor devices are read, only regular files")
            case .denied: ("file-unreadable", "the file may not be read")
            case .failed(let reason): ("file-unreadable", "the file cannot be read: \(reason)")
            case .tooLarge(let limit): ("too-large", "the file has over \(limit) bytes")
            }
        }
    }

    /// Reads a regular file whole. Does not wait for a pipe that nobody writes.
    /// - Parameter isInput: whether nothing that the run writes may replace it.
    static func read(
        _ path: String, limit: Int = SourceLimits.bytes, isInput: Bool = true
    ) -> Result<[UInt8], Fault> {
        guard isPath(path) else { return .failure(.missing) }
        let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { return .failure(lastFault()) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return .failure(lastFault()) }
        switch status.st_mode & S_IFMT {
        case S_IFREG: break
        case S_IFDIR: return .failure(.directory)
        default: return .failure(.notRegular)
        }
        guard status.st_size <= limit else { return .failure(.tooLarge(limit)) }
        if isInput { InputFiles.shared.add(status) }
        return readAll(descriptor, limit)
    }

    /// Reads all that a descriptor gives, up to a number of bytes.
    static func readAll(_ descriptor: Int32, _ limit: Int) -> Result<[UInt8], Fault> {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while bytes.count <= limit {
            let count = buffer.withUnsafeMutableBytes { readSome(descriptor, $0) }
            if count < 0, errno == EINTR { continue }
            if count < 0 { return .failure(lastFault()) }
            if count == 0 { return .success(bytes) }
            bytes += buffer[..<count]
        }
        return .failure(.tooLarge(limit))
    }

    private static func readSome(_ descriptor: Int32, _ buffer: UnsafeMutableRawBufferPointer) -> Int {
        #if canImport(Darwin)
            Darwin.read(descriptor, buffer.baseAddress, buffer.count)
        #else
            Glibc.read(descriptor, buffer.baseAddress, buffer.count)
        #endif
    }

    /// Waits until a descriptor can be read or written.
    static func wait(for descriptor: Int32, _ event: Int32) {
        var waited = pollfd(fd: descriptor, events: Int16(event), revents: 0)
        _ = poll(&waited, 1, -1)
    }

    private static func lastFault() -> Fault {
        switch errno {
        case ENOENT, ENOTDIR: .missing
        case EACCES: .denied
        default: .failed(String(cString: strerror(errno)))
        }
    }

    /// The absolute path with all symbolic links followed; `nil` where nothing stands there.
    static func resolved(_ path: String) -> String? {
        guard isPath(path), let pointer = realpath(path, nil) else { return nil }
        defer { free(pointer) }
        return String(cString: pointer)
    }

    /// Where a symbolic link leads, as it says; `nil` where none stands there.
    static func target(of link: String) -> Text? {
        guard isPath(link) else { return nil }
        var buffer = [CChar](repeating: 0, count: Path.longest)
        let count = readlink(link, &buffer, buffer.count)
        return count > 0 ? Text(bytes: buffer[..<count].map { UInt8(bitPattern: $0) }) : nil
    }

    /// Whether the system can take a text for a path: one that holds a NUL would end there.
    private static func isPath(_ text: String) -> Bool { !text.utf8.contains(0) }

    static func isDirectory(_ path: String) -> Bool {
        var status = stat()
        return isPath(path) && stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    static func isSymbolicLink(_ path: String) -> Bool {
        var status = stat()
        return isPath(path) && lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK
    }

    static func exists(_ path: String) -> Bool {
        isPath(path) && access(path, F_OK) == 0
    }

    /// The names in a directory, sorted; `nil` where it cannot be read.
    static func names(in directory: String) -> [String]? {
        guard let handle = opendir(directory) else { return nil }
        defer { closedir(handle) }
        var names: [String] = []
        while let entry = readdir(handle) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted { Text($0) < Text($1) }
    }
}
