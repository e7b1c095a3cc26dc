internal import CLibXML2

/// Reads XML that nobody vouches for.
///
/// A document with a DOCTYPE is refused as soon as the word is met, so that no entity can be declared, none is ever
/// substituted, and nothing is fetched. Size and depth are limited. Comments and processing instructions are left
/// out without cutting the text around them: `user@a<!-- -->.example` reads as one text.
public struct XMLParser: Sendable {
    /// The greatest number of bytes that a document may have; checked before anything is read.
    public var maximumSize: Int
    /// How deep elements may nest, the root being 1; libxml2 itself never goes beyond 256.
    public var maximumDepth: Int

    /// How many attributes and declarations of namespaces one start tag may have.
    static let maximumAttributes = 1_000

    /// A parser with its limits.
    public init(maximumSize: Int = 1_048_576, maximumDepth: Int = 100) {
        self.maximumSize = maximumSize
        self.maximumDepth = maximumDepth
    }

    /// The root element of a document in any encoding that the document declares or marks; without either, UTF-8.
    public func parse(_ bytes: [UInt8]) throws(XMLParserError) -> XMLElement {
        guard bytes.count <= maximumSize, let size = Int32(exactly: bytes.count) else {
            let message = "the document has \(bytes.count) bytes, more than the \(maximumSize) that are allowed"
            throw XMLParserError(.tooLarge, line: 1, column: 1, message: message)
        }
        guard size > 0 else {
            throw XMLParserError(.malformed, line: 1, column: 1, message: "the document is empty")
        }
        guard !bytes.starts(with: XMLEncoding.declarationInEBCDIC) else {
            throw XMLParserError(.encoding, line: 1, column: 1, message: "the encoding EBCDIC is not read")
        }
        if AttributeCount.excess(over: Self.maximumAttributes, in: bytes) != nil {
            let message = "a start tag has more than the \(Self.maximumAttributes) attributes that are allowed"
            throw XMLParserError(.tooManyAttributes, line: 1, column: 1, message: message)
        }
        LibXML2.start()
        guard let context = xmlNewParserCtxt() else {
            throw XMLParserError(.malformed, line: 1, column: 1, message: "there is no memory to read the document")
        }
        defer { xmlFreeParserCtxt(context) }
        return try XMLTreeBuilder(context: context, maximumDepth: maximumDepth).build(from: bytes, size: size)
    }
}

/// The library as a whole.
enum LibXML2 {
    private static let started: Void = xmlInitParser()

    /// Prepares the library's tables, once, whichever thread comes first.
    static func start() {
        started
    }
}
