import Foundation
import Testing

/// A Swift file of the package.
struct SwiftSource {
    /// The path from the package's folder.
    let path: String
    /// All lines, as they stand in the file.
    let lines: [Substring]
    private let text: String
    let code: [Substring]
    private let codeAndComments: [Substring]

    init(path: String, text: String) {
        func split(_ text: String) -> [Substring] {
            var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
            if lines.last == "" { lines.removeLast() }
            return lines
        }
        self.path = path
        self.text = text
        lines = split(text)
        code = split(CodeReader(text).code)
        codeAndComments = split(CodeReader(text, keepsComments: true).code)
    }

    /// The files below `Sources`, in the order of their paths.
    static let all = Result { try read() }

    private static func read() throws -> [SwiftSource] {
        let root = URL(fileURLWithPath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let folder = root.appendingPathComponent("Sources").path
        let paths = try FileManager.default.subpathsOfDirectory(atPath: folder).filter { $0.hasSuffix(".swift") }
        return try paths.sorted().map { path in
            try SwiftSource(
                path: "Sources/" + path, text: String(contentsOfFile: folder + "/" + path, encoding: .utf8))
        }
    }

    var module: String {
        String(path.split(separator: "/").dropFirst().first ?? "")
    }

    var folder: String {
        path.split(separator: "/").dropLast().joined(separator: "/")
    }

    var imports: [(module: String, line: Int)] {
        code.enumerated().compactMap { index, line in
            guard line.contains("import") else { return nil }
            let declaration =
                /^\s*(@\w+\s+)*(\w+\s+)?import\s+((struct|class|enum|protocol|func|var|let|typealias)\s+)?(\w+)/
            return line.firstMatch(of: declaration).map { (String($0.5), index + 1) }
        }
    }

    /// The types that are declared on lines where a word stands.
    func types(with word: String) -> [(name: String, line: Int)] {
        code.enumerated().filter { $0.element.contains(word) }.flatMap { index, line in
            line.matches(of: /\b(struct|class|enum|protocol|actor|typealias)\s+(\w+)/).map { (String($0.2), index + 1) }
        }
    }

    /// Where a word stands as a word of its own, outside strings, and outside comments unless they are asked for.
    func places(of word: String, isInComments: Bool = false) -> [String] {
        guard text.range(of: word, options: .literal) != nil else { return [] }
        let letter: (Character) -> Bool = { $0.isLetter || $0.isNumber || $0 == "_" }
        return (isInComments ? codeAndComments : code).enumerated().compactMap { index, line in
            let isFound = line.ranges(of: word).contains { range in
                let isBegun = word.first.map(letter) == true && line[..<range.lowerBound].last.map(letter) == true
                let goesOn = word.last.map(letter) == true && line[range.upperBound...].first.map(letter) == true
                return !isBegun && !goesOn
            }
            return isFound ? "\(path):\(index + 1): `\(word)`" : nil
        }
    }
}

extension String {
    /// Whether a name in camel case has the word, which is given with its capital, as one of its words.
    func hasWord(_ word: String) -> Bool {
        ranges(of: word).contains { self[$0.upperBound...].first?.isLowercase != true }
    }
}

/// Takes the comments and the contents of string literals out of Swift text, and keeps its lines.
struct CodeReader {
    private var read: [UInt8] = []
    private var rest: ArraySlice<UInt8>
    private let keepsComments: Bool

    init(_ text: String, keepsComments: Bool = false) {
        self.keepsComments = keepsComments
        rest = Array(text.utf8)[...]
        readCode(isInterpolated: false)
    }

    var code: String {
        String(decoding: read, as: UTF8.self)
    }

    /// Reads to the end of the text, or to the parenthesis that ends an interpolation.
    private mutating func readCode(isInterpolated: Bool) {
        var depth = 0
        while let byte = rest.first {
            if byte == UInt8(ascii: "/"), isNext("//") {
                readComment(length: rest.prefix { $0 != UInt8(ascii: "\n") }.count)
            } else if byte == UInt8(ascii: "/"), isNext("/*") {
                readComment(length: lengthOfBlockComment)
            } else if let pounds = poundsBeforeQuote {
                readString(pounds: pounds)
            } else {
                if byte == UInt8(ascii: "(") { depth += 1 }
                if byte == UInt8(ascii: ")") { depth -= 1 }
                read.append(byte)
                rest = rest.dropFirst()
                if isInterpolated, depth == 0 { return }
            }
        }
    }

    private mutating func readComment(length: Int) {
        read += rest.prefix(length).filter { keepsComments || $0 == UInt8(ascii: "\n") }
        rest = rest.dropFirst(length)
    }

    private var lengthOfBlockComment: Int {
        var (depth, length) = (0, 0)
        repeat {
            let isBegin = isNext("/*", after: length)
            let isEnd = isNext("*/", after: length)
            depth += isBegin ? 1 : isEnd ? -1 : 0
            length += isBegin || isEnd ? 2 : 1
        } while depth > 0 && length < rest.count
        return length
    }

    /// How many `#` stand here before a quote; `nil` when no string begins here.
    private var poundsBeforeQuote: Int? {
        guard rest.first == UInt8(ascii: "#") || rest.first == UInt8(ascii: "\"") else { return nil }
        let pounds = rest.prefix { $0 == UInt8(ascii: "#") }.count
        return isNext("\"", after: pounds) ? pounds : nil
    }

    /// Reads a string literal, of which it keeps the quotes, the line breaks, and the code in interpolations.
    private mutating func readString(pounds: Int) {
        let marks = String(repeating: "#", count: pounds)
        rest = rest.dropFirst(pounds)
        let isLong = isNext("\"\"\"")
        let quotes = isLong ? "\"\"\"" : "\""
        rest = rest.dropFirst(quotes.utf8.count)
        read += Array((marks + "\"").utf8)
        while let byte = rest.first, isLong || byte != UInt8(ascii: "\n") {
            if isNext(quotes + marks) {
                rest = rest.dropFirst(quotes.utf8.count + pounds)
                read += Array(("\"" + marks).utf8)
                return
            }
            let isEscape = isNext("\\" + marks)
            if isEscape { rest = rest.dropFirst(1 + pounds) }
            if isEscape, isNext("(") {
                readCode(isInterpolated: true)
            } else if rest.popFirst() == UInt8(ascii: "\n") {
                read.append(UInt8(ascii: "\n"))
            }
        }
    }

    private func isNext(_ text: String, after length: Int = 0) -> Bool {
        rest.dropFirst(length).starts(with: text.utf8)
    }
}
