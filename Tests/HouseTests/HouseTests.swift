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
        let folders = ["Evaluation", "Patterns", "Values"].map { "Sources/IAM/\($0)/" }
        expectNone(
            sources.filter { source in folders.contains { source.path.hasPrefix($0) } }.flatMap { $0.places(of: word) })
    }

    /// Files in which `name` is a `Text`, whose `==` compares bytes, or a word of the program itself.
    private static let namesAreTexts = [
        "IAM/Evaluation/PrincipalMatching", "IAM/Undocumented/UndocumentedPoint", "IAM/Explanation/StatementScope",
        "IAM/Explanation/MeantKey", "IAM/Request/Principal", "STS/Federation/SAMLProviders",
        "STS/Tokens/SAMLAssertion", "STS/Federation/SAMLKeys", "STS/Tokens/Claim", "STS/Tokens/SAMLDocument",
        "Questions/Asks/EntityFinder", "XMLText/XMLElement",
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
