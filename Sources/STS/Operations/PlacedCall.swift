import IAM
import SourceText

extension STSCall {
    /// The call as it is answered where the accounts are known: parameters that AWS's model of the API forbids are refused
    /// (STS-90), and tokens are judged (STS-40, STS-50).
    /// - Parameter caller: who signs the call.
    func placed(in circumstances: Circumstances, by caller: Principal?) -> any CallOperation {
        let (world, time) = (circumstances.world, circumstances.statedTime)
        return placed(in: world, at: time, by: caller)
    }

    private func placed(in world: World, at time: Timestamp?, by caller: Principal?) -> any CallOperation {
        switch operation {
        case .assumeRole(let parameters): parameters.placed
        case .assumeRoleWithSAML(let parameters):
            parameters.placed(SAMLProviders(world: world, time: time))
        case .assumeRoleWithWebIdentity(let parameters):
            parameters.placed(WebIdentityProviders(world: world, time: time))
        case .assumeRoot(let parameters): parameters.placed
        case .getCallerIdentity: CallerIdentity()
        case .getFederationToken(let parameters): parameters.placed(by: caller)
        case .getSessionToken(let parameters): parameters.placed
        }
    }
}

extension AssumeRole {
    fileprivate var placed: any CallOperation {
        if let error = faults.error { return RefusedCall(name: .assumeRole, error: error) }
        guard let role = ARN(roleARN) else { return RefusedCall(name: .assumeRole, error: .invalidARN(roleARN)) }
        let tags = tags ?? []
        return RoleAssumption(
            operation: .assumeRole, roleARN: role, roleSessionName: roleSessionName, externalID: externalID, tags: tags,
            transitiveTagKeys: transitiveTagKeys ?? [],
            passesNoTags: tags.isEmpty && (self.tags != nil || transitiveTagKeys?.isEmpty == true),
            sourceIdentity: sourceIdentity, durationSeconds: durationSeconds, sessionPolicies: policies.all,
            multiFactor: MultiFactorCode(serialNumber: serialNumber, tokenCode: tokenCode),
            contextProviders: providedContexts?.compactMap(\.providerARN))
    }
}

extension AssumeRoleWithWebIdentity {
    fileprivate func placed(_ providers: WebIdentityProviders) -> any CallOperation {
        let token = token.decoded
        func refused(_ error: AWSError, by provider: Text = "", _ hints: [FederationHint] = []) -> RefusedCall {
            RefusedCall(
                name: .assumeRoleWithWebIdentity, error: error, hints: hints,
                unsignedCaller: Principal(vouchedForBy: provider))
        }
        if let error = faults.error { return refused(error, by: token?.issuer ?? "") }
        guard let role = ARN(roleARN) else { return refused(.invalidARN(roleARN, of: .assumeRoleWithWebIdentity)) }
        guard let token else { return refused(withoutToken) }
        switch providers.judge(token, providerID: providerID, role: role) {
        case .refused(let error, let provider, let hints): return refused(error, by: provider, hints)
        case .vouched(let federation):
            return RoleAssumption(
                operation: .assumeRoleWithWebIdentity, roleARN: role, roleSessionName: roleSessionName,
                tags: token.tags ?? [], transitiveTagKeys: token.transitiveTagKeys,
                sourceIdentity: token.sourceIdentity, durationSeconds: durationSeconds,
                sessionPolicies: policies.all, federation: federation)
        }
    }

    /// Whether the token is one of access, of which nothing can be told offline.
    package var hasUnreadableToken: Bool {
        guard let providerID, WebIdentityProviders.ofAccessTokens.contains(providerID), case .text = token else {
            return false
        }
        return token.decoded == nil && faults.error == nil
    }

    /// What AWS answers to a text that is no JSON Web Token: access tokens are not, but cannot be read offline.
    private var withoutToken: AWSError {
        guard let providerID else {
            let message =
                "The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)"
            return AWSError.invalidToken(message).because(
                "STS-50", "WebIdentityToken is no JSON Web Token", advice: "pass the provider's ID token")
        }
        guard hasUnreadableToken else { return WebIdentityProviders.unknownProvider }
        return AWSError.invalidToken("Provided Token cannot be read offline").because(
            "STS-50", "an access token of `\(providerID)` says nothing that can be read offline",
            advice: "give the claims for which it stands")
    }
}

extension AssumeRoleWithSAML {
    fileprivate func placed(_ providers: SAMLProviders) -> any CallOperation {
        let caller = Principal(vouchedForBy: principalARN)
        func refused(_ error: AWSError, _ hints: [FederationHint] = []) -> RefusedCall {
            RefusedCall(name: .assumeRoleWithSAML, error: error, hints: hints, unsignedCaller: caller)
        }
        var faults = faults
        if let error = faults.error { return refused(error) }
        let decoded = assertion.decoded
        let tags = decoded.singleTags
        faults.check(tags)
        if let error = faults.error { return refused(error) }
        guard let role = ARN(roleARN), let provider = ARN(principalARN) else {
            return refused(.invalidARN(principalARN, of: .assumeRoleWithSAML))
        }
        do {
            let assertion = try decoded.get()
            let federation = try providers.judge(assertion, provider: provider, role: role).get()
            return RoleAssumption(
                operation: .assumeRoleWithSAML, roleARN: role, roleSessionName: assertion.roleSessionName ?? "",
                tags: tags, transitiveTagKeys: assertion.transitiveTagKeys,
                sourceIdentity: assertion.sourceIdentity, durationSeconds: durationSeconds,
                sessionPolicies: policies.all, federation: federation)
        } catch {
            return refused(error.error, error.hints)
        }
    }
}

extension Result<SAMLAssertion, RefusedToken> {
    /// The tags of the assertion, each with its first value.
    fileprivate var singleTags: [Tag] {
        let tags = (try? get())?.tags ?? []
        return tags.compactMap { tag in tag.values.first.map { Tag(key: tag.key, value: $0) } }
    }
}

extension AssumeRoot {
    fileprivate var placed: any CallOperation {
        func refused(_ error: AWSError) -> RefusedCall { RefusedCall(name: .assumeRoot, error: error) }
        if let error = faults.error { return refused(error) }
        guard let root else {
            return refused(
                AWSError.validation("Request must contain a valid target principal").because(
                    "STS-62", "`\(targetPrincipal)` is neither an account's number nor the ARN of its root user",
                    advice: "pass the number of a member account"))
        }
        guard let policy = RootTaskPolicies.policy(taskPolicyARN) else {
            let hint = Suggestion.hint(for: taskPolicyARN.string, among: RootTaskPolicies.arns)
            return refused(
                AWSError.validation("Request must contain valid AWS managed task policy ARN").because(
                    "STS-62", "`\(taskPolicyARN)` is no task policy\(hint)",
                    advice: "pass the ARN of one of AWS's `root-task` policies"))
        }
        return RootAssumption(
            account: root.account, partition: root.partition, taskPolicy: policy, taskPolicyARN: taskPolicyARN,
            durationSeconds: durationSeconds)
    }

    /// The account of the target, by its number or by the ARN of its root user.
    private var root: (account: AccountID, partition: Text?)? {
        if let account = AccountID(targetPrincipal) { return (account, nil) }
        guard let arn = ARN(targetPrincipal), arn.isAccountRoot else { return nil }
        return arn.accountID.map { ($0, arn.partition) }
    }
}

extension GetFederationToken {
    fileprivate func placed(by caller: Principal?) -> any CallOperation {
        if let error = faults(in: caller?.account).error { return RefusedCall(name: .getFederationToken, error: error) }
        return FederatedSession(
            name: name, tags: tags ?? [], passesNoTags: tags?.isEmpty == true, durationSeconds: durationSeconds,
            sessionPolicies: policies.all)
    }
}

extension GetSessionToken {
    fileprivate var placed: any CallOperation {
        if let error = faults.error { return RefusedCall(name: .getSessionToken, error: error) }
        return UserSession(
            durationSeconds: durationSeconds,
            multiFactor: MultiFactorCode(serialNumber: serialNumber, tokenCode: tokenCode))
    }
}
