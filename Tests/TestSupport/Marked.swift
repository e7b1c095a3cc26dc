public import SourceText
public import Testing

/// A text in which `↓` stands before each place of which a test speaks: `{"Effect": ↓"Alow"}`.
public struct MarkedText: Sendable {
    /// A marked place.
    public struct Place: Sendable, Hashable, CustomStringConvertible {
        /// The bytes of the text before it.
        public let offset: Int
        /// The line, counted from 1.
        public let line: Int
        /// The column in Unicode scalars, counted from 1.
        public let column: Int

        /// `line:column (byte offset)`.
        public var description: String { "\(line):\(column) (byte \(offset))" }

        init(offset: Int, line: Int, column: Int) {
            self.offset = offset
            self.line = line
            self.column = column
        }

        /// A place as a diagnostic tells it.
        public init(_ location: SourceText.SourceLocation) {
            self.init(offset: location.offset, line: location.line, column: location.column)
        }
    }

    /// The text without the marks.
    public let text: String
    /// The marked places in order; one that is marked twice stands twice.
    public let places: [Place]

    /// Takes the marks out of a text. Counts lines and columns on its own, to be a judge of those who count them.
    public init(_ marked: String) {
        var text = String.UnicodeScalarView()
        var places: [Place] = []
        var (offset, line, column) = (0, 1, 1)
        let scalars = Array(marked.unicodeScalars)
        for (index, scalar) in scalars.enumerated() {
            if scalar == "↓" {
                places.append(Place(offset: offset, line: line, column: column))
                continue
            }
            text.append(scalar)
            offset += scalar.utf8.count
            let next = scalars[(index + 1)...].first { $0 != "↓" }
            let endsLine = scalar == "\n" || scalar == "\r" && next != "\n"
            (line, column) = endsLine ? (line + 1, 1) : (line, column + 1)
        }
        self.text = String(text)
        self.places = places
    }

    /// The text as a file. The path's ending says what the text is.
    public func file(_ path: String = "test.json") -> SourceFile {
        SourceFile(path: path, text: text)
    }

    /// Reads the text and expects complaints with these ids at the marked places, and no others.
    /// - Parameter path: the file's name; its ending tells JSON from YAML.
    /// - Returns: what was read.
    @discardableResult
    public func expect(
        _ ids: String..., as path: String = "test.json", sourceLocation: Testing.SourceLocation = #_sourceLocation
    ) -> Node? {
        var diagnostics = Diagnostics()
        let node = SourceParser.parse(file(path), &diagnostics)
        expect(ids, in: diagnostics, sourceLocation: sourceLocation)
        return node
    }

    /// Expects complaints with these ids at the marked places, and no others.
    public func expect(
        _ ids: [String], in diagnostics: Diagnostics, sourceLocation: Testing.SourceLocation = #_sourceLocation
    ) {
        guard ids.count == places.count else {
            Issue.record(
                "\(ids.count) ids for \(places.count) marks; found \(diagnostics.all.map(\.rendered))",
                sourceLocation: sourceLocation)
            return
        }
        let expected = zip(ids, places).map { "\($0) at \($1)" }
        let found = diagnostics.sorted.map { "\($0.id) at \(Place($0.location))" }
        let messages = diagnostics.sorted.map(\.message).joined(separator: "\n")
        #expect(found == expected, "\(text)\n\(messages)", sourceLocation: sourceLocation)
    }
}
