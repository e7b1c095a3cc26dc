import Yams

/// Turns Yams' marks (a line and a column in Unicode scalars) into byte offsets, each in constant time.
struct YAMLMarks {
    private let file: SourceFile
    /// For each line, how many scalars of the file stand before it.
    private var scalarsBeforeLine: [Int] = [0]
    /// The byte offset of every 64th scalar.
    private var checkpoints: [Int] = []
    private static let stride = 64

    init(_ file: SourceFile) {
        self.file = file
        var scalars = 0
        // libyaml does not count a byte order mark.
        var index = file.bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        while index < file.bytes.count {
            if scalars.isMultiple(of: Self.stride) { checkpoints.append(index) }
            let next = UTF8Scalar.end(of: index, in: file.bytes, limit: file.bytes.count)
            scalars += 1
            if Self.endsLine(file.bytes, index, next) { scalarsBeforeLine.append(scalars) }
            index = next
        }
        checkpoints.append(file.bytes.count)
    }

    /// Whether the scalar at `index` ends a line for libyaml, which also counts U+0085, U+2028 and U+2029.
    private static func endsLine(_ bytes: [UInt8], _ index: Int, _ next: Int) -> Bool {
        switch (bytes[index], next - index) {
        case (0x0A, _): true
        case (0x0D, _): next == bytes.count || bytes[next] != 0x0A
        case (0xC2, 2): bytes[index + 1] == 0x85
        case (0xE2, 3): bytes[index + 1] == 0x80 && (bytes[index + 2] == 0xA8 || bytes[index + 2] == 0xA9)
        default: false
        }
    }

    func offset(of mark: Yams.Mark?) -> Int {
        guard let mark else { return 0 }
        return offset(line: mark.line, column: mark.column)
    }

    func offset(line: Int, column: Int) -> Int {
        guard line >= 1, line <= scalarsBeforeLine.count else { return file.bytes.count }
        let scalar = scalarsBeforeLine[line - 1] + max(0, column - 1)
        let checkpoint = scalar / Self.stride
        guard checkpoint < checkpoints.count else { return file.bytes.count }
        var offset = checkpoints[checkpoint]
        for _ in 0..<(scalar % Self.stride) where offset < file.bytes.count {
            offset = UTF8Scalar.end(of: offset, in: file.bytes, limit: file.bytes.count)
        }
        return offset
    }

    /// Where a scalar ends: exact for one without quotes and for a quoted one without escapes, else its beginning.
    func end(of scalar: Yams.Node.Scalar, from start: Int) -> Int {
        let text = scalar.string.utf8
        switch scalar.style {
        case .plain, .any: return endIfMatching(text, from: start, quotes: 0)
        case .singleQuoted, .doubleQuoted: return endIfMatching(text, from: start, quotes: 1)
        case .literal, .folded: return start
        }
    }

    private func endIfMatching(_ text: String.UTF8View, from start: Int, quotes: Int) -> Int {
        let end = start + quotes + text.count
        guard end + quotes <= file.bytes.count else { return start }
        return file.bytes[(start + quotes)..<end].elementsEqual(text) ? end + quotes : start
    }
}
