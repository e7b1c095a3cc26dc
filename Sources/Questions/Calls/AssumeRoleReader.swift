import IAM
import STS
import SourceText

/// Reads the parameters of the three operations that assume a role.
struct AssumeRoleReader {
    let entities: EntityFinder
    let names: PolicyNames

    private static let members: [MemberName] = [
        "RoleArn", "RoleSessionName", "ExternalId", "Tags", "TransitiveTagKeys", "SourceIdentity",
        "DurationSeconds", "Policy", "PolicyArns", "SerialNumber", "TokenCode", "ProvidedContexts",
        "MinimumSessionTokenSize",
    ]

    func read(_ node: Node, _ diagnostics: inout Diagnostics) -> AssumeRole? {
        guard let parameters = parameters(node, .assumeRole, Self.members, &diagnostics) else { return nil }
        let role = parameters.role(&diagnostics)
        let session = parameters.required("RoleSessionName", &diagnostics)
        var call = AssumeRole(roleARN: role ?? "", roleSessionName: session ?? "")
        call.policies = parameters.policies(in: account(role), &diagnostics)
        call.durationSeconds = parameters.duration(&diagnostics)
        call.minimumSessionTokenSize = parameters.tokenSize(&diagnostics)
        call.tags = parameters.tags(&diagnostics)
        call.transitiveTagKeys = parameters.transitiveTagKeys(&diagnostics)
        call.externalID = parameters.text("ExternalId", &diagnostics)
        call.serialNumber = parameters.text("SerialNumber", &diagnostics)
        call.tokenCode = parameters.text("TokenCode", &diagnostics)
        call.sourceIdentity = parameters.text("SourceIdentity", &diagnostics)
        call.providedContexts = parameters.providedContexts(&diagnostics)
        return role == nil || session == nil ? nil : call
    }

    // MARK: AssumeRoleWithWebIdentity

    private static let webMembers: [MemberName] = [
        "RoleArn", "RoleSessionName", "WebIdentityToken", "ProviderId", "DurationSeconds", "Policy", "PolicyArns",
        "MinimumSessionTokenSize",
    ]

    func readWebIdentity(_ node: Node, _ diagnostics: inout Diagnostics) -> AssumeRoleWithWebIdentity? {
        guard let parameters = parameters(node, .assumeRoleWithWebIdentity, Self.webMembers, &diagnostics)
        else { return nil }
        let role = parameters.role(&diagnostics)
        let session = parameters.required("RoleSessionName", &diagnostics)
        let policies = parameters.policies(in: account(role), &diagnostics)
        let duration = parameters.duration(&diagnostics)
        let size = parameters.tokenSize(&diagnostics)
        let providerID = parameters.text("ProviderId", &diagnostics)
        let token = readToken(parameters, &diagnostics)
        guard let role, let session, let token else { return nil }
        var call = AssumeRoleWithWebIdentity(roleARN: role, roleSessionName: session, token: token)
        call.policies = policies
        call.durationSeconds = duration
        call.minimumSessionTokenSize = size
        call.providerID = providerID
        if call.hasUnreadableToken {
            diagnostics.error(
                "unreadable-token", "an access token cannot be read offline: give what it stands for, as `{claims}`",
                at: node.location)
        }
        return call
    }

    /// A token as text, or its claims: `{claims: {iss, aud, sub, …}}`.
    private func readToken(
        _ parameters: CallParameters, _ diagnostics: inout Diagnostics
    ) -> AssumeRoleWithWebIdentity.Token? {
        guard let node = parameters.reader.required("WebIdentityToken", &diagnostics) else { return nil }
        guard node.kind == .mapping else { return parameters.text("WebIdentityToken", &diagnostics).map { .text($0) } }
        guard let reader = NodeReader(node, "`WebIdentityToken`", &diagnostics) else { return nil }
        reader.allow(only: ["claims"], &diagnostics)
        guard let claims = reader.required("claims", &diagnostics),
            NodeReader(claims, "`claims`", &diagnostics) != nil
        else { return nil }
        return .claims(WebIdentityToken(claims: claims.members.map { Claim.NamedClaim($0.key.text, Claim($0.value)) }))
    }

    // MARK: AssumeRoleWithSAML

    private static let samlMembers: [MemberName] = [
        "RoleArn", "PrincipalArn", "SAMLAssertion", "DurationSeconds", "Policy", "PolicyArns",
        "MinimumSessionTokenSize",
    ]

    func readSAML(_ node: Node, _ diagnostics: inout Diagnostics) -> AssumeRoleWithSAML? {
        guard let parameters = parameters(node, .assumeRoleWithSAML, Self.samlMembers, &diagnostics)
        else { return nil }
        let role = parameters.role(&diagnostics)
        let provider = parameters.required("PrincipalArn", &diagnostics)
        let policies = parameters.policies(in: account(role), &diagnostics)
        let duration = parameters.duration(&diagnostics)
        let size = parameters.tokenSize(&diagnostics)
        let assertion = AssertionReader(names: names).read(parameters, &diagnostics)
        guard let role, let provider, let assertion else { return nil }
        var call = AssumeRoleWithSAML(roleARN: role, principalARN: provider, assertion: assertion)
        call.policies = policies
        call.durationSeconds = duration
        call.minimumSessionTokenSize = size
        return call
    }

    private func parameters(
        _ node: Node, _ operation: OperationName, _ members: [MemberName], _ diagnostics: inout Diagnostics
    ) -> CallParameters? {
        CallParameters(node, operation, entities: entities, names: names, allowing: members, &diagnostics)
    }

    private func account(_ role: Text?) -> AccountID? {
        role.flatMap { ARN($0) }.flatMap { $0.isWholeRole ? $0.accountID : nil }
    }
}
