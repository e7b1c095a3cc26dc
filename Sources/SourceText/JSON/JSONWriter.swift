/// A JSON value to be written; members keep their order.
public enum JSONValue: Sendable {
    /// `null`.
    case null
    /// `true` or `false`.
    case boolean(Bool)
    /// A whole number.
    case number(Int)
    /// A string.
    case string(Text)
    /// A list.
    case array([JSONValue])
    /// An object, its members in the order in which they are written.
    case object([(name: String, value: JSONValue)])

    /// A string.
    public static func string(_ string: String) -> JSONValue { .string(Text(string)) }

    /// A string, or `null`.
    public static func optional(_ string: String?) -> JSONValue { string.map { .string($0) } ?? .null }

    /// A list of strings.
    public static func strings(_ strings: [String]) -> JSONValue { .array(strings.map { .string($0) }) }
}

extension JSONValue {
    /// What was read, to be written again; numbers other than whole ones become strings.
    public init(_ node: Node) {
        switch node.kind {
        case .null: self = .null
        case .boolean: self = .boolean(node.hasText("true"))
        case .number: self = Int(node.string).map { .number($0) } ?? .string(node.text)
        case .string: self = .string(node.text)
        case .sequence: self = .array(node.elements.map { JSONValue($0) })
        case .mapping: self = .object(node.members.map { (name: $0.name, value: JSONValue($0.value)) })
        }
    }
}

/// Writes JSON (RFC 8259): on one line, or indented by two spaces.
public struct JSONWriter: Sendable {
    private let isIndented: Bool
    /// The text so far.
    public private(set) var bytes: [UInt8] = []

    /// Makes a writer.
    public init(isIndented: Bool = false) {
        self.isIndented = isIndented
    }

    /// A value as text.
    public static func text(_ value: JSONValue, isIndented: Bool = false) -> String {
        var writer = JSONWriter(isIndented: isIndented)
        writer.write(value)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    /// Ends a line, between values that stand on lines of their own.
    public mutating func endLine() {
        append("\n")
    }

    /// Writes a value behind what is written already.
    public mutating func write(_ value: JSONValue) {
        write(value, depth: 0)
    }

    private mutating func write(_ value: JSONValue, depth: Int) {
        switch value {
        case .null: append("null")
        case .boolean(let flag): append(flag ? "true" : "false")
        case .number(let number): bytes.append(contentsOf: String(number).utf8)
        case .string(let text): writeString(text)
        case .array(let elements):
            writeContainer("[", "]", count: elements.count, depth: depth) { writer, index in
                writer.write(elements[index], depth: depth + 1)
            }
        case .object(let members):
            writeContainer("{", "}", count: members.count, depth: depth) { writer, index in
                writer.writeName(members[index].name)
                writer.write(members[index].value, depth: depth + 1)
            }
        }
    }

    private mutating func writeContainer(
        _ open: StaticString, _ close: StaticString, count: Int, depth: Int, _ element: (inout JSONWriter, Int) -> Void
    ) {
        append(open)
        for index in 0..<count {
            if index > 0 { append(isIndented ? "," : ", ") }
            if isIndented { breakLine(depth + 1) }
            element(&self, index)
        }
        if isIndented, count > 0 { breakLine(depth) }
        append(close)
    }

    private mutating func breakLine(_ depth: Int) {
        append("\n")
        bytes.append(contentsOf: repeatElement(0x20, count: depth * 2))
    }

    private mutating func append(_ text: StaticString) {
        bytes.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    private mutating func writeName(_ name: String) {
        if name.utf8.withContiguousStorageIfAvailable({ writeString($0) }) == nil { writeString(Text(name)) }
        append(": ")
    }

    private mutating func writeString(_ text: Text) {
        text.withBytes { writeString($0) }
    }

    /// Writes a string, its plain runs in one piece each. What a terminal or a log would not take for text is written by its
    /// number, which programs read as the same text.
    private mutating func writeString(_ text: UnsafeBufferPointer<UInt8>) {
        bytes.append(UInt8(ascii: "\""))
        var start = 0
        var index = 0
        while index < text.count {
            let end = Self.needsLook(text[index]) ? endOfEscape(at: index, in: text, behind: start) : nil
            if let end { start = end }
            index = end ?? index + 1
        }
        bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[start...]))
        bytes.append(UInt8(ascii: "\""))
    }

    /// Whether a byte may have to be escaped.
    private static func needsLook(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte > 0x7E || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
            || byte == UInt8(ascii: "[")
    }

    /// Writes the plain run before an index and the scalar there, where that needs an escape.
    /// - Returns: the index behind the scalar; `nil` where it stays as it is.
    private mutating func endOfEscape(at index: Int, in text: UnsafeBufferPointer<UInt8>, behind start: Int) -> Int? {
        let byte = text[index]
        if byte > 0x7F {
            guard let scalar = Self.scalar(at: index, in: text), PlainText.isControl(scalar) else { return nil }
            bytes.append(contentsOf: text[start..<index])
            for unit in String(scalar).utf16 { appendEscape(unit) }
            return index + String(scalar).utf8.count
        }
        // `##[` steers the log of a CI system.
        if byte == UInt8(ascii: "["), text[start..<index].last(where: { $0 < 0x80 }) != UInt8(ascii: "#") { return nil }
        bytes.append(contentsOf: text[start..<index])
        appendEscaped(byte)
        return index + 1
    }

    /// The scalar that begins at an index; `nil` within one, and where the bytes are none.
    private static func scalar(at index: Int, in text: UnsafeBufferPointer<UInt8>) -> Unicode.Scalar? {
        guard !UTF8Scalar.isContinuation(text[index]) else { return nil }
        var decoder = UTF8()
        var rest = text[index...].makeIterator()
        guard case .scalarValue(let scalar) = decoder.decode(&rest) else { return nil }
        return scalar
    }

    private mutating func appendEscaped(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""): append("\\\"")
        case UInt8(ascii: "\\"): append("\\\\")
        case 0x0A: append("\\n")
        case 0x0D: append("\\r")
        case 0x09: append("\\t")
        default: appendEscape(UInt16(byte))
        }
    }

    private mutating func appendEscape(_ unit: UInt16) {
        let digits = String(unit, radix: 16)
        bytes.append(contentsOf: ("\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits).utf8)
    }
}
