#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Paths as text: joining, and taking `.` and `..` away.
enum Path {
    static var workingDirectory: String {
        guard let pointer = getcwd(nil, 0) else { return "/" }
        defer { free(pointer) }
        return String(cString: pointer)
    }

    /// An absolute path, without `.`, `..` and doubled slashes; symbolic links are not followed.
    static func absolute(_ path: String, from base: String) -> String {
        let full = path.hasPrefix("/") ? path : base + "/" + path
        var parts: [Substring] = []
        for part in full.split(separator: "/") {
            switch part {
            case ".": continue
            case "..": _ = parts.popLast()
            default: parts.append(part)
            }
        }
        return "/" + parts.joined(separator: "/")
    }

    static func parent(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/"), slash != path.startIndex else { return "/" }
        return String(path[..<slash])
    }

    /// The path below a folder; `nil` where it does not lie there.
    static func relative(_ path: String, to root: String) -> String? {
        if path == root { return "." }
        let prefix = root == "/" ? "/" : root + "/"
        return path.hasPrefix(prefix) ? String(path.dropFirst(prefix.count)) : nil
    }

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
