public import IAM
public import SourceText

/// What a SAML assertion says, as far as AWS reads it. It is decoded, and nothing in it is verified.
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_saml_assertions.html>
public struct SAMLAssertion: Sendable {
    /// Who made the assertion.
    public var issuer: Text?
    /// Whom it is about: the `NameID`.
    public var subject: Text?
    /// The `Format` of the `NameID`.
    public var subjectFormat: Text?
    /// Where the assertion is presented: the `Recipient`.
    public var recipient: Text?
    /// When it may no longer be presented, by whichever of its parts ends first.
    public var expiry: Timestamp?
    /// When the session must end: `SessionNotOnOrAfter` (STS-43).
    public var sessionExpiry: Timestamp?
    /// The attributes in the order of the assertion.
    public var attributes: [(name: Text, values: [Text])] = []
    /// Whether the assertion is written out whole, so that what is not there is missing.
    public var isComplete = true
    /// Parts without which AWS was seen to refuse assertions; they decide nothing here.
    var missingParts: [String] = []

    /// An assertion that says nothing yet.
    public init() {}

    private static let prefix = "https://aws.amazon.com/SAML/Attributes/"

    /// The values of one of AWS's attributes (STS-42); `nil` where it is missing.
    func values(_ name: String) -> [Text]? {
        let named = attributes.filter { $0.name == Text(Self.prefix + name) }
        return named.isEmpty ? nil : named.flatMap(\.values)
    }

    /// The name of an attribute as AWS spells it: a short one, as a question may give it, is completed.
    package static func fullName(_ name: Text) -> Text {
        let names = ["Role", "RoleSessionName", "SessionDuration", "TransitiveTagKeys", "SourceIdentity"]
        let isShort = names.contains { name == $0 } || name.hasPrefix("PrincipalTag:")
        return isShort ? Text(prefix + name.string) : name
    }

    /// The name of the session that is made.
    var roleSessionName: Text? { values("RoleSessionName")?.first }
    /// The source identity that the session gets.
    var sourceIdentity: Text? { values("SourceIdentity")?.first }
    /// The keys of tags that are to be transitive.
    var transitiveTagKeys: [Text] { values("TransitiveTagKeys") ?? [] }

    /// The tags, each with its values; AWS takes only single ones.
    var tags: [(key: Text, values: [Text])] {
        attributes.compactMap { attribute in
            attribute.name.dropping(prefix: "\(Self.prefix)PrincipalTag:").map { ($0, attribute.values) }
        }
    }

    /// Whether a pair of role and provider, in either order, is among those of the assertion; one that a question
    /// abbreviates need not tell any.
    func names(role: Text, provider: Text) -> Bool {
        guard let pairs = values("Role") else { return !isComplete }
        return pairs.contains { pair in
            let parts = pair.split(at: ",").map(\.trimmed)
            return parts == [role, provider] || parts == [provider, role]
        }
    }
}

extension Text {
    /// The text without blanks and line breaks at both ends.
    package var trimmed: Text {
        let blanks: Set<UInt8> = [0x20, 0x09, 0x0A, 0x0D]
        guard let first = bytes.firstIndex(where: { !blanks.contains($0) }),
            let last = bytes.lastIndex(where: { !blanks.contains($0) })
        else { return "" }
        return self[first..<last + 1]
    }
}
