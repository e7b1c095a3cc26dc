import SourceText
import Testing

@Suite struct SuggestionTests {
    @Test(arguments: [
        ("abuot", "about"), ("StringEqual", "StringEquals"), ("ALLOWED", "allowed"), ("polices", "policies"),
        ("efect", "effect"), ("expct", "expect"), ("Expect", "expect"),
    ])
    func aSlipOfTheHandIsUnderstood(word: String, meant: String) {
        let candidates = ["about", "StringEquals", "StringLike", "allowed", "policies", "effect", "expect"]
        #expect(Suggestion.nearest(to: word, among: candidates) == meant)
        #expect(Suggestion.hint(for: word, among: candidates) == "; did you mean `\(meant)`?")
    }

    @Test(arguments: [
        ("finanec", "finance", true), ("Team", "team", true), ("IT", "it", true), ("-", "_", true),
        ("team", "teams", true),
        ("registraiton", "registartion", true), ("dev", "des", false), ("east", "west", false), ("v12", "v13", false),
        ("team1", "team2", false), ("same", "same", false), ("", "", false), ("-", "/", false),
        ("reports", "records", false),
    ])
    func aSlipIsToldFromAnotherName(word: String, other: String, isSlip: Bool) {
        #expect(Suggestion.isSlip(word, of: other) == isSlip)
        #expect(Suggestion.isSlip(other, of: word) == isSlip)
    }

    @Test(arguments: ["zzz", "", "xy", "elephant"])
    func whatIsTooFarIsNotGuessed(word: String) {
        #expect(Suggestion.nearest(to: word, among: ["about", "policies"]) == nil)
        #expect(Suggestion.hint(for: word, among: ["about", "policies"]) == "")
    }

    @Test func theNearestWinsAndAmongEqualsTheFirst() {
        #expect(Suggestion.nearest(to: "rolex", among: ["roles", "role"]) == "roles")
        #expect(Suggestion.nearest(to: "userss", among: ["uses", "users"]) == "users")
    }

    @Test func nothingIsSuggestedAmongNothing() {
        #expect(Suggestion.nearest(to: "a", among: []) == nil)
        #expect(Suggestion.nearest(to: "about", among: ["about"]) == nil)
    }

    @Test func longWordsAreNotCompared() {
        let long = String(repeating: "a", count: 101)
        #expect(Suggestion.nearest(to: long, among: [long + "b"]) == nil)
        #expect(Suggestion.nearest(to: String(long.dropLast(2)), among: [String(long.dropLast())]) != nil)
    }

    /// What is looked at is limited, so that many faults and many candidates do not multiply.
    @Test func ofManyCandidatesTheFirstAreComparedAlone() {
        let far = (0..<2_000).map { "zzzz\($0)" }
        #expect(Suggestion.nearest(to: "about", among: Array(far.dropLast()) + ["abuot"]) == "abuot")
        #expect(Suggestion.nearest(to: "about", among: far + ["abuot"]) == nil)
        let long = (0..<200).map { String(repeating: "ab", count: 40) + "\($0)" + String(repeating: "b", count: 17) }
        let word = String(repeating: "ab", count: 40) + String(repeating: "c", count: 19)
        #expect(Suggestion.nearest(to: word, among: long + [word + "c"]) != word + "c")
        #expect(Suggestion.nearest(to: word, among: [word + "c"] + long) == word + "c")
    }
}
