/// Why a document could not be read, and where.
public struct XMLParserError: Error, Sendable, Hashable {
    /// The kind of fault.
    public enum Kind: Sendable, Hashable {
        /// The text is no well-formed XML, or uses an undeclared prefix.
        case malformed
        /// The document has a DOCTYPE, which is never read.
        case doctype
        /// Elements nest deeper than the parser allows.
        case tooDeep
        /// The document has more bytes than the parser allows.
        case tooLarge
        /// A start tag has more attributes than the parser allows.
        case tooManyAttributes
        /// The document is in an encoding that is not read.
        case encoding
    }

    /// The kind of fault.
    public var kind: Kind
    /// The line where the parser stood, counted from 1.
    public var line: Int
    /// The column where the parser stood, counted from 1.
    public var column: Int
    /// What is wrong: lower case, without a full stop.
    public var message: String

    /// An error from its parts.
    public init(_ kind: Kind, line: Int, column: Int, message: String) {
        self.kind = kind
        self.line = line
        self.column = column
        self.message = message
    }
}
