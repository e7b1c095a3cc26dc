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

/// Text that comes from files, made fit for a terminal and a log.
public enum PlainText {
    /// The text with control characters written as `\u{…}`, so that no input can steer a terminal or forge a line.
    ///
    /// So is the second character of `##[`, with which a line steers the log of a CI system.
    ///
    /// And so is the first colon of a text that begins with `::`, blanks aside.
    public static func escaped(_ text: String) -> String {
        if text.utf8.first(where: { $0 != 0x20 }) == 0x3A, let start = text.firstIndex(where: { $0 != " " }),
            text[start...].hasPrefix("::")
        {
            return text[..<start] + "\\u{3a}" + escaped(String(text[text.index(after: start)...]))
        }
        guard text.unicodeScalars.contains(where: { $0 == "#" || isControl($0) }) else { return text }
        let text =
            text.contains("##[")
            ? text.split(separator: "##[", omittingEmptySubsequences: false).joined(separator: "#\\u{23}[") : text
        return text.unicodeScalars
            .map { isControl($0) ? "\\u{\(String($0.value, radix: 16))}" : String($0) }
            .joined()
    }

    /// A line of a file as it must stay for other programs: tabs, and a carriage return at its end, are kept.
    public static func escapedLine(_ line: String) -> String {
        var scalars = line.unicodeScalars[...]
        let ending = scalars.last == "\r" ? "\r" : ""
        if !ending.isEmpty { scalars.removeLast() }
        let parts = scalars.split(separator: "\t", omittingEmptySubsequences: false).map { escaped(String($0)) }
        return parts.joined(separator: "\t") + ending
    }

    /// Whether a scalar is a control character, a line separator, or one that reorders text on a screen.
    public static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F..<0xA0, 0x200E...0x200F, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF: true
        default: false
        }
    }
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

    /// The complaints file by file, in the order in which each file was first complained of, by place within it.
    public var sorted: [Diagnostic] {
        var order = NameMap<Int>()
        for diagnostic in all where order[diagnostic.location.file.path] == nil {
            order[diagnostic.location.file.path] = order.count
        }
        func rank(_ index: Int) -> (Int, Int, Int) {
            (order[all[index].location.file.path] ?? 0, all[index].location.offset, index)
        }
        return all.indices.sorted { rank($0) < rank($1) }.map { all[$0] }
    }
}
