/// Text that comes from files, made fit for a terminal and a log.
///
/// Every format begins with this, and adds what it takes for markup itself. It looks at Unicode scalars: what is one character to
/// a reader may hide a quote or a `#` behind an accent.
public enum PlainText {
    /// The text with control and format characters written as `\u{…}`, so that no input can steer a terminal, forge a line or
    /// hide what it says.
    ///
    /// So is the first colon of a text that begins with `::`, blanks of any kind aside, and the second `#` of `##[`, wherever it
    /// stands: with these a line steers the log of a CI system.
    /// <https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands>
    public static func escaped(_ text: String) -> String {
        if text.utf8.allSatisfy({ $0 > 0x1F && $0 < 0x7F && $0 != 0x23 && $0 != 0x3A }) { return text }
        let scalars = Array(text.unicodeScalars)
        let forced = commandMarks(in: scalars)
        guard !forced.isEmpty || scalars.contains(where: isControl) else { return text }
        var result = String.UnicodeScalarView()
        for (index, scalar) in scalars.enumerated() {
            if forced.contains(index) || isControl(scalar) {
                result.append(contentsOf: "\\u{\(String(scalar.value, radix: 16))}".unicodeScalars)
            } else {
                result.append(scalar)
            }
        }
        return String(result)
    }

    /// A line of a file as it must stay for other programs: tabs, and a carriage return at its end, are kept.
    public static func escapedLine(_ line: String) -> String {
        var scalars = line.unicodeScalars[...]
        let ending = scalars.last == "\r" ? "\r" : ""
        if !ending.isEmpty { scalars.removeLast() }
        let parts = scalars.split(separator: "\t", omittingEmptySubsequences: false).map { escaped(String($0)) }
        return parts.joined(separator: "\t") + ending
    }

    /// A text of several lines, each of which is escaped.
    public static func escapedLines(_ text: String) -> String {
        Text(text).split(at: "\n").map { escapedLine($0.string) }.joined(separator: "\n")
    }

    /// Whether a scalar is a control or format character, a line separator, or another that is not seen: it is written out.
    ///
    /// Selectors of the variant in which a character is drawn, such as an emoji's, are left alone.
    public static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.value < 0x7F { return scalar.value < 0x20 }
        if scalar.value & 0xFFFE == 0xFFFE { return true }
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator: return true
        default: return scalar.properties.isDefaultIgnorableCodePoint && !isVariationSelector(scalar)
        }
    }

    private static func isVariationSelector(_ scalar: Unicode.Scalar) -> Bool {
        (0xFE00...0xFE0F).contains(scalar.value)
    }

    /// The indices of what would make a command of the text. GitHub's runner drops blanks of any kind before `::`, finds `##[`
    /// within a line, and compares both as people of a language do, to whom variation selectors do not count.
    private static func commandMarks(in scalars: [Unicode.Scalar]) -> Set<Int> {
        var marks: Set<Int> = []
        let seen = scalars.indices.filter { !isVariationSelector(scalars[$0]) }
        let start = seen.firstIndex { !scalars[$0].properties.isWhitespace } ?? seen.endIndex
        if start + 1 < seen.endIndex, scalars[seen[start]] == ":", scalars[seen[start + 1]] == ":" {
            marks.insert(seen[start])
        }
        for place in seen.indices.dropFirst(2)
        where scalars[seen[place]] == "[" && scalars[seen[place - 1]] == "#" && scalars[seen[place - 2]] == "#" {
            marks.insert(seen[place - 1])
        }
        return marks
    }
}
