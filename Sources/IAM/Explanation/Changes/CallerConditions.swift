import SourceText

// Where the principal of a statement takes in more than the caller, conditions do not: a policy of an endpoint names
// everybody. A statement that trusts an identity provider, or a service of AWS, and asks no more, trusts whoever the provider knows, and
// whoever has the service act for them (GH-9).
extension StatementDraft {
    /// Lets nobody in but for whom the caller acts, as far as the request tells, unless conditions that were taken over say
    /// as much: the one that a token is for, or the resource and account for which a service asks.
    /// <https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html>
    public mutating func requireForWhom(_ request: Request) {
        requireCaller()
        let keys: [ConditionKey] =
            switch request.principal.kind {
            case .federated(let provider): Self.identifyingKeys(provider, request.context)
            case .service where principal != nil: ["aws:SourceArn", "aws:SourceAccount"]
            default: []
            }
        for key in keys {
            guard case .single(let value) = request.context[key] else { continue }
            require(key, value)
        }
    }

    /// Holds `aws:PrincipalArn` to the caller, in the place of a pattern or list that takes in others.
    private mutating func requireCaller() {
        guard let caller else { return }
        let name = caller.resource.contains("*") ? "ArnLike" : "ArnEquals"
        var operators: [(name: String, value: JSONValue)] = []
        if case .object(let members)? = condition { operators = members }
        var keys: [(name: String, value: JSONValue)] = []
        let index = operators.firstIndex { $0.name == name }
        if let index, case .object(let members) = operators[index].value {
            keys = members.filter { ConditionKey(Text($0.name)) != .principalArn }
        }
        let block = JSONValue.object(keys + [(ConditionKey.principalArn.spelling.string, .string(caller.text))])
        if let index { operators[index].value = block } else { operators.append((name, block)) }
        condition = .object(operators)
    }

    /// The keys that tell for whom a token is: of an OpenID Connect token its audience and subject, of an access token
    /// application and user. Of an assertion the recipient will do, as its provider is one's own.
    private static func identifyingKeys(_ provider: Text, _ context: RequestContext) -> [ConditionKey] {
        let arn = ARN(provider)
        let isSAML = arn?.resource(ofType: "saml-provider") != nil
        let issuer = isSAML ? "saml" : arn?.resource(ofType: "oidc-provider") ?? provider
        func present(_ names: [Text]) -> [ConditionKey] {
            names.map { ConditionKey(Text(joining: issuer, ":", $0)) }.filter { context[$0] != nil }
        }
        let usual = present(isSAML ? ["aud"] : ["aud", "sub"])
        return usual.isEmpty ? present(["app_id", "id", "user_id", "sub", "iss"]) : usual
    }

    /// Adds a `StringEquals` on a key unless a condition holds it as narrowly already.
    private mutating func require(_ key: ConditionKey, _ value: Text) {
        var operators: [(name: String, value: JSONValue)] = []
        if case .object(let members)? = condition { operators = members }
        guard !operators.contains(where: { Self.isNarrow($0.name, $0.value, key) }) else { return }
        let entry = (name: key.spelling.string, value: JSONValue.string(value.asLiteral(wildcards: false)))
        if let index = operators.firstIndex(where: { $0.name == "StringEquals" }),
            case .object(let keys) = operators[index].value
        {
            operators[index].value = .object(keys + [entry])
        } else {
            operators.append(("StringEquals", .object([entry])))
        }
        condition = .object(operators)
    }

    /// Whether an operator holds a key to texts, or to patterns that leave open only what follows the repository in a
    /// subject of GitHub.
    private static func isNarrow(_ name: String, _ operands: JSONValue, _ key: ConditionKey) -> Bool {
        let narrow = ["StringEquals", "StringLike", "ArnEquals", "ArnLike"]
        guard narrow.contains(name), case .object(let keys) = operands,
            let wanted = keys.first(where: { ConditionKey(Text($0.name)) == key })?.value
        else { return false }
        return wanted.texts.allSatisfy { text in
            if name == "StringEquals" || !text.contains("*") && !text.contains("?") { return true }
            let fixed = text.bytes.prefix { $0 != UInt8(ascii: "*") && $0 != UInt8(ascii: "?") }
            return text.hasPrefix("repo:") && fixed.count { $0 == UInt8(ascii: ":") } >= 2
        }
    }
}

extension JSONValue {
    /// A text, or the texts of a list.
    fileprivate var texts: [Text] {
        switch self {
        case .string(let text): [text]
        case .array(let values): values.flatMap(\.texts)
        case .null, .boolean, .number, .object: []
        }
    }
}
