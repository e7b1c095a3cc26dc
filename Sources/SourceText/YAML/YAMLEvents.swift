import CYaml

/// The events of a document as libyaml finds them, one after the other. No type of C leaves this file.
///
/// Yams itself composes values and compares whole keys; an alias in a key can make that comparison endless. Events come
/// before anything is composed, so whoever takes them decides what an alias may cost.
final class YAMLEvents {
    /// What an event is.
    enum Kind {
        case alias, scalar, sequenceStart, mappingStart, end, noDocument
    }

    /// How the text of a scalar is written.
    enum Style {
        case plain, quoted, block
    }

    /// What went wrong, in libyaml's words. Places are counted in Unicode scalars, and in bytes where `isByteOffset`.
    struct Fault: Error {
        let problem: String
        var context: String?
        let place: Int
        var contextPlace = 0
        var isByteOffset = false
    }

    private var parser = yaml_parser_t()
    private var event = yaml_event_t()
    /// What the event at hand is.
    private(set) var kind = Kind.noDocument
    /// Where the event begins, counted in Unicode scalars.
    var place: Int { event.start_mark.index }

    /// Begins reading; the bytes must stay where they are as long as the reader lives.
    init(_ bytes: UnsafeBufferPointer<UInt8>) {
        yaml_parser_initialize(&parser)
        yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING)
        yaml_parser_set_input_string(&parser, bytes.baseAddress, bytes.count)
    }

    deinit {
        yaml_event_delete(&event)
        yaml_parser_delete(&parser)
    }

    /// Goes on to the next event that says something about a value.
    func advance() throws(Fault) {
        while true {
            yaml_event_delete(&event)
            guard yaml_parser_parse(&parser, &event) == 1 else { throw fault }
            switch event.type {
            case YAML_ALIAS_EVENT: kind = .alias
            case YAML_SCALAR_EVENT: kind = .scalar
            case YAML_SEQUENCE_START_EVENT: kind = .sequenceStart
            case YAML_MAPPING_START_EVENT: kind = .mappingStart
            case YAML_STREAM_END_EVENT, YAML_NO_EVENT: kind = .noDocument
            case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT, YAML_DOCUMENT_END_EVENT: kind = .end
            default: continue
            }
            return
        }
    }

    /// Looks whether anything but the end of the text follows the document that has ended. Directives are not read
    /// on for that: libyaml compares each with all before it.
    func expectEnd() throws(Fault) {
        while let token = try nextToken() {
            if token.type == YAML_STREAM_END_TOKEN { return }
            guard token.type == YAML_DOCUMENT_END_TOKEN else {
                throw Fault(
                    problem: "but found another document", context: "expected a single document in the stream",
                    place: token.place)
            }
        }
    }

    /// The number of directives before the document, counted up to a limit; they are not compared with one another.
    static func countDirectives(_ bytes: UnsafeBufferPointer<UInt8>, limit: Int) -> Int {
        let events = YAMLEvents(bytes)
        var count = 0
        while count < limit, let token = try? events.nextToken() {
            switch token.type {
            case YAML_STREAM_START_TOKEN: continue
            case YAML_TAG_DIRECTIVE_TOKEN, YAML_VERSION_DIRECTIVE_TOKEN: count += 1
            default: return count
            }
        }
        return count
    }

    private func nextToken() throws(Fault) -> (type: yaml_token_type_t, place: Int)? {
        var token = yaml_token_t()
        guard yaml_parser_scan(&parser, &token) == 1 else { throw fault }
        defer { yaml_token_delete(&token) }
        return token.type == YAML_NO_TOKEN ? nil : (token.type, token.start_mark.index)
    }

    private var fault: Fault {
        guard let problem = parser.problem else { return Fault(problem: "the text is not YAML", place: 0) }
        let text = String(cString: problem)
        if parser.error == YAML_READER_ERROR {
            return Fault(problem: text, place: parser.problem_offset, isByteOffset: true)
        }
        return Fault(
            problem: text, context: parser.context.map { String(cString: $0) }, place: parser.problem_mark.index,
            contextPlace: parser.context_mark.index)
    }
}

// MARK: What an event holds

extension YAMLEvents {
    /// The bytes of a scalar; they last until the next event.
    var value: UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(start: event.data.scalar.value, count: event.data.scalar.length)
    }

    /// How the scalar is written.
    var style: Style {
        switch event.data.scalar.style {
        case YAML_SINGLE_QUOTED_SCALAR_STYLE, YAML_DOUBLE_QUOTED_SCALAR_STYLE: .quoted
        case YAML_LITERAL_SCALAR_STYLE, YAML_FOLDED_SCALAR_STYLE: .block
        default: .plain
        }
    }

    /// The name behind `&`, or behind `*` for an alias.
    var anchor: Text? {
        switch kind {
        case .alias: Self.text(event.data.alias.anchor)
        case .scalar: Self.text(event.data.scalar.anchor)
        case .sequenceStart: Self.text(event.data.sequence_start.anchor)
        case .mappingStart: Self.text(event.data.mapping_start.anchor)
        case .end, .noDocument: nil
        }
    }

    /// The tag in its long form; `nil` where there is none.
    var tag: Text? {
        switch kind {
        case .scalar: Self.text(event.data.scalar.tag)
        case .sequenceStart: Self.text(event.data.sequence_start.tag)
        case .mappingStart: Self.text(event.data.mapping_start.tag)
        case .alias, .end, .noDocument: nil
        }
    }

    private static func text(_ bytes: UnsafeMutablePointer<UInt8>?) -> Text? {
        bytes.map { Text(String(cString: $0)) }
    }
}
