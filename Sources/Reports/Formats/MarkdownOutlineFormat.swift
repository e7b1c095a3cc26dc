import SourceText

/// An outline as GitHub's Markdown: headings, lists in lists, and what must stay as it is in fences.
public enum MarkdownOutlineFormat {
    /// The outline as text.
    public static func render(_ outline: Outline) -> String {
        outline.points.flatMap { lines($0, depth: 0) }.map { $0 + "\n" }.joined()
    }

    private static func lines(_ point: Outline.Point, depth: Int) -> [String] {
        let blanks = String(repeating: "  ", count: max(0, depth - 1))
        let mark = depth == 0 ? "" : "\(blanks)- "
        switch point {
        case .text(let text): return [mark + escaped(text)] + (depth == 0 ? [""] : [])
        case .pair(let name, let value): return [mark + "**\(escaped(name))**: \(escaped(value))"]
        case .source(let location): return fence(excerpt(location), "", blanks, depth)
        case .verbatim(let text), .diff(let text):
            let lines = Text(text).split(at: "\n").map(\.string)
            let isDiff = if case .diff = point { true } else { false }
            let shown = lines.last == "" ? lines.dropLast() : lines
            return shown.isEmpty ? [] : fence(Array(shown), isDiff ? "diff" : "", blanks, depth)
        case .group(let heading, let points):
            let title = depth == 0 ? ["", "### \(escaped(heading))", ""] : [mark + escaped(heading)]
            return title + points.flatMap { lines($0, depth: depth + 1) }
        }
    }

    private static func escaped(_ text: String) -> String { MarkdownTableFormat.escaped(text) }

    /// Lines between fences that are longer than any in them; within a list, as far in as the list.
    private static func fence(_ lines: [String], _ language: String, _ blanks: String, _ depth: Int) -> [String] {
        let fence = String(repeating: "`", count: max(3, (lines.map(longestRun).max() ?? 0) + 1))
        let inner = depth == 0 ? "" : blanks + "  "
        return [inner + fence + language] + lines.map { inner + PlainText.escapedLine($0) } + [inner + fence]
    }

    /// How many backticks stand side by side in a line at most.
    private static func longestRun(_ line: String) -> Int {
        line.utf8.split(omittingEmptySubsequences: true) { $0 != UInt8(ascii: "`") }.map(\.count).max() ?? 0
    }

    private static func excerpt(_ location: SourceLocation) -> [String] { Excerpt(location, width: 1_000).lines }
}
