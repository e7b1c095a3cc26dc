/// The lines on which a value stands, for showing. However long the file and its lines are, it reads little of them.
public struct Excerpt: Sendable, Hashable {
    /// The number of the first line, counted from 1.
    public let firstLine: Int
    /// The lines. Of one that is longer than asked for, the part from the value on, with `…` where something is left out.
    public let lines: [String]
    /// Whether the value stands on further lines.
    public let isCut: Bool

    /// The lines of a value.
    /// - Parameters:
    ///   - location: where the value stands.
    ///   - lineLimit: how many lines are shown.
    ///   - width: how many Unicode scalars of each.
    public init(_ location: SourceLocation, lineLimit: Int = 16, width: Int) {
        let file = location.file
        let first = location.line
        let end = file.position(of: max(location.offset, location.end - 1)).line
        let last = max(first, min(end, first + lineLimit - 1))
        var lines: [String] = []
        for number in first...last {
            let start = file.start(ofLine: number)
            // A file that ends in a line break has no line behind it.
            if number > first, start == file.bytes.count { break }
            lines.append(file.shown(from: start, at: number == first ? location.offset : start, width: width))
        }
        firstLine = first
        self.lines = lines
        isCut = last < end
    }
}

extension SourceFile {
    /// The line that begins at an offset; of one that is longer than `width` scalars, what stands from a place in it on.
    fileprivate func shown(from start: Int, at place: Int, width: Int) -> String {
        let end = self.end(ofLineAt: start, after: width)
        if isEndOfLine(end) { return String(decoding: bytes[start..<end], as: UTF8.self) }
        let cut = self.end(ofLineAt: place, after: width)
        let text = String(decoding: bytes[place..<cut], as: UTF8.self)
        return (place > start ? "…" : "") + text + (isEndOfLine(cut) ? "" : "…")
    }

    /// Where a line ends, or where so many scalars of it do.
    private func end(ofLineAt start: Int, after count: Int) -> Int {
        var end = start
        for _ in 0..<count where !isEndOfLine(end) {
            end = UTF8Scalar.end(of: end, in: bytes, limit: bytes.count)
        }
        return end
    }

    private func isEndOfLine(_ index: Int) -> Bool {
        index >= bytes.count || bytes[index] == 0x0A || bytes[index] == 0x0D
    }
}
