import SourceText

/// An outline as text for a terminal, its sentences broken at a width.
public struct TextOutlineFormat: Sendable {
    private let width: Int

    /// Makes a format.
    /// - Parameter width: the number of columns; at least 40.
    public init(width: Int = 80) {
        self.width = max(40, width)
    }

    /// The outline as text.
    public func render(_ outline: Outline) -> String {
        outline.points.flatMap { lines($0, indent: 0) }.map { $0 + "\n" }.joined()
    }

    private func lines(_ point: Outline.Point, indent: Int) -> [String] {
        let blanks = String(repeating: " ", count: indent)
        switch point {
        case .text(let text):
            return wrap(PlainText.escaped(text), indent: indent, hanging: indent)
        case .pair(let name, let value):
            return wrap(PlainText.escaped("\(name): \(value)"), indent: indent, hanging: indent + 4)
        case .source(let location):
            return excerpt(location).map { blanks + $0 }
        case .verbatim(let text):
            return Text(text).split(at: "\n").map { $0.isEmpty ? "" : blanks + PlainText.escaped($0.string) }
        case .diff(let text):
            // The last line break ends the last line, and begins no further one.
            return Text(text).split(at: "\n").dropLast().map { PlainText.escapedLine($0.string) }
        case .group(let heading, let points):
            let title = wrap(PlainText.escaped(heading), indent: indent, hanging: indent)
            let below = points.flatMap { lines($0, indent: indent + 2) }
            return (indent == 0 ? [""] : []) + title + below
        }
    }

    /// How many lines of a value are shown.
    private static let excerptLimit = 16

    /// The lines of a file on which a value stands, with their numbers; a mark tells where lines are left out.
    private func excerpt(_ location: SourceLocation) -> [String] {
        let first = location.line
        let end = location.file.position(of: max(location.offset, location.end - 1)).line
        let last = min(end, first + Self.excerptLimit - 1)
        let numbers = String(last).utf8.count
        let lines = location.file.lines(first...max(first, last)).enumerated().map { index, line in
            let number = String(first + index)
            let padding = String(repeating: " ", count: numbers - number.utf8.count)
            let shown = PlainText.escaped(cut(line.replacingTabs, from: index == 0 ? location.column : 1))
            return shown.isEmpty ? "\(padding)\(number) |" : "\(padding)\(number) | \(shown)"
        }
        return last < end ? lines + [String(repeating: " ", count: numbers) + " | …"] : lines
    }

    /// A line of common length whole, so that ARNs can be copied; of a longer one, such as a whole policy on one line,
    /// the part behind a column.
    private func cut(_ line: String, from column: Int) -> String {
        let scalars = line.unicodeScalars
        let limit = max(width, 200)
        guard scalars.count > limit else { return line }
        let rest = scalars.dropFirst(max(0, column - 1))
        let head = column > 1 ? "…" : ""
        let tail = rest.count > limit ? "…" : ""
        return head + String(String.UnicodeScalarView(rest.prefix(limit))) + tail
    }

    /// Breaks a text at blanks; a word that is longer than the line stays whole, so that it can be copied.
    private func wrap(_ text: String, indent: Int, hanging: Int) -> [String] {
        var lines: [String] = []
        var line = String(repeating: " ", count: indent)
        var used = indent
        var isEmpty = true
        for word in text.split(separator: " ", omittingEmptySubsequences: true) {
            let length = word.unicodeScalars.count
            if !isEmpty, used + 1 + length > width {
                lines.append(line)
                line = String(repeating: " ", count: hanging)
                used = hanging
                isEmpty = true
            }
            if !isEmpty {
                line += " "
                used += 1
            }
            line += isEmpty ? PlainText.escaped(String(word)) : String(word)
            used += length
            isEmpty = false
        }
        return lines + [line]
    }
}

extension String {
    /// The text with each tab as four blanks, for showing.
    fileprivate var replacingTabs: String {
        Text(self).split(at: "\t").map(\.string).joined(separator: "    ")
    }
}
