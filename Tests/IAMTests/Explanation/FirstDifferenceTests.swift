import IAM
import SourceText
import Testing

/// Where a value and what is wanted part.
@Suite struct FirstDifferenceTests {
    /// A value and a pattern, each with a mark before the first character that does not fit.
    @Test(arguments: [
        ("repo:a/b:↓environment:prod", "repo:a/b:↓ref:refs/heads/*"),
        ("repo:a/b:ref:refs/heads/↓main", "repo:a/b:ref:refs/heads/↓dev"),
        ("repo:↓Acme/app", "repo:↓acme/app"), ("↓", "↓a"), ("a↓", "a↓b"), ("a↓b", "a↓"),
        ("repo:acme/app:↓ref:refs/heads/main", "repo:acme/*:↓environment:prod"),
        ("repo:acme↓@1/app@2:ref:x", "repo:acme↓/app:*"), ("ab↓c", "a?↓d"), ("é↓a", "é↓b"),
    ])
    func partsAreMarked(_ value: String, _ pattern: String) throws {
        func split(_ text: String) -> (text: Text, mark: Int) {
            let scalars = Array(text.unicodeScalars)
            let mark = scalars.firstIndex(of: "↓") ?? 0
            return (Text(text.replacing("↓", with: "")), mark)
        }
        let (text, inText) = split(value)
        let (wanted, inPattern) = split(pattern)
        let found = try #require(FirstDifference(between: text, and: wanted, wildcards: true))
        #expect(found.inPattern == inPattern)
        #expect(found.inText == inText)
    }

    @Test(arguments: [
        ("a", "a"), ("abc", "a*"), ("abc", "*c"), ("abc", "a?c"), ("", ""), ("", "*"), ("a*b", "a*b"), ("aab", "*ab"),
    ])
    func whatMatchesDoesNotPart(_ value: String, _ pattern: String) {
        #expect(FirstDifference(between: Text(value), and: Text(pattern), wildcards: true) == nil)
    }

    @Test func wildcardsCanBeOrdinaryCharacters() throws {
        let found = try #require(FirstDifference(between: "repo:a/b", and: "repo:a/*", wildcards: false))
        #expect((found.inText, found.inPattern) == (7, 7))
    }

    /// It says that a pattern matches where the pattern does.
    @Test func itAgreesWithTheMatching() {
        let letters = ["", "a", "b", "ab", "aab", "abab", "bbaab"]
        let patterns = ["", "*", "a*", "*b", "a*b", "?b", "*a?b", "a*a*b", "**", "b?*"]
        for value in letters {
            for pattern in patterns {
                let parts = FirstDifference(between: Text(value), and: Text(pattern), wildcards: true) != nil
                #expect(parts != Wildcard(Text(pattern)).matches(Text(value)), "\(value) \(pattern)")
            }
        }
    }

    /// PL-6: no more than the product of both lengths.
    @Test func manyWildcardsTakeNoLongTime() {
        let value = Text(String(repeating: "a", count: 4_000))
        let pattern = Text(String(repeating: "*a", count: 400) + "b")
        #expect(FirstDifference(between: value, and: pattern, wildcards: true) != nil)
    }
}
