import IAM
import STS
import SourceText

/// Reads the assertion of `AssumeRoleWithSAML`: base64, `{file: PATH}`, or its contents as a question abbreviates them.
struct AssertionReader {
    let names: PolicyNames

    func read(
        _ parameters: CallParameters, _ diagnostics: inout Diagnostics
    ) -> AssumeRoleWithSAML.Assertion? {
        guard let node = parameters.reader.required("SAMLAssertion", &diagnostics) else { return nil }
        guard node.kind == .mapping else { return parameters.text("SAMLAssertion", &diagnostics).map { .encoded($0) } }
        guard let reader = NodeReader(node, "`SAMLAssertion`", &diagnostics) else { return nil }
        guard let file = reader["file"] else { return readContents(reader, &diagnostics).map { .contents($0) } }
        reader.allow(only: ["file"], &diagnostics)
        return names.bytes(at: file, limit: SAMLDocument.maximumSize, &diagnostics).map { .xml($0) }
    }

    private static let members: [MemberName] = [
        "attributes", "recipient", "nameID", "nameIDFormat", "issuer", "notOnOrAfter", "sessionNotOnOrAfter",
    ]

    private func readContents(_ reader: NodeReader, _ diagnostics: inout Diagnostics) -> SAMLAssertion? {
        reader.allow(only: Self.members, &diagnostics)
        var assertion = SAMLAssertion()
        assertion.isComplete = false
        assertion.issuer = reader.text("issuer", &diagnostics)
        assertion.subject = reader.text("nameID", &diagnostics)
        assertion.subjectFormat = reader.text("nameIDFormat", &diagnostics)
        assertion.recipient = reader.text("recipient", &diagnostics)
        assertion.expiry = moment(reader["notOnOrAfter"], &diagnostics)
        assertion.sessionExpiry = moment(reader["sessionNotOnOrAfter"], &diagnostics)
        guard let attributes = reader["attributes"] else { return assertion }
        guard NodeReader(attributes, "`attributes`", &diagnostics) != nil else { return nil }
        assertion.attributes = attributes.members.map { member in
            let values = member.value.expectTexts("`\(member.name)`", &diagnostics)
            return (SAMLAssertion.fullName(member.key.text), values)
        }
        return assertion
    }

    private func moment(_ node: Node?, _ diagnostics: inout Diagnostics) -> Timestamp? {
        guard let node else { return nil }
        if node.isScalar, let moment = Timestamp(conditionValue: node.text) { return moment }
        diagnostics.error("wrong-value", "expected a time such as `2026-01-01T00:00:00Z`", at: node.location)
        return nil
    }
}
