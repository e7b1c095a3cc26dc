/// Where files are read from.
struct FileSource: Sendable {
    /// The absolute path of a file with all symbolic links followed; `nil` where nothing stands there.
    let resolved: @Sendable (String) -> String?
    /// The bytes of a file, up to a number.
    let read: @Sendable (String, Int) -> Result<[UInt8], FileAccess.Fault>

    /// The file system.
    static let disk = FileSource(resolved: { FileAccess.resolved($0) }) { FileAccess.read($0, limit: $1) }
}
