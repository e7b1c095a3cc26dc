import IAM
import SourceText

/// Finds the provider that vouches for an assertion, and judges what AWS judges before it asks the trust policy (STS-40,
/// STS-42, STS-43). <https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_saml.html>
struct SAMLProviders {
    let organization: Organization
    /// The moment of the question; `nil` where it states none, so that no assertion is too old.
    let time: Timestamp?

    /// What comes of an assertion.
    func judge(
        _ assertion: SAMLAssertion, provider arn: ARN, role: ARN
    ) -> Result<Federation, RefusedToken> {
        guard let account = arn.accountID, let name = arn.resource(ofType: "saml-provider"), arn.service == "iam",
            arn.region.isEmpty, arn.partition == role.partition
        else {
            return .failure(RefusedToken(error: .invalidARN(arn.text, of: "AssumeRoleWithSAML")))
        }
        if let error = error(assertion, arn, name, role) { return .failure(error) }
        let keys = SAMLKeys(assertion: assertion, account: account, provider: name)
        let details: [(String, Text?)] = [
            ("Subject", assertion.subject), ("SubjectType", keys.subjectType), ("Issuer", assertion.issuer),
            ("Audience", assertion.recipient), ("NameQualifier", keys.nameQualifier),
        ]
        return .success(
            Federation(
                provider: arn.text, isAssumed: organization.account(account) == nil, keys: keys.now,
                sessionKeys: keys.later,
                details: details.compactMap { name, value in value.map { .text(name, $0) } },
                hints: Self.hints(assertion), latestExpiry: assertion.sessionExpiry))
    }

    private static func hints(_ assertion: SAMLAssertion) -> [FederationHint] {
        assertion.missingParts.map {
            FederationHint(
                trap: .incompleteAssertion,
                text: "the assertion has no \($0), and AWS was seen to refuse such assertions")
        }
    }

    private func error(_ assertion: SAMLAssertion, _ arn: ARN, _ name: Text, _ role: ARN) -> RefusedToken? {
        providerError(assertion, arn, name, role)
            ?? (time.flatMap { Self.isExpired(assertion, at: $0) ? Self.expired : nil })
            ?? subjectError(assertion) ?? nameError(assertion) ?? tagError(assertion)
    }

    private func providerError(
        _ assertion: SAMLAssertion, _ arn: ARN, _ name: Text, _ role: ARN
    ) -> RefusedToken? {
        if let account = arn.accountID.flatMap({ organization.account($0) }) {
            guard let provider = account.samlProviders.first(where: { $0.name == name }) else {
                let near = Suggestion.hint(for: name.string, among: account.samlProviders.map(\.name.string))
                let text = "account `\(account.name)` lists no SAML provider `\(name)`\(near)"
                let hint = FederationHint(trap: .missingProvider, text: text)
                return RefusedToken(error: .invalidToken("Specified provider doesn't exist."), hints: [hint])
            }
            if let expected = provider.issuer, let issuer = assertion.issuer, issuer != expected {
                return RefusedToken(error: .invalidToken("Issuer not present in specified provider"))
            }
        }
        guard assertion.names(role: role.text, provider: arn.text), arn.accountID == role.accountID else {
            let message = "SAML Assertion doesn't contain the requested Role and Metadata in the attributes"
            return RefusedToken(error: .invalidToken(message))
        }
        return nil
    }

    private static let expired = RefusedToken(
        error: AWSError(code: "ExpiredTokenException", status: 400, message: "Response has expired"))

    private static func isExpired(_ assertion: SAMLAssertion, at time: Timestamp) -> Bool {
        [assertion.expiry, assertion.sessionExpiry].compactMap { $0 }.contains { $0 <= time }
    }

    /// An assertion must say whom it is about.
    private func subjectError(_ assertion: SAMLAssertion) -> RefusedToken? {
        guard assertion.isComplete, assertion.subject == nil else { return nil }
        return RefusedToken(error: .accessDenied("Not authorized to perform sts:AssumeRoleWithSAML"))
    }

    private func nameError(_ assertion: SAMLAssertion) -> RefusedToken? {
        guard let name = assertion.roleSessionName else {
            return RefusedToken(error: .invalidToken("RoleSessionName is required in AuthnResponse"))
        }
        if !ParameterRule.sessionName.accepts(name) {
            let message = "RoleSessionName in AuthnResponse must match [a-zA-Z_0-9+=,.@-]{2,64}"
            return RefusedToken(error: .invalidToken(message))
        }
        guard let identity = assertion.sourceIdentity, !ParameterRule.sessionName.accepts(identity) else { return nil }
        return RefusedToken(error: .invalidSourceIdentity)
    }

    /// A tag has a single value; what AWS says of more is undocumented.
    private func tagError(_ assertion: SAMLAssertion) -> RefusedToken? {
        guard assertion.tags.contains(where: { $0.values.count != 1 }) else { return nil }
        return RefusedToken(error: .invalidToken("A PrincipalTag attribute must have exactly one value"))
    }
}

/// A token that AWS does not take, and why.
struct RefusedToken: Error {
    let error: AWSError
    var hints: [FederationHint] = []
}
