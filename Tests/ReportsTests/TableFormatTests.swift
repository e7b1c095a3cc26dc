import Reports
import Testing

@Suite struct TableFormatTests {
    private let table = Table(
        title: "Tags", columns: ["a", "outcome", ""],
        rows: [["one", "allowed", "x"], ["twenty-one", "no", ""], ["é🐟", "–", ""]])

    @Test func textColumnsAreAlignedAndTrimmed() {
        let text = """
            a           outcome
            ----------  -------  -
            one         allowed  x
            twenty-one  no
            é🐟          –

            """
        #expect(TableFormat.text.render(table) == text)
    }

    @Test func markdownColumnsArePaddedToThreeAtLeast() {
        let text = """
            | a          | outcome |     |
            | ---------- | ------- | --- |
            | one        | allowed | x   |
            | twenty-one | no      |     |
            | é🐟         | –       |     |

            """
        #expect(TableFormat.markdown.render(table) == text)
    }

    @Test func csvHasAHeaderAndEndsLinesAsItMust() {
        let text = "a,outcome,\r\none,allowed,x\r\ntwenty-one,no,\r\né🐟,–,\r\n"
        #expect(TableFormat.csv.render(table).utf8.elementsEqual(text.utf8))
    }

    private func cell(_ text: String, _ format: TableFormat) -> String {
        let rendered = format.render(Table(columns: ["c"], rows: [[text]]))
        switch format {
        case .csv: return String(rendered.unicodeScalars.dropFirst(3).dropLast(2))
        case .markdown: return String(rendered.split(separator: "\n").last?.dropFirst(2).dropLast(2) ?? "")
        case .text: return String(rendered.split(separator: "\n").last ?? "")
        }
    }

    @Test(arguments: [
        ("a|b", "a\\|b"), ("a\nb", "a\\\\u{a}b"), ("a\\|b", "a\\\\\\|b"), ("*a*_b_`c`", "\\*a\\*\\_b\\_\\`c\\`"),
        ("<b>&amp;", "&lt;b&gt;&amp;amp;"), ("[x](y)", "\\[x\\](y)"), ("~~x~~ # y", "\\~\\~x\\~\\~ \\# y"),
        ("\u{1b}[31m", "\\\\u{1b}\\[31m"), ("a\r\nb", "a\\\\u{d}\\\\u{a}b"), ("|\u{301}", "\\|\u{301}"),
        ("\u{E9}@x a@b.c", "\u{E9}@<!-- -->x a@<!-- -->b.c"), ("HTTPS://a.b", "HTTPS:<!-- -->//a.b"),
        ("www.a WwW.b", "www<!-- -->.a WwW<!-- -->.b"), ("a#1 #b", "a\\#<!-- -->1 \\#b"),
        ("GH-1 gh-2 gh-x", "GH-<!-- -->1 gh-<!-- -->2 gh-x"), ("- a", "\\- a"), ("+ a", "\\+ a"), ("===", "\\==="),
        ("12. a", "12\\. a"), ("1) a", "1\\) a"), ("12.5", "12\\.5"), (" x", "&nbsp;x"),
    ])
    func nothingInAMarkdownCellEndsItOrMarksItUp(_ text: String, _ escaped: String) {
        #expect(cell(text, .markdown) == escaped)
    }

    @Test(arguments: [
        ("a|b", "a|b"), ("a\nb", "a\\u{a}b"), ("\u{1b}[2J", "\\u{1b}[2J"), ("a\tb", "a\\u{9}b"),
        ("a\u{202e}b", "a\\u{202e}b"), ("\u{9b}x", "\\u{9b}x"),
    ])
    func controlCharactersOfATextCellAreWrittenOut(_ text: String, _ escaped: String) {
        #expect(cell(text, .text) == escaped)
    }

    @Test(arguments: [
        ("a,b", "\"a,b\""), ("a\"b", "\"a\"\"b\""), ("a\nb", "a\\u{a}b"), ("a\r\nb", "a\\u{d}\\u{a}b"), ("a;b", "a;b"),
        ("a\r", "a\\u{d}"), ("\"\u{301}", "\"\"\"\u{301}\""), (" a ", " a "), ("\"", "\"\"\"\""), ("a|b", "a|b"),
    ])
    func csvCellsAreQuotedWhereTheyMustBe(_ text: String, _ escaped: String) {
        #expect(cell(text, .csv).unicodeScalars.elementsEqual(escaped.unicodeScalars))
    }

    /// A spreadsheet would run these.
    @Test(arguments: [
        ("=1+1", "'=1+1"), ("+1", "'+1"), ("-1", "'-1"), ("@SUM(A1)", "'@SUM(A1)"), ("\tx", "\\u{9}x"),
        ("\u{A0}=1", "'\u{A0}=1"),
        ("\u{FF1D}1", "'\u{FF1D}1"), (" \u{3000}\u{FF20}x", "' \u{3000}\u{FF20}x"),
        ("=cmd|' /C calc'!A0,x", "\"'=cmd|' /C calc'!A0,x\""), ("a=1", "a=1"), ("–", "–"), ("=\u{338}1", "'=\u{338}1"),
    ])
    func csvCellsAreNoFormulas(_ text: String, _ escaped: String) {
        #expect(cell(text, .csv).unicodeScalars.elementsEqual(escaped.unicodeScalars))
    }

    @Test(arguments: TableFormat.allCases)
    func aTableWithoutRowsHasItsHeader(_ format: TableFormat) {
        #expect(format.render(Table(columns: ["a", "b"], rows: [])).contains("a"))
    }

    @Test func formatsHaveNames() {
        #expect(TableFormat.allCases.map(\.rawValue) == ["text", "markdown", "csv"])
    }
}
