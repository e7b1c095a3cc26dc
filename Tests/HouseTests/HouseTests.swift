import Foundation
import Testing

/// The rules of CONTRIBUTING.md that can be read off the sources.
@Suite struct HouseTests {
    private let sources: [SwiftSource]

    init() throws {
        sources = try SwiftSource.all.get()
    }

    @Test func everyModuleIsRead() {
        #expect(Set(sources.map(\.module)) == Set(Self.imports.keys))
    }

    @Test func noFileIsLongerThan500Lines() {
        expectNone(sources.filter { $0.lines.count > 500 }.map { "\($0.path):500: \($0.lines.count) lines" })
    }

    @Test func nineteenFilesInTwentyHaveAtMost350Lines() {
        let long = sources.filter { $0.lines.count > 350 }
        guard long.count * 20 > sources.count else { return }
        expectNone(long.map { "\($0.path):350: \($0.lines.count) lines" })
    }

    /// What each module may import; whoever adds a line here changes the architecture.
    private static let imports: [String: Set<String>] = [
        "SourceText": ["CYaml", "Synchronization"],
        "XMLText": ["CLibXML2"],
        "IAM": ["SourceText", "Synchronization"],
        "STS": ["IAM", "SourceText", "XMLText", "Crypto", "Foundation", "FoundationEssentials"],
        "Questions": ["STS", "IAM", "SourceText"],
        "Reports": ["STS", "IAM", "SourceText", "XMLText"],
        "Scenarios": ["Questions", "STS", "IAM", "Reports", "SourceText"],
        "Workflows": ["Questions", "STS", "IAM", "Reports", "SourceText"],
        "iamsim": [
            "Scenarios", "Workflows", "Questions", "STS", "IAM", "Reports", "SourceText", "ArgumentParser",
            "Dispatch", "Foundation", "FoundationEssentials", "Glibc", "Darwin",
        ],
    ]

    @Test func modulesImportWhatTheirFloorAllows() {
        expectNone(
            sources.flatMap { source in
                let allowed = Self.imports[source.module, default: []]
                return source.imports.filter { !allowed.contains($0.module) }.map {
                    "\(source.path):\($0.line): \(source.module) may not import \($0.module)"
                }
            })
    }

    @Test(arguments: ["print(", "FileHandle", "ProcessInfo", "Date()"])
    func onlyTheCommandTouchesTheWorld(_ word: String) {
        expectNone(sources.filter { $0.module != "iamsim" }.flatMap { $0.places(of: word) })
    }

    @Test(arguments: ["try!", "as!", "fatalError("])
    func nothingTrapsOnPurpose(_ word: String) {
        expectNone(sources.flatMap { $0.places(of: word) })
    }

    @Test(arguments: ["TODO", "FIXME"])
    func nothingIsLeftForLater(_ word: String) {
        expectNone(sources.flatMap { $0.places(of: word, isInComments: true) })
    }

    @Test(arguments: [".lowercased()", "Character", "Regex", "NSRegularExpression"])
    func evaluationComparesBytes(_ word: String) {
        expectNone(sources.filter { $0.path.hasPrefix("Sources/IAM/Evaluation/") }.flatMap { $0.places(of: word) })
    }

    /// Files in which `name` is a `Text`, whose `==` compares bytes, or a word of the program itself.
    private static let namesAreTexts = [
        "IAM/Evaluation/PrincipalMatching", "IAM/Evaluation/UndocumentedPoint", "IAM/Explanation/StatementScope",
        "IAM/Explanation/MeantKey", "IAM/Request/Principal", "STS/Federation/SAMLProviders",
        "STS/Federation/SAMLAssertion", "STS/Federation/SAMLKeys", "STS/Federation/SAMLDocument",
        "STS/Questions/EntityFinder", "XMLText/XMLElement",
    ].map { "Sources/\($0).swift" }

    /// `String` takes canonically equivalent names for one, so that what has the other name is lost. Names are told apart by
    /// `isSame(as:)` or as `Text`.
    @Test func namesAreComparedByTheirBytes() {
        let comparison = /\.(name|path|title|axis) (==|!=) [^"n.]|(==|!=) [\w$.]+\.(name|path|title|axis)\b/
        expectNone(
            sources.filter { $0.module != "iamsim" && !Self.namesAreTexts.contains($0.path) }.flatMap { source in
                source.code.enumerated().filter { $0.element.contains(comparison) }
                    .map { "\(source.path):\($0.offset + 1): a name is compared as a String" }
            })
    }

    /// The same for keys: `NameMap` and `NameSet` compare bytes. A program's own words may be keys.
    @Test func namesAreNoKeysAsStrings() {
        let keys = /\[String:|Set<String>|Set<\[String\]>|\[\[String\]:|Dictionary<String/
        expectNone(
            sources.filter { !["iamsim", "XMLText"].contains($0.module) }.flatMap { source in
                source.code.enumerated()
                    .filter { $0.element.contains(keys) && !$0.element.contains("static let") }
                    .map { "\(source.path):\($0.offset + 1): a String is a key" }
            })
    }

    @Test(arguments: ["Manager", "Engine", "Utils", "Helpers", "Common"])
    func namesSayWhatAThingIs(_ word: String) {
        expectNone(
            sources.flatMap { source in
                let types = source.types(with: word).filter { $0.name.hasWord(word) }
                    .map { "\(source.path):\($0.line): `\($0.name)` is called \(word)" }
                return (source.path.hasWord(word) ? ["\(source.path):1: the file is called \(word)"] : []) + types
            })
    }

    @Test func foldersHoldAtMost14Files() {
        let folders = Dictionary(grouping: sources, by: \.folder).filter { $0.value.count > 14 }
        expectNone(folders.map { "\($0.key): \($0.value.count) files" }.sorted())
    }

    @Test func foldersAreAtMostTwoDeepInAModule() {
        // Sources, the module, two folders.
        expectNone(sources.filter { $0.folder.split(separator: "/").count > 4 }.map { "\($0.path):1: lies too deep" })
    }

    private func expectNone(_ faults: [String], sourceLocation: SourceLocation = #_sourceLocation) {
        #expect(faults.isEmpty, "\n\(faults.joined(separator: "\n"))", sourceLocation: sourceLocation)
    }
}

/// What the rules above see of a file.
@Suite struct SwiftSourceTests {
    private func code(_ text: String, keepsComments: Bool = false) -> String {
        CodeReader(text, keepsComments: keepsComments).code
    }

    @Test(arguments: [
        ("a // b\nc", "a \nc"), ("a /* b /* c */ d\n */ e", "a \n e"), (#"a "b // c" d"#, #"a "" d"#),
        (#"a "b \" c" d"#, #"a "" d"#), (##"a #"b " c"# d"##, ##"a #""# d"##),
        ("a \"\"\"\nb \" c\n\"\"\" d", "a \"\n\n\" d"),
        (#"a "b \(c("d", e)) f" g"#, #"a "(c("", e))" g"#), (##"a #"b \(c) \#(d) e"# f"##, ##"a #"(d)"# f"##),
        (#"a "b \(c) d"#, #"a "(c)"#), ("#if a\n#endif", "#if a\n#endif"), ("/* a", ""), ("\"a\nb", "\"\nb"),
    ])
    func commentsAndStringsAreLeftOut(text: String, expected: String) {
        #expect(code(text) == expected)
    }

    @Test func commentsStayWhereTheyAreAskedFor() {
        #expect(code("a // TODO\n/* b */ \"TODO\"", keepsComments: true) == "a // TODO\n/* b */ \"\"")
    }

    @Test func importsAreFound() {
        let source = SwiftSource(
            path: "Sources/A/B/C.swift",
            text:
                "@testable import A\n  public import B\nimport struct C.D\n// import E\nimportant\ninternal import F // x"
        )
        #expect(source.imports.map(\.module) == ["A", "B", "C", "F"])
        #expect(source.imports.map(\.line) == [1, 2, 3, 6])
        #expect(source.module == "A")
        #expect(source.folder == "Sources/A/B")
    }

    @Test func typesAreFound() {
        let text = "public struct A {\n indirect enum B {} }\n// class C\nfunc `class`()"
        let source = SwiftSource(path: "A.swift", text: text)
        #expect(["A", "B", "C"].map { source.types(with: $0).map(\.name) } == [["A"], ["B"], []])
        #expect(source.types(with: "B").map(\.line) == [2])
    }

    @Test func placesAreOfWholeWords() {
        let source = SwiftSource(
            path: "A.swift", text: "fingerprint(a)\nself.print(b) // print(c)\nprint(\"print(d)\")")
        #expect(source.places(of: "print(") == ["A.swift:2: `print(`", "A.swift:3: `print(`"])
        #expect(SwiftSource(path: "A.swift", text: "CharacterSet").places(of: "Character").isEmpty)
        #expect(SwiftSource(path: "A.swift", text: "a.lowercased()").places(of: ".lowercased()").count == 1)
        #expect(SwiftSource(path: "A.swift", text: "try! a; has! b").places(of: "as!").isEmpty)
    }

    @Test func wordsInNamesBeginWithACapital() {
        #expect("PolicyManager".hasWord("Manager"))
        #expect("CommonPrefix".hasWord("Common"))
        #expect(!"Engineer".hasWord("Engine"))
        #expect(!"Uncommon".hasWord("Common"))
    }
}

/// A Swift file of the package.
private struct SwiftSource {
    /// The path from the package's folder.
    let path: String
    /// All lines, as they stand in the file.
    let lines: [Substring]
    private let text: String
    fileprivate let code: [Substring]
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
    fileprivate func hasWord(_ word: String) -> Bool {
        ranges(of: word).contains { self[$0.upperBound...].first?.isLowercase != true }
    }
}

/// Takes the comments and the contents of string literals out of Swift text, and keeps its lines.
private struct CodeReader {
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
