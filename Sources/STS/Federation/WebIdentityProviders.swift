import IAM
import SourceText

/// Finds the provider that vouches for a token, and judges what AWS judges before it asks the trust policy (STS-50).
struct WebIdentityProviders {
    let world: World
    /// The moment of the question; `nil` where it states none, so that no token is too old or too young.
    let time: Timestamp?

    /// The providers that need not be set up: AWS knows them by name (PR-20).
    static let builtIn: Set<Text> = [
        "cognito-identity.amazonaws.com", "accounts.google.com", "www.amazon.com", "graph.facebook.com",
    ]

    /// Those of them whose access tokens are taken.
    static let ofAccessTokens: Set<Text> = ["www.amazon.com", "graph.facebook.com"]

    /// What came of a token.
    enum Judgement {
        case vouched(Federation)
        /// AWS refuses the token, of which this provider would have vouched for it.
        case refused(AWSError, provider: Text, hints: [FederationHint])
    }

    /// - Parameter providerID: the parameter `ProviderId`, of access tokens, which do not tell who made them.
    func judge(_ token: WebIdentityToken, providerID: Text?, role: ARN) -> Judgement {
        guard let issuer = providerID ?? token.issuer else { return missing("iss", "", nil) }
        let isBuiltIn = Self.builtIn.contains(issuer)
        let provider = isBuiltIn ? issuer : arn(issuer, role)
        if let error = accessTokenError(token, providerID) { return .refused(error, provider: provider, hints: []) }
        let account = role.accountID.flatMap { world.account($0) }
        let listed = account?.oidcProviders.first { $0.issuer == issuer }
        if providerID == nil, let refused = claimError(token, provider, listed) { return refused }
        if !isBuiltIn, let account, let refused = error(account, token, issuer) {
            return .refused(refused.error, provider: provider, hints: refused.hints)
        }
        if let error = time.flatMap({ token.timeError(at: $0) }) ?? passedError(token, role) {
            return .refused(error, provider: provider, hints: [])
        }
        let keys = ClaimKeys.keys(of: token, issuer: issuer)
        let details: [(String, Text?)] = [
            ("SubjectFromWebIdentityToken", token.subject), ("Provider", provider), ("Audience", token.audience),
        ]
        return .vouched(
            Federation(
                provider: provider, isAssumed: !isBuiltIn && account == nil, keys: keys.now, sessionKeys: keys.later,
                details: details.compactMap { name, value in value.map { .text(name, $0) } },
                audiences: listed?.audiences))
    }

    /// Access tokens come from two providers alone, and ID tokens tell their issuer themselves.
    private func accessTokenError(_ token: WebIdentityToken, _ providerID: Text?) -> AWSError? {
        guard let providerID else { return nil }
        guard Self.ofAccessTokens.contains(providerID) else { return Self.unknownProvider }
        guard let issuer = token.issuer, issuer != providerID else { return nil }
        if providerID == "www.amazon.com" {
            return AWSError.invalidToken("Provided Token is not a Login With Amazon token").because(
                "STS-50", "ProviderId names `\(providerID)`, and the token was made by `\(issuer)`",
                advice: "leave ProviderId out: ID tokens say who made them")
        }
        return AWSError(
            code: "IDPRejectedClaim", status: 403,
            message: "The identity provider (IdP) reported that authentication failed."
        ).because(
            "STS-50", "ProviderId names `\(providerID)`, and the token was made by `\(issuer)`",
            advice: "leave ProviderId out: ID tokens say who made them")
    }

    /// What AWS answers to the name of a provider that has no access tokens.
    static let unknownProvider = AWSError.accessDenied(
        "Unrecognized OAuth provider. Do not include a provider parameter when submitting OpenIDConnect ID tokens"
    ).because(
        "STS-50", "ProviderId names a provider whose access tokens AWS does not take",
        advice: "leave ProviderId out, and pass an ID token")

    /// Subject and audience, which every ID token has.
    private func claimError(
        _ token: WebIdentityToken, _ provider: Text, _ listed: OIDCProvider?
    ) -> Judgement? {
        func refused(_ message: String) -> Judgement {
            let error = AWSError.invalidToken(message).because(
                "STS-50", "AWS wants a token for one audience: its claim `aud`, or `azp` where there are several",
                advice: "ask the provider for a token for one audience")
            return .refused(error, provider: provider, hints: [])
        }
        if token.subject == nil { return missing("sub", provider, listed) }
        if token.hasEmptyAudience { return refused("Claim is not allowed to be empty: aud") }
        if token.audience == nil { return missing("aud", provider, listed) }
        guard token.hasAmbiguousAudience else { return nil }
        return refused("Token audience contains more than one audience while authorized party is not present")
    }

    /// What the token passes to the session, and the roles to which it is limited (STS-54, STS-56).
    private func passedError(_ token: WebIdentityToken, _ role: ARN) -> AWSError? {
        if token.tags == nil {
            return AWSError.invalidToken("principal_tags passed in claim is not in correct format.").because(
                "STS-54", "the tags that the token passes are not written as AWS reads them",
                advice:
                    "let the provider pass `{\"principal_tags\": {KEY: [VALUE]}, \"transitive_tag_keys\": [KEY]}` under "
                    + "`https://aws.amazon.com/tags`")
        }
        if token.hasMalformedSourceIdentity { return .invalidSourceIdentity }
        guard let roles = token.roles, !roles.contains(role.text) else { return nil }
        let message =
            roles.contains { ARN($0)?.isRole == true }
            ? "The target role ARN is not present in the roles claim of the identity token"
            : "The roles claim contains no valid role ARNs"
        return AWSError.invalidToken(message).because(
            "STS-56", "the token may be used for the roles alone that its claim names, and `\(role)` is none of them",
            advice: "name the role in the claim, or assume one that it names")
    }

    private func missing(_ claim: String, _ provider: Text, _ listed: OIDCProvider?) -> Judgement {
        let error = AWSError.invalidToken("Missing a required claim: \(claim)")
        return .refused(error, provider: provider, hints: FederationHint.missing(claim, listed))
    }

    private func arn(_ issuer: Text, _ role: ARN) -> Text {
        Text(joining: "arn:", role.partition, ":iam::", role.account, ":oidc-provider/", issuer)
    }

    /// A provider that the role's account does not have, and a token that was made for somebody else.
    private func error(
        _ account: Account, _ token: WebIdentityToken, _ issuer: Text
    ) -> (error: AWSError, hints: [FederationHint])? {
        guard let provider = account.oidcProviders.first(where: { $0.issuer == issuer }) else {
            let error = AWSError.invalidToken(
                "No OpenIDConnect provider found in your account for https://\(issuer)")
            return (error, FederationHint.noProvider(issuer, in: account))
        }
        guard let audience = token.audience, !provider.audiences.contains(audience) else { return nil }
        let error = AWSError.invalidToken("Incorrect token audience")
        return (error, FederationHint.wrongAudience(audience, of: provider))
    }
}
