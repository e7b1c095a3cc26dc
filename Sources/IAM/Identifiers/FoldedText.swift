import SourceText

/// A text, possibly with variables, that is compared without regard to letter case, scalar by scalar (PL-4, PL-122).
struct FoldedText: Sendable {
    private let pieces: [TemplatePiece]

    init(_ text: Text, variables: Bool) {
        pieces = TemplateParser(variables: variables, wildcards: false).pieces(of: text)
    }

    /// Whether the whole text is the same but for letter case; false where a variable does not resolve (PL-196).
    func matches(_ text: Text, in context: RequestContext, _ reading: inout Reading) -> Bool {
        var index = 0
        for piece in pieces {
            switch piece {
            case .literal(let literal):
                guard Self.advance(&index, over: literal, in: text) else { return false }
            case .variable(let variable):
                guard let value = variable.value(in: context, &reading),
                    Self.advance(&index, over: value, in: text)
                else { return false }
            case .anyOne, .anyRun:
                return false
            }
        }
        return index == text.count
    }

    private static func advance(_ index: inout Int, over wanted: Text, in text: Text) -> Bool {
        var place = 0
        while place < wanted.count {
            guard index < text.count else { return false }
            guard fold(scalar(wanted, &place)) == fold(scalar(text, &index)) else { return false }
        }
        return true
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

    /// The scalar without its letter case: the lower case of its upper case, where each is one scalar, so that `ς` and
    /// `σ` are the same. The Turkish `ı` is no `i` (PL-4).
    private static func fold(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        if scalar.isASCII { return Unicode.Scalar(ASCII.lowercased(UInt8(scalar.value))) }
        if scalar == "\u{131}" { return scalar }
        let upper = single(scalar.properties.uppercaseMapping) ?? scalar
        return single(upper.properties.lowercaseMapping) ?? upper
    }

    private static func single(_ mapping: String) -> Unicode.Scalar? {
        let scalars = mapping.unicodeScalars
        return scalars.count == 1 ? scalars.first : nil
    }
}
