internal import CLibXML2

/// Writes an element as a document in UTF-8.
///
/// The result is well-formed whatever the element holds: characters that XML cannot hold become U+FFFD, characters
/// that a name cannot hold become `_`, and of attributes that share a name the first stands.
public struct XMLWriter: Sendable {
    /// Whether elements stand on lines of their own, two spaces further in than their parent; text is never touched.
    public var isIndented: Bool

    /// A writer, which indents unless told otherwise.
    public init(isIndented: Bool = true) {
        self.isIndented = isIndented
    }

    /// The document with its XML declaration, ending in a line break.
    public func write(_ root: XMLElement) -> String { write(root, as: .xml) }

    /// The document as HTML, ending in a line break: elements that are empty have an end tag where HTML wants one, and
    /// scripts and styles stand as they are, which therefore must not hold their own end tag.
    public func writeHTML(_ root: XMLElement) -> String { write(root, as: .html) }

    private func write(_ root: XMLElement, as language: XMLDocumentWriter.Language) -> String {
        LibXML2.start()
        guard let buffer = xmlBufferCreate() else { preconditionFailure("there is no memory for a document") }
        defer { xmlBufferFree(buffer) }
        guard let writer = xmlNewTextWriterMemory(buffer, 0) else {
            preconditionFailure("there is no memory for a document")
        }
        var document = XMLDocumentWriter(writer: writer, language: language)
        document.write(root, isIndented: isIndented)
        // The writer hands its last bytes to the buffer when it is freed.
        xmlFreeTextWriter(writer)
        let bytes = UnsafeBufferPointer(start: xmlBufferContent(buffer), count: Int(xmlBufferLength(buffer)))
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// Writes one document to libxml2's text writer.
///
/// Tags, their nesting and the declaration are libxml2's. Escaping and indentation are not: its versions differ in
/// what they escape, and its indentation adds text to elements that hold text.
private struct XMLDocumentWriter {
    /// The language of the document.
    enum Language {
        case xml, html
    }

    let writer: xmlTextWriterPtr
    let language: Language
    /// The prefixes of attributes' namespaces that are declared on the elements around the present place.
    private var prefixes: [String: String] = [:]

    /// Elements of HTML that have no end tag. <https://html.spec.whatwg.org/multipage/syntax.html#void-elements>
    private static let voidElements: Set<String> = [
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr",
    ]

    init(writer: xmlTextWriterPtr, language: Language) {
        self.writer = writer
        self.language = language
    }

    mutating func write(_ root: XMLElement, isIndented: Bool) {
        switch language {
        case .xml: xmlTextWriterStartDocument(writer, "1.0", "UTF-8", nil)
        case .html: writeRaw("<!DOCTYPE html>\n")
        }
        write(root, inside: nil, indentation: isIndented ? "\n" : nil)
        xmlTextWriterEndDocument(writer)
    }

    /// Writes an element; `indentation` is the line break and the spaces before it, `nil` where none may be added.
    private mutating func write(_ element: XMLElement, inside namespace: String?, indentation: String?) {
        let outer = prefixes
        defer { prefixes = outer }
        let name = element.name.writable
        let isXML = name.namespace == XMLName.xmlNamespace
        let own = isXML ? namespace : name.namespace
        xmlTextWriterStartElement(writer, isXML ? "xml:" + name.local : name.local)
        if own != namespace { write("xmlns", own ?? "") }
        write(element.attributes)
        writeChildren(of: element, inside: own, indentation: indentation)
        if language == .html, !Self.voidElements.contains(name.local) {
            xmlTextWriterFullEndElement(writer)
        } else {
            xmlTextWriterEndElement(writer)
        }
    }

    private mutating func writeChildren(of element: XMLElement, inside namespace: String?, indentation: String?) {
        let holdsElementsAlone = !element.children.contains { if case .text = $0 { true } else { false } }
        let inner = holdsElementsAlone ? indentation.map { $0 + "  " } : nil
        for child in element.children {
            switch child {
            case .text(let text):
                let isRaw = language == .html && (element.name.local == "script" || element.name.local == "style")
                if !text.isEmpty { writeRaw(isRaw ? text : XMLEscaping.text.escape(text)) }
            case .element(let element):
                if let inner { writeRaw(inner) }
                write(element, inside: namespace, indentation: inner)
            }
        }
        if inner != nil, !element.children.isEmpty, let indentation { writeRaw(indentation) }
    }

    private mutating func write(_ attributes: [XMLElement.Attribute]) {
        var written: Set<XMLName> = []
        for attribute in attributes {
            let name = attribute.name.writable
            guard written.insert(name).inserted else { continue }
            write(qualifiedName(ofAttribute: name), attribute.value)
        }
    }

    /// The name of an attribute with its prefix, which is declared first where it is not yet.
    private mutating func qualifiedName(ofAttribute name: XMLName) -> String {
        guard let namespace = name.namespace else { return name.local == "xmlns" ? "_xmlns" : name.local }
        if namespace == XMLName.xmlNamespace { return "xml:" + name.local }
        if let prefix = prefixes[namespace] { return prefix + ":" + name.local }
        let prefix = "ns\(prefixes.count + 1)"
        prefixes[namespace] = prefix
        write("xmlns:" + prefix, namespace)
        return prefix + ":" + name.local
    }

    private func write(_ attribute: String, _ value: String) {
        xmlTextWriterStartAttribute(writer, attribute)
        writeRaw(XMLEscaping.attribute.escape(value))
        xmlTextWriterEndAttribute(writer)
    }

    private func writeRaw(_ text: String) {
        // The length is an `int` to libxml2, so that a text may have to go in parts.
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let part = rest.prefix(1 << 30)
            part.withUnsafeBufferPointer { _ = xmlTextWriterWriteRawLen(writer, $0.baseAddress, Int32($0.count)) }
            rest = rest.dropFirst(part.count)
        }
    }
}
