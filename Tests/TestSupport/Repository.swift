import Foundation

/// The working copy that the tests belong to.
public enum Repository {
    /// The folder that holds `Package.swift`, without a slash at its end.
    public static let root: String = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

    /// The absolute path of something in the repository.
    public static func path(_ relative: String) -> String {
        "\(root)/\(relative)"
    }

    /// The content of a file of the repository; `nil` where it is missing or no UTF-8.
    public static func text(at relative: String) -> String? {
        try? String(contentsOfFile: path(relative), encoding: .utf8)
    }

    /// Replaces a file of the repository.
    public static func write(_ text: String, to relative: String) throws {
        try text.write(toFile: path(relative), atomically: true, encoding: .utf8)
    }

    /// The names in a folder of the repository that end in a suffix, in order.
    public static func names(in folder: String, suffix: String) -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path(folder))) ?? []
        return names.filter { $0.hasSuffix(suffix) }.sorted()
    }
}
