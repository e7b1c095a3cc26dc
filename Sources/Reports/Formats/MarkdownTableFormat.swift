import SourceText

/// A table in GitHub's Markdown, its columns padded so that the source reads well too.
enum MarkdownTableFormat {
    static func render(_ table: Table) -> String {
        let rows = ([table.columns] + table.rows).map { $0.map(escaped) }
        let widths = table.columns.indices.map { column in
            max(3, rows.map { $0[column].unicodeScalars.count }.max() ?? 0)
        }
        var lines = rows.map { line($0, widths) }
        lines.insert("| " + widths.map { String(repeating: "-", count: $0) }.joined(separator: " | ") + " |", at: 1)
        return lines.map { $0 + "\n" }.joined()
    }

    private static func line(_ cells: [String], _ widths: [Int]) -> String {
        let padded = zip(cells, widths).map { $0 + String(repeating: " ", count: $1 - $0.unicodeScalars.count) }
        return "| " + padded.joined(separator: " | ") + " |"
    }

    /// Cells come from files: nothing in them may end a cell or become markup.
    static func escaped(_ cell: String) -> String {
        let special: Set<Unicode.Scalar> = ["\\", "|", "*", "_", "`", "[", "]", "<", ">", "~", "&", "#"]
        var escaped = ""
        var isInWord = false
        for scalar in PlainText.escaped(cell).unicodeScalars {
            // A name behind `@` is told to whoever bears it; the comment keeps it text.
            if scalar == "@", !isInWord {
                escaped += "@<!-- -->"
            } else {
                escaped += special.contains(scalar) ? escape(scalar) : String(scalar)
            }
            isInWord = scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
        }
        return escaped
    }

    private static func escape(_ scalar: Unicode.Scalar) -> String {
        switch scalar {
        case "<": "&lt;"
        case ">": "&gt;"
        case "&": "&amp;"
        default: "\\\(scalar)"
        }
    }
}
