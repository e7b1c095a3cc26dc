import Foundation

/// A folder of one's own that goes when nobody holds it any more.
///
/// It counts as a repository of its own, so that what lies around it does not matter.
public final class TemporaryFolder: Sendable {
    /// The absolute path, without symbolic links and without a slash at its end.
    public let path: String

    /// Makes the folder.
    public init() throws {
        let parent = FileManager.default.temporaryDirectory.resolvingSymlinksInPath()
        path = parent.appendingPathComponent("iamsim-test-\(UUID().uuidString)").path
        try makeFolder(".git")
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    /// The absolute path of something in the folder.
    public func path(_ relative: String) -> String {
        "\(path)/\(relative)"
    }

    /// Makes a folder, and those around it.
    public func makeFolder(_ relative: String) throws {
        try FileManager.default.createDirectory(atPath: path(relative), withIntermediateDirectories: true)
    }

    /// Writes a file.
    public func write(_ text: String, to relative: String) throws {
        try write(Array(text.utf8), to: relative)
    }

    /// Writes a file.
    public func write(_ bytes: [UInt8], to relative: String) throws {
        try Data(bytes).write(to: URL(fileURLWithPath: path(relative)))
    }

    /// Makes a symbolic link.
    public func link(_ relative: String, to target: String) throws {
        try FileManager.default.createSymbolicLink(atPath: path(relative), withDestinationPath: target)
    }

    /// The content of a file; `nil` where there is none.
    public func text(at relative: String) -> String? {
        try? String(contentsOfFile: path(relative), encoding: .utf8)
    }

    /// The names in the folder that do not begin with a dot, in order.
    public var names: [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        return names.filter { !$0.hasPrefix(".") }.sorted()
    }
}
