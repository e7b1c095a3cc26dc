import Dispatch

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// The files that this run has read, whatever led to them: none of them may be replaced by what the run writes.
final class InputFiles: @unchecked Sendable {
    static let shared = InputFiles()

    /// What makes a file the same whatever it is called.
    private struct Identity: Hashable {
        let device: UInt64
        let number: UInt64

        init(_ status: stat) {
            device = UInt64(truncatingIfNeeded: status.st_dev)
            number = UInt64(truncatingIfNeeded: status.st_ino)
        }
    }

    private let lock = DispatchSemaphore(value: 1)
    private var files: Set<Identity> = []

    /// Takes note of a file that is read.
    func add(_ status: stat) {
        lock.wait()
        files.insert(Identity(status))
        lock.signal()
    }

    /// Whether a path leads to one of them.
    func contains(_ path: String) -> Bool {
        var status = stat()
        guard stat(path, &status) == 0 else { return false }
        lock.wait()
        defer { lock.signal() }
        return files.contains(Identity(status))
    }
}
