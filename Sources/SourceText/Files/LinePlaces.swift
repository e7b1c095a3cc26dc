/// Where lines and columns stand in a file, noted down every few thousand bytes, so that each place is found by reading few
/// bytes, however long the lines are.
struct LinePlaces: Sendable {
    /// The place at a byte offset that is a multiple of `step`.
    struct Note: Sendable {
        let line: Int
        let column: Int
    }

    static let step = 4_096
    private let notes: [Note]

    init(_ bytes: [UInt8]) {
        var notes: [Note] = []
        notes.reserveCapacity(bytes.count / Self.step + 1)
        var note = Note(line: 1, column: 1)
        for start in stride(from: 0, to: bytes.count + 1, by: Self.step) {
            notes.append(note)
            note = Self.place(in: bytes, from: start, note, to: min(bytes.count, start + Self.step))
        }
        self.notes = notes
    }

    /// The line and column of an offset.
    func place(of offset: Int, in bytes: [UInt8]) -> Note {
        let index = min(offset / Self.step, notes.count - 1)
        return Self.place(in: bytes, from: index * Self.step, notes[index], to: offset)
    }

    /// The offset at which a line begins, counted from 1; that of the end where the file has fewer lines.
    func start(ofLine number: Int, in bytes: [UInt8]) -> Int {
        guard number > 1 else { return 0 }
        var (index, end) = (0, notes.count)
        while index + 1 < end {
            let middle = (index + end) / 2
            if notes[middle].line < number { index = middle } else { end = middle }
        }
        var line = notes[index].line
        for place in (index * Self.step)..<bytes.count where Self.isLineEnd(at: place, in: bytes) {
            line += 1
            if line == number { return place + 1 }
        }
        return bytes.count
    }

    /// The place of an offset, counted on from another one.
    static func place(in bytes: [UInt8], from start: Int, _ note: Note, to end: Int) -> Note {
        var (line, column) = (note.line, note.column)
        var index = start
        while index < end {
            if isLineEnd(at: index, in: bytes) {
                line += 1
                column = 1
            } else if !UTF8Scalar.isContinuation(bytes[index]) {
                column += 1
            }
            index += 1
        }
        return Note(line: line, column: column)
    }

    /// Whether a line ends with a byte: with `\n`, or with a `\r` that no `\n` follows.
    static func isLineEnd(at index: Int, in bytes: [UInt8]) -> Bool {
        switch bytes[index] {
        case 0x0A: true
        case 0x0D: index + 1 == bytes.count || bytes[index + 1] != 0x0A
        default: false
        }
    }
}
