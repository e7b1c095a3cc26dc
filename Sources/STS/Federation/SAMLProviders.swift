import IAM
import SourceText

/// Finds the provider that vouches for an assertion, and judges what AWS judges before it asks the trust policy (STS-40,
/// STS-42, STS-43). <https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_saml.html>
struct SAMLProviders {
    let world: World
    /// The moment of the question; `nil` where it states none, so that no assertion is too old.
    let time: Timestamp?

    /// What comes of an assertion.
    func judge(
        _ assertion: SAMLAssertion, provider arn: ARN, role: ARN
    ) -> Result<Federation, RefusedToken> {
        guard let account = arn.accountID, let name = arn.resource(ofType: "saml-provider"), arn.service == "iam",
            arn.region.isEmpty, arn.partition == role.partition
        else {
            return .failure(RefusedToken(error: .invalidARN(arn.text, of: .assumeRoleWithSAML)))
        }
        if let error = error(assertion, arn, name, role) { return .failure(error) }
        let keys = SAMLKeys(assertion: assertion, account: account, provider: name)
        let details: [(String, Text?)] = [
            ("Subject", assertion.subject), ("SubjectType", keys.subjectType), ("Issuer", assertion.issuer),
            ("Audience", assertion.recipient), ("NameQualifier", keys.nameQualifier),
        ]
        return .success(
            Federation(
                provider: arn.text, isAssumed: world.account(account) == nil, keys: keys.now,
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
        if let account = arn.accountID.flatMap({ world.account($0) }) {
            guard let provider = account.samlProviders.first(where: { $0.name == name }) else {
                let near = Suggestion.hint(for: name.string, among: account.samlProviders.map(\.name.string))
                let text = "account `\(account.name)` lists no SAML provider `\(name)`\(near)"
                let hint = FederationHint(trap: .missingProvider, text: text)
                return RefusedToken(error: .invalidToken("Specified provider doesn't exist."), hints: [hint])
            }
            if let expected = provider.issuer, let issuer = assertion.issuer, issuer != expected {
                return RefusedToken(
                    error: AWSError.invalidToken("Issuer not present in specified provider").because(
                        "STS-42",
                        "the assertion was made by `\(issuer)`, and the provider's metadata names `\(expected)`",
                        advice: "name the provider of this issuer, or give the provider the issuer's metadata"))
            }
        }
        guard assertion.names(role: role.text, provider: arn.text), arn.accountID == role.accountID else {
            let message = "SAML Assertion doesn't contain the requested Role and Metadata in the attributes"
            return RefusedToken(
                error: AWSError.invalidToken(message).because(
                    "STS-42",
                    "no value of the attribute `Role` is the pair of `\(role)` and `\(arn)`, or the two are of "
                        + "different accounts",
                    advice: "let the identity provider send this pair, or call with one that it sends"))
        }
        return nil
    }

    private static let expired = RefusedToken(
        error: AWSError(code: "ExpiredTokenException", status: 400, message: "Response has expired").because(
            "STS-43", "the assertion's NotOnOrAfter or SessionNotOnOrAfter has passed", advice: "log in again"))

    private static func isExpired(_ assertion: SAMLAssertion, at time: Timestamp) -> Bool {
        [assertion.expiry, assertion.sessionExpiry].compactMap { $0 }.contains { $0 <= time }
    }

    /// An assertion must say whom it is about.
    private func subjectError(_ assertion: SAMLAssertion) -> RefusedToken? {
        guard assertion.isComplete, assertion.subject == nil else { return nil }
        return RefusedToken(
            error: AWSError.accessDenied("Not authorized to perform sts:AssumeRoleWithSAML").because(
                "STS-42", "the assertion says of nobody that it is about them",
                advice: "let the identity provider send a `NameID`"))
    }

    private func nameError(_ assertion: SAMLAssertion) -> RefusedToken? {
        guard let name = assertion.roleSessionName else {
            return RefusedToken(error: Self.nameError("RoleSessionName is required in AuthnResponse"))
        }
        if !ParameterRule.sessionName.accepts(name) {
            return RefusedToken(
                error: Self.nameError("RoleSessionName in AuthnResponse must match [a-zA-Z_0-9+=,.@-]{2,64}"))
        }
        guard let identity = assertion.sourceIdentity, !ParameterRule.sessionName.accepts(identity) else { return nil }
        return RefusedToken(error: .invalidSourceIdentity)
    }

    private static func nameError(_ message: String) -> AWSError {
        AWSError.invalidToken(message).because(
            "STS-42",
            "the session is named by the assertion's attribute `RoleSessionName`, which is missing, or none that "
                + "AWS takes", advice: "let the identity provider send 2 to 64 of the characters that a name may have")
    }

    /// A tag has a single value; what AWS says of more is undocumented.
    private func tagError(_ assertion: SAMLAssertion) -> RefusedToken? {
        guard assertion.tags.contains(where: { $0.values.count != 1 }) else { return nil }
        return RefusedToken(
            error: AWSError.invalidToken("A PrincipalTag attribute must have exactly one value").because(
                "STS-42", "an attribute `PrincipalTag:KEY` has no value, or several",
                advice: "let the identity provider send one"))
    }
}

/// A token that AWS does not take, and why.
struct RefusedToken: Error {
    let error: AWSError
    var hints: [FederationHint] = []
}
