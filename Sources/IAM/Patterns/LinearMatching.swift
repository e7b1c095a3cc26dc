public import SourceText

/// Compares a long text with a long pattern in time that grows with their sum. `Wildcard` is faster where a `*` has to take
/// little back, and turns here where it has taken back too much.
struct LinearMatching {
    /// A Unicode scalar, or one of the two wildcards.
    typealias Unit = UInt32
    static let anyOne: Unit = 0xFFFF_FFFE
    static let anyRun: Unit = 0xFFFF_FFFF

    /// How much may be taken back before a comparison turns here.
    static func patience(_ pattern: Int, _ text: Int) -> Int { 256 + 8 * (pattern + text) }

    private let text: [Unit]
    fileprivate var length: Int { text.count }

    init(_ text: Text, ignoringCase: Bool = false) {
        self.text = Self.units(of: text, ignoringCase: ignoringCase)
    }

    /// The scalars of a text, all of them literal.
    static func units(of text: Text, ignoringCase: Bool = false) -> [Unit] {
        text.string.unicodeScalars.map { scalar in
            ignoringCase && scalar.isASCII ? Unit(ASCII.lowercased(UInt8(scalar.value))) : scalar.value
        }
    }

    /// The scalars of a pattern, with its wildcards.
    static func units(ofGlob pattern: Text, ignoringCase: Bool) -> [Unit] {
        units(of: pattern, ignoringCase: ignoringCase).map { unit in
            switch unit {
            case 0x2A: anyRun
            case 0x3F: anyOne
            default: unit
            }
        }
    }

    /// Whether the whole text fits: the first piece of the pattern at its beginning, the last at its end, and each between
    /// them as soon as it can.
    func matches(_ pattern: [Unit]) -> Bool {
        let pieces = pattern.split(separator: Self.anyRun, omittingEmptySubsequences: false)
        guard let first = pieces.first, let last = pieces.last, fits(first, at: 0) else { return false }
        guard pieces.count > 1 else { return first.count == text.count }
        let end = text.count - last.count
        guard first.count <= end, fits(last, at: end) else { return false }
        var start = first.count
        for piece in pieces[1..<(pieces.count - 1)] where !piece.isEmpty {
            let found =
                piece.contains(Self.anyOne)
                ? firstFit(of: Array(piece), in: start..<end) : firstCopy(of: Array(piece), in: start..<end)
            guard let found else { return false }
            start = found + piece.count
        }
        return true
    }

    private func fits(_ piece: ArraySlice<Unit>, at start: Int) -> Bool {
        guard start + piece.count <= text.count else { return false }
        return zip(piece, text[start...]).allSatisfy { $0 == $1 || $0 == Self.anyOne }
    }

    /// Where a piece without wildcards stands first, as Knuth, Morris and Pratt find it.
    fileprivate func firstCopy(of piece: [Unit], in range: Range<Int>) -> Int? {
        var borders = [0]
        var length = 0
        for index in piece.indices.dropFirst() {
            while length > 0, piece[index] != piece[length] { length = borders[length - 1] }
            if piece[index] == piece[length] { length += 1 }
            borders.append(length)
        }
        length = 0
        for index in range {
            while length > 0, text[index] != piece[length] { length = borders[length - 1] }
            if text[index] == piece[length] { length += 1 }
            if length == piece.count { return index + 1 - length }
        }
        return nil
    }

    /// Where a piece with `?` fits first: all beginnings at once, a bit for each place of the piece (Shift-And). Readers
    /// limit how long such a piece may be.
    private func firstFit(of piece: [Unit], in range: Range<Int>) -> Int? {
        let words = (piece.count + 63) / 64
        var everywhere = [UInt64](repeating: 0, count: words)
        var places: [Unit: [UInt64]] = [:]
        for (index, unit) in piece.enumerated() {
            let bit = UInt64(1) << UInt64(index % 64)
            if unit == Self.anyOne {
                everywhere[index / 64] |= bit
            } else {
                places[unit, default: everywhere.map { _ in 0 }][index / 64] |= bit
            }
        }
        let none = everywhere.map { _ in UInt64(0) }
        let lastBit = UInt64(1) << UInt64((piece.count - 1) % 64)
        var reached = none
        for index in range {
            let own = places[text[index]] ?? none
            var carry: UInt64 = 1
            for word in 0..<words {
                let next = reached[word] >> 63
                reached[word] = (reached[word] << 1 | carry) & (own[word] | everywhere[word])
                carry = next
            }
            if reached[words - 1] & lastBit != 0 { return index + 1 - piece.count }
        }
        return nil
    }
}

extension Text {
    /// Whether another text stands within this one, in time that grows with the sum of both lengths.
    public func holds(_ other: Text) -> Bool {
        if other.isEmpty { return true }
        let matching = LinearMatching(self)
        return matching.firstCopy(of: LinearMatching.units(of: other), in: 0..<matching.length) != nil
    }
}
