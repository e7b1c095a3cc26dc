import SourceText

/// A text, possibly with variables, that is compared without regard to letter case, scalar by scalar (PL-4, PL-122).
struct FoldedText: Sendable {
    private let pieces: [TemplatePiece]

    init(_ text: Text, variables: Bool) {
        pieces = TemplateParser(variables: variables, wildcards: false).pieces(of: text)
    }

    /// Whether the whole text is the same but for letter case; false where a variable does not resolve (PL-196).
    func matches(_ text: Text, in context: RequestContext) -> Bool {
        var rest = text.bytes[...]
        for piece in pieces {
            switch piece {
            case .literal(let literal):
                guard Self.strip(literal, from: &rest) else { return false }
            case .variable(let variable):
                guard let value = variable.value(in: context), Self.strip(value, from: &rest) else { return false }
            case .anyOne, .anyRun:
                return false
            }
        }
        return rest.isEmpty
    }

    private static func strip(_ prefix: Text, from rest: inout ArraySlice<UInt8>) -> Bool {
        var wanted = prefix.bytes[...]
        while let expected = popScalar(&wanted) {
            guard let found = popScalar(&rest), fold(expected) == fold(found) else { return false }
        }
        return true
    }

    private static func popScalar(_ bytes: inout ArraySlice<UInt8>) -> Unicode.Scalar? {
        guard let first = bytes.popFirst() else { return nil }
        if first < 0x80 { return Unicode.Scalar(first) }
        var value = UInt32(first) & (first < 0xE0 ? 0x1F : first < 0xF0 ? 0x0F : 0x07)
        while let next = bytes.first, UTF8Scalar.isContinuation(next) {
            value = value << 6 | UInt32(next & 0x3F)
            bytes.removeFirst()
        }
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
