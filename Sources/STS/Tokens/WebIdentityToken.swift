import IAM
public import SourceText

/// The claims of an OpenID Connect token. It is decoded, and nothing in it is verified.
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_oidc.html>
public struct WebIdentityToken: Sendable {
    /// What a text is taken for that stands in a token.
    static let source = "WebIdentityToken"

    private let all: Claim
    /// Whether the token is whole, so that what is not there is missing; claims that are listed may be abbreviated.
    private let isComplete: Bool

    /// Takes claims, in the order in which the token has them; those that are not listed are open.
    public init(claims: [Claim.NamedClaim]) {
        self.init(.claims(claims), isComplete: false)
    }

    private init(_ claims: Claim, isComplete: Bool) {
        all = claims
        self.isComplete = isComplete
    }

    /// Decodes the middle part of a JSON Web Token (RFC 7519); `nil` where it is none.
    public init?(jwt text: Text) {
        let parts = text.split(at: ".")
        // AWS knows no header that it would have to understand.
        guard parts.count == 3, let header = Self.json(parts[0]), header.hasMembers, header.member("crit") == nil,
            let claims = Self.json(parts[1]), claims.hasMembers
        else { return nil }
        self.init(claims, isComplete: true)
    }

    private static func json(_ part: Text) -> Claim? {
        guard let bytes = Base64.decode(urlSafe: part) else { return nil }
        var found = Diagnostics()
        let node = SourceParser.parseJSON(SourceFile(path: source, bytes: bytes), &found)
        return found.hasErrors ? nil : node.map { Claim($0) }
    }

    /// A claim that is a text, a number or a boolean.
    func text(_ name: Text) -> Text? { all.member(name)?.text }

    /// The values of a claim, one or many; `nil` where it is missing.
    func texts(_ name: Text) -> [Text]? {
        guard let claim = all.member(name), claim != .null else { return nil }
        return claim.elements.compactMap(\.text)
    }

    /// All claims, in their order.
    public var claims: [Claim.NamedClaim] { all.members }

    /// The names of all claims.
    var names: [String] { claims.map(\.name.string) }

    /// The same token with another text in each claim of a name, however deep.
    public func replacing(_ name: Text, with value: Text) -> WebIdentityToken {
        WebIdentityToken(all.replacing(name, with: value), isComplete: isComplete)
    }

    /// A claim within a claim.
    func text(_ name: Text, within outer: Text) -> Text? { all.member(outer)?.member(name)?.text }

    /// Who made the token, without `https://` (STS-50).
    var issuer: Text? {
        text("iss").map { $0.dropping(prefix: "https://") ?? $0 }
    }

    /// Whom the token is about.
    var subject: Text? { text("sub") }

    /// Whether the token says for nobody that it was made.
    var hasEmptyAudience: Bool { all.member("aud") == .list([]) }

    /// Whether the token was made for several parties, and does not say which of them uses it.
    var hasAmbiguousAudience: Bool { text("azp") == nil && (texts("aud")?.count ?? 0) > 1 }

    /// For whom the token was made, as conditions see it: the authorized party where the token names one (STS-51).
    var audience: Text? { texts("aud").flatMap { text("azp") ?? $0.first } }

    // MARK: Tags and source identity

    private static let tagsClaim: Text = "https://aws.amazon.com/tags"

    /// The source identity that the token sets (STS-54).
    var sourceIdentity: Text? { text(Self.sourceIdentityClaim) }
    private static let sourceIdentityClaim: Text = "https://aws.amazon.com/source_identity"

    /// Whether the token sets what cannot be a source identity.
    var hasMalformedSourceIdentity: Bool {
        switch all.member(Self.sourceIdentityClaim) {
        case nil, .null: return false
        case .string(let text): return !ParameterRule.sessionName.accepts(text)
        case .other, .list, .claims: return true
        }
    }

    /// The tags that the token passes, nested or with flattened names (STS-54).
    /// - Returns: `nil` where a tag is not a list of exactly one text; with a flattened name it may be the text alone.
    var tags: [Tag]? {
        var tags: [Tag] = []
        if let claim = all.member(Self.tagsClaim) {
            guard claim.hasMembers else { return nil }
            let nested = claim.member("principal_tags")
            guard nested?.hasMembers ?? true else { return nil }
            for member in nested?.members ?? [] {
                guard case .list = member.value, let value = Self.onlyText(member.value) else { return nil }
                tags.append(Tag(key: member.name, value: value))
            }
        }
        for member in all.members {
            guard let key = member.name.dropping(prefix: "\(Self.tagsClaim)/principal_tags/") else { continue }
            guard let value = Self.onlyText(member.value) else { return nil }
            tags.append(Tag(key: key, value: value))
        }
        return tags
    }

    private static func onlyText(_ claim: Claim) -> Text? {
        guard claim.elements.count == 1, case .string(let text)? = claim.elements.first else { return nil }
        return text
    }

    /// The roles that the provider says the subject may assume (STS-56): a list, or a text with semicolons between them.
    /// - Returns: `nil` where the token says nothing of it.
    var roles: [Text]? {
        texts("https://aws.amazon.com/roles")?.flatMap { $0.split(at: ";").map(\.trimmed) }
    }

    /// The keys of tags that are to be transitive.
    var transitiveTagKeys: [Text] {
        let nested = all.member(Self.tagsClaim)?.member("transitive_tag_keys")
        let flat = all.member(Text(joining: Self.tagsClaim, "/transitive_tag_keys"))
        return [nested, flat].compactMap(\.self).flatMap { $0.elements.compactMap(\.text) }
    }

    // MARK: Time

    /// How far the clocks of AWS and of the provider may differ, in seconds, as observed on AWS.
    private static let tolerance = 300

    /// What AWS answers to a token whose time has passed or has not come.
    func timeError(at time: Timestamp) -> AWSError? {
        let now = time.secondsSinceEpoch
        func seconds(_ name: Text) -> Int? { text(name).flatMap { Int($0.string) } }
        let present: [Text] = ["exp", "nbf", "iat"].filter { all.member($0) != nil }
        if present.contains(where: { seconds($0) == nil }) {
            return AWSError.invalidToken("Invalid timestamp in token claims.").because(
                "STS-50", "a time in the token is no whole number of seconds since 1970", advice: Self.fresh)
        }
        if let end = seconds("exp"), end <= now - Self.tolerance {
            let message =
                "Token expired: current date/time \(now - Self.tolerance) must be before the expiration date/time \(end)"
            return AWSError(code: "ExpiredTokenException", status: 400, message: Text(message)).because(
                "STS-50", "the token ended at \(end), and the call comes at \(now) (seconds since 1970)",
                advice: Self.fresh)
        }
        if let start = seconds("nbf"), start > now + Self.tolerance {
            return AWSError.invalidToken(
                "Token not yet valid: current date/time \(now + Self.tolerance) must be after or equal to the not-before "
                    + "date/time \(start)"
            ).because(
                "STS-50", "the token begins at \(start), and the call comes at \(now) (seconds since 1970)",
                advice: "wait until then, or set the provider's clock right")
        }
        if let issued = seconds("iat"), issued > now + Self.tolerance {
            return AWSError.invalidToken("Token issued in the future: \(issued)").because(
                "STS-50", "the token was made at \(issued), and the call comes at \(now) (seconds since 1970)",
                advice: "set the provider's clock right")
        }
        let missing = (["iat", "exp"] as [Text]).first { !present.contains($0) }
        guard let missing, isComplete else { return nil }
        return AWSError.invalidToken("Missing a required claim: \(missing)").because(
            "STS-50", "the token has no claim `\(missing)`", advice: Self.fresh)
    }

    /// What to do about a token whose times are not right.
    private static let fresh = "ask the provider for a new token right before the call"
}
