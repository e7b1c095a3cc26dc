import SourceText

/// How a value is laid out in its file: where it ends, how far its line is indented, and whether it is written with
/// brackets and quotes, as JSON always is, or in YAML's block style.
struct NodeLayout {
    let node: Node
    /// The value's place, with the closing bracket.
    let location: SourceLocation

    init(_ node: Node) {
        self.node = node
        let place = node.location
        let end = Self.isFlow(node) && !node.isScalar ? Self.closingBracket(place) ?? place.end : place.end
        location = SourceLocation(file: place.file, offset: place.offset, end: end)
    }

    private var bytes: [UInt8] { location.file.bytes }

    /// Whether a list or mapping is written with brackets.
    var isFlow: Bool { Self.isFlow(node) }

    private static func isFlow(_ node: Node) -> Bool {
        let place = node.location
        guard place.offset < place.file.bytes.count else { return false }
        return [UInt8(ascii: "{"), UInt8(ascii: "[")].contains(place.file.bytes[place.offset])
    }

    /// What ends the lines of the file.
    var lineBreak: String {
        guard let end = bytes.firstIndex(of: 0x0A), end > 0, bytes[end - 1] == 0x0D else { return "\n" }
        return "\r\n"
    }

    /// The text of the value as it stands.
    var text: String {
        String(decoding: bytes[location.offset..<location.end], as: UTF8.self)
    }

    /// The beginning of the value's line.
    private var lineStart: Int {
        var start = location.offset
        while start > 0, bytes[start - 1] != 0x0A { start -= 1 }
        return start
    }

    /// Whether nothing but blanks stands before the value on its line.
    var beginsLine: Bool {
        bytes[lineStart..<location.offset].allSatisfy { $0 == 0x20 || $0 == 0x09 }
    }

    /// Blanks as wide as what stands before the value on its line, tabs kept.
    var indentation: String {
        String(decoding: bytes[lineStart..<location.offset].map { $0 == 0x09 ? 0x09 : 0x20 }, as: UTF8.self)
    }

    /// The end of the line on which the value ends.
    var endOfLine: Int {
        var end = location.end
        while end < bytes.count, bytes[end] != 0x0A, bytes[end] != 0x0D { end += 1 }
        return end
    }

    /// The end of the last line on which something of the value stands: the place of a value in block style ends only where
    /// the next one begins.
    var lastLine: Int? {
        var last = node
        while !last.isScalar, !Self.isFlow(last) {
            guard let next = last.elements.last ?? last.members.last?.value else { return nil }
            last = next
        }
        return NodeLayout(last).endOfLine
    }

    /// A value in the layout of this one: over several lines where this one takes several.
    func write(_ value: JSONValue) -> String {
        let isMultiline = bytes[location.offset..<location.end].contains(0x0A)
        guard isMultiline, case .object(let members) = value, let step = memberIndentation else {
            return JSONWriter.text(value)
        }
        let lines = members.map { member in
            step + JSONWriter.text(.string(member.name)) + ": " + JSONWriter.text(member.value)
        }
        return "{" + lineBreak + lines.joined(separator: "," + lineBreak) + lineBreak + indentation + "}"
    }

    /// How far the members of this mapping are indented, where they stand on lines of their own.
    private var memberIndentation: String? {
        guard let first = node.members.first else { return nil }
        let layout = NodeLayout(first.key)
        return layout.beginsLine ? layout.indentation : nil
    }

    /// The offset behind the bracket that closes the one at the beginning of a place; quoted text is passed over.
    private static func closingBracket(_ place: SourceLocation) -> Int? {
        let bytes = place.file.bytes
        var depth = 0
        var quote: UInt8?
        var index = place.offset
        while index < bytes.count {
            let byte = bytes[index]
            if let open = quote {
                if byte == UInt8(ascii: "\\"), open == UInt8(ascii: "\"") {
                    index += 1
                } else if byte == open {
                    quote = nil
                }
            } else {
                switch byte {
                case UInt8(ascii: "\""), UInt8(ascii: "'"): quote = byte
                case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
                case UInt8(ascii: "}"), UInt8(ascii: "]"):
                    depth -= 1
                    if depth == 0 { return index + 1 }
                default: break
                }
            }
            index += 1
        }
        return nil
    }
}
