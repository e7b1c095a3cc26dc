/// How characters are written that mean something else in XML.
enum XMLEscaping {
    /// Between tags: `&`, `<`, `>`, and a carriage return, which a reader would turn into a line feed.
    case text
    /// Within a value in double quotes: also the quote, tabs and line feeds, which a reader would turn into spaces.
    case attribute

    /// The text with its characters escaped, and U+FFFD for each that XML 1.0 cannot hold.
    func escape(_ text: String) -> String {
        var escaped = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if let reference = reference(for: scalar) {
                escaped.append(contentsOf: reference.unicodeScalars)
            } else {
                escaped.append(scalar.isXML ? scalar : "\u{FFFD}")
            }
        }
        return String(escaped)
    }

    private func reference(for scalar: Unicode.Scalar) -> String? {
        switch (scalar, self) {
        case ("&", _): "&amp;"
        case ("<", _): "&lt;"
        case (">", _): "&gt;"
        case ("\r", _): "&#13;"
        case ("\"", .attribute): "&quot;"
        case ("\n", .attribute): "&#10;"
        case ("\t", .attribute): "&#9;"
        default: nil
        }
    }
}

extension Unicode.Scalar {
    /// Whether XML 1.0 can hold the character: [production 2](https://www.w3.org/TR/xml/#NT-Char).
    var isXML: Bool {
        switch value {
        case 0x9, 0xA, 0xD, 0x20...0xD7FF, 0xE000...0xFFFD, 0x10000...0x10FFFF: true
        default: false
        }
    }

    /// Whether a name may begin with the character: [production 4](https://www.w3.org/TR/xml/#NT-NameStartChar),
    /// without the colon, which stands after a prefix.
    var beginsXMLName: Bool {
        switch value {
        case 0x41...0x5A, 0x5F, 0x61...0x7A, 0xC0...0xD6, 0xD8...0xF6, 0xF8...0x2FF, 0x370...0x37D, 0x37F...0x1FFF,
            0x200C...0x200D, 0x2070...0x218F, 0x2C00...0x2FEF, 0x3001...0xD7FF, 0xF900...0xFDCF, 0xFDF0...0xFFFD,
            0x10000...0xEFFFF:
            true
        default: false
        }
    }

    /// Whether a name may go on with the character: [production 4a](https://www.w3.org/TR/xml/#NT-NameChar).
    var continuesXMLName: Bool {
        switch value {
        case 0x2D, 0x2E, 0x30...0x39, 0xB7, 0x300...0x36F, 0x203F...0x2040: true
        default: beginsXMLName
        }
    }
}

extension XMLName {
    /// The namespace of `xml:lang` and `xml:space`, whose prefix is never declared.
    static let xmlNamespace = "http://www.w3.org/XML/1998/namespace"
    /// The namespace of the declarations themselves, which no name may be in.
    private static let declarationNamespace = "http://www.w3.org/2000/xmlns/"

    /// The name with `_` for each character that a name cannot hold.
    var writable: XMLName {
        var scalars = String.UnicodeScalarView(local.unicodeScalars.map { $0.continuesXMLName ? $0 : "_" })
        if scalars.first?.beginsXMLName != true { scalars.insert("_", at: scalars.startIndex) }
        return XMLName(String(scalars), namespace: namespace == Self.declarationNamespace ? nil : namespace)
    }
}
