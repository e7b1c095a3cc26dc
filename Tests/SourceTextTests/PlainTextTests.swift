import SourceText
import Testing

@Suite struct PlainTextTests {
    @Test(arguments: [
        ("plain é 🐟", "plain é 🐟"), ("\0\t\n\r", "\\u{0}\\u{9}\\u{a}\\u{d}"), ("\u{7F}\u{9B}", "\\u{7f}\\u{9b}"),
        ("\u{200F}\u{2066}\u{FEFF}", "\\u{200f}\\u{2066}\\u{feff}"), ("", ""), ("\r\n", "\\u{d}\\u{a}"),
        ("a\u{61C}b\u{AD}", "a\\u{61c}b\\u{ad}"), ("\u{600}1\u{110BD}", "\\u{600}1\\u{110bd}"),
        ("x\u{E0041}\u{E0100}", "x\\u{e0041}\\u{e0100}"), ("\u{3164}\u{115F}\u{FFFF}", "\\u{3164}\\u{115f}\\u{ffff}"),
        ("❤\u{FE0F} a\u{A0}b", "❤\u{FE0F} a\u{A0}b"), ("e\u{301}", "e\u{301}"),
    ])
    func whatIsNotSeenIsWrittenOut(text: String, escaped: String) {
        #expect(Text(PlainText.escaped(text)) == escaped)
        #expect(Text(PlainText.escaped(escaped)) == escaped)
    }

    /// GitHub's runner drops blanks of any kind before the colons.
    @Test(arguments: ["", " ", "\u{A0}", "\u{3000}\u{2003}", "\u{1680} \u{205F}", "\u{202F}\u{FE0F}"])
    func noLineBeginsACommand(blanks: String) {
        #expect(Text(PlainText.escaped("\(blanks)::error::x")) == "\(blanks)\\u{3a}:error::x")
        #expect(PlainText.escaped("\(blanks):\u{FE0F}:x").contains("\\u{3a"))
        #expect(PlainText.escaped("\(blanks)a::b") == "\(blanks)a::b")
        #expect(PlainText.escaped("\(blanks): :b") == "\(blanks): :b")
    }

    /// What stands before or between, or hides in one character with it, does not save `##[`.
    @Test(arguments: ["", "a", "###", "\u{600}", "\u{110BD}", "e\u{301}", "\u{111C2}"])
    func noLineHoldsACommand(before: String) {
        for mark in ["##[", "##[\u{301}", "#\u{FE0F}#[", "##\u{FE0E}["] {
            let escaped = Text(PlainText.escaped(before + mark))
            #expect(escaped.bytes.filter { $0 == 0x23 }.count == before.utf8.filter { $0 == 0x23 }.count + 1)
            #expect(escaped.string.contains("\\u{23"))
        }
        #expect(PlainText.escaped("# [a] #[b] ## [c]") == "# [a] #[b] ## [c]")
    }

    @Test func linesKeepWhatOtherProgramsNeed() {
        #expect(PlainText.escapedLine("\ta\t\u{1B}\r") == "\ta\t\\u{1b}\r")
        #expect(PlainText.escapedLines("a\n::b\n") == "a\n\\u{3a}:b\n")
    }
}

@Suite struct ShellWordTests {
    @Test(arguments: [
        ("a/b-c_1.yaml", "a/b-c_1.yaml"), ("", "''"), ("-a", "'-a'"), ("a b", "'a b'"), ("it's", #"'it'\''s'"#),
        ("a'\u{301} ; x", "'a'\\''\u{301} ; x'"), ("é", "'é'"), ("$(x)`y`", "'$(x)`y`'"), ("=a", "'=a'"),
    ])
    func aWordIsOneWord(word: String, quoted: String) {
        #expect(Text(ShellWord.quoted(word)) == quoted)
    }
}
