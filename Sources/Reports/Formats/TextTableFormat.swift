import SourceText

/// A table as aligned text: a header, a rule, and the rows.
enum TextTableFormat {
    static func render(_ table: Table) -> String {
        let rows = ([table.columns] + table.rows).map { $0.map(PlainText.escaped) }
        let widths = table.columns.indices.map { column in Table.alignedWidth(rows.map { width($0[column]) }) }
        var lines = rows.map { line($0, widths) }
        lines.insert(trimmed(widths.map { String(repeating: "-", count: $0) }.joined(separator: "  ")), at: 1)
        return lines.map { $0 + "\n" }.joined()
    }

    private static func line(_ cells: [String], _ widths: [Int]) -> String {
        let padded = zip(cells, widths).map { $0 + String(repeating: " ", count: max(0, $1 - width($0))) }
        return trimmed(padded.joined(separator: "  "))
    }

    private static func width(_ cell: String) -> Int { cell.unicodeScalars.count }

    private static func trimmed(_ line: String) -> String {
        var end = line.unicodeScalars.endIndex
        let scalars = line.unicodeScalars
        while end > scalars.startIndex, scalars[scalars.index(before: end)] == " " { end = scalars.index(before: end) }
        return String(scalars[..<end])
    }
}
