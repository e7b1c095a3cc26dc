package import IAM
package import SourceText

// What AWS answers to the parameters of a call whoever sends them (STS-90): the one place where that is decided.

extension AssumeRole {
    /// What is wrong with the parameters taken one by one.
    var faults: ParameterFaults {
        var faults = ParameterFaults()
        faults.check(role: roleARN, of: .assumeRole)
        faults.check(roleSessionName, "roleSessionName", .sessionName)
        faults.check(policies, in: ARN(roleARN)?.accountOfRole)
        faults.check(durationSeconds, "durationSeconds", in: ParameterFaults.durations)
        faults.check(tokenSize: minimumSessionTokenSize)
        faults.check(tags ?? [])
        faults.check(count: transitiveTagKeys?.count, "transitiveTagKeys", in: 0...50)
        for (index, key) in (transitiveTagKeys ?? []).enumerated() {
            faults.check(key, "transitiveTagKeys.\(index + 1).member", .tagKey)
        }
        faults.check(externalID, "externalId", .externalID)
        faults.check(serialNumber, "serialNumber", .serialNumber)
        faults.check(tokenCode, "tokenCode", .tokenCode)
        faults.check(sourceIdentity, "sourceIdentity", .sessionName)
        faults.check(count: providedContexts?.count, "providedContexts", in: 1...5)
        for (index, context) in (providedContexts ?? []).enumerated() {
            let place = "providedContexts.\(index + 1).member"
            faults.check(context.providerARN, "\(place).providerArn", .managedPolicyARN)
            faults.check(context.contextAssertion, "\(place).contextAssertion", .contextAssertion)
        }
        return faults
    }
}

extension AssumeRoleWithWebIdentity {
    /// What is wrong with the parameters taken one by one, and with the tags that the token passes.
    var faults: ParameterFaults {
        var faults = ParameterFaults()
        faults.check(role: roleARN, of: .assumeRoleWithWebIdentity)
        faults.check(roleSessionName, "roleSessionName", .sessionName)
        faults.check(policies, in: ARN(roleARN)?.accountOfRole)
        faults.check(durationSeconds, "durationSeconds", in: ParameterFaults.durations)
        faults.check(tokenSize: minimumSessionTokenSize)
        if case .text(let text) = token { faults.check(text, "webIdentityToken", .webIdentityToken) }
        if let tags = token.decoded?.tags { faults.check(tags) }
        return faults
    }
}

extension AssumeRoleWithSAML {
    /// What is wrong with the parameters taken one by one. Their sizes are checked before anything is decoded.
    var faults: ParameterFaults {
        var faults = ParameterFaults()
        faults.check(role: roleARN, of: .assumeRoleWithSAML)
        faults.check(principalARN, "principalArn", .roleARN)
        faults.check(policies, in: ARN(roleARN)?.accountOfRole)
        faults.check(durationSeconds, "durationSeconds", in: ParameterFaults.durations)
        faults.check(tokenSize: minimumSessionTokenSize)
        switch assertion {
        case .encoded(let text): faults.check(text, "sAMLAssertion", .samlAssertion)
        case .xml(let bytes): faults.check(count: (bytes.count + 2) / 3 * 4, "sAMLAssertion", in: 4...100_000)
        case .contents: break
        }
        return faults
    }
}

extension AssumeRoot {
    /// What is wrong with the parameters taken one by one.
    var faults: ParameterFaults {
        var faults = ParameterFaults()
        faults.check(targetPrincipal, "targetPrincipal", .targetPrincipal)
        faults.check(durationSeconds, "durationSeconds", in: 0...900)
        faults.check(tokenSize: minimumSessionTokenSize)
        return faults
    }
}

extension GetFederationToken {
    /// What is wrong with the parameters taken one by one.
    /// - Parameter account: the account of the caller.
    func faults(in account: AccountID?) -> ParameterFaults {
        var faults = ParameterFaults()
        faults.check(name, "name", .federatedName)
        faults.check(policies, in: account)
        faults.check(durationSeconds, "durationSeconds", in: ParameterFaults.longDurations)
        faults.check(tokenSize: minimumSessionTokenSize)
        faults.check(tags ?? [])
        return faults
    }
}

extension GetSessionToken {
    /// What is wrong with the parameters taken one by one.
    var faults: ParameterFaults {
        var faults = ParameterFaults()
        faults.check(durationSeconds, "durationSeconds", in: ParameterFaults.longDurations)
        faults.check(tokenSize: minimumSessionTokenSize)
        faults.check(serialNumber, "serialNumber", .serialNumber)
        faults.check(tokenCode, "tokenCode", .tokenCode)
        return faults
    }
}

// MARK: - What several operations have in common

extension ParameterFaults {
    /// How long sessions of roles may last, in seconds.
    static let durations = 900...43_200
    /// How long sessions of users may last, in seconds.
    static let longDurations = 900...129_600

    /// Checks `RoleArn`.
    fileprivate mutating func check(role text: Text, of operation: OperationName) {
        check(text, "roleArn", .roleARN)
        if ARN(text)?.isWholeRole != true { refuse(requested: text, by: operation) }
    }

    fileprivate mutating func check(tokenSize bytes: Int?) {
        check(bytes, "minimumSessionTokenSize", in: 0...4096)
    }

    /// Checks the policies that a call passes.
    /// - Parameter account: the account whose credentials are made: managed policies must be its own, or AWS's (SES-3).
    fileprivate mutating func check(_ policies: PassedPolicies, in account: AccountID?) {
        switch policies.inline {
        case nil: break
        case .policy(let policy): check(count: policy.passedSize, "policy", in: 1...2048)
        case .text(let text, _): check(text, "policy", .policy)
        case .malformed(let text, let fault):
            check(text, "policy", .policy)
            refuse(fault.error)
        }
        guard let arns = policies.managedARNs else { return }
        check(count: arns.count, "policyArns", in: 0...10)
        for arn in PassedPolicies.foreign(arns, to: account) { refuse(arn: arn) }
    }
}

extension PassedPolicies {
    /// Those ARNs of managed policies that are of another account than the one whose credentials are made.
    package static func foreign(_ arns: [Text], to account: AccountID?) -> [Text] {
        guard let account else { return [] }
        return arns.filter { text in ARN(text)?.accountID.map { $0 != account } ?? false }
    }
}

extension PassedPolicies.MalformedPolicy {
    fileprivate var error: AWSError {
        let message: Text = isJSON ? "Syntax errors in policy." : "This policy contains invalid Json"
        return AWSError(code: "MalformedPolicyDocument", status: 400, message: message).because(
            "STS-71", "the text of `Policy` is no session policy\(reason.isEmpty ? "" : ": \(reason)")",
            advice: "pass a policy as JSON")
    }
}

extension ARN {
    /// Whether it names one role of a partition of AWS.
    package var isWholeRole: Bool { isRole && !name.isEmpty && partition.hasPrefix("aws") }

    /// The account of a role that a call can name.
    fileprivate var accountOfRole: AccountID? { isWholeRole ? accountID : nil }
}

extension AssumeRoleWithWebIdentity.Token {
    /// What the token says; `nil` where the text is no JSON Web Token.
    var decoded: WebIdentityToken? {
        switch self {
        case .text(let text): WebIdentityToken(jwt: text)
        case .claims(let claims): claims
        }
    }
}
