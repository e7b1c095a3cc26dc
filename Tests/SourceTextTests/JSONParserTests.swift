import SourceText
import TestSupport
import Testing

@Suite struct JSONParserTests {
    private func parse(_ text: String) -> Node? {
        MarkedText(text).expect()
    }

    @Test(
        arguments: [
            ("null", .null, ""), ("true", .boolean, "true"), ("false", .boolean, "false"), ("0", .number, "0"),
            (#""a""#, .string, "a"), (#""""#, .string, ""), (" \t\r\n1 \t\r\n", .number, "1"),
        ] as [(String, Node.Kind, String)])
    func scalarsStandAlone(text: String, kind: Node.Kind, content: String) throws {
        let node = try #require(parse(text))
        #expect(node.kind == kind)
        #expect(node.string == content)
    }

    @Test(arguments: [
        "0", "-0", "10.0", "1e3", "1E+3", "1e-03", "0.10", "-1.50e10", "12345678901234567890123", "1.0E0",
    ])
    func numbersKeepTheirSpelling(text: String) throws {
        let node = try #require(parse("[\(text)]")?.elements.first)
        #expect(node.kind == .number)
        #expect(node.text == Text(text))
    }

    @Test(arguments: [
        (#"\"\\\/\b\f\n\r\t"#, "\"\\/\u{8}\u{C}\n\r\t"), (#"a\u00e9b"#, "aéb"), (#"\u00E9"#, "é"), (#"\u0000"#, "\0"),
        (#"\ud83d\ude00"#, "😀"), (#"\uD83D\uDC1Fx"#, "🐟x"), (#"\uffff"#, "\u{FFFF}"), (#"\ud800\udc00"#, "\u{10000}"),
        (#"\udbff\udfff"#, "\u{10FFFF}"), (#"é\n🐟"#, "é\n🐟"), ("\u{7F}\u{85}\u{2028}", "\u{7F}\u{85}\u{2028}"),
        (#"\u2193"#, "\u{2193}"),
    ])
    func escapesAreDecoded(text: String, content: String) throws {
        let node = try #require(parse("\"\(text)\""))
        #expect(node.text == Text(content))
    }

    @Test func escapesInNamesAreDecoded() {
        #expect(parse(#"{"\u0041ction": "x"}"#)?["Action"]?.string == "x")
    }

    @Test func listsAndObjectsNest() throws {
        let node = try #require(parse(#"{"a": [1, {"b": []}, [[]]], "c": {}}"#))
        #expect(node.kind == .mapping)
        #expect(node.members.map(\.name) == ["a", "c"])
        #expect(node["a"]?.elements.map(\.kind) == [.number, .mapping, .sequence])
        #expect(node["a"]?.elements.dropFirst().first?["b"]?.count == 0)
        #expect(node["c"]?.members.isEmpty == true)
    }

    @Test func valuesKnowWhereTheyBeginAndEnd() throws {
        let marked = MarkedText("↓{↓\"é\"↓: ↓[↓10.0↓, ↓true↓]↓,\r\n ↓\"\\n\"↓: ↓{}↓}↓")
        let root = try #require(SourceParserResult(marked, as: "a.json").node)
        let members = Array(root.members)
        let (first, second) = (members[0], members[1])
        let nodes = [first.key, first.value] + first.value.elements + [second.key, second.value]
        let found =
            nodes.flatMap { [$0.location.offset, $0.location.end] } + [root.location.offset, root.location.end]
        #expect(found.sorted() == marked.places.map(\.offset))
        #expect(nodes.map(\.location.offset) == nodes.map(\.location.offset).sorted())
    }

    @Test func twoHundredLevelsAreReadAndNoMore() {
        let (open, close) = (String(repeating: "[", count: 200), String(repeating: "]", count: 200))
        #expect(MarkedText(open + close).expect() != nil)
        MarkedText(open + "↓[]" + close).expect("too-deep")
        let objects = String(repeating: #"{"a":"#, count: 200)
        MarkedText(objects + "1" + String(repeating: "}", count: 200)).expect()
        MarkedText(objects + "↓{").expect("too-deep")
        MarkedText(open + "↓" + String(repeating: "[", count: 1_000_000)).expect("too-deep")
    }

    /// PL-10.
    @Test func aByteOrderMarkIsToldAndPassedOver() {
        #expect(MarkedText("↓\u{FEFF}{\"a\": 1}").expect("byte-order-mark")?["a"]?.string == "1")
        MarkedText("↓\u{FEFF}↓").expect("byte-order-mark", "empty-file")
        MarkedText("{} ↓\u{FEFF}").expect("json-syntax")
    }
}

/// What the parser makes of a marked text.
struct SourceParserResult {
    let node: Node?
    let diagnostics: Diagnostics

    init(_ marked: MarkedText, as path: String) {
        var diagnostics = Diagnostics()
        node = SourceParser.parse(marked.file(path), &diagnostics)
        self.diagnostics = diagnostics
    }

    init(_ text: String, as path: String) {
        self.init(MarkedText(text), as: path)
    }
}
