/// One complaint about an input, with the place it speaks of.
///
/// The printed shape is fixed: `path:line:column: severity: message [id]`, the source line, and a caret.
public struct Diagnostic: Sendable, Hashable {
    /// How bad it is.
    public enum Severity: String, Sendable {
        /// The input cannot be used.
        case error
        /// The input can be used, but is almost surely not what was meant.
        case warning
    }

    /// How bad it is.
    public let severity: Severity
    /// A stable name of the kind of fault, in kebab case.
    public let id: String
    /// What was found and what was expected: lower case, no full stop, input in backticks.
    public let message: String
    /// Where it was found.
    public let location: SourceLocation

    /// Makes a complaint.
    public init(_ id: String, _ message: String, at location: SourceLocation, severity: Severity = .error) {
        self.severity = severity
        self.id = id
        self.message = message
        self.location = location
    }

    /// The complaint as it is printed: the header, then the source line and a caret where the file has one.
    public var rendered: String {
        let header = PlainText.escaped("\(location.description): \(severity.rawValue): \(message) [\(id)]")
        let line = location.file.line(around: location.offset)
        guard !line.isEmpty else { return header }
        let (text, caret) = Self.excerpt(of: line, column: location.column)
        return "\(header)\n    \(PlainText.escaped(text))\n    \(caret)"
    }

    /// The part of a line around a column that fits a screen, and the line with the caret below it.
    private static func excerpt(of line: String, column: Int) -> (text: String, caret: String) {
        let scalars = Array(line.unicodeScalars)
        let width = 100
        let start = column <= width ? 0 : column - width / 2
        let shown = scalars[min(start, scalars.count)..<min(scalars.count, start + width)]
        let text = shown.map { PlainText.isControl($0) ? " " : String($0) }.joined()
        return (text, String(repeating: " ", count: max(0, column - 1 - start)) + "^")
    }
}

/// The complaints about an input, each once, in the order in which they were found.
public struct Diagnostics: Sendable {
    /// All complaints so far.
    public private(set) var all: [Diagnostic] = []
    private var seen: Set<Diagnostic> = []

    /// Begins with none.
    public init() {}

    /// Adds a complaint unless the same one is there already.
    public mutating func add(_ diagnostic: Diagnostic) {
        guard seen.insert(diagnostic).inserted else { return }
        all.append(diagnostic)
    }

    /// Adds an error at a place.
    public mutating func error(_ id: String, _ message: String, at location: SourceLocation) {
        add(Diagnostic(id, message, at: location))
    }

    /// Adds a warning at a place.
    public mutating func warning(_ id: String, _ message: String, at location: SourceLocation) {
        add(Diagnostic(id, message, at: location, severity: .warning))
    }

    /// Adds the complaints of another list.
    public mutating func add(contentsOf other: Diagnostics) {
        for diagnostic in other.all { add(diagnostic) }
    }

    /// Whether anything was found that makes the input unusable.
    public var hasErrors: Bool { all.contains { $0.severity == .error } }

    /// The number of errors, for telling whether a reading step added one.
    public var errorCount: Int { all.count { $0.severity == .error } }

    /// The complaints file by file, in the order in which each file was first complained of, by place within it.
    public var sorted: [Diagnostic] {
        var order: [Text: Int] = [:]
        for diagnostic in all where order[Text(diagnostic.location.file.path)] == nil {
            order[Text(diagnostic.location.file.path)] = order.count
        }
        func rank(_ index: Int) -> (Int, Int, Int) {
            (order[Text(all[index].location.file.path)] ?? 0, all[index].location.offset, index)
        }
        return all.indices.sorted { rank($0) < rank($1) }.map { all[$0] }
    }
}
