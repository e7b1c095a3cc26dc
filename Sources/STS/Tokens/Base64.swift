import SourceText

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Base64 as tokens and assertions use it (RFC 4648).
enum Base64 {
    /// The bytes of a text, in which blanks and line breaks do not count; `nil` where it is not base64.
    static func decode(_ text: Text) -> [UInt8]? {
        let plain = text.bytes.filter { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }
        return Data(base64Encoded: Data(plain)).map { Array($0) }
    }

    /// The bytes of a part of a token: `-` and `_` stand for `+` and `/`, and padding is left out.
    static func decode(urlSafe text: Text) -> [UInt8]? {
        var plain = text.bytes.map { byte -> UInt8 in
            switch byte {
            case UInt8(ascii: "-"): UInt8(ascii: "+")
            case UInt8(ascii: "_"): UInt8(ascii: "/")
            case UInt8(ascii: "+"), UInt8(ascii: "/"), UInt8(ascii: "="): UInt8(ascii: "!")
            default: byte
            }
        }
        while !plain.count.isMultiple(of: 4) { plain.append(UInt8(ascii: "=")) }
        return Data(base64Encoded: Data(plain)).map { Array($0) }
    }

    /// The text of some bytes, with padding.
    static func encode(_ bytes: some Sequence<UInt8>) -> Text {
        Text(Data(bytes).base64EncodedString())
    }
}
