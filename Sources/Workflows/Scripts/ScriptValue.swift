import SourceText

/// What a word of a script comes to: texts that are known, and parts that nobody tells.
struct ScriptValue {
    /// A part of a value.
    enum Piece {
        case text(String)
        /// A part that nobody tells, by the names of what would; and what it is a part of.
        case unknown([String], Origin?)
    }

    /// What an unknown value is a part of.
    enum Origin {
        /// The response of a call, or a part of the session in it, where it is known which.
        case response(PredictedCall, SessionPart?)
        /// The answer to a request for the job's token, for an audience; `nil` where the request names none.
        case token(audience: ScriptText?)

        /// The call, if it is one.
        var call: PredictedCall? { if case .response(let call, _) = self { call } else { nil } }

        /// Whether it is one word of a session.
        var isPart: Bool { if case .response(_, _?) = self { true } else { false } }

        /// The same, of which it is not known which part it is.
        var whole: Origin { call.map { .response($0, nil) } ?? self }

        /// The credentials that are there.
        var credentials: Credentials? {
            guard case .response(let call, let part) = self else { return nil }
            return part.map { .part($0, call) } ?? .session(call)
        }

        /// What tells it from others.
        var mark: String {
            switch self {
            case .response: credentials?.mark ?? ""
            case .token(let audience): "token \(audience?.supposed ?? "")"
            }
        }
    }

    /// A text of which parts may be made up.
    struct ScriptText {
        let supposed: String
        let unknown: [String]
    }

    private(set) var pieces: [Piece] = []
    private var count = 0

    /// Whether it may be any number of words, or none: it stands where a shell splits what nobody tells.
    var isOpen = false

    /// About how many bytes the value takes.
    var size: Int { count }

    /// Longer values are not followed.
    private static let limit = 65_536
    /// Values of more parts are not followed.
    private static let partLimit = 256

    init() {}

    init(_ value: ExpressionValue) { append(value) }

    init(_ text: String) { append(text) }

    /// A value of which nothing is known.
    init(unknown names: [String], origin: Origin? = nil) { appendUnknown(names, origin: origin) }

    /// The text, where it is known.
    var text: String? {
        var whole = ""
        for piece in pieces {
            guard case .text(let text) = piece else { return nil }
            whole += text
        }
        return whole
    }

    /// The text with a made-up `00` for each part that nobody tells.
    var supposed: String {
        pieces.map { if case .text(let text) = $0 { text } else { "00" } }.joined()
    }

    /// What would tell the parts that are not known, each once.
    var unknown: [String] {
        var seen: NameSet = []
        return pieces.flatMap { piece -> [String] in
            if case .unknown(let own, _) = piece { own.filter { seen.insert($0) } } else { [] }
        }
    }

    /// What the first unknown part is a part of.
    var origin: Origin? {
        pieces.lazy.compactMap { if case .unknown(_, let origin) = $0 { origin } else { nil } }.first
    }

    /// What tells the value from others.
    var mark: String { "\(supposed) \(unknown.joined(separator: " ")) \(origin?.mark ?? "")" }

    mutating func append(_ literal: String) {
        guard !literal.isEmpty, grow(by: literal.utf8.count) else { return }
        if case .text(var text)? = pieces.last {
            // Taken out, so that it grows in its place and is not copied.
            pieces.removeLast()
            text += literal
            pieces.append(.text(text))
        } else {
            pieces.append(.text(literal))
        }
    }

    mutating func append(_ value: ExpressionValue) {
        if let known = value.text { append(known) } else { appendUnknown(value.unknownNames) }
    }

    mutating func append(_ other: ScriptValue) {
        for piece in other.pieces {
            switch piece {
            case .text(let text): append(text)
            case .unknown(let names, let origin): appendUnknown(names, origin: origin)
            }
        }
    }

    static func + (left: ScriptValue, right: ScriptValue) -> ScriptValue {
        var both = left
        both.append(right)
        return both
    }

    /// A part that nobody tells.
    mutating func appendUnknown(_ names: [String], origin: Origin? = nil) {
        guard grow(by: 2) else { return }
        if pieces.count >= Self.partLimit {
            count = Self.limit + 1
            pieces = [.unknown(["a value of too many parts"], self.origin)]
        } else {
            pieces.append(.unknown(names, origin))
        }
    }

    /// Whether there is room for more; what is too long is unknown as a whole.
    private mutating func grow(by more: Int) -> Bool {
        if count > Self.limit { return false }
        count += more
        if count <= Self.limit { return true }
        pieces = [.unknown(["a value that is too long"], origin)]
        return false
    }

    /// The value without what it begins with, if it does.
    func dropping(prefix: String) -> ScriptValue {
        guard case .text(let first)? = pieces.first, first.hasPrefix(prefix) else { return self }
        var rest = ScriptValue(String(first.dropFirst(prefix.count)))
        for piece in pieces.dropFirst() { rest.append(ScriptValue(piece)) }
        return rest
    }

    fileprivate init(_ piece: Piece) {
        pieces = [piece]
    }

    /// The lines of the value.
    var lines: [ScriptValue] {
        var lines = [ScriptValue()]
        for piece in pieces {
            guard case .text(let text) = piece else {
                lines[lines.count - 1].append(ScriptValue(piece))
                continue
            }
            let parts = text.split(separator: "\n", omittingEmptySubsequences: false)
            for (index, part) in parts.enumerated() {
                if index > 0 { lines.append(ScriptValue()) }
                lines[lines.count - 1].append(String(part))
            }
        }
        return lines
    }

    /// The parts of a session that make up the value, with blanks between them; `nil` where there is anything else.
    var parts: [ScriptValue]? {
        var parts: [ScriptValue] = []
        for piece in pieces {
            switch piece {
            case .unknown(_, let origin?) where origin.isPart: parts.append(ScriptValue(piece))
            case .text(let text) where text.allSatisfy(\.isWhitespace): continue
            case .text, .unknown: return nil
            }
        }
        return parts.count > 1 ? parts : nil
    }

    /// The value as expressions have it.
    var expressionValue: ExpressionValue { text.map { .string($0) } ?? .unknown(unknown) }

    /// The credentials whose key id the value is.
    var credentials: Credentials { origin?.credentials ?? .keys(expressionValue) }
}

extension ScriptValue {
    /// The value without the line ends at its end.
    var droppingLineEnds: ScriptValue {
        guard case .text(let last)? = pieces.last, last.hasSuffix("\n") else { return self }
        var value = ScriptValue()
        for piece in pieces.dropLast() { value.append(ScriptValue(piece)) }
        let end = last.lastIndex { $0 != "\n" }
        value.append(end.map { String(last[...$0]) } ?? "")
        return value
    }

    /// The value with the characters that its escapes stand for, as in `\\n`.
    var readingEscapes: ScriptValue {
        var value = ScriptValue()
        for piece in pieces {
            if case .text(let text) = piece, text.contains("\\") {
                if let plain = ShellEscapes.text(of: text.unicodeScalars) {
                    value.append(plain)
                } else {
                    value.appendUnknown(["what escapes in a text stand for"])
                }
            } else {
                value.append(ScriptValue(piece))
            }
        }
        return value
    }
}
