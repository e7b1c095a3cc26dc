import IAM
import SourceText

/// The arguments of one `aws` command. <https://docs.aws.amazon.com/cli/latest/reference/sts/>
struct AWSCommandLine {
    /// The words that are no options.
    private var words: [ScriptValue] = []
    /// The options with what follows each.
    private var options: [(name: String, values: [ScriptValue])] = []
    /// What a file holds, where that is known.
    private let file: (String) -> ScriptValue?
    /// The token that the job may ask for; `nil` where it may not.
    private let token: TokenClaims?

    private static let flags: Set<String> = [
        "--debug", "--no-verify-ssl", "--no-paginate", "--no-sign-request", "--no-cli-pager", "--no-cli-auto-prompt",
    ]
    private static let lists: Set<String> = ["--tags", "--policy-arns", "--transitive-tag-keys", "--provided-contexts"]

    init(
        _ arguments: [ScriptValue], file: @escaping (String) -> ScriptValue? = { _ in nil }, token: TokenClaims? = nil
    ) {
        self.file = file
        self.token = token
        var isList = false
        var takesValue = false
        for argument in arguments {
            if argument.supposed.hasPrefix("--") {
                let parts = argument.supposed.split(separator: "=", maxSplits: 1)
                let name = parts.first.map(String.init) ?? ""
                options.append((name, []))
                isList = Self.lists.contains(name)
                takesValue = !Self.flags.contains(name)
                guard parts.count == 2 else { continue }
                options[options.count - 1].values.append(argument.dropping(prefix: name + "="))
                takesValue = false
            } else if takesValue {
                options[options.count - 1].values.append(argument)
                takesValue = isList
            } else {
                words.append(argument)
            }
        }
    }

    private func option(_ name: String) -> ScriptValue? { options.last { $0.name.isSame(as: name) }?.values.first }

    var service: String? { words.first?.text }
    var operation: String? { words.count > 1 ? words[1].text : nil }
    var profile: ScriptValue? { option("--profile") }

    /// Whether nothing is called, but a form is printed.
    var isSkeleton: Bool { options.contains { $0.name == "--generate-cli-skeleton" } }

    /// Whether the call goes to an endpoint that is not AWS's.
    var goesElsewhere: Bool { option("--endpoint-url") != nil }

    /// The profile and the name of what `aws configure set` sets, in both of its forms.
    private var configured: (profile: String, name: String)? {
        guard words.count == 4, service == "configure", operation == "set", let name = words[2].text else { return nil }
        let parts = name.split(separator: ".").map(String.init)
        switch parts.count {
        case 3 where parts[0] == "profile": return (parts[1], parts[2])
        case 2: return (parts[0], parts[1])
        default: return (profile?.text ?? "default", name)
        }
    }

    /// The profile and the key id of `aws configure set aws_access_key_id ID`.
    var configuredKey: (profile: String, id: ScriptValue)? {
        guard let configured, configured.name == "aws_access_key_id" else { return nil }
        return (configured.profile, words[3])
    }

    /// The secret or the token of a profile that `aws configure set` sets, and the name under which it is kept.
    var configuredPart: (name: String, value: ScriptValue)? {
        guard let configured, let part = Credentials.partsOfProfile.first(where: { $0.isSame(as: configured.name) })
        else { return nil }
        return (Credentials.part(part, of: configured.profile), words[3])
    }

    /// The profile of which `aws configure set` says where its credentials come from.
    var configuredSource: String? {
        let names = [
            "role_arn", "source_profile", "credential_source", "credential_process", "web_identity_token_file",
        ]
        return configured.flatMap { names.contains($0.name) ? $0.profile : nil }
    }

    /// The account that `get-caller-identity --query Account --output text` prints, where whoever signs shows it.
    func account(of signer: Credentials?) -> String? {
        guard operation == "get-caller-identity", option("--query")?.text == "Account",
            option("--output")?.text == "text",
            case .session(let call) = signer, let role = call.role.flatMap({ ARN(Text($0)) })
        else { return nil }
        return role.account.description
    }

    // MARK: Calls

    private static let operations = [
        "assume-role": "AssumeRole", "assume-role-with-web-identity": "AssumeRoleWithWebIdentity",
        "get-caller-identity": "GetCallerIdentity", "get-session-token": "GetSessionToken",
    ]
    private static let texts = [
        "--role-arn": "RoleArn", "--external-id": "ExternalId", "--source-identity": "SourceIdentity",
        "--serial-number": "SerialNumber", "--token-code": "TokenCode", "--policy": "Policy",
    ]

    /// The call of STS; `nil` where the operation is another one.
    /// - Parameter form: the form of the subject of the job's token.
    func call(signer: Credentials?, region: String?, _ form: TokenClaims.Form = .classic) -> PredictedCall? {
        guard let operation = operation.flatMap({ Self.operations[$0] }) else { return nil }
        var parameters = CallParameterList()
        if operation != "GetCallerIdentity" {
            for option in options { add(option, to: &parameters) }
        }
        // What is not understood may be parameters.
        for word in words.dropFirst(2) where word.text?.isEmpty != true {
            parameters.unknown.append(
                word.text.map { "what `\($0)` is for" } ?? "the arguments \(word.unknown.joined(separator: " "))")
        }
        if operation == "AssumeRoleWithWebIdentity" { addToken(form, to: &parameters) }
        let isSigned = operation != "AssumeRoleWithWebIdentity"
        return PredictedCall(
            operation: operation, parameters: parameters.values, unknown: parameters.unknown,
            madeUp: parameters.madeUp, region: option("--region")?.text ?? region,
            signer: isSigned ? signer ?? .unknown("the runner's own credentials") : nil)
    }

    /// The token, where it is the one that the job may ask for.
    private func addToken(_ form: TokenClaims.Form, to parameters: inout CallParameterList) {
        let value = option("--web-identity-token").flatMap(content)
        guard case .token(let audience)? = value?.origin else {
            parameters.unknown.append("the token of `--web-identity-token`")
            return
        }
        guard let token else {
            parameters.unknown.append("a token: the job may not ask for one without `permissions: {id-token: write}`")
            return
        }
        let claims = token.claims(form, for: audience)
        parameters.unknown += claims.unknown
        parameters.madeUp += claims.madeUp
        parameters.values.append(("WebIdentityToken", .object([("claims", .object(claims.values))])))
    }

    /// The value of an option, or what the file holds that it names; `nil` where that is not known.
    private func content(_ value: ScriptValue) -> ScriptValue? {
        guard value.supposed.hasPrefix("file://") else { return value }
        return value.text.flatMap { file(String($0.dropFirst(7))) }?.droppingLineEnds
    }

    private func add(_ option: (name: String, values: [ScriptValue]), to parameters: inout CallParameterList) {
        guard let first = option.values.first else { return }
        guard let value = content(first) else {
            if option.name != "--web-identity-token" { parameters.unknown.append("the file of `\(option.name)`") }
            return
        }
        switch option.name {
        case "--role-session-name":
            parameters.suppose("RoleSessionName", value.supposed, key: "sts:RoleSessionName", value.unknown)
        case "--duration-seconds":
            if let seconds = value.text.flatMap({ Int($0) }) {
                parameters.values.append(("DurationSeconds", .number(seconds)))
            } else {
                parameters.unknown += value.text == nil ? value.unknown : ["the number of `--duration-seconds`"]
            }
        case "--transitive-tag-keys":
            parameters.values.append(("TransitiveTagKeys", .strings(option.values.map(\.supposed))))
        case "--policy-arns":
            parameters.values.append(
                ("PolicyArns", .strings(option.values.map { Self.member("arn", of: $0) ?? $0.supposed })))
        case "--tags": addTags([value] + option.values.dropFirst(), to: &parameters)
        case "--cli-input-yaml": parameters.unknown.append("the text of `--cli-input-yaml`")
        case "--cli-input-json": addInput(value, to: &parameters)
        default:
            guard let name = Self.texts[option.name] else { return }
            parameters.need(name, value.expressionValue)
        }
    }

    /// `Key=team,Value=a`, or a list as JSON.
    private func addTags(_ values: [ScriptValue], to parameters: inout CallParameterList) {
        if let text = values.first?.text, text.hasPrefix("["), let list = try? ExpressionJSON.value(of: text) {
            parameters.values.append(("Tags", ExpressionJSON.json(list)))
            return
        }
        var tags: [JSONValue] = []
        for value in values {
            if let text = value.text, text.hasPrefix("{"), let tag = try? ExpressionJSON.value(of: text) {
                tags.append(ExpressionJSON.json(tag))
                continue
            }
            guard let key = Self.member("key", of: value) else { continue }
            tags.append(.object([("Key", .string(key)), ("Value", .string(Self.member("value", of: value) ?? ""))]))
            if !value.unknown.isEmpty { parameters.madeUp.append(("aws:RequestTag/\(key)", value.unknown)) }
        }
        parameters.values.append(("Tags", .array(tags)))
    }

    /// A member of the abbreviated form `name=value,name=value`.
    private static func member(_ name: String, of value: ScriptValue) -> String? {
        for part in value.supposed.split(separator: ",") {
            let sides = part.split(separator: "=", maxSplits: 1)
            if sides.count == 2, sides[0].lowercased() == name { return unquoted(String(sides[1])) }
        }
        return nil
    }

    /// A value without the quotes that the abbreviated form allows around it.
    private static func unquoted(_ value: String) -> String {
        let scalars = value.unicodeScalars
        guard scalars.count > 1, let first = scalars.first, first == "'" || first == "\"", scalars.last == first else {
            return value
        }
        return String(scalars.dropFirst().dropLast())
    }

    /// The parameters by the API's own names, as one JSON text; options win over them.
    private func addInput(_ value: ScriptValue, to parameters: inout CallParameterList) {
        guard let text = value.text, case .object(let members)? = try? ExpressionJSON.value(of: text) else {
            parameters.unknown += value.text == nil ? value.unknown : ["the JSON of `--cli-input-json`"]
            return
        }
        let options = NameSet(parameters.values.map(\.name))
        for member in members.all where !options.contains(member.name) {
            parameters.values.append((member.name, ExpressionJSON.json(member.value)))
        }
    }
}
