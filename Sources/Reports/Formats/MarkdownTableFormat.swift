import SourceText

/// A table in GitHub's Markdown, its columns padded so that the source reads well too.
enum MarkdownTableFormat {
    static func render(_ table: Table) -> String {
        let rows = ([table.columns] + table.rows).map { $0.map(escaped) }
        let widths = table.columns.indices.map { column in
            max(3, Table.alignedWidth(rows.map { $0[column].unicodeScalars.count }))
        }
        var lines = rows.map { line($0, widths) }
        lines.insert("| " + widths.map { String(repeating: "-", count: $0) }.joined(separator: " | ") + " |", at: 1)
        return lines.map { $0 + "\n" }.joined()
    }

    private static func line(_ cells: [String], _ widths: [Int]) -> String {
        let padded = zip(cells, widths).map {
            $0 + String(repeating: " ", count: max(0, $1 - $0.unicodeScalars.count))
        }
        return "| " + padded.joined(separator: " | ") + " |"
    }

    /// Texts come from files: nothing in them may end a cell or a line, become markup, or be told to somebody. GitHub looks for
    /// mentions, references and links in what is drawn, where a comment keeps them text.
    static func escaped(_ text: String) -> String {
        let scalars = Array(PlainText.escaped(text).unicodeScalars)
        var escaped = ""
        for (index, scalar) in scalars.enumerated() {
            let behind = scalars[max(0, index - 3)..<index].map(\.properties.lowercaseMapping).joined()
            escaped += piece(scalar, behind: Text(behind), before: scalars[(index + 1)...].prefix(2))
        }
        return startEscaped(escaped)
    }

    private static let breaker = "<!-- -->"

    private static func piece(
        _ scalar: Unicode.Scalar, behind: Text, before rest: ArraySlice<Unicode.Scalar>
    ) -> String {
        let isBeforeDigit = rest.first.map { $0.properties.numericType != nil } ?? false
        switch scalar {
        case "<": return "&lt;"
        case ">": return "&gt;"
        case "&": return "&amp;"
        case "@": return "@" + breaker
        case "#": return "\\#" + (isBeforeDigit ? breaker : "")
        case ":" where rest.elementsEqual(["/", "/"]): return ":" + breaker
        case "-" where isBeforeDigit && behind.hasSuffix("gh"): return "-" + breaker
        case "." where behind == "www": return breaker + "."
        case "\\", "|", "*", "_", "`", "[", "]", "~": return "\\\(scalar)"
        default: return String(scalar)
        }
    }

    /// The text such that no list, heading or block of code begins with it.
    private static func startEscaped(_ text: String) -> String {
        let scalars = text.unicodeScalars
        guard let first = scalars.first else { return text }
        if first == " " { return "&nbsp;" + String(scalars.dropFirst()) }
        if first == "-" || first == "+" || first == "=" { return "\\" + text }
        let number = scalars.prefix { ("0"..."9").contains($0) }
        guard !number.isEmpty, let mark = scalars.dropFirst(number.count).first, mark == "." || mark == ")" else {
            return text
        }
        return "\(String(number))\\\(String(scalars.dropFirst(number.count)))"
    }
}
