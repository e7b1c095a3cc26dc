import STS
import SourceText

// The command line of AWS.
extension ScriptRunner {
    mutating func aws(
        _ arguments: [ScriptValue], _ command: ShellCommand
    ) -> ScriptValue {
        let line = AWSCommandLine(
            arguments,
            file: { [state, file] path in
                // What the script has written counts more than what the repository holds.
                state.files[Self.plain(path)] ?? (state.isElsewhere ? nil : file(path)).map { ScriptValue($0) }
            }, token: token)
        if line.service == "configure" { return configure(line) }
        guard line.service == "sts" else { return other("aws", []) }
        if line.isSkeleton {
            followed.insert(command.offset)
            return ScriptValue(unknown: ["a form"])
        }
        if line.goesElsewhere || state.variables.all.contains(where: { $0.name.hasPrefix("AWS_ENDPOINT_URL") }) {
            note("a call that goes to another endpoint than that of AWS is not asked")
            followed.insert(command.offset)
            return ScriptValue(unknown: ["the response of another endpoint"])
        }
        let signer = credentials(line)
        guard var call = CommandLineCall(line, .classic)?.call(signer: signer, region: region) else {
            note("`aws sts \(line.operation ?? "…")` is not followed")
            return other("aws sts", [])
        }
        result = .taken
        callNumber += 1
        call.number = callNumber
        followed.insert(command.offset)
        let forms =
            call.operation.name == .assumeRoleWithWebIdentity ? token.map { TokenClaims.Form.others(in: $0.run) } : nil
        let others = (forms ?? []).compactMap { form in
            CommandLineCall(line, form).map { (form, $0.call(signer: signer, region: region)) }
        }
        add(call, otherForms: others)
        if let account = line.account(of: signer) { return ScriptValue(account) }
        return response(of: call, line)
    }

    /// What the command prints: the whole response, or the parts of the session that `--query` asks for, in its order.
    private func response(of call: PredictedCall, _ line: AWSCommandLine) -> ScriptValue {
        let words = ["the response of \(call.operation.name.rawValue)"]
        let parts = SessionPart.named(in: line.option("--query")?.text ?? "")
        guard !parts.isEmpty, line.option("--output")?.text == "text" else {
            return ScriptValue(unknown: words, origin: .response(call, nil))
        }
        var value = ScriptValue()
        for (index, part) in parts.enumerated() {
            if index > 0 { value.append("\t") }
            value.appendUnknown(words, origin: .response(call, part))
        }
        return value
    }

    /// `aws configure set NAME VALUE`.
    private mutating func configure(_ line: AWSCommandLine) -> ScriptValue {
        if let (profile, id) = line.configuredKey {
            state.profiles[profile] = id.credentials
        } else if let (name, value) = line.configuredPart {
            state.profiles[name] = value.credentials
        } else if let profile = line.configuredSource {
            state.profiles[profile] = .unknown(
                "the credentials of the profile `\(profile)`, which the command line finds")
        }
        return ScriptValue()
    }

    /// Whose credentials a command takes: those of the profile that it names, else those in the environment, else those of
    /// the environment's profile.
    private func credentials(_ line: AWSCommandLine) -> Credentials? {
        if let named = line.profile { return credentials(of: named) }
        if case .keys? = state.environment, state.hasOtherToken || state.setsToken && !state.setsKey {
            return .withOtherToken
        }
        // Keys in the environment win over a profile, but the profile must exist.
        if let named = state.variables["AWS_PROFILE"], state.exported.contains("AWS_PROFILE"), let name = named.text,
            !name.isEmpty, name != "default", state.profiles[name] == nil
        {
            return .unknown("whether there is a profile `\(name)`")
        }
        if let environment = state.completeEnvironment { return environment }
        if state.exported.contains("AWS_PROFILE"), let named = state.variables["AWS_PROFILE"] {
            return credentials(of: named)
        }
        return Credentials.of(profile: "default") { state.profiles[$0] }
    }

    private func credentials(of profile: ScriptValue) -> Credentials? {
        guard let name = profile.text else { return .unknown("the profile \(profile.unknown.joined(separator: ", "))") }
        return Credentials.of(profile: name) { state.profiles[$0] }
            ?? .unknown("the credentials of the profile `\(name)`")
    }

    private var region: String? {
        ["AWS_REGION", "AWS_DEFAULT_REGION"].lazy.filter(state.exported.contains)
            .compactMap { state.variables[$0]?.text }.first
    }
}
