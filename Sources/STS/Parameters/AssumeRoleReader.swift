import IAM
import SourceText

/// Reads the parameters of the three operations that assume a role.
struct AssumeRoleReader {
    let entities: EntityFinder
    let names: PolicyNames
    /// The moment of the question; `nil` where it states none.
    let time: Timestamp?

    static let durations = 900...43_200

    // MARK: AssumeRole

    private static let members: [MemberName] = [
        "RoleArn", "RoleSessionName", "ExternalId", "Tags", "TransitiveTagKeys", "SourceIdentity",
        "DurationSeconds", "Policy", "PolicyArns", "SerialNumber", "TokenCode", "ProvidedContexts",
        "MinimumSessionTokenSize",
    ]

    func read(_ node: Node, _ diagnostics: inout Diagnostics) -> (any CallOperation)? {
        guard
            var parameters = CallParameters(node, "AssumeRole", entities: entities, names: names, &diagnostics)
        else { return nil }
        parameters.reader.allow(only: Self.members, &diagnostics)
        let errors = diagnostics.errorCount
        let role = parameters.role(&diagnostics)
        let session = parameters.required("RoleSessionName", "roleSessionName", .sessionName, &diagnostics)
        let policies = parameters.sessionPolicies(in: role?.accountID, &diagnostics)
        let duration = parameters.duration(in: Self.durations, &diagnostics)
        parameters.checkTokenSize(&diagnostics)
        let tags = parameters.tags(&diagnostics)
        let transitive = parameters.transitiveTagKeys(&diagnostics)
        let externalID = parameters.text("ExternalId", "externalId", .externalID, &diagnostics)
        let multiFactor = parameters.multiFactor(&diagnostics)
        let sourceIdentity = parameters.text("SourceIdentity", "sourceIdentity", .sessionName, &diagnostics)
        let providers = parameters.contextProviders(&diagnostics)
        if let error = parameters.error, diagnostics.errorCount == errors {
            return RefusedCall(name: "AssumeRole", error: error)
        }
        guard let role, let session else { return nil }
        let passesNoTags = tags.isEmpty && (parameters.reader["Tags"] != nil || transitive?.isEmpty == true)
        return RoleAssumption(
            operation: "AssumeRole", roleARN: role, roleSessionName: session, externalID: externalID, tags: tags,
            transitiveTagKeys: transitive ?? [], passesNoTags: passesNoTags, sourceIdentity: sourceIdentity,
            durationSeconds: duration, sessionPolicies: policies, multiFactor: multiFactor,
            contextProviders: providers)
    }

    // MARK: AssumeRoleWithWebIdentity

    private static let webMembers: [MemberName] = [
        "RoleArn", "RoleSessionName", "WebIdentityToken", "ProviderId", "DurationSeconds", "Policy", "PolicyArns",
        "MinimumSessionTokenSize",
    ]

    func readWebIdentity(_ node: Node, _ diagnostics: inout Diagnostics) -> (any CallOperation)? {
        let name = "AssumeRoleWithWebIdentity"
        guard var parameters = CallParameters(node, name, entities: entities, names: names, &diagnostics)
        else { return nil }
        parameters.reader.allow(only: Self.webMembers, &diagnostics)
        let errors = diagnostics.errorCount
        let role = parameters.role(&diagnostics)
        let session = parameters.required("RoleSessionName", "roleSessionName", .sessionName, &diagnostics)
        let policies = parameters.sessionPolicies(in: role?.accountID, &diagnostics)
        let duration = parameters.duration(in: Self.durations, &diagnostics)
        parameters.checkTokenSize(&diagnostics)
        let providerID = parameters.reader.text("ProviderId", &diagnostics)
        let token = readToken(&parameters, &diagnostics)
        if let tags = token?.tags { parameters.check(tags) }
        guard diagnostics.errorCount == errors else { return nil }
        let anybody = Principal(vouchedForBy: token?.issuer ?? "")
        if let error = parameters.error {
            return RefusedCall(name: name, error: error, unsignedCaller: anybody)
        }
        guard let role, let session else { return nil }
        guard let token else { return withoutToken(name, providerID, node, &diagnostics) }
        let providers = WebIdentityProviders(organization: entities.organization, time: time)
        switch providers.judge(token, providerID: providerID, role: role) {
        case .refused(let error, let provider, let hints):
            return RefusedCall(
                name: name, error: error, hints: hints, unsignedCaller: Principal(vouchedForBy: provider))
        case .vouched(let federation):
            return RoleAssumption(
                operation: Text(name), roleARN: role, roleSessionName: session, tags: token.tags ?? [],
                transitiveTagKeys: token.transitiveTagKeys, sourceIdentity: token.sourceIdentity,
                durationSeconds: duration, sessionPolicies: policies, federation: federation)
        }
    }

    /// What becomes of a text that is no JSON Web Token: access tokens are not, but cannot be read offline.
    private func withoutToken(
        _ name: String, _ providerID: Text?, _ node: Node, _ diagnostics: inout Diagnostics
    ) -> RefusedCall? {
        let anybody = Principal(vouchedForBy: "")
        guard let providerID else {
            let message =
                "The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)"
            let error = AWSError.invalidToken(message).because(
                "STS-50", "WebIdentityToken is no JSON Web Token", advice: "pass the provider's ID token")
            return RefusedCall(name: name, error: error, unsignedCaller: anybody)
        }
        guard WebIdentityProviders.ofAccessTokens.contains(providerID) else {
            return RefusedCall(name: name, error: WebIdentityProviders.unknownProvider, unsignedCaller: anybody)
        }
        diagnostics.error(
            "unreadable-token", "an access token cannot be read offline: give what it stands for, as `{claims}`",
            at: node.location)
        return nil
    }

    /// A token as text, or its claims: `{claims: {iss, aud, sub, …}}`.
    /// - Returns: `nil` where a text is no JSON Web Token, or, with a diagnostic, where there is no token.
    private func readToken(
        _ parameters: inout CallParameters, _ diagnostics: inout Diagnostics
    ) -> WebIdentityToken? {
        guard let node = parameters.reader.required("WebIdentityToken", &diagnostics) else { return nil }
        guard node.kind == .mapping else {
            return parameters.text("WebIdentityToken", "webIdentityToken", .webIdentityToken, &diagnostics)
                .flatMap { WebIdentityToken(jwt: $0) }
        }
        guard let reader = NodeReader(node, "`WebIdentityToken`", &diagnostics) else { return nil }
        reader.allow(only: ["claims"], &diagnostics)
        guard let claims = reader.required("claims", &diagnostics),
            NodeReader(claims, "`claims`", &diagnostics) != nil
        else { return nil }
        return WebIdentityToken(claims: claims)
    }
}
