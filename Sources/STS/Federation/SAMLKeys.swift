import Crypto
import IAM
import SourceText

/// The condition keys of a SAML assertion (STS-41).
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-saml>
struct SAMLKeys {
    let assertion: SAMLAssertion
    /// The account and the name of the provider.
    let account: AccountID
    let provider: Text

    /// The keys while the role is assumed.
    var now: [Principal.FederationKey] {
        single("saml:aud", assertion.recipient) + single("saml:iss", assertion.issuer) + later
            + single("saml:doc", Text(joining: account.text, "/", provider)) + ofAttributes
    }

    /// Those of them that later requests see (PR-34).
    var later: [Principal.FederationKey] {
        single("saml:sub", assertion.subject) + single("saml:sub_type", subjectType)
            + single("saml:namequalifier", nameQualifier)
    }

    /// The format of the subject, `persistent` and `transient` by their short names.
    var subjectType: Text? {
        guard let format = assertion.subjectFormat else { return nil }
        return format.dropping(prefix: "urn:oasis:names:tc:SAML:2.0:nameid-format:") ?? format
    }

    /// A number that tells subjects of different providers apart: SHA-1 of issuer, account and provider, in base64.
    var nameQualifier: Text? {
        guard let issuer = assertion.issuer else { return nil }
        let name = Text(joining: issuer, account.text, "/", provider)
        return Base64.encode(Insecure.SHA1.hash(data: Array(name.bytes)))
    }

    private func single(_ key: ConditionKey, _ value: Text?) -> [Principal.FederationKey] {
        value.map { [Principal.FederationKey(key, .single($0))] } ?? []
    }

    private var ofAttributes: [Principal.FederationKey] {
        var found: [(name: String, values: [Text])] = []
        for attribute in assertion.attributes {
            guard let name = Self.keyName(attribute.name) else { continue }
            if let index = found.firstIndex(where: { $0.name == name }) {
                found[index].values += attribute.values
            } else {
                found.append((name, attribute.values))
            }
        }
        return found.map { name, values in
            let key = ConditionKey(Text("saml:\(name)"))
            // Keys that AWS lists as single are, unless the assertion gives several values all the same.
            if !Self.multivalued.contains(name), values.count == 1, let value = values.first {
                return Principal.FederationKey(key, .single(value))
            }
            return Principal.FederationKey(key, .list(values))
        }
    }

    /// The name of the key for an attribute, by its identifier or by its own name; `nil` where AWS offers none.
    private static func keyName(_ attribute: Text) -> String? {
        if let name = identifiers[attribute.string] { return name }
        let short = attribute.dropping(prefix: "saml:") ?? attribute
        return identifiers.values.first { short.isSame(ignoringASCIICase: Text($0)) }
    }

    private static let multivalued: Set<String> = [
        "cn", "eduorghomepageuri", "eduorgidentityauthnpolicyuri", "eduorglegalname", "eduorgsuperioruri",
        "eduorgwhitepagesuri", "edupersonaffiliation", "edupersonassurance", "edupersonentitlement",
        "edupersonnickname", "edupersonorgunitdn", "edupersonscopedaffiliation", "edupersontargetedid",
    ]

    private static let identifiers: [String: String] = {
        let person = [
            "edupersonaffiliation", "edupersonnickname", "edupersonorgdn", "edupersonorgunitdn",
            "edupersonprimaryaffiliation", "edupersonprincipalname", "edupersonentitlement",
            "edupersonprimaryorgunitdn", "edupersonscopedaffiliation", "edupersontargetedid", "edupersonassurance",
        ]
        let world = [
            "eduorghomepageuri", "eduorgidentityauthnpolicyuri", "eduorglegalname", "eduorgsuperioruri",
            "eduorgwhitepagesuri",
        ]
        let claims = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/"
        var names = [
            "urn:oid:2.5.4.3": "cn", "http://schemas.xmlsoap.org/claims/CommonName": "commonName",
            "\(claims)name": "name", "\(claims)givenname": "givenName", "\(claims)surname": "surname",
            "\(claims)emailaddress": "mail", "urn:oid:2.5.4.42": "givenName", "urn:oid:2.5.4.4": "surname",
            "urn:oid:0.9.2342.19200300.100.1.3": "mail", "urn:oid:0.9.2342.19200300.100.1.1": "uid",
            "urn:oid:2.5.4.45": "x500UniqueIdentifier", "urn:oid:0.9.2342.19200300.100.1.45": "organizationStatus",
            "http://schemas.microsoft.com/ws/2008/06/identity/claims/primarygroupsid": "primaryGroupSID",
        ]
        for (index, name) in person.enumerated() { names["urn:oid:1.3.6.1.4.1.5923.1.1.1.\(index + 1)"] = name }
        for (index, name) in world.enumerated() { names["urn:oid:1.3.6.1.4.1.5923.1.2.1.\(index + 2)"] = name }
        return names
    }()
}
