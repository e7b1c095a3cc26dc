import IAM
import SourceText
import XMLText

/// Reads an assertion from XML that nobody vouches for: a `Response` with one assertion in it, or the assertion alone.
/// <http://docs.oasis-open.org/security/saml/v2.0/saml-core-2.0-os.pdf>
package enum SAMLDocument {
    /// The greatest size in bytes that is read.
    package static let maximumSize = 1_048_576

    /// Why a document is not taken, in words.
    struct Fault: Error {
        let text: String
    }

    /// The assertion of a document.
    static func assertion(_ bytes: [UInt8]) throws(Fault) -> SAMLAssertion {
        let root: XMLElement
        do {
            root = try XMLParser(maximumSize: maximumSize).parse(bytes)
        } catch {
            throw Fault(text: "line \(error.line), column \(error.column): \(error.message)")
        }
        return try read(try assertion(in: root))
    }

    private static func assertion(in root: XMLElement) throws(Fault) -> XMLElement {
        if root.name == .saml("Assertion") { return root }
        guard root.name == XMLName("Response", namespace: "urn:oasis:names:tc:SAML:2.0:protocol") else {
            throw Fault(text: "expected a `Response` of SAML 2.0, found `\(root.name.local)`")
        }
        if !root.elements(named: .saml("EncryptedAssertion")).isEmpty {
            throw Fault(text: "the assertion is encrypted: decrypt it first")
        }
        let assertions = root.elements(named: .saml("Assertion"))
        guard assertions.count == 1, let assertion = assertions.first else {
            throw Fault(text: "expected exactly one assertion, found \(assertions.count)")
        }
        return assertion
    }

    private static func read(_ element: XMLElement) throws(Fault) -> SAMLAssertion {
        var assertion = SAMLAssertion()
        assertion.issuer = text(element.first("Issuer"))
        let subject = element.first("Subject")
        assertion.subject = text(subject?.first("NameID"))
        assertion.subjectFormat = subject?.first("NameID")?.attribute("Format").map { Text($0) }
        let confirmation = try confirmation(subject)
        assertion.recipient = confirmation.attribute("Recipient").map { Text($0) }
        let end = try moment(confirmation, "NotOnOrAfter")
        _ = try moment(element.first("Conditions"), "NotBefore")
        let conditionsEnd = try moment(element.first("Conditions"), "NotOnOrAfter")
        assertion.expiry = [end, conditionsEnd].compactMap { $0 }.min()
        assertion.sessionExpiry = try moment(element.first("AuthnStatement"), "SessionNotOnOrAfter")
        assertion.attributes = element.elements(named: .saml("AttributeStatement"))
            .flatMap { $0.elements(named: .saml("Attribute")) }.map(attribute)
        let parts: [(String, Bool)] = [
            ("`Conditions`", element.first("Conditions") != nil),
            ("`AuthnStatement`", element.first("AuthnStatement") != nil),
            ("`Format` of its `NameID`", assertion.subjectFormat != nil),
            ("signature", element.elements.contains { $0.name.local == "Signature" }),
        ]
        assertion.missingParts = parts.filter { !$0.1 }.map(\.0)
        return assertion
    }

    /// There must be exactly one, and tell where and until when the assertion may be presented.
    private static func confirmation(_ subject: XMLElement?) throws(Fault) -> XMLElement {
        let confirmations = subject?.elements(named: .saml("SubjectConfirmation")) ?? []
        guard confirmations.count == 1, let data = confirmations[0].first("SubjectConfirmationData"),
            data.attribute("Recipient") != nil, data.attribute("NotOnOrAfter") != nil
        else {
            throw Fault(text: "expected one `SubjectConfirmationData` with `Recipient` and `NotOnOrAfter`")
        }
        return data
    }

    private static func attribute(_ element: XMLElement) -> (name: Text, values: [Text]) {
        let values = element.elements(named: .saml("AttributeValue")).map { Text($0.text).trimmed }
        return (Text(element.attribute("Name") ?? ""), values)
    }

    private static func text(_ element: XMLElement?) -> Text? {
        guard let text = element.map({ Text($0.text).trimmed }), !text.isEmpty else { return nil }
        return text
    }

    private static func moment(_ element: XMLElement?, _ name: XMLName) throws(Fault) -> Timestamp? {
        guard let text = element?.attribute(name) else { return nil }
        if text.contains("T"), let moment = Timestamp(conditionValue: Text(text)) { return moment }
        throw Fault(text: "`\(name.local)` is no moment: `\(text)`")
    }
}

extension XMLName {
    /// A name in the namespace of assertions.
    fileprivate static func saml(_ local: String) -> XMLName {
        XMLName(local, namespace: "urn:oasis:names:tc:SAML:2.0:assertion")
    }
}

extension XMLElement {
    /// The first element directly inside that bears a name of the namespace of assertions.
    fileprivate func first(_ local: String) -> XMLElement? {
        elements(named: .saml(local)).first
    }
}
