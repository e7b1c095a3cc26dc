import SourceText

/// A text, possibly with variables, that is compared without regard to letter case, scalar by scalar (PL-4, PL-122).
struct FoldedText: Sendable {
    private let pieces: [TemplatePiece]

    init(_ text: Text, variables: Bool) {
        pieces = TemplateParser(variables: variables, wildcards: false).pieces(of: text)
    }

    /// Whether the text has variables.
    var hasVariables: Bool { pieces.contains { if case .variable = $0 { true } else { false } } }

    /// Whether the whole text is the same but for letter case.
    /// - Returns: `.unresolved` where a variable has neither a value nor a default (PL-196).
    func matches(_ text: Text, in context: RequestContext, _ reading: inout Reading) -> Wildcard.Result {
        for case .variable(let variable) in pieces where variable.value(in: context, &reading) == nil {
            return .unresolved
        }
        var index = 0
        for piece in pieces {
            let wanted: Text
            switch piece {
            case .literal(let literal): wanted = literal
            case .variable(let variable):
                guard let value = variable.value(in: context, &reading) else { return .unresolved }
                wanted = value
            case .anyOne, .anyRun: return .different
            }
            guard Self.advance(&index, over: wanted, in: text, &reading) else { return .different }
        }
        return index == text.count ? .matched : .different
    }

    private static func advance(
        _ index: inout Int, over wanted: Text, in text: Text, _ reading: inout Reading
    ) -> Bool {
        var place = 0
        while place < wanted.count {
            guard index < text.count else { return false }
            guard isSame(scalar(wanted, &place), scalar(text, &index), &reading) else { return false }
        }
        return true
    }

    private static func isSame(_ one: Unicode.Scalar, _ other: Unicode.Scalar, _ reading: inout Reading) -> Bool {
        if one == other { return true }
        guard LetterCase.folded(one) == LetterCase.folded(other) else { return false }
        return one.isASCII && other.isASCII || reading.take(.caseFoldsBeyondASCII)
    }

    /// The scalar at an index, which moves behind it.
    private static func scalar(_ text: Text, _ index: inout Int) -> Unicode.Scalar {
        let first = text[index]
        let end = text.endOfScalar(at: index)
        var value = UInt32(first)
        if first >= 0x80 {
            value &= first < 0xE0 ? 0x1F : first < 0xF0 ? 0x0F : 0x07
            for place in (index + 1)..<end { value = value << 6 | UInt32(text[place] & 0x3F) }
        }
        index = end
        return Unicode.Scalar(value) ?? "\u{FFFD}"
    }
}
