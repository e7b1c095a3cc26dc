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
            operation: "GetCallerIdentity", parameters: [], unknown: [], madeUp: [], region: region,
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

    private func parameters() -> CallParameterList {
        var parameters = CallParameterList()
        parameters.need("RoleArn", action.input("role-to-assume"))
        let name = action.sessionName
        parameters.suppose(
            "RoleSessionName", name.text ?? Self.madeUp, key: "sts:RoleSessionName", name.unknownNames)
        if let seconds = action.duration(path) {
            parameters.values.append(("DurationSeconds", .number(seconds)))
        } else {
            parameters.unknown += action.input("role-duration-seconds")?.unknownNames ?? []
        }
        if action.takesSessionPolicies {
            parameters.need("Policy", action.input("inline-session-policy"))
            if let arns = action.input("managed-session-policies") {
                guard let text = arns.text else {
                    parameters.unknown += arns.unknownNames
                    return parameters
                }
                let list = text.split(separator: "\n").filter { $0.contains { !$0.isWhitespace } }.map { line in
                    String(line.filter { !$0.isWhitespace })
                }
                parameters.values.append(("PolicyArns", .strings(list)))
            }
        }
        return parameters
    }

    private func call(_ operation: String, _ parameters: CallParameterList, signer: Credentials?) -> PredictedCall {
        PredictedCall(
            operation: operation, parameters: parameters.values, unknown: parameters.unknown, madeUp: parameters.madeUp,
            region: region, signer: signer)
    }

    private var withWebIdentity: PredictedCall { withWebIdentity(.classic) }

    /// The call with each other form that the token's subject may have; none where no token is asked for.
    var otherForms: [(form: TokenClaims.Form, call: PredictedCall)] {
        path == .token ? TokenClaims.Form.others(in: claims.run).map { ($0, withWebIdentity($0)) } : []
    }

    private func withWebIdentity(_ form: TokenClaims.Form) -> PredictedCall {
        var parameters = parameters()
        let claims = claims.claims(form)
        parameters.unknown += claims.unknown
        parameters.madeUp += claims.madeUp
        parameters.values.append(("WebIdentityToken", .object([("claims", .object(claims.values))])))
        return call("AssumeRoleWithWebIdentity", parameters, signer: nil)
    }

    private var withTokenFile: PredictedCall {
        var parameters = parameters()
        parameters.unknown.append("the token in `web-identity-token-file`")
        return call("AssumeRoleWithWebIdentity", parameters, signer: nil)
    }

    private var assumeRole: PredictedCall {
        var parameters = parameters()
        parameters.need("ExternalId", action.input("role-external-id"))
        if action.isTagging(path) { addTags(to: &parameters) }
        return call("AssumeRole", parameters, signer: source ?? .unknown("the runner's own credentials"))
    }

    private func addTags(to parameters: inout CallParameterList) {
        let tags = SessionTags(action.version)
        var sent: [(key: String, value: String)] = [("GitHub", "Actions")]
        for (index, source) in tags.sources.enumerated() {
            let value = variables[source.variable] ?? .null
            if let text = value.text {
                // The first five are always there, the others where their variable has a value.
                if index >= 5, text.isEmpty { continue }
                sent.append((source.key, tags.sanitized(text, of: source.key)))
            } else {
                sent.append((source.key, Self.madeUp))
                parameters.madeUp.append(("aws:RequestTag/\(source.key)", value.unknownNames))
            }
        }
        let list = sent.map { JSONValue.object([("Key", .string($0.key)), ("Value", .string($0.value))]) }
        parameters.values.append(("Tags", .array(list)))
        if let keys = action.transitiveKeys(among: sent.map(\.key)) {
            parameters.values.append(("TransitiveTagKeys", .strings(keys)))
        }
    }
}
