import SourceText
import TestSupport
import Testing

/// What is no JSON, strictly taken, is none for a policy either (PL-10).
@Suite struct JSONFaultTests {
    @Test(arguments: ["{\"a\": 1↓,}", "{\"a\": 1↓, \n }", "[1↓,]", "[1↓, ]", "[[1↓,],]"])
    func trailingCommas(text: String) {
        MarkedText(text).expect("trailing-comma")
    }

    @Test(arguments: [
        "{↓// x\n}", "{\"a\": 1 ↓/* x */}", "↓# x\n{}", "[1, ↓// x\n2]", "{} ↓// x", "{\"a\" ↓# x\n: 1}", "↓/**/",
    ])
    func comments(text: String) {
        MarkedText(text).expect("comment-in-json")
    }

    @Test(arguments: ["{↓'a': 1}", "{\"a\": ↓'b'}", "[↓'b']", "↓'b'"])
    func singleQuotes(text: String) throws {
        MarkedText(text).expect("json-syntax")
        let found = SourceParserResult(text, as: "a.json").diagnostics.all.first
        #expect(try #require(found).message.contains("single quote"))
    }

    @Test(arguments: [
        #""↓\x61""#, #""↓\'""#, #""ab↓\u12g4""#, #""↓\u12""#, #""↓\u""#, #""↓\U00e9""#, #""↓\0""#, #""\n↓\a""#,
        "\"↓\\\n\"", #""↓\u{e9}""#, #""↓\é""#,
    ])
    func unknownEscapes(text: String) {
        MarkedText(text).expect("bad-escape")
    }

    @Test(arguments: [
        #""↓\ud800""#, #""↓\uDBFFx""#, #""↓\ud800\n""#, #""↓\ud800\u0041""#, #""↓\ud800\ud800\udc00""#, #""↓\udc00""#,
        #""\ud800\udc00↓\uDFFF""#, #""↓\ud800\u12""#, #"{"↓\ud800": 1}"#,
    ])
    func halvesOfSurrogatePairs(text: String) {
        MarkedText(text).expect("lone-surrogate")
    }

    @Test(arguments: [
        "\"a↓\u{1}b\"", "\"a↓\nb\"", "\"a↓\r\nb\"", "\"↓\tb\"", "\"↓\0\"", "\"\\n↓\u{1F}\"", "{\"↓\n\": 1}",
    ])
    func controlCharactersInStrings(text: String) {
        MarkedText(text).expect("json-syntax")
    }

    @Test(arguments: [
        "↓\"", "{\"a\": ↓\"b}", "[↓\"a\\n", "{↓\"a", "[\"a\", ↓\", 2]",
    ])
    func stringsWithoutAnEndArePlacedAtTheirBeginning(text: String) {
        MarkedText(text).expect("json-syntax")
    }

    @Test(arguments: ["{} ↓x", "1 ↓2", "{}↓}", "[1]↓,", "null↓null", "0↓1", "-0↓1", "\"a\"↓\"b\"", "{}\n↓{}", "true↓x"])
    func textAfterTheValue(text: String) {
        MarkedText(text).expect("json-syntax")
    }

    @Test(arguments: [
        "[1 ↓2]", "{\"a\" ↓1}", "{\"a\": ↓}", "[↓", "[1, ↓", "{\"a\": 1↓", "{\"a\":↓", "{\"a\"↓", "{↓", "{↓a: 1}",
        "{↓1: 1}",
        "{↓,}", "[↓,1]", "[1,↓,2]", "{\"a\": 1 ↓\"b\": 2}", "[1↓}", "{\"a\": 1↓]", "↓]", "↓:", "[↓\u{A0}1]", "↓é",
        "[↓🐟]",
    ])
    func punctuationOutOfPlace(text: String) {
        MarkedText(text).expect("json-syntax")
    }

    @Test(arguments: [
        "↓nul", "↓tru", "↓TRUE", "↓None", "↓undefined", "↓NaN", "↓Infinity", "↓-Infinity", "↓+1", "↓.5", "↓1.", "↓-",
        "↓1e",
        "↓1e+", "↓1.e3", "↓--1", "0↓x10", "1↓_000", "[↓fals]",
    ])
    func wordsAndNumbersThatJSONDoesNotKnow(text: String) {
        MarkedText(text).expect("json-syntax")
    }

    /// PL-27.
    @Test(
        arguments: [
            ("{\"a\": 1, ↓\"a\": 2}", 1), (#"{"a": 1, ↓"\u0061": 2}"#, 1), (#"{"\u0061": 1, ↓"a": 2}"#, 1),
            ("{\"a\": 1, ↓\"a\": 2, ↓\"a\": 3}", 2), ("{\"a\": {\"b\": 1, ↓\"b\": 1}, ↓\"a\": 1}", 2),
            ("[{\"\": 1, ↓\"\": 1}]", 1),
        ] as [(String, Int)])
    func membersThatStandTwice(text: String, count: Int) {
        var diagnostics = Diagnostics()
        let marked = MarkedText(text)
        let node = SourceParser.parse(marked.file(), &diagnostics)
        marked.expect(Array(repeating: "duplicate-member", count: count), in: diagnostics)
        #expect(node == nil)
    }

    @Test func membersThatStandTwiceAreFoundInLongObjects() {
        let members = (0..<40).map { "\"m\($0)\": 0" }.joined(separator: ", ")
        MarkedText("{\(members)}").expect()
        MarkedText("{\(members), ↓\"m7\": 1}").expect("duplicate-member")
    }

    /// PL-2: names that look alike are not the same name.
    @Test func membersAreToldApartByTheirBytes() {
        MarkedText("{\"\u{E9}\": 1, \"e\u{301}\": 2, \"E\": 3, \"e\": 4}").expect()
        MarkedText(#"{"a": {"b": 1}, "b": {"b": 1}}"#).expect()
    }

    @Test(arguments: ["↓", "  ↓", "\n\n↓"])
    func nothingIsNoValue(text: String) {
        MarkedText(text).expect("empty-file")
    }

    @Test func aFileThatEndsInAnEscapeIsToldSo() throws {
        MarkedText("[\"a\\↓").expect("json-syntax")
    }

    @Test func messagesSayWhatWasExpected() {
        func message(_ text: String) -> String? {
            SourceParserResult(text, as: "a.json").diagnostics.all.first?.message
        }
        #expect(message("{\"a\" 1}") == "expected `:` after the member name, found `1`")
        #expect(message("[1 🐟]") == "expected `,` or `]`, found `🐟`")
        #expect(message("[1") == "expected `,` or `]`, found the end of the text")
        #expect(message("[1,]") == "a comma before the `]` of a list; JSON allows none")
        #expect(message("{\"a\":1,}") == "a comma before the `}` of an object; JSON allows none")
        #expect(message("[\"a\nb\"]") == "a line break inside a string; write it as an escape such as `\\n`")
    }
}
