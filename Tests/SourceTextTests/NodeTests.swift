import SourceText
import TestSupport
import Testing

@Suite struct NodeTests {
    private func parse(_ text: String, as path: String = "a.json") throws -> Node {
        try #require(SourceParserResult(text, as: path).node)
    }

    @Test func membersStandInDocumentOrder() throws {
        let node = try parse(#"{"z": 1, "a": {"b": 2}, "m": [3]}"#)
        #expect(node.members.map(\.name) == ["z", "a", "m"])
        #expect(node.members.map(\.value.kind) == [.number, .mapping, .sequence])
        #expect(node.count == 3)
        #expect(node["a"]?["b"]?.string == "2")
        #expect(node["b"] == nil)
    }

    @Test func aMemberIsFoundByTheBytesOfItsName() throws {
        let node = try parse("{\"\u{E9}\": 1}")
        #expect(node["\u{E9}"] != nil)
        #expect(node["e\u{301}"] == nil)
    }

    @Test func onlyContainersHaveParts() throws {
        for text in ["null", "true", "1", "\"a\""] {
            let node = try parse(text)
            #expect(node.members.isEmpty && node.elements.isEmpty && node.count == 0)
            #expect(node["a"] == nil)
        }
        #expect(try parse("{\"a\": 1}").elements.isEmpty)
        #expect(try parse("[1]").members.isEmpty)
    }

    @Test func elementsOrSelfIsAListInAnyCase() throws {
        #expect(try parse("[1, [2]]").elementsOrSelf.map(\.kind) == [.number, .sequence])
        #expect(try parse("\"a\"").elementsOrSelf.map(\.string) == ["a"])
        #expect(try parse("[]").elementsOrSelf.isEmpty)
        #expect(try parse("{\"a\": 1}").elementsOrSelf.map(\.kind) == [.mapping])
        #expect(try parse("null").elementsOrSelf.map(\.kind) == [.null])
    }

    /// PL-5: strings, numbers and booleans are condition values.
    @Test func scalarsHaveText() throws {
        let node = try parse(#"["a", 010.0, true, null, [], {}]"#.replacing("010.0", with: "10.0"))
        #expect(node.elements.map(\.isScalar) == [true, true, true, false, false, false])
        #expect(node.elements.map(\.string) == ["a", "10.0", "true", "", "", ""])
        #expect(Array(node.elements)[1].text == "10.0")
    }

    @Test func textIsComparedByItsBytes() throws {
        let node = try parse("[\"\u{E9}\", \"\\u00e9\", true, null]")
        #expect(Array(node.elements)[0].hasText("\u{E9}"))
        #expect(Array(node.elements)[1].hasText("\u{E9}"))
        #expect(!Array(node.elements)[0].hasText("e\u{301}"))
        #expect(Array(node.elements)[2].hasText("true"))
        #expect(!Array(node.elements)[3].hasText(""))
    }

    @Test func aNodeIsItsPlaceAndNotItsLook() throws {
        let elements = Array(try parse("[1, 1]").elements)
        #expect(elements[0] != elements[1])
        #expect(elements[0] == elements[0])
        #expect(Set(elements + elements).count == 2)
    }

    @Test(
        arguments: [
            (#"{"a": [1, {"b": "x"}], "c": null}"#, "c: ~\na:\n  - 1\n  - b: 'x'\n", true), ("10.0", "10.0", true),
            ("10.0", "10", false), ("1", "\"1\"", false), ("true", "\"true\"", false), ("[1, 2]", "[2, 1]", false),
            ("[1]", "[1, 1]", false), ("{\"a\": 1}", "{a: 1, b: 2}", false), ("{\"a\": 1}", "{b: 1}", false),
            ("{\"a\": {\"b\": 1}}", "{a: {b: 2}}", false), ("[]", "{}", false), ("\"\u{E9}\"", "\"e\u{301}\"", false),
            ("\"\\u00e9\"", "\u{E9}", true), ("null", "~", true), ("null", "{}", false),
        ] as [(String, String, Bool)])
    func likenessIsOfKindAndContent(json: String, yaml: String, isSame: Bool) throws {
        let (left, right) = (try parse(json), try parse(yaml, as: "a.yaml"))
        #expect(left.isSame(as: right) == isSame)
        #expect(right.isSame(as: left) == isSame)
    }
}
