import SourceText

/// The tables in a document, between `<!-- iamsim:table FILE -->` and `<!-- iamsim:end -->`, each on a line of its own.
/// Options may stand behind the file: they count in place of those of the command line.
public struct DocumentTables: Sendable {
    private let lines: [Substring]

    /// Reads a document; whatever stands in a fenced block is no mark.
    public init(_ text: String) {
        // By bytes, as a carriage return and a line feed are one character to a string.
        lines = text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false).map { Substring($0) }
    }

    /// A mark with what stands behind its name.
    public struct Mark: Sendable, Hashable {
        /// The file.
        public let file: String
        /// The options.
        public let options: [String]
        /// The line, counted from 1.
        public let line: Int
    }

    /// What is wrong with the marks of a document.
    public enum Fault: Error, Hashable {
        /// A mark without an end.
        case unended(line: Int)
        /// The tables up to this mark are longer than a document may be.
        case tooLong(line: Int)
    }

    /// How many bytes the tables of a document may have: as many as a file that is read.
    public static let limit = SourceLimits.bytes

    /// The document with its tables written anew.
    /// - Parameter table: what stands between the marks, for each of them; `nil` leaves it as it is.
    /// - Returns: the text, and how many tables it holds that are told by `table`.
    public func replacing(_ table: (Mark) throws -> String?) throws -> (text: String, count: Int) {
        var result: [Substring] = []
        var count = 0
        var length = lines.reduce(0) { $0 + $1.utf8.count + 1 }
        var index = 0
        var fence: Fence?
        while index < lines.count {
            let line = lines[index]
            result.append(line)
            index += 1
            fence = Self.fence(after: line, inside: fence)
            guard fence == nil, let mark = Self.mark(line, number: index) else { continue }
            // Another mark, or a fence, before the end: what stands there must not be lost.
            let rest = lines[index...]
            guard let end = rest.firstIndex(where: Self.isEnd),
                !rest[..<end].contains(where: {
                    Self.mark($0, number: 0) != nil || Self.fence(after: $0, inside: nil) != nil
                })
            else { throw Fault.unended(line: index) }
            if let text = try table(mark) {
                count += 1
                length += text.utf8.count
                guard length <= Self.limit else { throw Fault.tooLong(line: mark.line) }
                let ending = line.utf8.last == 0x0D ? "\r" : ""
                result += text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map {
                    "\($0)\(ending)"
                }
                index = end
            }
        }
        return (result.joined(separator: "\n"), count)
    }

    // MARK: Lines

    private static func isEnd(_ line: Substring) -> Bool { trimmed(line) == "<!-- iamsim:end -->" }

    private static func mark(_ line: Substring, number: Int) -> Mark? {
        let text = trimmed(line)
        guard text.hasPrefix("<!-- iamsim:table "), text.hasSuffix(" -->") else { return nil }
        let words = words(text.dropFirst("<!-- iamsim:table ".count).dropLast(" -->".count))
        guard let file = words.first else { return nil }
        return Mark(file: file, options: Array(words.dropFirst()), line: number)
    }

    /// Words apart by blanks; quotes hold words with blanks together.
    private static func words(_ text: Substring) -> [String] {
        var words: [String] = []
        var word: String?
        var quote: Character?
        for character in text {
            if let open = quote {
                if character == open { quote = nil } else { word?.append(character) }
            } else if character == "'" || character == "\"" {
                quote = character
                word = word ?? ""
            } else if character == " " {
                if let done = word { words.append(done) }
                word = nil
            } else {
                word = (word ?? "") + String(character)
            }
        }
        if let word { words.append(word) }
        return words
    }

    /// The line that begins a block of code: as many backticks, or tildes.
    private struct Fence {
        let mark: UInt8
        let length: Int
    }

    /// The fence within which the next line stands.
    private static func fence(after line: Substring, inside fence: Fence?) -> Fence? {
        let text = line.utf8.drop { $0 == UInt8(ascii: " ") }
        guard let first = text.first, first == UInt8(ascii: "`") || first == UInt8(ascii: "~") else { return fence }
        let rest = text.drop { $0 == first }
        let length = text.count - rest.count
        guard length >= 3 else { return fence }
        // Backticks with more of them on their line are code within the line.
        guard let fence else {
            return first == UInt8(ascii: "`") && rest.contains(first) ? nil : Fence(mark: first, length: length)
        }
        let closes = first == fence.mark && length >= fence.length && rest.allSatisfy { " \t\r".utf8.contains($0) }
        return closes ? nil : fence
    }

    private static func trimmed(_ text: Substring) -> Substring {
        let start = text.drop { $0 == " " || $0 == "\t" || $0 == "\u{FEFF}" }
        guard let end = start.lastIndex(where: { $0 != " " && $0 != "\t" && $0 != "\r" }) else { return "" }
        return start[...end]
    }
}
