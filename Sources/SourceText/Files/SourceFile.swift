import Synchronization

/// The bytes of one file (or of standard input, or of an argument) under the name by which people know it.
public final class SourceFile: Sendable {
    /// The path as it is shown in diagnostics: relative to the root where the file lies under it.
    public let path: String
    /// The whole content.
    public let bytes: [UInt8]

    /// Whether the program brings the text along, or a call passes it: it is no file of anybody's.
    public let isOwn: Bool
    /// Whether somebody typed the text as the value of an option, by which it is named.
    public let isTyped: Bool

    /// Names some bytes.
    public init(path: String, bytes: [UInt8], isOwn: Bool = false, isTyped: Bool = false) {
        self.path = path
        self.bytes = bytes
        self.isOwn = isOwn
        self.isTyped = isTyped
    }

    /// Names some text.
    public convenience init(path: String, text: String, isOwn: Bool = false, isTyped: Bool = false) {
        self.init(path: path, bytes: Array(text.utf8), isOwn: isOwn, isTyped: isTyped)
    }

    /// Where lines and columns stand, once somebody has asked for a place that lies far behind.
    private let places = Mutex<LinePlaces?>(nil)

    /// The line and column of a byte offset, both counted from 1; columns count Unicode scalars.
    public func position(of offset: Int) -> (line: Int, column: Int) {
        let end = min(offset, bytes.count)
        let start = LinePlaces.Note(line: 1, column: 1)
        let place =
            end <= LinePlaces.step
            ? LinePlaces.place(in: bytes, from: 0, start, to: end) : notedPlaces.place(of: end, in: bytes)
        return (place.line, place.column)
    }

    /// The offset at which a line begins, counted from 1.
    func start(ofLine number: Int) -> Int { notedPlaces.start(ofLine: number, in: bytes) }

    private var notedPlaces: LinePlaces {
        places.withLock { known in
            let places = known ?? LinePlaces(bytes)
            known = places
            return places
        }
    }

    /// The part of a line around an offset: at most so many scalars before it, and so many in all.
    func excerpt(around offset: Int, before: Int, length: Int) -> String {
        var start = min(offset, bytes.count)
        var count = 0
        while count < before, start > 0, !isLineEnd(at: start - 1) {
            start -= 1
            if !UTF8Scalar.isContinuation(bytes[start]) { count += 1 }
        }
        var end = start
        count = 0
        while count < length, end < bytes.count, bytes[end] != 0x0A, bytes[end] != 0x0D {
            end = UTF8Scalar.end(of: end, in: bytes, limit: bytes.count)
            count += 1
        }
        return String(decoding: bytes[start..<end], as: UTF8.self)
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

    private func isLineEnd(at index: Int) -> Bool { LinePlaces.isLineEnd(at: index, in: bytes) }
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
        left.offset == right.offset && left.end == right.end && left.file.path.isSame(as: right.file.path)
    }

    /// Hashes the offsets.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(offset)
        hasher.combine(end)
    }
}
