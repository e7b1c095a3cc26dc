import Testing
import XMLText

@Suite struct XMLWriterTests {
    private let declaration = #"<?xml version="1.0" encoding="UTF-8"?>"# + "\n"

    private func written(_ element: XMLElement) -> String {
        XMLWriter(isIndented: false).write(element)
    }

    @Test func documentBeginsWithItsDeclarationAndEndsWithALineBreak() {
        #expect(written(XMLElement("a")) == declaration + "<a/>\n")
    }

    @Test func textIsEscaped() {
        #expect(
            written(XMLElement("a", text: "a < b && c > d ]]> \"quoted\" 'too'\r\n\t"))
                == declaration + "<a>a &lt; b &amp;&amp; c &gt; d ]]&gt; \"quoted\" 'too'&#13;\n\t</a>\n")
    }

    @Test func attributesAreEscaped() {
        let element = XMLElement("a", attributes: [.init("b", "<\"&'>\r\n\t")])
        #expect(written(element) == declaration + "<a b=\"&lt;&quot;&amp;'&gt;&#13;&#10;&#9;\"/>\n")
    }

    @Test func lettersBeyondASCIIStayAsTheyAre() {
        let element = XMLElement("größe", attributes: [.init("név", "é — 漢字 🐟")], text: "é — 漢字 🐟")
        #expect(written(element) == declaration + "<größe név=\"é — 漢字 🐟\">é — 漢字 🐟</größe>\n")
    }

    @Test(arguments: ["\u{0}", "\u{1}", "\u{8}", "\u{B}", "\u{C}", "\u{1B}", "\u{1F}", "\u{FFFE}", "\u{FFFF}"])
    func charactersThatXMLCannotHoldAreReplaced(_ character: String) throws {
        let text = "before\(character)after"
        let document = written(XMLElement("a", attributes: [.init("b", text)], text: text))
        #expect(document == declaration + "<a b=\"before\u{FFFD}after\">before\u{FFFD}after</a>\n")
        #expect(throws: Never.self) { try XMLParser().parse(Array(document.utf8)) }
    }

    @Test func deleteAndC1ControlsAreAllowedInXML() {
        #expect(written(XMLElement("a", text: "\u{7F}\u{85}")) == declaration + "<a>\u{7F}\u{85}</a>\n")
    }

    @Test func attributesKeepTheirOrder() {
        let names: [XMLName] = ["z", "b", "a", "m", "Z"]
        let element = XMLElement("a", attributes: names.map { .init($0, "") })
        #expect(written(element) == declaration + #"<a z="" b="" a="" m="" Z=""/>"# + "\n")
    }

    @Test func ofAttributesThatShareANameTheFirstIsWritten() {
        let element = XMLElement("a", attributes: [.init("b", "1"), .init("c", "2"), .init("b", "3")])
        #expect(written(element) == declaration + #"<a b="1" c="2"/>"# + "\n")
    }

    @Test(arguments: [
        ("two words", "two_words"), ("1st", "_1st"), ("", "_"), ("a:b", "a_b"), ("a><b", "a__b"),
        ("a\u{0}b", "a_b"), ("-", "_-"), ("x/", "x_"),
    ])
    func charactersThatANameCannotHoldAreReplaced(name: String, written expected: String) {
        let element = XMLElement(XMLName(name), attributes: [.init(XMLName(name), "")])
        #expect(written(element) == declaration + "<\(expected) \(expected)=\"\"/>\n")
    }

    @Test func elementsAreIndentedByTwoSpaces() {
        let element = XMLElement(
            "a",
            elements: [
                XMLElement("b", elements: [XMLElement("c", text: "text"), XMLElement("d")]),
                XMLElement("e", attributes: [.init("f", "g")]),
            ])
        let expected = """
            <a>
              <b>
                <c>text</c>
                <d/>
              </b>
              <e f="g"/>
            </a>

            """
        #expect(XMLWriter().write(element) == declaration + expected)
    }

    @Test func indentationAddsNothingBesideText() {
        let bold = XMLElement("b", elements: [XMLElement("i"), XMLElement("i")])
        let paragraph = XMLElement("p", children: [.element(bold), .text(" and "), .element(XMLElement("c"))])
        let element = XMLElement("a", elements: [paragraph])
        #expect(XMLWriter().write(element) == declaration + "<a>\n  <p><b><i/><i/></b> and <c/></p>\n</a>\n")
    }

    @Test func elementsOfEmptyTextsAreWrittenAsEmpty() {
        #expect(XMLWriter().write(XMLElement("a", text: "")) == declaration + "<a/>\n")
    }
}

@Suite struct XMLWriterNamespaceTests {
    private let declaration = #"<?xml version="1.0" encoding="UTF-8"?>"# + "\n"

    private func written(_ element: XMLElement) -> String {
        XMLWriter(isIndented: false).write(element)
    }

    @Test func namespaceIsDeclaredOnceAndInherited() {
        let sts = "https://sts.amazonaws.com/doc/2011-06-15/"
        let element = XMLElement(
            XMLName("Response", namespace: sts), elements: [XMLElement(XMLName("Result", namespace: sts), text: "x")])
        #expect(
            written(element)
                == declaration + #"<Response xmlns="\#(sts)"><Result>x</Result></Response>"# + "\n")
    }

    @Test func elementInNoNamespaceLeavesThatOfItsParent() {
        let inner = XMLElement("b", elements: [XMLElement("c")])
        let element = XMLElement(XMLName("a", namespace: "urn:a"), elements: [inner])
        #expect(written(element) == declaration + #"<a xmlns="urn:a"><b xmlns=""><c/></b></a>"# + "\n")
    }

    @Test func namespacesOfAttributesGetPrefixes() {
        let inner = XMLElement("b", attributes: [.init(XMLName("y", namespace: "urn:x"), "2")])
        let element = XMLElement(
            "a",
            attributes: [.init(XMLName("x", namespace: "urn:x"), "1"), .init(XMLName("z", namespace: "urn:z"), "3")],
            elements: [inner])
        #expect(
            written(element) == declaration
                + #"<a xmlns:ns1="urn:x" ns1:x="1" xmlns:ns2="urn:z" ns2:z="3"><b ns1:y="2"/></a>"# + "\n")
    }

    @Test func languageIsWrittenWithThePrefixThatNeedsNoDeclaration() {
        let name = XMLName("lang", namespace: "http://www.w3.org/XML/1998/namespace")
        #expect(
            written(XMLElement("a", attributes: [.init(name, "en")])) == declaration + #"<a xml:lang="en"/>"# + "\n")
    }

    @Test func attributeCannotPassForADeclaration() {
        let reserved = XMLName("a", namespace: "http://www.w3.org/2000/xmlns/")
        let element = XMLElement("e", attributes: [.init("xmlns", "urn:a"), .init(reserved, "urn:b")])
        #expect(written(element) == declaration + #"<e _xmlns="urn:a" a="urn:b"/>"# + "\n")
    }

    @Test func emptyNamespaceIsNone() {
        #expect(XMLName("a", namespace: "") == "a")
    }
}
