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
        // Lines of common length are shown whole, so that ARNs can be copied.
        let excerpt = Excerpt(location, lineLimit: Self.excerptLimit, width: max(width, 200))
        let numbers = String(excerpt.firstLine + excerpt.lines.count - 1).utf8.count
        let lines = excerpt.lines.enumerated().map { index, line in
            let number = String(excerpt.firstLine + index)
            let padding = String(repeating: " ", count: numbers - number.utf8.count)
            let shown = PlainText.escaped(line.replacingTabs)
            return shown.isEmpty ? "\(padding)\(number) |" : "\(padding)\(number) | \(shown)"
        }
        return excerpt.isCut ? lines + [String(repeating: " ", count: numbers) + " | …"] : lines
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
