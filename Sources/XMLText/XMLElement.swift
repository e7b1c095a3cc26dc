/// An element of an XML document: its name, its attributes in order, and what stands inside it.
///
/// A document is its root element. Comments, processing instructions and prefixes have no place here; CDATA is text.
public struct XMLElement: Sendable, Hashable {
    /// A name and a value within a start tag.
    public struct Attribute: Sendable, Hashable {
        /// The attribute's name; an attribute without a prefix belongs to no namespace.
        public var name: XMLName
        /// The value, unescaped.
        public var value: String

        /// An attribute with its value, unescaped.
        public init(_ name: XMLName, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    /// What may stand inside an element.
    public enum Child: Sendable, Hashable {
        /// Text, unescaped.
        case text(String)
        /// Another element.
        case element(XMLElement)
    }

    /// The element's name.
    public var name: XMLName
    /// The attributes, in the order of the document.
    public var attributes: [Attribute]
    /// Texts and elements, in the order of the document.
    public var children: [Child]

    /// An element from its parts.
    public init(_ name: XMLName, attributes: [Attribute] = [], children: [Child] = []) {
        self.name = name
        self.attributes = attributes
        self.children = children
    }

    /// An element that holds one text.
    public init(_ name: XMLName, attributes: [Attribute] = [], text: String) {
        self.init(name, attributes: attributes, children: [.text(text)])
    }

    /// An element that holds elements alone.
    public init(_ name: XMLName, attributes: [Attribute] = [], elements: [XMLElement]) {
        self.init(name, attributes: attributes, children: elements.map(Child.element))
    }
}

extension XMLElement {
    /// The elements directly inside, without the text between them.
    public var elements: [XMLElement] {
        children.compactMap { child in
            if case .element(let element) = child { element } else { nil }
        }
    }

    /// The text directly inside, joined; the text of inner elements does not count.
    public var text: String {
        children.reduce(into: "") { joined, child in
            if case .text(let text) = child { joined += text }
        }
    }

    /// The elements directly inside that bear a name, namespace included.
    public func elements(named name: XMLName) -> [XMLElement] {
        elements.filter { $0.name == name }
    }

    /// The value of the attribute that bears a name, namespace included; `nil` when there is none.
    public func attribute(_ name: XMLName) -> String? {
        attributes.first { $0.name == name }?.value
    }
}
