import Synchronization

/// The bytes of one file (or of standard input, or of an argument) under the name by which people know it.
public final class SourceFile: Sendable {
    /// The path as it is shown in diagnostics: relative to the root where the file lies under it.
    public let path: String
    /// The whole content.
    public let bytes: [UInt8]

    /// Whether the program brings the text along, or a call passes it: it is no file of anybody's.
    public let isOwn: Bool

    /// Names some bytes.
    public init(path: String, bytes: [UInt8], isOwn: Bool = false) {
        self.path = path
        self.bytes = bytes
        self.isOwn = isOwn
    }

    /// Names some text.
    public convenience init(path: String, text: String, isOwn: Bool = false) {
        self.init(path: path, bytes: Array(text.utf8), isOwn: isOwn)
    }

    /// Where lines begin, once somebody has asked for a place that lies far behind.
    private let lineStarts = Mutex<[Int]?>(nil)
    /// Up to this offset lines are counted from the beginning each time.
    private static let near = 4_096

    /// The line and column of a byte offset, both counted from 1; columns count Unicode scalars.
    public func position(of offset: Int) -> (line: Int, column: Int) {
        let end = min(offset, bytes.count)
        let (first, start) = end > Self.near ? lineStart(before: end) : (1, 0)
        var line = first
        var column = 1
        var index = start
        while index < end {
            let byte = bytes[index]
            if isLineEnd(at: index) {
                line += 1
                column = 1
            } else if !UTF8Scalar.isContinuation(byte) {
                column += 1
            }
            index += 1
        }
        return (line, column)
    }

    /// The number of the line that holds an offset, and where it begins.
    private func lineStart(before offset: Int) -> (line: Int, start: Int) {
        lineStarts.withLock { known in
            let starts = known ?? [0] + bytes.indices.filter(isLineEnd).map { $0 + 1 }
            known = starts
            var (low, high) = (0, starts.count)
            while high - low > 1 {
                let middle = (low + high) / 2
                if starts[middle] <= offset { low = middle } else { high = middle }
            }
            return (low + 1, starts[low])
        }
    }

    /// The content of the line that holds a byte offset, without its line ending.
    public func line(around offset: Int) -> String {
        let place = min(offset, bytes.count)
        var start = place
        while start > 0, !isLineEnd(at: start - 1) { start -= 1 }
        var end = place
        while end < bytes.count, bytes[end] != 0x0A, bytes[end] != 0x0D { end += 1 }
        return String(decoding: bytes[start..<max(start, end)], as: UTF8.self)
    }

    /// The content of some lines, counted from 1; fewer where the file ends before.
    public func lines(_ range: ClosedRange<Int>) -> [String] {
        var lines: [String] = []
        var number = 1
        var start = 0
        for index in bytes.indices where isLineEnd(at: index) {
            if range.contains(number) { lines.append(line(around: start)) }
            number += 1
            start = index + 1
            if number > range.upperBound { return lines }
        }
        if range.contains(number), start < bytes.count { lines.append(line(around: start)) }
        return lines
    }

    /// Whether a line ends with the byte at `index`: at `\n`, or at a `\r` that no `\n` follows.
    private func isLineEnd(at index: Int) -> Bool {
        switch bytes[index] {
        case 0x0A: true
        case 0x0D: index + 1 == bytes.count || bytes[index + 1] != 0x0A
        default: false
        }
    }
}

/// A place in a file: where a value begins and where it ends.
public struct SourceLocation: Sendable, Hashable {
    /// The file that holds the place.
    public let file: SourceFile
    /// The byte offset of the first byte.
    public let offset: Int
    /// The byte offset past the last byte.
    public let end: Int

    /// Names a place.
    public init(file: SourceFile, offset: Int, end: Int) {
        self.file = file
        self.offset = offset
        self.end = max(offset, end)
    }

    /// The beginning of a file.
    public init(startOf file: SourceFile) {
        self.init(file: file, offset: 0, end: 0)
    }

    /// The line, counted from 1.
    public var line: Int { file.position(of: offset).line }
    /// The column in Unicode scalars, counted from 1.
    public var column: Int { file.position(of: offset).column }

    /// `path:line:column`.
    public var description: String {
        let (line, column) = file.position(of: offset)
        return "\(file.path):\(line):\(column)"
    }

    /// Two places are the same when file name and offsets are.
    public static func == (left: SourceLocation, right: SourceLocation) -> Bool {
        left.offset == right.offset && left.end == right.end && left.file.path.utf8.elementsEqual(right.file.path.utf8)
    }

    /// Hashes the offset and the file's name.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(offset)
        hasher.combine(file.path)
    }
}
