import IAM
public import STS
public import SourceText

extension STSCall.Operation {
    /// The parameters that are sent, by the API's own names, as a question has them. Those that are empty, and so cannot have been
    /// sent, are left out.
    public var parameters: [(name: String, value: JSONValue)] {
        var list = ParameterList()
        switch self {
        case .assumeRole(let call):
            list.add("RoleArn", call.roleARN)
            list.add("RoleSessionName", call.roleSessionName)
            list.add("DurationSeconds", call.durationSeconds)
            list.add(call.policies)
            list.add("ExternalId", call.externalID)
            list.add("SourceIdentity", call.sourceIdentity)
            list.add("SerialNumber", call.serialNumber)
            list.add("TokenCode", call.tokenCode)
            list.add(call.tags)
            list.add("TransitiveTagKeys", call.transitiveTagKeys)
            list.add(call.providedContexts)
            list.add("MinimumSessionTokenSize", call.minimumSessionTokenSize)
        case .assumeRoleWithWebIdentity(let call):
            list.add("RoleArn", call.roleARN)
            list.add("RoleSessionName", call.roleSessionName)
            list.add("DurationSeconds", call.durationSeconds)
            list.add(call.policies)
            list.add("ProviderId", call.providerID)
            list.add("MinimumSessionTokenSize", call.minimumSessionTokenSize)
            list.add(call.token)
        case .assumeRoleWithSAML(let call):
            list.add("RoleArn", call.roleARN)
            list.add("PrincipalArn", call.principalARN)
            list.add("DurationSeconds", call.durationSeconds)
            list.add(call.policies)
            list.add("MinimumSessionTokenSize", call.minimumSessionTokenSize)
        case .assumeRoot(let call):
            list.add("TargetPrincipal", call.targetPrincipal)
            list.add("TaskPolicyArn", call.taskPolicyARN)
            list.add("DurationSeconds", call.durationSeconds)
        case .getFederationToken(let call):
            list.add("Name", call.name)
            list.add("DurationSeconds", call.durationSeconds)
            list.add(call.policies)
            list.add(call.tags)
        case .getSessionToken(let call):
            list.add("DurationSeconds", call.durationSeconds)
            list.add("SerialNumber", call.serialNumber)
            list.add("TokenCode", call.tokenCode)
        case .getCallerIdentity: break
        }
        return list.members
    }
}

/// Parameters while they are listed.
private struct ParameterList {
    var members: [(name: String, value: JSONValue)] = []

    mutating func add(_ name: String, _ text: Text?) {
        if let text, !text.isEmpty { members.append((name, .string(text))) }
    }

    mutating func add(_ name: String, _ number: Int?) {
        if let number { members.append((name, .number(number))) }
    }

    mutating func add(_ name: String, _ texts: [Text]?) {
        if let texts { members.append((name, .array(texts.map { .string($0) }))) }
    }

    mutating func add(_ tags: [Tag]?) {
        guard let tags else { return }
        let list = tags.map { JSONValue.object([("Key", .string($0.key)), ("Value", .string($0.value))]) }
        members.append(("Tags", .array(list)))
    }

    mutating func add(_ policies: PassedPolicies) {
        switch policies.inline {
        case .text(let text, _), .malformed(let text, _): members.append(("Policy", .string(text)))
        case .policy(let policy): members.append(("Policy", .string(policy.name)))
        case nil: break
        }
        add("PolicyArns", policies.managedARNs)
    }

    mutating func add(_ contexts: [AssumeRole.ProvidedContext]?) {
        guard let contexts else { return }
        let list = contexts.map { context in
            var own = ParameterList()
            own.add("ProviderArn", context.providerARN)
            own.add("ContextAssertion", context.contextAssertion)
            return JSONValue.object(own.members)
        }
        members.append(("ProvidedContexts", .array(list)))
    }

    mutating func add(_ token: AssumeRoleWithWebIdentity.Token) {
        switch token {
        case .text(let text): add("WebIdentityToken", text)
        case .claims(let token):
            let claims = token.claims.map { (name: $0.name.string, value: JSONValue($0.value)) }
            if !claims.isEmpty { members.append(("WebIdentityToken", .object([("claims", .object(claims))]))) }
        }
    }
}

extension JSONValue {
    /// What a claim says; numbers other than whole ones become strings.
    fileprivate init(_ claim: Claim) {
        switch claim {
        case .null: self = .null
        case .string(let text): self = .string(text)
        case .other("true"): self = .boolean(true)
        case .other("false"): self = .boolean(false)
        case .other(let text): self = Int(text.string).map { .number($0) } ?? .string(text)
        case .list(let claims): self = .array(claims.map { JSONValue($0) })
        case .claims(let claims): self = .object(claims.map { ($0.name.string, JSONValue($0.value)) })
        }
    }
}
