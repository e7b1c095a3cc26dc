import IAM
import SourceText

/// Reads the `identityProviders` of an account.
enum IdentityProviderReader {
    static func read(
        _ node: Node?, _ diagnostics: inout Diagnostics
    ) -> (oidc: [OIDCProvider], saml: [SAMLProvider]) {
        guard let node, let reader = NodeReader(node, "`identityProviders`", &diagnostics) else { return ([], []) }
        reader.allow(only: ["oidc", "saml"], &diagnostics)
        let oidc = members(reader["oidc"], "`oidc`", &diagnostics).compactMap { readOIDC($0, &diagnostics) }
        let saml = members(reader["saml"], "`saml`", &diagnostics).compactMap { readSAML($0, &diagnostics) }
        return (oidc, saml)
    }

    /// The providers that are not said to be absent.
    private static func members(
        _ node: Node?, _ what: String, _ diagnostics: inout Diagnostics
    ) -> [Node.Member] {
        guard let node, NodeReader(node, what, &diagnostics) != nil else { return [] }
        return node.members.filter { !($0.value.kind == .string && $0.value.hasText("absent")) }
    }

    private static func readOIDC(_ member: Node.Member, _ diagnostics: inout Diagnostics) -> OIDCProvider? {
        if let rest = member.key.text.dropping(prefix: "https://") {
            diagnostics.error(
                "malformed-name", "an OIDC provider is named without `https://`; did you mean `\(rest)`?",
                at: member.key.location)
            return nil
        }
        guard let reader = NodeReader(member.value, "an OIDC provider", &diagnostics) else { return nil }
        reader.allow(only: ["audiences"], &diagnostics)
        let audiences = reader["audiences"]?.expectTexts("`audiences`", &diagnostics) ?? []
        return OIDCProvider(issuer: member.key.text, audiences: audiences)
    }

    private static func readSAML(_ member: Node.Member, _ diagnostics: inout Diagnostics) -> SAMLProvider? {
        guard let reader = NodeReader(member.value, "a SAML provider", &diagnostics) else { return nil }
        reader.allow(only: ["issuer"], &diagnostics)
        return SAMLProvider(name: member.key.text, issuer: reader.text("issuer", &diagnostics))
    }
}
