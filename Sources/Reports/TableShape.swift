import SourceText

/// What of a table is told, and how: some columns, rows that agree as one, tables by the values of a column.
public struct TableShape: Sendable, Hashable {
    /// The columns in the order in which they are told; empty for all.
    public var columns: [String]
    /// Whether rows that agree whatever an axis says are merged into one.
    public var isDistinct: Bool
    /// The column by whose values the rows are told apart, in a table each.
    public var group: String?

    /// Makes a shape.
    public init(columns: [String] = [], isDistinct: Bool = false, group: String? = nil) {
        self.columns = columns
        self.isDistinct = isDistinct
        self.group = group
    }

    /// What stands for all values of an axis.
    public static let any = "any"

    /// The first name that stands twice among `columns`: a table would be as wide as somebody can write.
    public var repeatedColumn: String? {
        var seen = NameSet()
        return columns.first { !seen.insert($0) }
    }

    /// The names among `columns` and `group` that a table lacks.
    public func unknownColumns(in table: Table) -> [String] {
        (columns + [group].compactMap { $0 }).filter { !table.columns.containsName($0) }
    }

    /// The table in this shape.
    /// - Parameter axes: how many of its first columns are axes.
    public func tables(of table: Table, axes: Int) -> [Table] {
        let kept = columns.isEmpty ? table.columns : columns
        let wanted = kept.compactMap { name in table.columns.firstIndex { $0.isSame(as: name) } }
        let grouping = group.flatMap { name in table.columns.firstIndex { $0.isSame(as: name) } }
        // An axis that is not told must not keep rows apart, but by what it does to what is told.
        let told = Array(0..<axes) + wanted.filter { $0 >= axes }
        var rows = table.rows
        if isDistinct {
            rows = Self.merged(rows, axes: (0..<axes).filter { $0 != grouping }, told: told)
        }
        guard let grouping else { return [Table(columns: kept, rows: Self.cells(rows, wanted, isDistinct))] }
        var groups: [(value: String, rows: [[String]])] = []
        var places: NameMap<Int> = [:]
        for row in rows {
            let value = row[grouping]
            if let place = places[value] {
                groups[place].rows.append(row)
            } else {
                places[value] = groups.count
                groups.append((value, [row]))
            }
        }
        let others = wanted.filter { $0 != grouping }
        return groups.map { group in
            Table(
                title: "\(table.columns[grouping]): \(group.value)", columns: others.map { table.columns[$0] },
                rows: Self.cells(group.rows, others, isDistinct))
        }
    }

    private static func cells(_ rows: [[String]], _ columns: [Int], _ isDistinct: Bool) -> [[String]] {
        let cells = rows.map { row in columns.map { row[$0] } }
        guard isDistinct else { return cells }
        var seen: Set<[Text]> = []
        return cells.filter { seen.insert($0.map { Text($0) }).inserted }
    }

    /// Rows of which all values of an axis come to the same, as one row that says `any`; axis by axis, so that what a row
    /// says holds for each combination that it stands for.
    private static func merged(_ rows: [[String]], axes: [Int], told: [Int]) -> [[String]] {
        var rows = rows
        // A value may be called `any` itself.
        let word = [any, "any value", "any value at all"].first { word in
            !rows.contains { row in axes.contains { row[$0] == word } }
        }
        for axis in axes {
            let all = NameSet(rows.map { $0[axis] })
            guard all.count > 1 else { continue }
            func key(_ row: [String]) -> [Text] { told.filter { $0 != axis }.map { Text(row[$0]) } }
            var values: [[Text]: NameSet] = [:]
            for row in rows { values[key(row), default: []].insert(row[axis]) }
            var seen: Set<[Text]> = []
            rows = rows.compactMap { row in
                let own = key(row)
                guard values[own] == all else { return row }
                guard seen.insert(own).inserted else { return nil }
                var merged = row
                merged[axis] = word ?? "–"
                return merged
            }
        }
        return rows
    }
}
