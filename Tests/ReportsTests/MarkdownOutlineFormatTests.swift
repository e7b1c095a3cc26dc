import Reports
import SourceText
import Testing

/// Outlines as Markdown.
@Suite struct MarkdownOutlineFormatTests {
    private func rendered(_ points: Outline.Point...) -> String {
        MarkdownOutlineFormat.render(Outline(points))
    }

    @Test func groupsAreHeadingsAndLists() {
        let text = rendered(
            .text("denied"), .group("a | b", [.text("one"), .group("two", [.pair("name", "<value>")])]))
        #expect(
            text == """
                denied


                ### a \\| b

                - one
                - two
                  - **name**: &lt;value&gt;

                """)
    }

    @Test func whatStaysAsItIsStandsInAFence() {
        #expect(rendered(.verbatim("{\n}\n")) == "```\n{\n}\n```\n")
        #expect(rendered(.diff("-a\n+b\n")) == "```diff\n-a\n+b\n```\n")
        #expect(rendered(.group("g", [.verbatim("x")])) == "\n### g\n\n  ```\n  x\n  ```\n")
        #expect(rendered(.verbatim("")).isEmpty)
    }

    /// A fence is longer than any in what it holds, and no line leaves it.
    @Test(arguments: ["```", "````\nx", "  ```sh"])
    func nothingEndsAFenceEarly(_ text: String) {
        let lines = rendered(.verbatim(text)).split(separator: "\n")
        let fence = lines.first ?? ""
        #expect(fence.allSatisfy { $0 == "`" } && lines.count { $0.drop { $0 == " " }.hasPrefix(fence) } == 2)
    }

    @Test func aPlaceIsShownByItsLines() {
        var diagnostics = Diagnostics()
        let file = SourceFile(path: "a.json", text: "{\n  \"a\": [1,\n2]\n}")
        let node = JSONParser.parse(file, &diagnostics)?["a"]
        #expect(node.map { rendered(.source($0.location)) } == "```\n  \"a\": [1,\n2]\n```\n")
    }
}
