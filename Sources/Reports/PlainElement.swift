import SourceText
import XMLText

extension XMLElement {
    /// The element whose texts and attributes are plain text, line by line: what a program reads from XML or HTML it shows in a
    /// log or on a screen. Scripts and styles are no texts of anybody's.
    var plain: XMLElement {
        let isOwn = name == "script" || name == "style"
        let attributes = attributes.map { Attribute($0.name, PlainText.escapedLines($0.value)) }
        let children = children.map { child -> Child in
            switch child {
            case .element(let element): .element(element.plain)
            case .text(let text): .text(isOwn ? text : PlainText.escapedLines(text))
            }
        }
        return XMLElement(name, attributes: attributes, children: children)
    }
}
