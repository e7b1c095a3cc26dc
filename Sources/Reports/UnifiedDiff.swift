public import IAM
import SourceText

/// Edits of files as a unified diff, which `patch` and `git apply` understand.
public enum UnifiedDiff {
    private static let context = 3

    /// The changes of some files, file by file.
    /// - Parameter place: from where their paths are told; as they are where one of them does not lie below it.
    public static func text(of files: [EditedFile], from place: DiffPlace = DiffPlace()) -> String {
        let paths = place.paths(of: files) ?? files.map(\.file.path)
        return zip(files, paths).map { diff($1, lines($0.file.bytes), lines($0.bytes)) }.joined()
    }

    /// What changes a text into another one.
    public static func text(of path: String, _ old: String, _ new: String) -> String {
        diff(path, lines(Array(old.utf8)), lines(Array(new.utf8)))
    }

    /// A line of a file, with what ends it; the last line of a file may lack a line break.
    private struct FileLine: Hashable {
        let text: Text
        let isEnded: Bool
    }

    private static func lines(_ bytes: [UInt8]) -> [FileLine] {
        var lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
            .map { FileLine(text: Text(bytes: $0), isEnded: true) }
        if let last = lines.popLast(), !last.text.isEmpty { lines.append(FileLine(text: last.text, isEnded: false)) }
        return lines
    }

    private enum Line {
        case same(FileLine), removed(FileLine), added(FileLine)

        /// The line as it stands in a diff.
        var text: String {
            switch self {
            case .same(let line): Self.text(" ", line)
            case .removed(let line): Self.text("-", line)
            case .added(let line): Self.text("+", line)
            }
        }

        private static func text(_ mark: String, _ line: FileLine) -> String {
            "\(mark)\(line.text.string)\n" + (line.isEnded ? "" : "\\ No newline at end of file\n")
        }

        var isSame: Bool { if case .same = self { true } else { false } }
        var isAdded: Bool { if case .added = self { true } else { false } }
        var isRemoved: Bool { if case .removed = self { true } else { false } }
    }

    /// A path as `git apply` reads it: one with quotes, backslashes or control characters stands between quotes, with escapes in
    /// place of these. Whole, it could begin the diff of another file.
    private static func shown(_ path: String) -> String {
        let isPlain = path.utf8.allSatisfy {
            $0 >= 0x20 && $0 != 0x7F && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\")
        }
        guard !isPlain else { return path }
        var bytes: [UInt8] = []
        for byte in path.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
            case 0x00..<0x20, 0x7F:
                let digits = [byte >> 6, byte >> 3 & 7, byte & 7].map { $0 + UInt8(ascii: "0") }
                bytes += [UInt8(ascii: "\\")] + digits
            default: bytes.append(byte)
            }
        }
        return "\"" + String(decoding: bytes, as: UTF8.self) + "\""
    }

    private static func diff(_ path: String, _ old: [FileLine], _ new: [FileLine]) -> String {
        let script = script(old, new)
        let changed = script.indices.filter { !script[$0].isSame }
        guard let first = changed.first else { return "" }
        var hunks: [Range<Int>] = [max(0, first - context)..<min(script.count, first + 1 + context)]
        for index in changed.dropFirst() {
            let start = max(0, index - context)
            let end = min(script.count, index + 1 + context)
            if start <= hunks[hunks.count - 1].upperBound {
                hunks[hunks.count - 1] = hunks[hunks.count - 1].lowerBound..<end
            } else {
                hunks.append(start..<end)
            }
        }
        let name = path.hasPrefix("/") ? String(path.dropFirst()) : path
        var text = "--- \(shown("a/\(name)"))\n+++ \(shown("b/\(name)"))\n"
        // Where the hunk begins in both files, counted on from the one before it.
        var (place, oldStart, newStart) = (0, 1, 1)
        for range in hunks {
            let before = script[place..<range.lowerBound]
            oldStart += before.count { !$0.isAdded }
            newStart += before.count { !$0.isRemoved }
            place = range.lowerBound
            text += hunk(script, range, oldStart, newStart)
        }
        return text
    }

    private static func hunk(_ script: [Line], _ range: Range<Int>, _ oldStart: Int, _ newStart: Int) -> String {
        let oldCount = script[range].count { !$0.isAdded }
        let newCount = script[range].count { !$0.isRemoved }
        let header = "@@ -\(oldStart),\(oldCount) +\(newStart),\(newCount) @@\n"
        return header + script[range].map(\.text).joined()
    }

    /// All lines of both files, in order, each with what becomes of it.
    private static func script(_ old: [FileLine], _ new: [FileLine]) -> [Line] {
        let shorter = min(old.count, new.count)
        let head = (0..<shorter).first { old[$0] != new[$0] } ?? shorter
        let tail = (0..<(shorter - head)).first { old[old.count - 1 - $0] != new[new.count - 1 - $0] } ?? shorter - head
        return old[..<head].map(Line.same)
            + changes(Array(old[head..<(old.count - tail)]), Array(new[head..<(new.count - tail)]))
            + old[(old.count - tail)...].map(Line.same)
    }

    /// How many lines are compared one by one: the time it takes grows with the square of their number.
    private static let limit = 2_000

    /// The lines between what both files begin and end with.
    private static func changes(_ old: [FileLine], _ new: [FileLine]) -> [Line] {
        guard old.count + new.count <= limit else { return old.map(Line.removed) + new.map(Line.added) }
        let difference = new.difference(from: old)
        var removed = Set<Int>()
        var inserted: [Int: FileLine] = [:]
        for change in difference {
            switch change {
            case .remove(let offset, _, _): removed.insert(offset)
            case .insert(let offset, let line, _): inserted[offset] = line
            }
        }
        var lines: [Line] = []
        var newIndex = 0
        for oldIndex in 0...old.count {
            if oldIndex < old.count, removed.contains(oldIndex) {
                lines.append(.removed(old[oldIndex]))
                continue
            }
            while let line = inserted[newIndex] {
                lines.append(.added(line))
                newIndex += 1
            }
            guard oldIndex < old.count else { break }
            lines.append(.same(old[oldIndex]))
            newIndex += 1
        }
        return lines
    }
}

/// Where a diff is to be applied, as seen from the root, from which the paths of files are told: `git apply` takes the paths
/// of a diff from where it is called.
public struct DiffPlace: Sendable {
    private let rootBelow: String
    private let belowRoot: String

    /// Makes a place.
    /// - Parameters:
    ///   - rootBelow: the folder below the place in which the root is, with a slash at its end; empty for the root itself.
    ///   - belowRoot: the folder below the root that is the place, with a slash at its end; empty for the root itself.
    public init(rootBelow: String = "", belowRoot: String = "") {
        self.rootBelow = rootBelow
        self.belowRoot = belowRoot
    }

    /// The paths of files as seen from there; `nil` where one of them lies elsewhere. One outside of the root is absolute.
    func paths(of files: [EditedFile]) -> [String]? {
        var paths: [String] = []
        for path in files.map(\.file.path) {
            if Text(path).hasPrefix("/") {
                paths.append(path)
            } else if let own = Text(path).dropping(prefix: belowRoot) {
                paths.append(rootBelow + own.string)
            } else {
                return nil
            }
        }
        return paths
    }
}
