/// A table as CSV (RFC 4180): lines end with CR LF, cells are quoted where they must be.
enum CSVTableFormat {
    static func render(_ table: Table) -> String {
        ([table.columns] + table.rows).map { $0.map(escaped).joined(separator: ",") + "\r\n" }.joined()
    }

    /// A cell that a spreadsheet would take for a formula gets an apostrophe before it.
    private static func escaped(_ cell: String) -> String {
        let scalars = cell.unicodeScalars
        let formula: [Unicode.Scalar] = ["=", "+", "-", "@", "\t", "\r"]
        let text = scalars.first.map(formula.contains) == true ? "'" + cell : cell
        let special: [Unicode.Scalar] = [",", "\"", "\n", "\r"]
        guard text.unicodeScalars.contains(where: special.contains) else { return text }
        return "\"" + text.unicodeScalars.map { $0 == "\"" ? "\"\"" : String($0) }.joined() + "\""
    }
}
