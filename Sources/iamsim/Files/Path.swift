import SourceText

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Paths as text: joining, and taking `.` and `..` away. They are compared as the system does, byte by byte: two names that
/// look alike are two files.
enum Path {
    /// How many bytes a path may have: what takes longer ones apart would be the only one to know of them, as neither Linux nor
    /// macOS opens them.
    static let longest = 4_096

    static var workingDirectory: String {
        guard let pointer = getcwd(nil, 0) else { return "/" }
        defer { free(pointer) }
        return String(cString: pointer)
    }

    /// An absolute path, without `.`, `..` and doubled slashes; symbolic links are not followed.
    static func absolute(_ path: String, from base: String) -> String {
        let full = path.utf8.first == UInt8(ascii: "/") ? path : base + "/" + path
        var parts: [Text] = []
        for part in Text(full).split(at: "/") where !part.isEmpty && part != "." {
            if part == ".." { _ = parts.popLast() } else { parts.append(part) }
        }
        return "/" + parts.map(\.string).joined(separator: "/")
    }

    static func parent(of path: String) -> String {
        guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")), slash != path.startIndex else { return "/" }
        return String(path.utf8[..<slash]) ?? "/"
    }

    /// The last part of a path.
    static func name(of path: String) -> String { Text(path).suffix(behindLast: "/").string }

    /// The path below a folder; `nil` where it does not lie there.
    static func relative(_ path: String, to root: String) -> String? {
        if Text(path) == root { return "." }
        return Text(path).dropping(prefix: Text(root).hasSuffix("/") ? root : root + "/")?.string
    }

    /// Whether a path is a folder, or lies below it.
    static func lies(_ path: String, in folder: String) -> Bool { relative(path, to: folder) != nil }

    /// The parts of a path between its slashes.
    static func parts(of path: String) -> [Text] { Text(path).split(at: "/").filter { !$0.isEmpty } }

    /// The nearest folder, from one upwards, that holds `.git`.
    static func repository(around folder: String) -> String? {
        var current = folder
        while true {
            if FileAccess.exists(current + "/.git") { return current }
            guard current != "/" else { return nil }
            current = parent(of: current)
        }
    }
}
