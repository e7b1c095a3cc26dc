import IAM
import SourceText

/// Finds the provider that vouches for a token, and judges what AWS judges before it asks the trust policy (STS-50).
struct WebIdentityProviders {
    let organization: Organization
    /// The moment of the question; `nil` where it states none, so that no token is too old or too young.
    let time: Timestamp?

    /// The providers that need not be set up: AWS knows them by name (PR-20).
    private static let builtIn: Set<Text> = [
        "cognito-identity.amazonaws.com", "accounts.google.com", "www.amazon.com", "graph.facebook.com",
    ]

    /// What came of a token.
    enum Outcome {
        case vouched(Federation)
        /// AWS refuses the token, of which this provider would have vouched for it.
        case refused(AWSError, provider: Text, hints: [FederationHint])
    }

    /// - Parameter providerID: the parameter `ProviderId`, of tokens that do not tell their issuer.
    func judge(_ token: WebIdentityToken, providerID: Text?, role: ARN) -> Outcome {
        guard let issuer = providerID ?? token.issuer else { return missing("iss", "") }
        let isBuiltIn = Self.builtIn.contains(issuer)
        let provider = isBuiltIn ? issuer : arn(issuer, role)
        let access = isBuiltIn && token.subject == nil && providerID != nil
        if !access {
            if token.subject == nil { return missing("sub", provider) }
            if token.audience == nil { return missing("aud", provider) }
        }
        if token.hasAmbiguousAudience {
            let error = AWSError.invalidToken(
                "Token audience contains more than one audience while authorized party is not present")
            return .refused(error, provider: provider, hints: [])
        }
        let account = role.accountID.flatMap { organization.account($0) }
        let known = account?.oidcProviders.first { $0.issuer.isSame(ignoringASCIICase: issuer) }
        if !isBuiltIn, let account {
            if let error = error(known, account, token, issuer) {
                return .refused(error.error, provider: provider, hints: error.hints)
            }
        }
        if let error = time.flatMap({ token.timeError(at: $0) }) {
            return .refused(error, provider: provider, hints: [])
        }
        guard token.tags != nil else {
            let error = AWSError.invalidToken("principal_tags passed in claim is not in correct format.")
            return .refused(error, provider: provider, hints: [])
        }
        let keys = ClaimKeys.keys(of: token, issuer: issuer)
        let details: [(String, Text?)] = [
            ("SubjectFromWebIdentityToken", token.subject), ("Provider", provider), ("Audience", token.audience),
        ]
        return .vouched(
            Federation(
                provider: provider, isAssumed: !isBuiltIn && account == nil, keys: keys.now, sessionKeys: keys.later,
                details: details.compactMap { name, value in value.map { .text(name, $0) } }))
    }

    private func missing(_ claim: String, _ provider: Text) -> Outcome {
        let error = AWSError.invalidToken("Missing a required claim: \(claim)")
        return .refused(error, provider: provider, hints: FederationHint.missing(claim))
    }

    private func arn(_ issuer: Text, _ role: ARN) -> Text {
        Text(joining: "arn:", role.partition, ":iam::", role.account, ":oidc-provider/", issuer)
    }

    /// A provider that the role's account does not have, and a token that was made for somebody else.
    private func error(
        _ provider: OIDCProvider?, _ account: Account, _ token: WebIdentityToken, _ issuer: Text
    ) -> (error: AWSError, hints: [FederationHint])? {
        guard let provider else {
            let error = AWSError.invalidToken(
                "No OpenIDConnect provider found in your account for https://\(issuer)")
            return (error, FederationHint.noProvider(issuer, in: account))
        }
        guard let audience = token.audience, !provider.audiences.contains(audience) else { return nil }
        let error = AWSError.invalidToken("Incorrect token audience")
        return (error, FederationHint.wrongAudience(audience, of: provider))
    }
}
