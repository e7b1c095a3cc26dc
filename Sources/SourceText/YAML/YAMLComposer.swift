/// Writes the tape of a document while its events come. An alias copies the part of the tape that its anchor names, which
/// stops where the tape grows past all measure.
struct YAMLComposer {
    let events: YAMLEvents
    let file: SourceFile
    let marks: YAMLMarks
    private(set) var tape: [SourceTree.Entry] = []
    private(set) var decoded: [UInt8] = []
    private(set) var diagnostics = Diagnostics()
    private var anchors: [Text: Anchored] = [:]

    /// A value that an alias may repeat: its part of the tape, and how many levels it has.
    private struct Anchored {
        let range: Range<Int>
        let height: Int
    }

    init(events: YAMLEvents, file: SourceFile, marks: YAMLMarks) {
        self.events = events
        self.file = file
        self.marks = marks
    }

    /// Makes sure that the document is the only one.
    func finish() throws(YAMLEvents.Fault) {
        try events.advance()
        try events.expectEnd()
    }

    /// Writes the value that begins with the event at hand.
    /// - Returns: how many levels it has, or `nil` after a complaint.
    mutating func appendValue(depth: Int) throws(YAMLEvents.Fault) -> Int? {
        guard depth <= SourceLimits.depth else { return failTooDeep() }
        guard tape.count < SourceLimits.nodes else { return failTooLarge() }
        switch events.kind {
        case .alias: return try appendAlias(depth: depth)
        case .scalar: return appendScalar()
        case .sequenceStart: return try appendContainer(.sequence, depth: depth)
        case .mappingStart: return try appendContainer(.mapping, depth: depth)
        case .end, .noDocument: return fail("yaml-syntax", "expected a value")
        }
    }

    private mutating func appendAlias(depth: Int) throws(YAMLEvents.Fault) -> Int? {
        guard let anchored = events.anchor.flatMap({ anchors[$0] }) else {
            throw YAMLEvents.Fault(problem: "found undefined alias", place: events.place)
        }
        guard tape.count + anchored.range.count <= SourceLimits.nodes else { return failTooLarge() }
        guard depth + anchored.height - 1 <= SourceLimits.depth else { return failTooDeep() }
        let distance = UInt32(tape.count - anchored.range.lowerBound)
        for index in anchored.range {
            var entry = tape[index]
            entry.next += distance
            tape.append(entry)
        }
        return anchored.height
    }

    private mutating func appendContainer(_ kind: SourceTree.Kind, depth: Int) throws(YAMLEvents.Fault) -> Int? {
        guard acceptsTag(kind == .mapping ? .mapping : .sequence) else { return nil }
        let anchor = events.anchor
        let start = tape.count
        let offset = UInt32(marks.offset(ofScalar: events.place))
        tape.append(SourceTree.Entry(kind: kind, start: offset, end: offset, next: 0))
        var count = 0
        var height = 1
        try events.advance()
        while events.kind != .end {
            if kind == .mapping {
                guard appendKey() else { return nil }
                try events.advance()
            }
            guard let inner = try appendValue(depth: depth + 1) else { return nil }
            height = max(height, inner + 1)
            count += 1
            try events.advance()
        }
        close(start, count: count)
        if kind == .mapping { reportDuplicates(inMappingAt: start) }
        if let anchor { anchors[anchor] = Anchored(range: start..<tape.count, height: height) }
        return height
    }

    private mutating func appendKey() -> Bool {
        guard events.kind == .scalar else {
            return fail("yaml-complex-key", "a key must be a plain string, not an alias, a list or a mapping") != nil
        }
        if events.style == .plain, events.value.elementsEqual("<<".utf8) {
            return fail("yaml-merge-key", "the merge key `<<` is not supported; use `extends`") != nil
        }
        return appendScalar(isKey: true) != nil
    }

    private mutating func appendScalar(isKey: Bool = false) -> Int? {
        let start = marks.offset(ofScalar: events.place)
        guard let meaning = meaning() else { return nil }
        let quotes = events.style == .plain ? 0 : 1
        let range = events.style == .block ? nil : marks.range(of: events.value, quotes: quotes, from: start)
        var entry = SourceTree.Entry(
            kind: isKey ? .string : meaning.kind, start: UInt32(start),
            end: UInt32(range.map { $0.upperBound + quotes } ?? start),
            count: isKey ? NameMark(events.value).number : 0, next: UInt32(tape.count + 1))
        let text = range.flatMap { meaning.text == nil ? $0 : nil } ?? decode(meaning.text)
        (entry.isDecoded, entry.textStart, entry.textEnd) = (
            range == nil || meaning.text != nil, UInt32(text.lowerBound), UInt32(text.upperBound)
        )
        tape.append(entry)
        if let anchor = events.anchor { anchors[anchor] = Anchored(range: tape.count - 1..<tape.count, height: 1) }
        return 1
    }

    /// Copies the text of the scalar at hand, or one in its stead, and tells where it lies.
    private mutating func decode(_ text: Text?) -> Range<Int> {
        let start = decoded.count
        if let text { decoded.append(contentsOf: text.bytes) } else { decoded.append(contentsOf: events.value) }
        return start..<decoded.count
    }

    private mutating func close(_ start: Int, count: Int) {
        tape[start].count = UInt32(count)
        tape[start].next = UInt32(tape.count)
        // YAML tells no end of its own, so closing brackets stay outside.
        tape[start].end = max(tape[start].start, tape.last?.end ?? 0)
    }
}

// MARK: Tags

extension YAMLComposer {
    /// What the scalar at hand is, and a text in the stead of its own where its tag wants one.
    private mutating func meaning() -> (kind: SourceTree.Kind, text: Text?)? {
        if let tag = events.tag {
            // The tag `!` makes a string of what follows.
            if tag == "!" { return (.string, nil) }
            guard let known = YAMLTag(tag) else { return failTag(YAMLTag.refusal(of: tag)) }
            let text = Text(bytes: events.value)
            guard let scalar = known.scalar(text) else {
                return failTag("the text `\(text)` does not fit its tag `!!\(known.rawValue)`")
            }
            return (scalar.kind, scalar.text == text ? nil : scalar.text)
        }
        guard events.style == .plain else { return (.string, nil) }
        return (Self.kind(ofPlain: events.value), nil)
    }

    private static func kind(ofPlain text: UnsafeBufferPointer<UInt8>) -> SourceTree.Kind {
        // What is longer than these words and no number is a string.
        if text.count <= 5 {
            let word = Text(bytes: text)
            if YAMLTag.isNull(word) { return .null }
            if word == "true" || word == "false" { return .boolean }
        }
        return ByteCursor.isNumber(text) ? .number : .string
    }

    /// Whether the container at hand has no tag, or the one that it has anyway.
    private mutating func acceptsTag(_ own: YAMLTag) -> Bool {
        guard let tag = events.tag, tag != "!" else { return true }
        guard let known = YAMLTag(tag) else { return failTag(YAMLTag.refusal(of: tag)) ?? false }
        if known == own { return true }
        let found = own == .mapping ? "mapping" : "list"
        return failTag("the tag `!!\(known.rawValue)` does not fit a \(found)") ?? false
    }

    private mutating func failTag<Value>(_ message: String) -> Value? {
        let offset = marks.offset(ofScalar: events.place)
        diagnostics.error("yaml-tag", message, at: SourceLocation(file: file, offset: offset, end: offset))
        return nil
    }
}

// MARK: Faults

extension YAMLComposer {
    /// Reports each member name that stands a second time in one mapping (PL-27), where it stands first.
    private mutating func reportDuplicates(inMappingAt start: Int) {
        guard mayHoldDuplicates(start) else { return }
        let tree = SourceTree(file: file, tape: tape, decoded: decoded)
        var seen: [Text: Node] = [:]
        for member in tree.node(at: start).members {
            guard let first = seen[member.key.text] else {
                seen[member.key.text] = member.key
                continue
            }
            diagnostics.error(
                "duplicate-member", "member `\(member.name)` stands twice in one mapping",
                at: SourceLocation(file: file, offset: first.location.offset, end: first.location.offset))
        }
    }

    /// A quick look that spares most mappings the exact one.
    private func mayHoldDuplicates(_ start: Int) -> Bool {
        guard tape[start].count <= 16 else { return true }
        var marks: [UInt32] = []
        var key = start + 1
        while key < tape.count {
            if marks.contains(tape[key].count) { return true }
            marks.append(tape[key].count)
            key = Int(tape[Int(tape[key].next)].next)
        }
        return false
    }

    private mutating func failTooLarge() -> Int? {
        fail("too-large", "the document has over \(SourceLimits.nodes) values once aliases are followed")
    }

    private mutating func failTooDeep() -> Int? {
        fail("too-deep", "lists and mappings nest deeper than \(SourceLimits.depth) levels")
    }

    private mutating func fail(_ id: String, _ message: String) -> Int? {
        let offset = marks.offset(ofScalar: events.place)
        diagnostics.error(id, message, at: SourceLocation(file: file, offset: offset, end: offset))
        return nil
    }
}
