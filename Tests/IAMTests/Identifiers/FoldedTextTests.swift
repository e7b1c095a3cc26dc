import SourceText
import TestSupport
import Testing

@testable import IAM

@Suite struct FoldedTextTests {
    private func matches(_ value: Text, _ text: Text, _ context: RequestContext = .empty) -> Bool {
        var reading = Reading()
        return FoldedText(value, variables: true).matches(text, in: context, &reading) == .matched
    }

    @Test(
        arguments: [
            ("", "", true), ("johndoe", "JohnDoe", true), ("a", "b", false), ("a", "ab", false), ("ab", "a", false),
            ("É", "é", true), ("é", "e\u{301}", false), ("ΣΑΣ", "σας", true), ("ς", "σ", true), ("ÄÖ", "äö", true),
            ("ß", "ss", false), ("ẞ", "ß", true), ("K", "k", true), ("ſ", "S", true), ("*", "a", false),
            ("a?", "ab", false),
            ("Я🐟", "я🐟", true), ("[", "{", false), ("@", "`", false),
        ] as [(Text, Text, Bool)])
    func letterCaseDoesNotCount(_ value: Text, _ text: Text, _ isSame: Bool) {
        #expect(matches(value, text) == isSame)
        #expect(matches(text, value) == isSame)
    }

    /// PL-4: no language's own rules.
    @Test func theTurkishLettersAreNoOthers() {
        #expect(!matches("I", "ı"))
        #expect(!matches("i", "ı"))
        #expect(!matches("i", "İ"))
        #expect(matches("ı", "ı"))
    }

    @Test func variablesAreFilledIn() throws {
        let context = try Sample.context(#"{"k:w": "TRUE", "k:n": "ann"}"#)
        #expect(matches("${k:w}", "true", context))
        #expect(matches("x-${k:n}-y", "X-ANN-Y", context))
        #expect(!matches("x-${k:n}", "x-ann-y", context))
        #expect(!matches("${k:missing}", "", context))
        #expect(matches("${k:missing, 'None'}", "none", context))
        var reading = Reading()
        #expect(FoldedText("${k:w}", variables: false).matches("${K:W}", in: context, &reading) == .matched)
    }
}
