import SourceText
import Testing

/// Values that are put together from typed texts.
@Suite struct NodeBuildingTests {
    private func typed(_ option: String, _ text: String) -> Node {
        Node(wholeTextOf: SourceFile(path: option, text: text, isTyped: true))
    }

    @Test(arguments: ["a", "", "{\"b\": 1}", "é\u{301}\n", "- x: *y"]) func aTextIsOneStringWhateverItHolds(
        _ text: String
    ) {
        let node = typed("--caller", text)
        #expect(node.kind == .string)
        #expect(Array(node.text.bytes) == Array(text.utf8))
        #expect(node.location.file.path == "--caller")
        #expect(node.location.offset == 0 && node.location.end == text.utf8.count)
    }

    @Test func eachPieceKeepsItsOwnPlace() throws {
        let tag = Node.mapping([(typed("--tag", "Key"), typed("--tag", "team"))], at: typed("--tag", "team=a"))
        let list = Node.list([tag, typed("--tag", "b")], at: typed("--tag", "x"))
        let node = Node.mapping(
            [(typed("", "Tags"), list), (typed("--region", "region"), typed("--region", "eu-west-1"))],
            at: typed("", ""))
        #expect(node.kind == .mapping && node.count == 2)
        let tags = try #require(node["Tags"])
        #expect(tags.kind == .sequence && tags.elements.count == 2)
        #expect(tags.location.file.path == "--tag")
        #expect(tags.elements.first?["Key"]?.string == "team")
        #expect(tags.elements.last?.string == "b")
        #expect(node["region"]?.location.file.path == "--region")
        #expect(node["region"]?.file.isTyped == true)
    }

    @Test func whatWasPutTogetherIsLaidOverADocument() throws {
        var diagnostics = Diagnostics()
        let base = try #require(
            SourceParser.parse(SourceFile(path: "b.yaml", text: "{a: {x: 1, y: 2}, l: [1]}"), &diagnostics))
        let top = Node.mapping(
            [
                (typed("", "a"), .mapping([(typed("", "x"), typed("--x", "3"))], at: typed("", ""))),
                (typed("", "l"), .list([typed("--l", "p"), typed("--l", "q")], at: typed("--l", ""))),
            ], at: typed("", ""))
        let merged = base.overlaid(with: top)
        #expect(merged["a"]?["x"]?.string == "3" && merged["a"]?["y"]?.string == "2")
        #expect(merged["l"]?.elements.map(\.string) == ["p", "q"])
        #expect(merged["a"]?["y"]?.location.file.path == "b.yaml")
    }
}
