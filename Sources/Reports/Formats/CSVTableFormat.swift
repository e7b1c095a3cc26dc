import SourceText

/// A table as CSV (RFC 4180): lines end with CR LF, cells are quoted where they must be.
enum CSVTableFormat {
    static func render(_ table: Table) -> String {
        ([table.columns] + table.rows).map { $0.map(escaped).joined(separator: ",") + "\r\n" }.joined()
    }

    /// What a spreadsheet begins a formula with, also in the full and small widths that some take for the same.
    private static let formulaMarks: Set<Unicode.Scalar> = [
        "=", "+", "-", "@", "|", "%", "\u{FF1D}", "\u{FF0B}", "\u{FF0D}", "\u{FF20}", "\u{FE66}", "\u{FE62}",
        "\u{FE63}",
        "\u{FE6B}", "\u{2212}",
    ]

    /// A cell on one line. One that a spreadsheet would take for a formula, blanks aside, gets an apostrophe before it.
    private static func escaped(_ cell: String) -> String {
        let plain = PlainText.escaped(cell)
        let first = plain.unicodeScalars.first { !$0.properties.isWhitespace && $0 != "\"" }
        let text = first.map(formulaMarks.contains) == true ? "'" + plain : plain
        let scalars = text.unicodeScalars
        guard scalars.contains(where: { $0 == "," || $0 == "\"" }) else { return text }
        return "\"" + scalars.map { $0 == "\"" ? "\"\"" : String($0) }.joined() + "\""
    }
}
