internal import CLibXML2

/// Builds elements from what libxml2 reports while it reads; lives for one document.
final class XMLTreeBuilder {
    private let context: xmlParserCtxtPtr
    private let maximumDepth: Int
    /// The elements that are still open, outermost first.
    private var open: [XMLElement] = []
    /// The text that was met since the last tag, in UTF-8.
    private var text: [UInt8] = []
    private var root: XMLElement?
    private var failure: XMLParserError?

    init(context: xmlParserCtxtPtr, maximumDepth: Int) {
        self.context = context
        self.maximumDepth = maximumDepth
    }

    /// Reads the document; its size is that of `bytes`.
    func build(from bytes: [UInt8], size: Int32) throws(XMLParserError) -> XMLElement {
        withExtendedLifetime(self) {
            let this = Unmanaged.passUnretained(self).toOpaque()
            context.pointee.sax?.pointee = Self.handler
            context.pointee.userData = this
            // Faults in an encoding are not reported to the parser's handler, but to that of the thread.
            xmlSetStructuredErrorFunc(this, receiveError)
            defer { xmlSetStructuredErrorFunc(nil, nil) }
            let options = Int32(XML_PARSE_NONET.rawValue)
            let document = bytes.withUnsafeBytes {
                xmlCtxtReadMemory(context, $0.bindMemory(to: CChar.self).baseAddress, size, nil, nil, options)
            }
            if let document { xmlFreeDoc(document) }
        }
        if let failure { throw failure }
        guard context.pointee.wellFormed == 1, let root else {
            throw errorHere(.malformed, "the document is not well-formed")
        }
        return root
    }

    /// What libxml2 calls; whatever is not named here, it leaves out or does without.
    private static var handler: xmlSAXHandler {
        var handler = xmlSAXHandler()
        handler.initialized = UInt32(XML_SAX2_MAGIC)
        handler.startDocument = { builder in XMLTreeBuilder.at(builder)?.checkEncoding() }
        handler.internalSubset = { builder, _, _, _ in XMLTreeBuilder.at(builder)?.refuseDoctype() }
        handler.startElementNs = receiveStart
        handler.endElementNs = { builder, _, _, _ in XMLTreeBuilder.at(builder)?.end() }
        handler.characters = receiveText
        handler.ignorableWhitespace = receiveText
        handler.cdataBlock = receiveText
        handler.serror = receiveError
        return handler
    }

    fileprivate static func at(_ pointer: UnsafeMutableRawPointer?) -> XMLTreeBuilder? {
        pointer.map { Unmanaged<XMLTreeBuilder>.fromOpaque($0).takeUnretainedValue() }
    }
}

extension XMLTreeBuilder {
    fileprivate func start(_ name: XMLName, attributes: [XMLElement.Attribute]) {
        guard open.count < maximumDepth else {
            return stop(errorHere(.tooDeep, "elements nest deeper than the \(maximumDepth) levels that are allowed"))
        }
        closeText()
        open.append(XMLElement(name, attributes: attributes))
    }

    fileprivate func append(_ bytes: UnsafeBufferPointer<UInt8>) {
        text.append(contentsOf: bytes)
    }

    private func end() {
        closeText()
        guard let element = open.popLast() else { return }
        if open.isEmpty {
            root = element
        } else {
            open[open.count - 1].children.append(.element(element))
        }
    }

    /// Turns the text since the last tag into a child of the innermost element.
    private func closeText() {
        guard !text.isEmpty, !open.isEmpty else { return }
        open[open.count - 1].children.append(.text(String(decoding: text, as: UTF8.self)))
        text.removeAll(keepingCapacity: true)
    }

    /// The declaration has been read when a document begins.
    private func checkEncoding() {
        for name in [context.pointee.encoding, context.pointee.input?.pointee.encoding] {
            guard let encoding = name.map({ String(cString: $0) }), !XMLEncoding.isRead(encoding) else { continue }
            return stop(errorHere(.encoding, "the encoding `\(encoding)` is not read"))
        }
    }

    private func refuseDoctype() {
        stop(errorHere(.doctype, "a DOCTYPE is not allowed"))
    }

    /// Keeps the first error, which is the cause of those that follow.
    fileprivate func record(_ error: XMLParserError) {
        if failure == nil { failure = error }
    }

    private func stop(_ error: XMLParserError) {
        record(error)
        xmlStopParser(context)
    }

    private func errorHere(_ kind: XMLParserError.Kind, _ message: String) -> XMLParserError {
        let input = context.pointee.input?.pointee
        return XMLParserError(kind, line: Int(input?.line ?? 1), column: Int(input?.col ?? 1), message: message)
    }
}

// MARK: - What C calls

private let receiveText: charactersSAXFunc = { builder, bytes, count in
    guard let bytes, count > 0 else { return }
    XMLTreeBuilder.at(builder)?.append(UnsafeBufferPointer(start: bytes, count: Int(count)))
}

private let receiveStart: startElementNsSAX2Func = { builder, local, _, namespace, _, _, count, _, attributes in
    guard let local else { return }
    XMLTreeBuilder.at(builder)?.start(
        XMLName(String(cString: local), namespace: namespace.map { String(cString: $0) }),
        attributes: (0..<Int(count)).compactMap { index in
            attributes.flatMap { attribute(at: $0 + 5 * index) }
        })
}

private let receiveError: xmlStructuredErrorFunc = { builder, error in
    guard let error = error?.pointee, let builder = XMLTreeBuilder.at(builder) else { return }
    // That a namespace is no URI harms nobody; libxml2 calls it an error all the same.
    guard error.level.rawValue >= XML_ERR_ERROR.rawValue, error.code != XML_WAR_NS_URI.rawValue else { return }
    let message = error.message.map { messageInHouseStyle(String(cString: $0)) } ?? "the document is not well-formed"
    let (line, column) = (max(1, Int(error.line)), max(1, Int(error.int2)))
    builder.record(XMLParserError(.malformed, line: line, column: column, message: message))
}

/// An attribute as libxml2 hands it over: local name, prefix, namespace, and the value's beginning and end.
private func attribute(at fields: UnsafeMutablePointer<UnsafePointer<xmlChar>?>) -> XMLElement.Attribute? {
    guard let local = fields[0], let begin = fields[3], let end = fields[4] else { return nil }
    let value = String(decoding: UnsafeBufferPointer(start: begin, count: end - begin), as: UTF8.self)
    return XMLElement.Attribute(
        XMLName(String(cString: local), namespace: fields[2].map { String(cString: $0) }),
        unescapingAmpersands(value))
}

/// libxml2 leaves `&` in attributes as `&#38;`, and nothing else, for a second reading that entities would need.
private func unescapingAmpersands(_ value: String) -> String {
    let escape = Array("&#38;".utf8)
    guard value.utf8.contains(escape[0]) else { return value }
    var bytes: [UInt8] = []
    var rest = value.utf8[...]
    while let byte = rest.popFirst() {
        bytes.append(byte)
        if byte == escape[0], rest.starts(with: escape.dropFirst()) { rest = rest.dropFirst(escape.count - 1) }
    }
    return String(decoding: bytes, as: UTF8.self)
}

/// libxml2's message on one line, beginning in lower case.
private func messageInHouseStyle(_ message: String) -> String {
    let line = message.split(whereSeparator: \.isNewline).joined(separator: " ")
    let second = line.dropFirst().first
    guard let first = line.first, second.map({ $0.isLowercase }) ?? true else { return line }
    return first.lowercased() + line.dropFirst()
}
