/// The name of an element or an attribute: a local name, and the namespace that it belongs to.
///
/// Prefixes are not kept: two documents that spell one namespace with different prefixes read the same.
/// See [Namespaces in XML](https://www.w3.org/TR/xml-names/).
public struct XMLName: Sendable, Hashable {
    /// The name without its prefix.
    public let local: String
    /// The namespace's URI; `nil` for a name in no namespace.
    public let namespace: String?

    /// A name in a namespace, or in none; an empty URI means none, as it does in XML.
    public init(_ local: String, namespace: String? = nil) {
        self.local = local
        self.namespace = namespace == "" ? nil : namespace
    }
}

extension XMLName: ExpressibleByStringLiteral {
    /// A name in no namespace.
    public init(stringLiteral local: String) {
        self.init(local)
    }
}
