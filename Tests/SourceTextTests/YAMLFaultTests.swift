import SourceText
import TestSupport
import Testing

@Suite struct YAMLFaultTests {
    private func message(_ text: String) -> String {
        SourceParserResult(text, as: "a.yaml").diagnostics.all.first?.message ?? ""
    }

    /// PL-27.
    @Test(arguments: [
        "↓a: 1\na: 2\n", "{↓a: 1, \"a\": 2}", "x:\n  ↓a: 1\n  b: 2\n  'a': 3\n", "{↓1: a, \"1\": b}",
        "{↓true: a, 'true': b}",
        "{↓~: a, \"~\": b}", "{↓2012-10-17: a, '2012-10-17': b}",
    ])
    func membersThatStandTwice(text: String) {
        #expect(MarkedText(text).expect("duplicate-member", as: "a.yaml") == nil)
    }

    @Test(arguments: ["a:\n↓\tb: 1\n", "a:\n  - x\n↓\t- y\n"])
    func tabsAreToldFromSpaces(text: String) {
        MarkedText(text).expect("yaml-syntax", as: "a.yaml")
        #expect(message(text).hasSuffix("YAML is indented with spaces, not with tabs"))
    }

    @Test(arguments: ["Action: ↓*\n", "{Action: ↓*}", "[a, ↓*]", "a: ↓*b\n", "- ↓*b\n", "a: &a [↓*a]"])
    func asterisksWithoutQuotes(text: String) {
        MarkedText(text).expect("yaml-syntax", as: "a.yaml")
        #expect(message(text).hasSuffix("quote it, as in `\"*\"`"))
    }

    @Test(arguments: ["{a: $↓{aws:username}}", "{a: dependabot↓[bot], c: 1}"])
    func bracketsWithoutQuotesInFlowStyle(text: String) {
        MarkedText(text).expect("yaml-syntax", as: "a.yaml")
        #expect(message(text).contains("must be quoted here"))
    }

    @Test(arguments: [
        "a: b↓: c\n", "a: 1\n  b↓: 2\n", "a: ↓@b\n", "a: ↓%b\n", "a: x\u{7}", "a: ↓\"b\n", "a: ↓'b\nc: d\n",
    ])
    func otherFaultsOfSyntax(text: String) {
        let marked = MarkedText(text.replacing("\u{7}", with: "↓\u{7}"))
        marked.expect("yaml-syntax", as: "a.yaml")
    }

    @Test(arguments: ["a: 1\n↓---\nb: 2\n", "---\n↓---\n"])
    func severalDocuments(text: String) {
        MarkedText(text).expect("yaml-syntax", as: "a.yaml")
    }

    @Test(arguments: ["↓\n# nothing\n", "↓---\n", "↓  \n"])
    func nothing(text: String) {
        MarkedText(text).expect("empty-file", as: "a.yaml")
    }

    @Test(arguments: ["a: &a {x: 1}\nb:\n  ↓<<: *a\n  y: 2\n", "{↓<<: {a: 1}}"])
    func mergeKeys(text: String) {
        MarkedText(text).expect("yaml-merge-key", as: "a.yaml")
    }

    @Test func aQuotedMergeKeyIsAName() {
        #expect(MarkedText("\"<<\": 1").expect(as: "a.yaml")?["<<"]?.string == "1")
    }

    @Test(arguments: ["? ↓[a, b]\n: 1\n", "↓[a, b]: 1\n", "{↓{a: 1}: 2}", "? ↓- a\n: 1\n"])
    func keysThatAreNoStrings(text: String) {
        MarkedText(text).expect("yaml-complex-key", as: "a.yaml")
    }

    @Test(arguments: [
        "a: &a x\nb: {↓*a : 1}\n", "a: &a x\n↓*a : 1\n", "a: &a [x]\n? ↓*a\n: 1\n", "a: &a [x]\n↓[*a]: 1\n",
        "a: &a [x]\nb: {↓{c: *a}: 1}\n", "a: &a [x]\nb: [? ↓[*a] : 1]\n", "- &a x\n- ↓*a : 1\n",
        "- &a x\n- ? ↓{y: *a}\n",
    ])
    func keysThatAreAliasesOrHoldSome(text: String) {
        MarkedText(text).expect("yaml-complex-key", as: "a.yaml")
    }

    /// Lists, each of which holds the one before nine times.
    private static func lists(_ count: Int) -> String {
        (1...count).reduce("- &a0 [x]\n") { text, level in
            text + "- &a\(level) [" + Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ", ") + "]\n"
        }
    }

    @Test(.timeLimit(.minutes(1))) func aliasesThatGrowWithoutBoundAreRefused() {
        let result = SourceParserResult(Self.lists(9), as: "a.yaml")
        #expect(result.node == nil)
        #expect(result.diagnostics.all.map(\.id) == ["too-large"])
    }

    @Test(.timeLimit(.minutes(1)), arguments: ["? *a4\n: 1\n", "[*a4]: 1\n", "{*a4 : 1}", "{? [*a4] : 1}", "*a4 : 1"])
    func aKeyThatGrowsIsRefusedUnread(key: String) {
        let lists = Self.lists(4).replacing("- &", with: "  - &")
        let result = SourceParserResult("a:\n\(lists)b:\n  - \(key.replacing("\n", with: "\n    "))\n", as: "a.yaml")
        #expect(result.diagnostics.all.map(\.id) == ["yaml-complex-key"])
    }

    /// A scanner that looks for keys in the text would take the quote for a beginning, and miss the keys behind it.
    @Test(.timeLimit(.minutes(1)), arguments: ["a: |\n  it's\n", "a: it's\n", "a: >\n  \"\nb: x\n", "a: # '\n  b\n"])
    func aQuoteThatIsTextHidesNoKey(beginning: String) {
        let lists = Self.lists(4).replacing("- &", with: "  - &")
        let result = SourceParserResult("\(beginning)lists:\n\(lists)*a4 : 1\n", as: "a.yaml")
        #expect(result.diagnostics.all.map(\.id) == ["yaml-complex-key"])
    }

    /// PL-27. What follows the first fault of this kind is still read.
    @Test func allMembersThatStandTwiceAreTold() {
        let result = SourceParserResult("a: 1\nb: {c: 1, c: 2}\na: 2\n", as: "a.yaml")
        #expect(result.diagnostics.all.map(\.id) == ["duplicate-member", "duplicate-member"])
    }

    @Test(arguments: [
        "Resource: ↓!Sub 'arn:${AWS::Partition}:s3:::b'", "a: ↓!GetAtt Bucket.Arn", "- ↓!Join ['', [a, b]]\n",
    ])
    func shortFormsOfCloudFormation(text: String) {
        MarkedText(text).expect("yaml-tag", as: "a.yaml")
        #expect(message(text).hasPrefix("a CloudFormation template's `!"))
        #expect(message(text).hasSuffix("` cannot be read yet"))
    }

    @Test(arguments: [
        ("a: ↓!!binary aGk=", "!!binary"), ("↓!!set {a, b}", "!!set"), ("↓!!omap [a: 1]", "!!omap"),
        ("a: ↓!foo b", "!foo"), ("↓!foo a: b", "!foo"),
        ("a: ↓!<tag:example.com,2000:x> b", "!<tag:example.com,2000:x>"),
        ("%TAG !e! tag:example.com,2000:\n---\na: ↓!e!x b", "!<tag:example.com,2000:x>"), ("a: &b ↓!foo c", "!foo"),
    ])
    func tagsThatNobodyKnows(text: String, tag: String) {
        #expect(message(text.replacing("↓", with: "")).hasPrefix("the tag `\(tag)` is unknown; `!!str`"))
    }

    @Test(arguments: [
        "a: ↓!!int x", "a: ↓!!int 1.5", "a: ↓!!bool yes", "a: ↓!!null x", "a: ↓!!map x", "a: ↓!!seq {}", "a: ↓!!str []",
    ])
    func tagsThatDoNotFitTheirValue(text: String) {
        MarkedText(text).expect("yaml-tag", as: "a.yaml")
    }

    /// libyaml compares each directive with all before it.
    @Test(arguments: ["", "a: 1\n...\n"])
    func aGreatManyDirectivesAreRefusedUnread(beginning: String) {
        let directives = (0..<100_000).map { "%TAG !t\($0)! x\n" }.joined()
        let result = SourceParserResult("\(beginning)\(directives)---\na: 1\n", as: "a.yaml")
        #expect(result.diagnostics.all.count == 1)
    }

    @Test func aFewDirectivesAreRead() {
        #expect(MarkedText("%YAML 1.1\n%TAG !y! tag:yaml.org,2002:\n---\n- !y!str 1\n").expect(as: "a.yaml") != nil)
    }

    @Test func nestingBeyondTheLimitIsRefused() {
        func brackets(_ count: Int) -> (String, String) {
            (String(repeating: "[", count: count), String(repeating: "]", count: count))
        }
        let (open, close) = brackets(SourceLimits.depth)
        MarkedText(open + close).expect(as: "a.yaml")
        MarkedText("\(open)↓[]\(close)").expect("too-deep", as: "a.yaml")
        let (far, end) = brackets(100_000)
        #expect(SourceParserResult(far + end, as: "a.yaml").diagnostics.all.count == 1)
        let blocks = (0..<300).map { String(repeating: " ", count: $0) + "a:\n" }.joined()
        #expect(SourceParserResult(blocks, as: "a.yaml").diagnostics.all.map(\.id) == ["too-deep"])
    }
}
