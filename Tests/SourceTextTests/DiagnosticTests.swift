import SourceText
import TestSupport
import Testing

@Suite struct DiagnosticTests {
    private func rendered(_ marked: String, _ message: String = "no good") -> String {
        let text = MarkedText(marked)
        let place = SourceLocation(file: text.file("p/a.json"), offset: text.places[0].offset, end: 0)
        return Diagnostic("bad-thing", message, at: place).rendered
    }

    @Test func aDiagnosticIsAHeaderTheLineAndACaret() {
        #expect(
            rendered("{\n  \"Effect\": ↓\"Alow\",\n}", "expected `Allow` or `Deny`, found `Alow`") == """
                p/a.json:2:13: error: expected `Allow` or `Deny`, found `Alow` [bad-thing]
                      "Effect": "Alow",
                                ^
                """)
    }

    @Test func aWarningSaysSo() {
        let place = SourceLocation(startOf: SourceFile(path: "a", text: "x"))
        #expect(
            Diagnostic("w", "odd", at: place, severity: .warning).rendered == "a:1:1: warning: odd [w]\n    x\n    ^")
    }

    @Test func whereThereIsNoLineNoneIsShown() {
        #expect(rendered("↓") == "p/a.json:1:1: error: no good [bad-thing]")
        #expect(rendered("a\n↓\nb") == "p/a.json:2:1: error: no good [bad-thing]")
    }

    @Test func theCaretStandsPastTheLineWhereTheFaultDoes() {
        #expect(rendered("[1↓") == "p/a.json:1:3: error: no good [bad-thing]\n    [1\n      ^")
        #expect(rendered("[1↓\r\n2") == "p/a.json:1:3: error: no good [bad-thing]\n    [1\n      ^")
    }

    @Test func tabsTakeOneColumnSoThatTheCaretStandsRight() {
        #expect(rendered("\t\t↓x") == "p/a.json:1:3: error: no good [bad-thing]\n      x\n      ^")
    }

    @Test func columnsAreScalars() {
        #expect(rendered("é🐟 ↓x") == "p/a.json:1:4: error: no good [bad-thing]\n    é🐟 x\n       ^")
    }

    @Test func controlCharactersAreEscapedInTheMessageAndBlankInTheLine() {
        #expect(
            rendered("a\u{1B}[31m↓b", "found `\u{1B}[31m\n\u{202E}\u{85}`")
                == "p/a.json:1:7: error: found `\\u{1b}[31m\\u{a}\\u{202e}\\u{85}` [bad-thing]\n    a [31mb\n          ^"
        )
    }

    @Test func bytesThatAreNoTextAreReplaced() {
        let file = SourceFile(path: "a", bytes: [0x61, 0xFF, 0x62])
        let place = SourceLocation(file: file, offset: 1, end: 2)
        #expect(Diagnostic("x", "m", at: place).rendered == "a:1:2: error: m [x]\n    a\u{FFFD}b\n     ^")
    }

    @Test(arguments: [0, 49, 99, 100, 101, 150, 5000])
    func longLinesAreCutAroundTheCaret(column: Int) throws {
        let before = String(repeating: "0123456789", count: 500).prefix(column)
        let lines = rendered("\(before)↓X\(String(repeating: "y", count: 500))").split(separator: "\n")
        try #require(lines.count == 3)
        #expect(lines[1].count == 104)
        #expect(lines[2].count <= 104)
        #expect(Array(lines[1])[lines[2].count - 1] == "X")
    }
}

@Suite struct DiagnosticsTests {
    private let one = SourceFile(path: "one", text: "abc\ndef")
    private let two = SourceFile(path: "two", text: "abc\ndef")

    private func place(_ file: SourceFile, _ offset: Int) -> SourceText.SourceLocation {
        SourceText.SourceLocation(file: file, offset: offset, end: offset + 1)
    }

    @Test func eachComplaintStandsOnce() {
        var diagnostics = Diagnostics()
        diagnostics.error("a", "m", at: place(one, 0))
        diagnostics.error("a", "m", at: place(SourceFile(path: "one", text: "abc"), 0))
        #expect(diagnostics.all.count == 1)
        diagnostics.error("a", "m", at: place(one, 1))
        diagnostics.error("a", "n", at: place(one, 0))
        diagnostics.error("b", "m", at: place(one, 0))
        diagnostics.error("a", "m", at: place(two, 0))
        diagnostics.warning("a", "m", at: place(one, 0))
        #expect(diagnostics.all.count == 6)
        var other = Diagnostics()
        other.error("a", "m", at: place(one, 0))
        other.error("c", "m", at: place(one, 0))
        diagnostics.add(contentsOf: other)
        #expect(diagnostics.all.count == 7)
    }

    @Test func theyAreSortedByPlaceWithinFilesInTheOrderTheFilesCame() {
        var diagnostics = Diagnostics()
        for (id, file, offset) in [("a", two, 3), ("b", one, 5), ("c", two, 1), ("d", one, 0), ("e", two, 1)] {
            diagnostics.error(id, "m", at: place(file, offset))
        }
        #expect(diagnostics.sorted.map(\.id) == ["c", "e", "a", "d", "b"])
        #expect(diagnostics.all.map(\.id) == ["a", "b", "c", "d", "e"])
    }

    @Test func warningsAreNoErrors() {
        var diagnostics = Diagnostics()
        diagnostics.warning("a", "m", at: place(one, 0))
        #expect(!diagnostics.hasErrors)
        #expect(diagnostics.errorCount == 0)
        diagnostics.error("b", "m", at: place(one, 0))
        #expect(diagnostics.hasErrors)
        #expect(diagnostics.errorCount == 1)
    }

    @Test func ofEachFileAThousandComplaintsAreKeptAndEveryErrorCounts() {
        var diagnostics = Diagnostics()
        let file = SourceFile(path: "a", text: String(repeating: "x", count: 5_000))
        let limit = SourceLimits.complaints
        func place(_ offset: Int) -> SourceText.SourceLocation { .init(file: file, offset: offset, end: offset) }
        for offset in 0..<limit { diagnostics.warning("w", "warned", at: place(offset)) }
        #expect(!diagnostics.hasErrors)
        diagnostics.warning("w", "warned", at: place(limit))
        #expect(diagnostics.all.last?.id == "too-many-complaints")
        #expect(!diagnostics.hasErrors)
        for offset in 0..<3 { diagnostics.error("e", "failed", at: place(limit + 1 + offset)) }
        #expect(diagnostics.errorCount == 3)
        #expect(diagnostics.all.count == limit + 2)
        #expect(diagnostics.all.last?.severity == .error)
        diagnostics.error("e", "failed", at: .init(startOf: SourceFile(path: "b", text: "x")))
        #expect(diagnostics.all.last?.id == "e")
    }

    @Test func aMessageThatIsNotKeptIsNotPutTogether() {
        var diagnostics = Diagnostics()
        let file = SourceFile(path: "a", text: String(repeating: "x", count: 5_000))
        var count = 0
        func message() -> String {
            count += 1
            return "failed"
        }
        for offset in 0..<4_000 {
            diagnostics.error("e", message(), at: .init(file: file, offset: offset, end: offset))
        }
        #expect(count == SourceLimits.complaints)
    }
}
