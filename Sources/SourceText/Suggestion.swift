/// Finds the word that somebody most likely meant.
///
/// Its work has a limit, so that a file full of faults is told of in time that grows with the file: words of over 100
/// characters are not compared, of the candidates only the first 2,000 are looked at, and of those that have about the right
/// letters as many as 10,000 comparisons of characters allow.
public enum Suggestion {
    private static let longestWord = 100
    private static let candidateLimit = 2_000
    private static let comparisonLimit = 10_000

    /// The candidate nearest to a word, when it is near enough to be a slip of the hand.
    ///
    /// Letter case does not count as a difference.
    public static func nearest(to word: String, among candidates: some Sequence<String>) -> String? {
        let limit = max(1, word.unicodeScalars.count / 3)
        guard word.utf8.count <= longestWord else { return nil }
        let wanted = Word(word)
        var rows = EditRows()
        var best: (candidate: String, distance: Int)?
        var comparisons = 0
        for candidate in candidates.prefix(candidateLimit) where comparisons < comparisonLimit {
            let length = candidate.utf8.count
            guard abs(length - wanted.bytes.count) <= limit, length <= longestWord else { continue }
            let other = Word(candidate)
            guard other.spelling != wanted.spelling, wanted.mayBe(within: limit, of: other) else { continue }
            // One that is no nearer than the best so far is of no use, which ends most comparisons early.
            let allowed = best.map { $0.distance - 1 } ?? limit
            let (one, two) = wanted.apart(from: other)
            comparisons += 8
            let distance = rows.distance(one, two, limit: allowed, &comparisons)
            if let distance { best = (candidate, distance) }
            if distance == 0 { break }
        }
        return best?.candidate
    }

    /// `, did you mean …?` for the nearest candidate, or nothing.
    public static func hint(for word: String, among candidates: some Sequence<String>) -> String {
        nearest(to: word, among: candidates).map { "; did you mean `\($0)`?" } ?? ""
    }

    /// Whether two words are so alike that one is most likely a misspelling of the other: letter case alone differs, or few
    /// letters of many do. Words with digits and short ones are names of their own, and so are some that are near by chance.
    public static func isSlip(_ word: String, of other: String) -> Bool {
        let (one, two) = (Word(word), Word(other))
        let lengths = [one.bytes.count, two.bytes.count]
        guard one.spelling != two.spelling, lengths.allSatisfy({ (1...longestWord).contains($0) }) else { return false }
        if one.bytes == two.bytes { return true }
        if lengths == [1, 1], [one, two].allSatisfy({ separators.contains($0.bytes[0]) }) { return true }
        guard lengths.allSatisfy({ $0 >= 4 }), !(one.bytes + two.bytes).contains(where: ASCII.isDigit),
            ![one, two].allSatisfy({ unlike.contains(String(decoding: $0.bytes, as: UTF8.self)) })
        else { return false }
        var (rows, comparisons) = (EditRows(), 0)
        return rows.distance(one.bytes, two.bytes, limit: lengths.allSatisfy { $0 >= 10 } ? 2 : 1, &comparisons) != nil
    }

    /// What joins the words of a name, of which one is easily taken for another.
    private static let separators = Array("-_. ".utf8)

    /// Words by which environments, regions and rights are told from each other.
    private static let unlike: Set<String> = [
        "east", "west", "north", "south", "prod", "live", "test", "stage", "staging", "develop", "development",
        "production", "preproduction", "read", "reader", "write", "writer", "import", "export",
    ]

    /// A word without its letter case, with the letters that it has.
    private struct Word {
        let spelling: [UInt8]
        let bytes: [UInt8]
        private let letters: UInt32

        init(_ word: String) {
            spelling = Array(word.utf8)
            bytes = spelling.map(ASCII.lowercased)
            letters = bytes.reduce(0) { $0 | 1 << UInt32($1 & 31) }
        }

        /// What stands between the beginning and the end that two words have in common.
        func apart(from other: Word) -> ([UInt8], [UInt8]) {
            let shorter = min(bytes.count, other.bytes.count)
            var start = 0
            while start < shorter, bytes[start] == other.bytes[start] { start += 1 }
            var end = 0
            while end < shorter - start, bytes[bytes.count - 1 - end] == other.bytes[other.bytes.count - 1 - end] {
                end += 1
            }
            return (Array(bytes[start..<(bytes.count - end)]), Array(other.bytes[start..<(other.bytes.count - end)]))
        }

        /// Whether the letters allow so few differences. Each takes at most one letter away and brings another one.
        func mayBe(within limit: Int, of other: Word) -> Bool {
            (letters & ~other.letters).nonzeroBitCount <= limit && (other.letters & ~letters).nonzeroBitCount <= limit
        }
    }

}

/// The table of distances between the beginnings of two words, three rows at a time, which comparisons share.
private struct EditRows {
    private var beforeLast: [Int] = []
    private var last: [Int] = []
    private var row: [Int] = []

    /// The number of insertions, deletions, changes and swaps of neighbours between two words, if at most `limit`. Only
    /// the cells that few differences reach are filled in, and no row behind one that is all beyond the limit.
    /// - Parameter comparisons: counts the cells.
    mutating func distance(_ a: [UInt8], _ b: [UInt8], limit: Int, _ comparisons: inout Int) -> Int? {
        guard abs(a.count - b.count) <= limit else { return nil }
        let beyond = limit + 1
        Self.fill(&last, b.count + 1, beyond)
        for j in 0...min(limit, b.count) { last[j] = j }
        Self.fill(&beforeLast, b.count + 1, beyond)
        for i in a.indices {
            Self.fill(&row, b.count + 1, beyond)
            row[0] = min(i + 1, beyond)
            var nearest = row[0]
            for j in max(0, i - limit)..<max(0, i - limit, min(b.count, i + limit + 1)) {
                comparisons += 1
                let cost = a[i] == b[j] ? 0 : 1
                var cell = min(last[j + 1] + 1, row[j] + 1, last[j] + cost)
                if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { cell = min(cell, beforeLast[j - 1] + 1) }
                row[j + 1] = min(cell, beyond)
                nearest = min(nearest, row[j + 1])
            }
            // A swap reaches back two rows.
            if nearest > limit, last.allSatisfy({ $0 > limit }) { return nil }
            (beforeLast, last, row) = (last, row, beforeLast)
        }
        return last[b.count] <= limit ? last[b.count] : nil
    }

    private static func fill(_ row: inout [Int], _ count: Int, _ value: Int) {
        row.removeAll(keepingCapacity: true)
        row.append(contentsOf: repeatElement(value, count: count))
    }
}
