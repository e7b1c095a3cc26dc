import SourceText
import TestSupport
import Testing

@testable import IAM

@Suite struct WildcardTests {
    @Test(
        arguments: [
            ("", "", true), ("", "a", false), ("a", "", false), ("abc", "abc", true), ("abc", "abcd", false),
            ("*", "", true), ("*", "anything", true), ("a*", "a", true), ("a*", "ba", false), ("*a", "ba", true),
            ("*a", "ab", false), ("a*c", "abbc", true), ("a*c", "abcb", false), ("a**c", "ac", true),
            ("?", "", false), ("?", "a", true), ("?", "ab", false), ("?*", "", false), ("?*", "abc", true),
            ("*?", "", false), ("*?", "a", true), ("a?c", "abc", true), ("a?c", "ac", false), ("*b*", "abc", true),
            ("*ab*ab*", "abab", true), ("*ab*ab*", "aba", false), ("*.txt", ".txt.txt", true), ("A*", "a", false),
        ] as [(Text, Text, Bool)])
    func starsTakeRunsAndQuestionMarksOneScalar(_ pattern: Text, _ text: Text, _ matches: Bool) {
        #expect(Wildcard(pattern).matches(text) == matches)
    }

    @Test(
        arguments: [
            ("?", "é", true), ("?", "🐟", true), ("??", "🐟", false), ("?", "e\u{301}", false), ("??", "e\u{301}", true),
            ("?", "\r\n", false), ("??", "\r\n", true), ("é", "e\u{301}", false), ("*\u{301}", "e\u{301}", true),
            ("?🐟?", "é🐟é", true), ("*é", "èé", true), ("*é", "éè", false),
        ] as [(Text, Text, Bool)])
    func scalarsAreComparedNotCharacters(_ pattern: Text, _ text: Text, _ matches: Bool) {
        #expect(Wildcard(pattern).matches(text) == matches)
    }

    /// PL-6: no other character means anything.
    @Test(arguments: ["[a]", "a|b", "\\*", "^a$", "{a,b}", "a+", ".", "(a)"] as [Text])
    func otherSignsAreOrdinary(_ pattern: Text) {
        let wildcard = Wildcard(pattern, wildcards: false)
        #expect(wildcard.isLiteral)
        #expect(wildcard.matches(pattern))
        #expect(!wildcard.matches("a"))
    }

    /// PL-6: at most the product of both lengths.
    @Test(.timeLimit(.minutes(1)), arguments: ["*a*a*a*b", "*a*a*a*a*a*a*a*a*a*a*b", "*?a*?a*?a*?a*?ab"] as [Text])
    func manyStarsAgainstALongTextFinishAtOnce(_ pattern: Text) {
        let text = Text(bytes: [UInt8](repeating: UInt8(ascii: "a"), count: 20_000))
        let clock = ContinuousClock()
        let time = clock.measure { #expect(!Wildcard(pattern).matches(text)) }
        #expect(time < .seconds(10))
    }

    @Test func aPartOfATextIsComparedWithinItsBounds() {
        let text: Text = "xxabcxx"
        let pattern = Wildcard("a*c")
        #expect(pattern.matches(text[2..<5]))
        #expect(!pattern.matches(text[2..<4]))
        #expect(!pattern.matches(text[1..<5]))
        #expect(Wildcard("").matches(text[3..<3]))
        #expect(!Wildcard("a?").matches(text[2..<3]))
    }

    @Test func spellingAndShapeAreKept() {
        #expect(Wildcard("a*b").spelling == "a*b")
        #expect(Wildcard("abc").isLiteral)
        #expect(!Wildcard("a?c").isLiteral)
        #expect(Wildcard("a*c", wildcards: false).isLiteral)
        #expect(!Wildcard("*", wildcards: false).matches("a"))
    }
}

@Suite struct WildcardVariableTests {
    private func context() throws -> RequestContext {
        try Sample.context(#"{"aws:username": "ann", "k:star": "*", "k:marks": "a?c", "k:empty": "", "k:list": [x]}"#)
    }

    @Test(
        arguments: [
            ("home/${aws:username}/*", "home/ann/x", true), ("home/${aws:username}/*", "home/bob/x", false),
            ("${AWS:UserName}", "ann", true), ("*${aws:username}", "joann", true), ("*${aws:username}", "anna", false),
            ("${aws:username}${aws:username}", "annann", true), ("${aws:username}?", "annx", true),
            ("${*}", "*", true), ("${*}", "x", false), ("a${?}", "a?", true), ("a${?}", "ab", false),
            ("${$}{x}", "${x}", true), ("a${*}*", "a*bc", true), ("a${*}*", "abc", false),
            ("${aws:username, 'none'}", "ann", true), ("${k:missing, 'none'}", "none", true),
            ("${k:missing, ''}", "", true), ("${k:empty, 'none'}", "none", true), ("${k:list, 'none'}", "none", true),
            ("${k:missing, '*'}", "*", true), ("${k:missing, '*'}", "x", false), ("${k:missing, '${a'}", "${a", true),
            ("${k:missing, 'a, b'}", "a, b", true),
        ] as [(Text, Text, Bool)])
    func variablesStandForTheirValues(_ pattern: Text, _ text: Text, _ matches: Bool) throws {
        let wildcard = Wildcard(pattern, variables: true)
        var reading = Reading()
        let result = wildcard.matches(text, in: try context(), &reading)
        #expect(result == (matches ? .matched : .different))
    }

    /// PL-199: a value is never a pattern.
    @Test(
        arguments: [
            ("${k:star}", "*", true), ("${k:star}", "anything", false), ("${k:marks}", "a?c", true),
            ("${k:marks}", "abc", false), ("x${k:star}*", "x*yz", true), ("x${k:star}*", "xyz", false),
        ] as [(Text, Text, Bool)])
    func wildcardsInValuesAreLiteral(_ pattern: Text, _ text: Text, _ matches: Bool) throws {
        let wildcard = Wildcard(pattern, variables: true)
        var reading = Reading()
        let result = wildcard.matches(text, in: try context(), &reading)
        #expect(result == (matches ? .matched : .different))
    }

    /// PL-196, PL-200, PL-202.
    @Test(arguments: ["${k:missing}", "*${k:missing}*", "${k:empty}", "${k:list}", "${aws:username}${k:missing}"])
    func whatHasNoValueIsUnresolved(_ pattern: String) throws {
        var reading = Reading()
        let result = Wildcard(Text(pattern), variables: true).matches("", in: try context(), &reading)
        #expect(result == .unresolved)
    }

    /// PL-191, PL-201.
    @Test(
        arguments: [
            "${aws:username", "${}", "${ aws:username}", "${aws:user name}", "$", "$aws", "a$", "${aws:username,'x'}",
            "${aws:username, x}", "${aws:username, 'x}", "${aws:username, 'x' }", "${", "{aws:username}",
        ] as [Text])
    func malformedVariablesAreText(_ pattern: Text) throws {
        let wildcard = Wildcard(pattern, wildcards: false, variables: true)
        var reading = Reading()
        #expect(wildcard.matches(pattern, in: try context(), &reading) == .matched)
        #expect(wildcard.isLiteral)
    }

    @Test func withoutVariablesTheDollarIsText() {
        #expect(Wildcard("${aws:username}").matches("${aws:username}"))
        #expect(Wildcard("a${*}").matches("a${zz}"))
        #expect(!Wildcard("a${*}").matches("a*"))
    }

    @Test(.timeLimit(.minutes(1)), arguments: ["${", "${a", "${a,", "${a, '", "${$", "${a, 'x' "])
    func manyUnfinishedVariablesAreReadAtOnce(_ piece: String) {
        let text = Text(String(repeating: piece, count: 50_000) + "}")
        let clock = ContinuousClock()
        let time = clock.measure { _ = Wildcard(text, variables: true) }
        #expect(time < .seconds(10))
    }
}
