import SourceText
import TestSupport
import Testing

@Suite struct YAMLParserTests {
    private func parse(_ text: String) -> Node? {
        MarkedText(text).expect(as: "a.yaml")
    }

    /// The keys and scalars below a node in document order.
    private func scalars(_ node: Node) -> [Node] {
        switch node.kind {
        case .mapping: node.members.flatMap { [$0.key] + scalars($0.value) }
        case .sequence: node.elements.flatMap(scalars)
        default: [node]
        }
    }

    @Test(arguments: [
        "↓a: ↓1\n↓b:\n  ↓c: ↓x\n  ↓d: ↓y\n",
        "- ↓a\n- - ↓b\n  - ↓c\n- ↓k: ↓v\n  ↓l: ↓w\n",
        "{↓a: ↓1, ↓b: [↓x, ↓\"y\", ↓'z'], ↓c: {↓d: ↓e}}",
        "↓é: ↓ü # ß\n↓🐟: [↓日本, ↓x]\n",
        "↓a: ↓1\r\n↓b: ↓2\r\n",
        "# comment\n\n↓a:    ↓1   # ↑\n",
        "↓a: ↓|\n  text\n  more\n↓b: ↓>-\n  folded\n↓c: ↓d\n",
        "↓\"a\": ↓\"x\\ny\"\n↓'b': ↓'it''s'\n",
        "---\n↓a: ↓b\n...\n",
        "↓é: ↓\"\u{1F41F}\u{1F41F}\"\n↓b: {↓c: ↓\u{E9}\u{301}, ↓d: ↓e}\n",
        "↓a: ↓x\n   y z\n↓b: ↓c\n",
        "↓http: ↓arn:aws:iam::1:role/x\n↓b: ↓a#b\n",
        "\u{FEFF}↓a: ↓b\n↓c: ↓d\n",
    ])
    func keysAndScalarsKnowTheirPlace(text: String) throws {
        let marked = MarkedText(text)
        let root = try #require(SourceParserResult(marked, as: "a.yaml").node)
        #expect(scalars(root).map { MarkedText.Place($0.location) } == marked.places)
    }

    @Test func placesAreExactFarDownAndFarRight() throws {
        let line = "  - [é, \(String(repeating: "🐟 ", count: 100)), ↓ok]\n"
        let marked = MarkedText("a:\n" + String(repeating: line, count: 200))
        let root = try #require(SourceParserResult(marked, as: "a.yaml").node)
        let found = scalars(root).filter { $0.string == "ok" }
        #expect(found.map { MarkedText.Place($0.location) } == marked.places)
    }

    @Test func containersBeginWhereTheirTextBegins() throws {
        let marked = MarkedText("↓↓a:\n  ↓- ↓b: ↓[x]\n  - ↓{c: d}\n")
        let root = try #require(SourceParserResult(marked, as: "a.yaml").node)
        let list = try #require(root["a"])
        let elements = Array(list.elements)
        let nodes: [Node?] = [root, root.members.first?.key, list, elements[0], elements[0]["b"], elements[1]]
        #expect(nodes.map { $0.map { MarkedText.Place($0.location) } } == marked.places)
    }

    @Test func plainAndSimplyQuotedScalarsKnowTheirEnd() throws {
        let marked = MarkedText("[x↓, \"é\"↓, 'a b'↓, a b↓ , 1e3↓]")
        let root = try #require(SourceParserResult(marked, as: "a.yaml").node)
        #expect(root.elements.map(\.location.end) == marked.places.map(\.offset))
    }

    @Test(arguments: [
        "012345678901", "2012-10-17", "on", "off", "yes", "no", "y", "n", "True", "TRUE", "0x1F", "0o17", "1_000", "+1",
        ".5", "1.", ".inf", ".nan", "12:30:45", "NULLS", "!", "-", "2001-12-14t21:59:43.10-05:00", "01", "1e", "=",
    ])
    func whatYAMLWouldResolveStaysText(text: String) throws {
        let node = try #require(parse("a: \(text == "!" || text == "-" ? "\"\(text)\"" : text)\n")?["a"])
        #expect(node.kind == .string)
        #expect(node.text == Text(text))
    }

    @Test(arguments: ["a:", "a: ~", "a: null", "a: Null", "a: NULL", "a: # nothing", "{a: }", "{a}", "a: &x"])
    func nullHasSeveralForms(text: String) {
        #expect(parse(text)?["a"]?.kind == .null)
    }

    @Test(arguments: [
        ("true", Node.Kind.boolean), ("false", .boolean), ("10", .number), ("10.0", .number), ("-1e3", .number),
    ])
    func plainScalarsInJSONsSpellingAreWhatTheyAreInJSON(text: String, kind: Node.Kind) throws {
        let node = try #require(parse("[\(text)]")?.elements.first)
        #expect(node.kind == kind)
        #expect(node.string == text)
    }

    @Test(arguments: ["\"10\"", "'10'", "\"true\"", "'null'", "\"~\"", "\"\"", "|\n  10\n", ">\n  true\n"])
    func quotedScalarsAreStrings(text: String) {
        #expect(parse("a: \(text)")?["a"]?.kind == .string)
    }

    @Test(arguments: [
        ("!!str 10", Node.Kind.string, "10"), ("!!str true", .string, "true"), ("!!str", .string, ""),
        ("! 10", .string, "10"), ("&x ! 10", .string, "10"), ("! &x 10", .string, "10"), ("! ~", .string, "~"),
        ("! \"10\"", .string, "10"), ("!!int \"10\"", .number, "10"), ("!!float 1e3", .number, "1e3"),
        ("!!bool 'TRUE'", .boolean, "true"), ("!!null ''", .null, ""), ("!<tag:yaml.org,2002:str> 1", .string, "1"),
        ("!!str |\n  10\n", .string, "10\n"), ("&x !!int 7", .number, "7"),
    ])
    func tagsOfTheCoreSchemaSayWhatAScalarIs(text: String, kind: Node.Kind, spelling: String) throws {
        let node = try #require(parse("a: \(text)")?["a"])
        #expect(node.kind == kind)
        #expect(node.string == spelling)
    }

    @Test func tagsOfTheCoreSchemaMayStandOnContainersAndKeys() {
        let root = parse("!!map\n!!str 1: !!seq [a]\nb: !!map {c: d}\ne: ! [f]\n")
        #expect(root?["1"]?.elements.first?.string == "a")
        #expect(root?["b"]?["c"]?.string == "d")
        #expect(root?["e"]?.count == 1)
    }

    @Test func keysAreStringsWhateverTheyLookLike() throws {
        let root = try #require(parse("1: a\ntrue: b\n~: c\n2012-10-17: d\n\"q\": e\n"))
        #expect(root.members.map(\.name) == ["1", "true", "~", "2012-10-17", "q"])
        #expect(root.members.map(\.key.kind) == Array(repeating: .string, count: 5))
    }

    @Test func aliasesAreFollowedAndKeepThePlaceOfWhatTheyMean() throws {
        let marked = MarkedText("a: &a\n  x: ↓1\nb: *a\nc: [*a, *a]\n")
        let root = try #require(SourceParserResult(marked, as: "a.yaml").node)
        let values = [root["b"]] + Array(root["c"]?.elements ?? .empty)
        #expect(values.count == 3)
        for value in values {
            #expect(value?["x"].map { MarkedText.Place($0.location) } == marked.places.first)
        }
    }

    /// What looks like an alias or a key in the text of a policy is none.
    @Test(arguments: [
        "Resource: \"arn:aws:sqs:*:111111111111:jobs\"", "Resource: arn:aws:sqs:*:111111111111:jobs",
        "a: \"sqs:*\"\nb: \"arn:aws:s3:::x/${aws:username}:y\"", "# a *bold* word\na: is it ? yes",
        "a: 'a *b'\nb: \"x[1]: y\"", "a: 2 * 3 ? 4\nb: x]:y",
        "a: &a x\nb: *a\nc: \"arn:aws:sqs:*:1:${aws:username}:j\"",
        "a: &a x\nb: *a\nc: is it ? yes", "- \"*\"\n- '*'\n- a*: b",
    ])
    func policiesMayHoldAsterisksAndVariables(text: String) {
        #expect(parse(text) != nil)
    }
}
