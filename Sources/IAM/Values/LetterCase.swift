import SourceText

/// Letter case beyond ASCII, scalar by scalar (PL-4).
enum LetterCase {
    /// The scalar without its letter case: the lower case of its upper case, where each is one scalar, so that `ς` and
    /// `σ` are the same. The Turkish `ı` is no `i` (PL-4).
    static func folded(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        if scalar.isASCII { return Unicode.Scalar(ASCII.lowercased(UInt8(scalar.value))) }
        if scalar == "\u{131}" { return scalar }
        let upper = single(scalar.properties.uppercaseMapping) ?? scalar
        return single(upper.properties.lowercaseMapping) ?? upper
    }

    /// A text with each scalar folded.
    static func folded(_ text: Text) -> Text {
        var scalars = String.UnicodeScalarView()
        scalars.append(contentsOf: text.string.unicodeScalars.map { folded($0) })
        return Text(String(scalars))
    }

    private static func single(_ mapping: String) -> Unicode.Scalar? {
        let scalars = mapping.unicodeScalars
        return scalars.count == 1 ? scalars.first : nil
    }
}
