import SourceText
import Testing

@testable import IAM

@Suite struct LinearMatchingTests {
    private func matches(_ pattern: String, _ text: String, ignoringCase: Bool = false) -> Bool {
        LinearMatching(Text(text), ignoringCase: ignoringCase)
            .matches(LinearMatching.units(ofGlob: Text(pattern), ignoringCase: ignoringCase))
    }

    @Test func itAgreesWithTheShortWayOnAllSmallPatterns() {
        let texts = Self.words(of: ["a", "b", "é"], upTo: 4)
        for pattern in Self.words(of: ["a", "é", "*", "?"], upTo: 4) {
            let short = Wildcard(Text(pattern))
            for text in texts {
                #expect(matches(pattern, text) == short.matches(Text(text)), "\(pattern) and \(text)")
            }
        }
    }

    private static func words(of letters: [String], upTo length: Int) -> [String] {
        guard length > 0 else { return [""] }
        let shorter = words(of: letters, upTo: length - 1)
        return shorter
            + shorter.filter { $0.unicodeScalars.count == length - 1 }.flatMap { word in letters.map { word + $0 } }
    }

    @Test(arguments: [
        ("abcabd", "abd", true), ("abcabd", "", true), ("", "a", false), ("ab", "abc", false), ("a*b", "*", true),
        ("axb", "a*b", false), ("aaab", "aab", true), ("e\u{301}", "\u{e9}", false), ("aabaac", "abab", false),
    ])
    func aTextHoldsAnother(_ text: Text, _ other: Text, _ isHeld: Bool) {
        #expect(text.holds(other) == isHeld)
    }

    @Test func piecesOverAWordLongAreFound() {
        let piece = String(repeating: "ab?", count: 50)
        let text = String(repeating: "ab", count: 10) + String(repeating: "abc", count: 50) + "z"
        #expect(matches("*\(piece)z", text))
        #expect(matches("*\(piece)*", text))
        #expect(!matches("*\(piece)z*b", text))
    }

    @Test func lettersOfASCIIAloneAreFolded() {
        #expect(matches("*ABC*", "xxabcxx", ignoringCase: true))
        #expect(!matches("*\u{C9}*", "\u{E9}", ignoringCase: true))
    }

    /// Taking back a `*` step by step would take some thousand million steps here.
    @Test(.timeLimit(.minutes(1)), arguments: ["a", "?", "a?"])
    func longTextsAreComparedInTimeThatGrowsWithTheirLength(piece: String) {
        let text = String(repeating: "a", count: 300_000)
        let pattern = Wildcard(Text("*" + String(repeating: piece, count: 1_000) + "b"))
        #expect(!pattern.matches(Text(text)))
        #expect(pattern.matches(Text(text + "b")))
    }

    @Test(.timeLimit(.minutes(1)), arguments: ["*${k:v}${k:v}b", "a*${k:v}?${k:v}b"])
    func variablesTakeNoMoreTime(pattern: String) {
        var context = RequestContext()
        context.set("k:v", Text(String(repeating: "a", count: 1_000)))
        var reading = Reading()
        let template = Wildcard(Text(pattern), variables: true)
        let text = String(repeating: "a", count: 300_000)
        #expect(template.matches(Text(text), in: context, &reading) == .different)
        #expect(template.matches(Text(text + "b"), in: context, &reading) == .matched)
    }

    @Test func variablesThatAreTogetherLongerThanTheTextFitNothing() {
        var context = RequestContext()
        context.set("k:v", "aaaa")
        var reading = Reading()
        let template = Wildcard("*${k:v}${k:v}", variables: true)
        #expect(template.matches("aaaaaaa", in: context, &reading) == .different)
        #expect(template.matches("aaaaaaaa", in: context, &reading) == .matched)
    }
}
