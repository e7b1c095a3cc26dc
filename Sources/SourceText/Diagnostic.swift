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

    /// The complaint in one line, as it stands: `path:line:column: severity: message [id]`.
    public var headline: String { "\(location.description): \(severity.rawValue): \(message) [\(id)]" }

    /// The complaint as it is printed: the header, then the source line and a caret where the file has one.
    public var rendered: String {
        let header = PlainText.escaped(headline)
        let column = location.column
        let start = column <= Self.width ? 0 : column - Self.width / 2
        let line = location.file.excerpt(around: location.offset, before: column - 1 - start, length: Self.width)
        guard !line.isEmpty else { return header }
        let text = line.unicodeScalars.map { PlainText.isControl($0) ? " " : String($0) }.joined()
        let caret = String(repeating: " ", count: max(0, column - 1 - start)) + "^"
        return "\(header)\n    \(PlainText.escaped(text))\n    \(caret)"
    }

    /// How many characters of a line are shown.
    private static let width = 100
}

/// The complaints about inputs, each once, in the order in which they were found: of each file the first thousand, as nobody
/// reads more, and each of a fault that runs through a large file would cost time and memory.
public struct Diagnostics: Sendable {
    /// All complaints so far.
    public private(set) var all: [Diagnostic] = []
    private var seen: Set<Diagnostic> = []
    /// How many complaints are left out and not told of by one that is kept.
    public private(set) var omittedCount = 0
    /// How many complaints there are about each file; a file is kept by its first one.
    private var counts: [ObjectIdentifier: Count] = [:]
    /// The number of errors, for telling whether a reading step added one.
    public private(set) var errorCount = 0

    /// The complaints about one file.
    private struct Count {
        var kept = 0
        /// Whether it was told that warnings, or errors, are left out.
        var tellsWarnings = false
        var tellsErrors = false
    }

    /// Begins with none.
    public init() {}

    /// Adds a complaint unless the same one is there already.
    public mutating func add(_ diagnostic: Diagnostic) {
        guard hasRoom(for: diagnostic.severity, diagnostic.location) else { return }
        guard seen.insert(diagnostic).inserted else { return }
        all.append(diagnostic)
        counts[ObjectIdentifier(diagnostic.location.file), default: Count()].kept += 1
        if diagnostic.severity == .error { errorCount += 1 }
    }

    /// Adds an error at a place. Beyond the limit its message, which may need a search, is not put together.
    public mutating func error(_ id: String, _ message: @autoclosure () -> String, at location: SourceLocation) {
        guard hasRoom(for: .error, location) else { return }
        add(Diagnostic(id, message(), at: location))
    }

    /// Adds a warning at a place.
    public mutating func warning(_ id: String, _ message: @autoclosure () -> String, at location: SourceLocation) {
        guard hasRoom(for: .warning, location) else { return }
        add(Diagnostic(id, message(), at: location, severity: .warning))
    }

    /// Whether one more complaint is kept. An error that is not kept counts all the same, and is told to be left out.
    private mutating func hasRoom(for severity: Diagnostic.Severity, _ location: SourceLocation) -> Bool {
        let file = ObjectIdentifier(location.file)
        guard var count = counts[file], count.kept >= SourceLimits.complaints else { return true }
        if severity == .error { errorCount += 1 }
        guard severity == .error ? !count.tellsErrors : !count.tellsWarnings else {
            omittedCount += 1
            return false
        }
        if severity == .error { count.tellsErrors = true } else { count.tellsWarnings = true }
        counts[file] = count
        let message = "there are over \(SourceLimits.complaints) complaints about this file; further ones are left out"
        all.append(Diagnostic("too-many-complaints", message, at: location, severity: severity))
        return false
    }

    /// Adds the complaints of another list.
    public mutating func add(contentsOf other: Diagnostics) {
        for diagnostic in other.all { add(diagnostic) }
        omittedCount += other.omittedCount
    }

    /// Whether anything was found that makes the input unusable.
    public var hasErrors: Bool { errorCount > 0 }

    /// The warnings among them, file by file.
    public var warnings: [Diagnostic] {
        // Most questions have nothing that need be sorted.
        all.contains { $0.severity == .warning } ? sorted.filter { $0.severity == .warning } : []
    }

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
