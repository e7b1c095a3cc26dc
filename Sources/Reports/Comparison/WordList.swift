/// Words that are looked for in one pass over a text. They have two bytes at least.
struct WordList {
    private let words: [(name: String, bytes: [UInt8])]
    /// Which pairs of bytes a word begins with: few places of a text are more than a look into this table.
    private let isStart: [Bool]

    init(_ names: [String]) {
        words = names.map { ($0, Array($0.utf8)) }
        var isStart = [Bool](repeating: false, count: 65_536)
        for word in words { isStart[Self.pair(word.bytes, 0)] = true }
        self.isStart = isStart
    }

    private static func pair(_ bytes: [UInt8], _ index: Int) -> Int { Int(bytes[index]) << 8 | Int(bytes[index + 1]) }

    /// Whether one of the words that stand in a text is as it should be.
    /// - Parameter isFound: is asked of each, with where it ends.
    func find(in text: [UInt8], where isFound: (_ word: String, _ end: Int) -> Bool) -> Bool {
        var index = 0
        while index + 1 < text.count {
            if isStart[Self.pair(text, index)] {
                for word in words where text[index...].starts(with: word.bytes) {
                    if isFound(word.name, index + word.bytes.count) { return true }
                }
            }
            index += 1
        }
        return false
    }
}
