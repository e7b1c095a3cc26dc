import SourceText

/// Rows under named columns.
public struct Table: Sendable, Hashable {
    /// What the table is called; empty for a table that stands alone.
    public let title: String
    /// The names of the columns.
    public let columns: [String]
    /// The cells, row by row, as many as there are columns.
    public let rows: [[String]]

    /// Makes a table.
    public init(title: String = "", columns: [String], rows: [[String]]) {
        self.title = title
        self.columns = columns
        self.rows = rows
    }

    /// How wide a column is drawn whose cells have some widths, in scalars. Longer cells stand out of it: padding every other
    /// cell to one of them would let the text grow with their product.
    static func alignedWidth(_ widths: [Int]) -> Int { widths.filter { $0 <= widestAligned }.max() ?? 0 }

    private static let widestAligned = 200
}

/// The formats in which a table can be told.
public enum TableFormat: String, Sendable, CaseIterable {
    /// Columns of equal width, for a terminal.
    case text
    /// A table of GitHub's Markdown.
    case markdown
    /// RFC 4180, with a header line.
    case csv

    /// The table as text.
    public func render(_ table: Table) -> String {
        switch self {
        case .text: TextTableFormat.render(table)
        case .markdown: MarkdownTableFormat.render(table)
        case .csv: CSVTableFormat.render(table)
        }
    }

    /// The title of a table, as it stands before it.
    public func title(_ title: String) -> String {
        switch self {
        case .text: "\(PlainText.escaped(title))\n"
        case .markdown: "**\(MarkdownTableFormat.escaped(title))**\n\n"
        case .csv: ""
        }
    }
}
