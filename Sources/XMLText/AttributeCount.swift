/// Counts the attributes of start tags before libxml2 sees them.
///
/// libxml2 up to 2.11 compares the attributes of an element each with each: a megabyte that is one start tag takes it many
/// seconds. The count looks at bytes, so it holds for every encoding in which the characters of ASCII have their own bytes,
/// UTF-16 and UTF-32 included; documents in other encodings are refused.
struct AttributeCount {
    /// Where the first start tag with more than some number of attributes begins; `nil` where there is none.
    static func excess(over limit: Int, in bytes: [UInt8]) -> Int? {
        var tag: Int?
        var count = 0
        var quote: UInt8 = 0
        for (index, byte) in bytes.enumerated() {
            switch byte {
            case UInt8(ascii: "<"):
                (tag, count, quote) = (index, 0, 0)
            case UInt8(ascii: "\""), UInt8(ascii: "'"):
                guard tag != nil else { continue }
                if quote == 0 { quote = byte } else if quote == byte { quote = 0 }
            case UInt8(ascii: ">") where quote == 0:
                tag = nil
            case UInt8(ascii: "=") where quote == 0 && tag != nil:
                count += 1
                if count > limit { return tag }
            default:
                continue
            }
        }
        return nil
    }
}

/// The encodings that are read: those in which the characters of ASCII have their own bytes.
enum XMLEncoding {
    /// `<?xm` in EBCDIC, which libxml2 would recognize.
    static let declarationInEBCDIC: [UInt8] = [0x4C, 0x6F, 0xA7, 0x94]

    /// Whether a document may declare an encoding.
    static func isRead(_ name: String) -> Bool {
        let name = name.uppercased()
        return ["UTF-8", "UTF8", "US-ASCII", "ASCII", "UTF-16", "UTF-16LE", "UTF-16BE"].contains(name)
            || ["ISO-8859-", "WINDOWS-125", "UTF-32", "UCS-4", "ISO-10646-UCS-"].contains { name.hasPrefix($0) }
    }
}
