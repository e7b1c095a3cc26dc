import IAM
import STS
import SourceText

/// The calls of STS that a step with the credentials action makes.
struct ActionCalls {
    let action: CredentialsAction
    let path: CredentialsAction.Path
    /// The credentials that the step is given or finds.
    let source: Credentials?
    let claims: TokenClaims
    /// The variables of the environment, by name.
    let variables: NameMap<ExpressionValue>

    /// What a tag's value is taken for that nobody tells.
    private static let madeUp = "unknown"

    /// All calls, in order.
    var all: [PredictedCall] {
        guard let assuming else { return [identity(source)] }
        return (path == .token || path == .tokenFile ? [] : [identity(source)]) + [
            assuming, identity(.session(assuming)),
        ]
    }

    private func identity(_ signer: Credentials?) -> PredictedCall { Self.identity(of: signer, region: region) }

    /// The call by which the action tries credentials.
    static func identity(of signer: Credentials?, region: String?) -> PredictedCall {
        PredictedCall(
            operation: .getCallerIdentity, unknown: [], madeUp: [], region: region,
            signer: signer ?? .unknown("the runner's own credentials"))
    }

    private var region: String? { action.input("aws-region")?.text }

    /// The call that assumes a role; `nil` where none is assumed.
    var assuming: PredictedCall? {
        switch path {
        case .existing, .fails: nil
        case .token: withWebIdentity
        case .tokenFile: withTokenFile
        case .keys, .chaining, .ambient: assumeRole
        }
    }

    // MARK: The calls

    /// The parameters that both calls which assume a role have.
    private struct RoleParameters {
        var open = OpenParameters()
        var role: Text = ""
        var sessionName: Text = ""
        var durationSeconds: Int?
        var policies = PassedPolicies()
    }

    private func common() -> RoleParameters {
        var common = RoleParameters()
        common.role = common.open.need(action.input("role-to-assume")) ?? ""
        let name = action.sessionName
        common.sessionName = common.open.suppose(
            name.text ?? Self.madeUp, key: "sts:RoleSessionName", name.unknownNames)
        common.durationSeconds = action.duration(path)
        if common.durationSeconds == nil {
            common.open.unknown += action.input("role-duration-seconds")?.unknownNames ?? []
        }
        if action.takesSessionPolicies { common.policies = policies(&common.open) }
        return common
    }

    private func policies(_ open: inout OpenParameters) -> PassedPolicies {
        var policies = PassedPolicies()
        var ignored = Diagnostics()
        policies.inline = open.need(action.input("inline-session-policy")).map {
            PassedPolicies.Inline(text: $0, name: "session[0]", &ignored)
        }
        if let arns = open.need(action.input("managed-session-policies")) {
            policies.managedARNs = arns.split(at: "\n").compactMap { line in
                let arn = line.string.filter { !$0.isWhitespace }
                return arn.isEmpty ? nil : Text(arn)
            }
        }
        return policies
    }

    private func call(_ operation: STSCall.Operation, _ open: OpenParameters, signer: Credentials?) -> PredictedCall {
        PredictedCall(
            operation: operation, unknown: open.unknown, madeUp: open.madeUp, region: region, signer: signer)
    }

    private var withWebIdentity: PredictedCall { withWebIdentity(.classic) }

    /// The call with each other form that the token's subject may have; none where no token is asked for.
    var otherForms: [(form: TokenClaims.Form, call: PredictedCall)] {
        path == .token ? TokenClaims.Form.others(in: claims.run).map { ($0, withWebIdentity($0)) } : []
    }

    private func withWebIdentity(_ form: TokenClaims.Form) -> PredictedCall {
        let claims = claims.claims(form)
        return webIdentity(claims.token) { open in
            open.unknown += claims.unknown
            open.madeUp += claims.madeUp
        }
    }

    private var withTokenFile: PredictedCall {
        webIdentity(.claims(WebIdentityToken(claims: []))) { open in
            open.unknown.append("the token in `web-identity-token-file`")
        }
    }

    private func webIdentity(
        _ token: AssumeRoleWithWebIdentity.Token, _ hangOn: (inout OpenParameters) -> Void
    ) -> PredictedCall {
        var common = common()
        hangOn(&common.open)
        var parameters = AssumeRoleWithWebIdentity(
            roleARN: common.role, roleSessionName: common.sessionName, token: token)
        parameters.durationSeconds = common.durationSeconds
        parameters.policies = common.policies
        return call(.assumeRoleWithWebIdentity(parameters), common.open, signer: nil)
    }

    private var assumeRole: PredictedCall {
        var common = common()
        var parameters = AssumeRole(roleARN: common.role, roleSessionName: common.sessionName)
        parameters.durationSeconds = common.durationSeconds
        parameters.policies = common.policies
        parameters.externalID = common.open.need(action.input("role-external-id"))
        if action.isTagging(path) { addTags(to: &parameters, &common.open) }
        return call(
            .assumeRole(parameters), common.open, signer: source ?? .unknown("the runner's own credentials"))
    }

    private func addTags(to parameters: inout AssumeRole, _ open: inout OpenParameters) {
        let tags = SessionTags(action.version)
        var sent = [Tag(key: "GitHub", value: "Actions")]
        for (index, source) in tags.sources.enumerated() {
            let value = variables[source.variable] ?? .null
            if let text = value.text {
                // The first five are always there, the others where their variable has a value.
                if index >= 5, text.isEmpty { continue }
                sent.append(Tag(key: Text(source.key), value: Text(tags.sanitized(text, of: source.key))))
            } else {
                sent.append(Tag(key: Text(source.key), value: Text(Self.madeUp)))
                open.madeUp.append(("aws:RequestTag/\(source.key)", value.unknownNames))
            }
        }
        parameters.tags = sent
        parameters.transitiveTagKeys = action.transitiveKeys(among: sent.map(\.key.string))?.map { Text($0) }
    }
}
