import Testing
import XMLText

@Suite struct XMLParserTests {
    private func parsed(_ text: String) throws -> XMLElement {
        try XMLParser().parse(Array(text.utf8))
    }

    @Test func attributesAndChildrenKeepTheirOrder() throws {
        let root = try parsed(#"<a z="1" b="2" a="3">one<b/>two<c>three</c></a>"#)
        #expect(root.attributes == [.init("z", "1"), .init("b", "2"), .init("a", "3")])
        let children: [XMLElement.Child] = [
            .text("one"), .element(XMLElement("b")), .text("two"), .element(XMLElement("c", text: "three")),
        ]
        #expect(root.children == children)
    }

    @Test func textIsFoundByNameAndJoined() throws {
        let root = try parsed(#"<a id="7">one<b>inner</b>two<b/></a>"#)
        #expect(root.text == "onetwo")
        #expect(root.elements(named: "b").map(\.text) == ["inner", ""])
        #expect(root.elements.count == 2)
        #expect(root.attribute("id") == "7")
        #expect(root.attribute("ID") == nil)
    }

    @Test func commentsAndInstructionsDoNotCutAText() throws {
        let root = try parsed("<!-- a --><a>admin@a.example<!-- cut -->.evil<?cut here?>.example</a><!-- z -->")
        #expect(root.children == [.text("admin@a.example.evil.example")])
    }

    @Test func charactersWrittenAsCDATAAreText() throws {
        let root = try parsed("<a>one<![CDATA[ <two> & ]]>three<![CDATA[]]></a>")
        #expect(root.children == [.text("one <two> & three")])
    }

    @Test func referencesToCharactersAreResolved() throws {
        let references = "&lt;&gt;&amp;&quot;&apos;&#233;&#x1F41F;"
        let root = try parsed("<a b='\(references)'>\(references)</a>")
        #expect(root == XMLElement("a", attributes: [.init("b", "<>&\"'é🐟")], text: "<>&\"'é🐟"))
    }

    @Test(arguments: [
        ("&amp;", "&"), ("&amp;#38;", "&#38;"), ("&amp;amp;", "&amp;"), ("&#38;#38;", "&#38;"), ("&#x26;lt;", "&lt;"),
        ("&amp;&amp;", "&&"), ("a&amp;b=c&amp;d", "a&b=c&d"), ("&amp;#3&#56;;", "&#38;"), ("é&amp;é", "é&é"),
    ])
    func referencesAreResolvedOnce(written: String, read: String) throws {
        let root = try parsed(#"<a b="\#(written)">\#(written)</a>"#)
        #expect(root == XMLElement("a", attributes: [.init("b", read)], text: read))
    }

    @Test func whitespaceBetweenElementsIsText() throws {
        #expect(try parsed("<a>\n  <b/>\n</a>").children == [.text("\n  "), .element(XMLElement("b")), .text("\n")])
    }

    @Test func longTextStaysWhole() throws {
        let text = String(repeating: "é漢🐟x", count: 20_000)
        #expect(try parsed("<a>\(text)</a>").children == [.text(text)])
    }

    @Test(arguments: [true, false])
    func whatIsWrittenIsReadAgain(isIndented: Bool) throws {
        let name = XMLName("größe", namespace: "urn:a")
        let awkward = "\r\n\t \"'<>&&#38;&amp;]]> é — 漢字 🐟 \u{85}\u{2028}"
        let element = XMLElement(
            name,
            attributes: [
                .init("plain", awkward), .init(XMLName("x", namespace: "not a URI"), ""),
                .init(XMLName("lang", namespace: "http://www.w3.org/XML/1998/namespace"), "en"),
            ],
            children: [.text(awkward), .element(XMLElement("none", text: awkward)), .element(XMLElement(name))])
        let document = XMLWriter(isIndented: isIndented).write(element)
        #expect(try parsed(document) == element)
    }
}

@Suite struct XMLParserNamespaceTests {
    private func parsed(_ text: String) throws -> XMLElement {
        try XMLParser().parse(Array(text.utf8))
    }

    @Test func prefixesDoNotMatter() throws {
        let long = try parsed(#"<p:a xmlns:p="urn:p"><p:b/></p:a>"#)
        let short = try parsed(#"<a xmlns="urn:p"><b/></a>"#)
        #expect(long == short)
        #expect(long.name == XMLName("a", namespace: "urn:p"))
    }

    @Test func defaultNamespaceDoesNotReachAttributes() throws {
        let root = try parsed(#"<a xmlns="urn:a" xmlns:p="urn:p" b="1" p:b="2" xml:lang="en"/>"#)
        let language = XMLName("lang", namespace: "http://www.w3.org/XML/1998/namespace")
        let prefixed = XMLName("b", namespace: "urn:p")
        #expect(root.attributes == [.init("b", "1"), .init(prefixed, "2"), .init(language, "en")])
        #expect(root.attribute(prefixed) == "2")
    }

    @Test func namespaceCanBeLeft() throws {
        let root = try parsed(#"<a xmlns="urn:a"><b xmlns=""/></a>"#)
        #expect(root.elements.map(\.name) == ["b"])
    }

    @Test func sameNameInAnotherNamespaceIsAnother() throws {
        let root = try parsed(#"<a xmlns:s="urn:s" xmlns:t="urn:t"><s:b>1</s:b><t:b>2</t:b><b>3</b></a>"#)
        #expect(root.elements(named: XMLName("b", namespace: "urn:t")).map(\.text) == ["2"])
        #expect(root.elements(named: "b").map(\.text) == ["3"])
    }

    @Test(arguments: [
        "<p:a/>", #"<a p:b="1"/>"#, #"<a xmlns:p=""/>"#, #"<a xmlns:p="u" xmlns:q="u" p:b="" q:b=""/>"#,
    ])
    func wrongPrefixesAreRefused(_ text: String) {
        let error = #expect(throws: XMLParserError.self) { try parsed(text) }
        #expect(error?.kind == .malformed)
    }
}

@Suite struct XMLParserEncodingTests {
    private func text(_ bytes: [UInt8]) throws -> String {
        try XMLParser().parse(bytes).text
    }

    private func utf16(_ text: String, isBigEndian: Bool) -> [UInt8] {
        ("\u{FEFF}" + text).utf16.flatMap { unit in
            let (high, low) = (UInt8(unit >> 8), UInt8(unit & 0xFF))
            return isBigEndian ? [high, low] : [low, high]
        }
    }

    @Test(arguments: [true, false])
    func byteOrderMarkMakesItUTF16(isBigEndian: Bool) throws {
        #expect(try text(utf16("<a>é 漢 🐟</a>", isBigEndian: isBigEndian)) == "é 漢 🐟")
        let declared = #"<?xml version="1.0" encoding="UTF-16"?><a>é 漢 🐟</a>"#
        #expect(try text(utf16(declared, isBigEndian: isBigEndian)) == "é 漢 🐟")
    }

    @Test func byteOrderMarkOfUTF8IsNoText() throws {
        #expect(try text([0xEF, 0xBB, 0xBF] + Array("<a>é</a>".utf8)) == "é")
    }

    @Test func declaredLatin1IsRead() throws {
        let declaration = Array(#"<?xml version="1.0" encoding="ISO-8859-1"?><a>caf"#.utf8)
        #expect(try text(declaration + [0xE9] + Array("</a>".utf8)) == "café")
    }

    @Test(
        arguments: [
            [0xFF], [0xC3], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80],
        ] as [[UInt8]])
    func brokenUTF8IsRefused(_ bytes: [UInt8]) {
        let error = #expect(throws: XMLParserError.self) { try text(Array("<a>\n".utf8) + bytes + Array("</a>".utf8)) }
        #expect(error?.kind == .malformed)
        #expect(error?.line == 2)
    }

    @Test func brokenUTF16IsRefused() {
        let loneSurrogate: [UInt8] = [0xD8, 0x00, 0x00, 0x41]
        let end = utf16("</a>", isBigEndian: true).dropFirst(2)
        #expect(throws: XMLParserError.self) { try text(utf16("<a>", isBigEndian: true) + loneSurrogate + end) }
    }

    @Test func unknownEncodingIsRefused() {
        #expect(throws: XMLParserError.self) {
            try text(Array(#"<?xml version="1.0" encoding="klingon"?><a/>"#.utf8))
        }
    }
}
