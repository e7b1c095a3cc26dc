import IAM
import SourceText

/// The arguments of one `aws` command. <https://docs.aws.amazon.com/cli/latest/reference/sts/>
struct AWSCommandLine {
    /// The words that are no options.
    private(set) var words: [ScriptValue] = []
    /// The options with what follows each.
    private(set) var options: [(name: String, values: [ScriptValue])] = []
    /// What a file holds, where that is known.
    let file: (String) -> ScriptValue?
    /// The token that the job may ask for; `nil` where it may not.
    let token: TokenClaims?

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

    func option(_ name: String) -> ScriptValue? { options.last { $0.name.isSame(as: name) }?.values.first }

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
}
