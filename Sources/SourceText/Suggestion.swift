/// Finds the word that somebody most likely meant.
public enum Suggestion {
    /// The candidate nearest to a word, when it is near enough to be a slip of the hand.
    ///
    /// Letter case does not count as a difference. Words and candidates over 100 characters are not compared.
    public static func nearest(to word: String, among candidates: [String]) -> String? {
        let limit = max(1, word.unicodeScalars.count / 3)
        var best: (candidate: String, distance: Int)?
        for candidate in candidates where !candidate.isSame(as: word) {
            guard let distance = distance(word, candidate, limit: limit) else { continue }
            if best.map({ distance < $0.distance }) ?? true { best = (candidate, distance) }
        }
        return best?.candidate
    }

    /// `, did you mean …?` for the nearest candidate, or nothing.
    public static func hint(for word: String, among candidates: [String]) -> String {
        nearest(to: word, among: candidates).map { "; did you mean `\($0)`?" } ?? ""
    }

    /// The number of insertions, deletions, changes and swaps of neighbours between two words, if at most `limit`.
    private static func distance(_ left: String, _ right: String, limit: Int) -> Int? {
        let a = Text(left).asciiLowercased.bytes
        let b = Text(right).asciiLowercased.bytes
        guard abs(a.count - b.count) <= limit, a.count <= 100, b.count <= 100 else { return nil }
        var beforeLast = [Int](repeating: 0, count: b.count + 1)
        var last = Array(0...b.count)
        for i in a.indices {
            var row = [i + 1] + [Int](repeating: 0, count: b.count)
            for j in b.indices {
                let cost = a[i] == b[j] ? 0 : 1
                row[j + 1] = min(last[j + 1] + 1, row[j] + 1, last[j] + cost)
                if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
                    row[j + 1] = min(row[j + 1], beforeLast[j - 1] + 1)
                }
            }
            (beforeLast, last) = (last, row)
        }
        return last[b.count] <= limit ? last[b.count] : nil
    }
}
