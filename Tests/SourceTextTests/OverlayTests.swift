import TestSupport
import Testing

@testable import SourceText

@Suite struct OverlayTests {
    private func parse(_ text: String, as path: String = "base.yaml") throws -> Node {
        try #require(SourceParserResult(text, as: path).node)
    }

    private func expectOverlay(_ base: String, _ top: String, is expected: String) throws {
        let result = try parse(base).overlaid(with: parse(top, as: "top.yaml"))
        #expect(try result.isSame(as: parse(expected)), "\(base) with \(top)")
    }

    @Test(arguments: [
        ("{a: 1, b: 2}", "{b: 3, c: 4}", "{a: 1, b: 3, c: 4}"),
        ("{a: {x: 1, y: 2}}", "{a: {y: 3}}", "{a: {x: 1, y: 3}}"),
        ("{a: {b: {c: 1}}}", "{a: {b: {d: 2}}}", "{a: {b: {c: 1, d: 2}}}"), ("{a: 1}", "{}", "{a: 1}"),
        ("{}", "{a: 1}", "{a: 1}"),
    ])
    func mappingsMergeByKey(base: String, top: String, expected: String) throws {
        try expectOverlay(base, top, is: expected)
    }

    @Test(arguments: [
        ("{a: [1, 2]}", "{a: [3]}", "{a: [3]}"), ("{a: {x: 1}}", "{a: 2}", "{a: 2}"),
        ("{a: {x: 1}}", "{a: []}", "{a: []}"),
        ("{a: 1}", "{a: {x: 1}}", "{a: {x: 1}}"), ("{a: [1]}", "{a: {x: 1}}", "{a: {x: 1}}"), ("{a: 1}", "x", "x"),
        ("[1]", "{a: 1}", "{a: 1}"), ("{a: 1}", "[1]", "[1]"),
    ])
    func everythingElseReplaces(base: String, top: String, expected: String) throws {
        try expectOverlay(base, top, is: expected)
    }

    @Test(arguments: [
        ("{a: 1, b: 2}", "{a: ~}", "{b: 2}"), ("{a: {x: 1, y: 2}}", "{a: {x: ~}}", "{a: {y: 2}}"),
        ("{a: 1}", "{b: ~}", "{a: 1}"), ("{a: 1}", "{b: {x: ~, y: 1}}", "{a: 1, b: {y: 1}}"),
        ("{a: 1}", "{a: ~}", "{}"),
        ("{a: 1}", "{a: {x: ~}}", "{a: {}}"), ("[1]", "{a: ~, b: {c: {d: ~}}}", "{b: {c: {}}}"),
    ])
    func nullRemovesAtAnyDepth(base: String, top: String, expected: String) throws {
        try expectOverlay(base, top, is: expected)
    }

    @Test func nullInAListIsAValue() throws {
        try expectOverlay("{a: 1}", "{a: [~]}", is: "{a: [~]}")
    }

    @Test func valuesKeepTheirFileAndPlace() throws {
        let base = MarkedText("↓a: ↓1\nb: 2\nc: ↓{↓d: ↓3}\n")
        let top = MarkedText("b: ↓4\nc: {e: ↓5}\n")
        let bottom = try #require(SourceParserResult(base, as: "base.yaml").node)
        let result = try bottom.overlaid(with: #require(SourceParserResult(top, as: "top.yaml").node))
        let c = try #require(result["c"])
        let old = [result.location, result["a"]?.location, c.location, c.members.first?.key.location, c["d"]?.location]
        #expect(old.map { $0.map { MarkedText.Place($0) } } == base.places)
        #expect(old.allSatisfy { $0?.file.path == "base.yaml" })
        let new = [result["b"]?.location, c["e"]?.location]
        #expect(new.map { $0.map { MarkedText.Place($0) } } == top.places)
        #expect(new.allSatisfy { $0?.file.path == "top.yaml" })
    }

    @Test func overlaysAreLaidOverOverlays() throws {
        let files = try ["{a: {x: 1}, b: 1}", "{a: {y: 2}}", "{a: {x: ~, z: 3}}", "{b: ~}"].enumerated()
            .map { try parse($0.element, as: "\($0.offset).yaml") }
        let result = files.dropFirst().reduce(files[0]) { $0.overlaid(with: $1) }
        #expect(try result.isSame(as: parse("{a: {y: 2, z: 3}}")))
        #expect(result["a"]?["y"]?.file.path == "1.yaml")
        #expect(result["a"]?["z"]?.file.path == "2.yaml")
    }

    @Test func theFilesThemselvesDoNotChange() throws {
        let base = try parse("{a: {x: 1}}")
        _ = base.overlaid(with: try parse("{a: {x: 2}}"))
        #expect(base["a"]?["x"]?.string == "1")
    }

    @Test func keepingPicksMembersAndKeepsPlaces() throws {
        let node = try parse("a: 1\nb: {c: 2}\nd: 3\n")
        let kept = node.keeping { $0 != "a" }
        #expect(kept.members.map(\.name) == ["b", "d"])
        #expect(kept["b"] == node["b"])
        #expect(kept.location == node.location)
        #expect(try parse("[1]").keeping { _ in false }.count == 1)
    }

    @Test func longChainsOfOverlaysStayQuick() throws {
        let base = try parse("{a: {b: {c: 1}}}")
        let result = (0..<2000).reduce(base) { node, _ in node.overlaid(with: base) }
        #expect(result["a"]?["b"]?["c"]?.string == "1")
    }

    /// In a strict mapping `null` only takes away: with nothing below it, it stays for the reader to judge.
    @Test(arguments: [
        ("{}", "{p: {s: 1, c: ~}}", "{p: {s: 1, c: ~}}"), ("{}", "{p: {s: {c: {k: ~}}}}", "{p: {s: {c: {k: ~}}}}"),
        ("{p: {s: 1}}", "{p: {c: ~}}", "{p: {s: 1, c: ~}}"), ("{p: {s: 1, c: 2}}", "{p: {c: ~}}", "{p: {s: 1}}"),
        ("{p: {s: {c: 1}}}", "{p: {s: {c: ~, d: ~}}}", "{p: {s: {d: ~}}}"),
        ("{}", "{p: {s: 1}, q: {c: ~}, r: ~}", "{p: {s: 1}, q: {}}"),
    ])
    func nullThatTakesNothingAwayStaysInAStrictMapping(base: String, top: String, expected: String) throws {
        let result = try parse(base).overlaid(with: parse(top, as: "top.yaml"), strictWith: "s")
        #expect(try result.isSame(as: parse(expected)), "\(base) with \(top)")
    }

    @Test func theWeightOfAnOverlayIsThatOfWhatItIsPutTogetherFrom() throws {
        var diagnostics = Diagnostics()
        let long = String(repeating: "x", count: 640)
        let base = try #require(SourceParser.parse(SourceFile(path: "a", text: #"{"a": {"b": [1, 2]}}"#), &diagnostics))
        let top = try #require(
            SourceParser.parse(SourceFile(path: "b", text: #"{"a": {"c": "\#(long)"}}"#), &diagnostics))
        #expect(base.weight == 7)
        #expect(top["a"]?["c"]?.weight == 11)
        // Two mappings, and links to three names and two values, which weigh what they lead to besides: 1, 1, 1, 3 and 11.
        #expect(base.overlaid(with: top).weight == 2 + 5 + 17)
    }

    /// To hold a case must not be to hold every overlay that lies below it.
    @Test func anOverlayIsLentItsPlaceByADocument() throws {
        var diagnostics = Diagnostics()
        let document = try #require(SourceParser.parse(SourceFile(path: "a", text: #"{"a": {"b": 1}}"#), &diagnostics))
        let once = document.overlaid(with: document)
        let twice = once.overlaid(with: document)
        #expect(twice.lender == document)
        #expect(twice.location.offset == 0)
        #expect(document.lender == document)
    }
}
