import IAM
import SourceText

/// Reads the parameters of a call. What the question cannot mean is a diagnostic; what AWS's model of the API forbids is
/// noted, as AWS answers it (STS-90).
struct CallParameters {
    let reader: NodeReader
    private let operation: String
    private let entities: EntityFinder
    private let names: PolicyNames
    private(set) var faults = ParameterFaults()
    private var malformedPolicy: AWSError?

    /// - Returns: `nil`, with a diagnostic, where the parameters are no mapping.
    init?(
        _ node: Node, _ operation: String, entities: EntityFinder, names: PolicyNames, _ diagnostics: inout Diagnostics
    ) {
        guard let reader = NodeReader(node, "`\(operation)`", &diagnostics) else { return nil }
        self.reader = reader
        self.operation = operation
        self.entities = entities
        self.names = names
    }

    /// What AWS answers to the parameters whoever sends them; `nil` where they are well.
    var error: AWSError? { faults.error ?? malformedPolicy }

    /// A text of the API's model, `nil` where it is missing.
    mutating func text(
        _ member: MemberName, _ field: String, _ rule: ParameterRule, _ diagnostics: inout Diagnostics
    ) -> Text? {
        let value = reader.text(member, &diagnostics)
        faults.check(value, field, rule)
        return value
    }

    /// A text that must be there.
    mutating func required(
        _ member: MemberName, _ field: String, _ rule: ParameterRule, _ diagnostics: inout Diagnostics
    ) -> Text? {
        guard reader.required(member, &diagnostics) != nil else { return nil }
        return text(member, field, rule, &diagnostics)
    }

    /// `RoleArn`; `nil` also where AWS refuses it.
    mutating func role(_ diagnostics: inout Diagnostics) -> ARN? {
        guard let text = required("RoleArn", "roleArn", .roleARN, &diagnostics), let node = reader["RoleArn"] else {
            return nil
        }
        guard let arn = ARN(text), arn.isRole, !arn.name.isEmpty, arn.partition.hasPrefix("aws") else {
            diagnostics.warning(
                "malformed-arn", "expected the ARN of a role, found `\(text)`: AWS will refuse the call",
                at: node.location)
            faults.refuse(requested: text, by: operation)
            return nil
        }
        LineEnd.report(text, "`RoleArn`", at: node.location, &diagnostics)
        _ = entities.role(arn, at: node, &diagnostics)
        return arn
    }

    /// `DurationSeconds`.
    mutating func duration(in range: ClosedRange<Int>, _ diagnostics: inout Diagnostics) -> Int? {
        let limits = Int(Int32.min)...Int(Int32.max)
        let seconds = reader["DurationSeconds"]?.expectInteger("`DurationSeconds` (seconds)", in: limits, &diagnostics)
        faults.check(seconds, "durationSeconds", in: range)
        return seconds
    }

    /// `MinimumSessionTokenSize`, in bytes: AWS makes the token at least so large, which changes nothing else.
    /// <https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html>
    mutating func checkTokenSize(_ diagnostics: inout Diagnostics) {
        let limits = Int(Int32.min)...Int(Int32.max)
        let bytes = reader["MinimumSessionTokenSize"]?
            .expectInteger("`MinimumSessionTokenSize` (bytes)", in: limits, &diagnostics)
        faults.check(bytes, "minimumSessionTokenSize", in: 0...4096)
    }

    /// The length that an assertion of a file has when it is sent.
    mutating func checkEncodedAssertion(_ bytes: Int) {
        faults.check(count: (bytes + 2) / 3 * 4, "sAMLAssertion", in: 4...100_000)
    }

    /// `Tags`, as they were sent.
    mutating func tags(_ diagnostics: inout Diagnostics) -> [Tag] {
        let tags = TagsReader.list(reader["Tags"], &diagnostics)
        check(tags)
        return tags
    }

    /// Checks tags, wherever they come from.
    mutating func check(_ tags: [Tag]) {
        faults.check(tags)
        // What AWS says of keys that it keeps for itself is undocumented; that it refuses them is not (STS-90).
        if tags.contains(where: \.isReserved), malformedPolicy == nil {
            malformedPolicy = AWSError.invalidParameter("Tag keys that begin with aws: are reserved for AWS.").because(
                "STS-90", "a tag's key begins with `aws:`, which AWS keeps for itself", advice: "name the tag otherwise"
            )
        }
    }

    /// `TransitiveTagKeys`; `nil` where the parameter is missing.
    mutating func transitiveTagKeys(_ diagnostics: inout Diagnostics) -> [Text]? {
        let keys = reader["TransitiveTagKeys"]?.expectTexts("`TransitiveTagKeys`", &diagnostics)
        faults.check(count: keys?.count, "transitiveTagKeys", in: 0...50)
        for (index, key) in (keys ?? []).enumerated() {
            faults.check(key, "transitiveTagKeys.\(index + 1).member", .tagKey)
        }
        return keys
    }

    /// `SerialNumber` and `TokenCode`.
    mutating func multiFactor(_ diagnostics: inout Diagnostics) -> MultiFactorCode? {
        let serial = text("SerialNumber", "serialNumber", .serialNumber, &diagnostics)
        let code = text("TokenCode", "tokenCode", .tokenCode, &diagnostics)
        return MultiFactorCode(serialNumber: serial, tokenCode: code)
    }

    /// The ARNs of the providers in `ProvidedContexts`; `nil` where none are provided (STS-23).
    mutating func contextProviders(_ diagnostics: inout Diagnostics) -> [Text]? {
        guard let node = reader["ProvidedContexts"] else { return nil }
        guard node.kind == .sequence else {
            diagnostics.error(
                "wrong-kind", "expected a list for `ProvidedContexts`, found a \(node.kind.rawValue)", at: node.location
            )
            return nil
        }
        faults.check(count: node.elements.count, "providedContexts", in: 1...5)
        var providers: [Text] = []
        for (index, element) in node.elements.enumerated() {
            guard let context = NodeReader(element, "a context", &diagnostics) else { continue }
            context.allow(only: ["ProviderArn", "ContextAssertion"], &diagnostics)
            let place = "providedContexts.\(index + 1).member"
            let provider = context.text("ProviderArn", &diagnostics)
            faults.check(provider, "\(place).providerArn", .managedPolicyARN)
            faults.check(
                context.text("ContextAssertion", &diagnostics), "\(place).contextAssertion", .contextAssertion)
            if let provider { providers.append(provider) }
        }
        return providers
    }

    // MARK: Session policies

    /// `Policy` and `PolicyArns`, which together are one set of policies; `nil` where none is passed (SES-3).
    /// - Parameter account: the account in which managed policies must be.
    mutating func sessionPolicies(in account: AccountID?, _ diagnostics: inout Diagnostics) -> [Policy]? {
        let inline = reader["Policy"].map { self.inline($0, &diagnostics) }
        let managed = reader["PolicyArns"].map { self.managed($0, in: account, &diagnostics) }
        // An empty list passes none (SES-3).
        guard inline != nil || reader["PolicyArns"].map({ !$0.elementsOrSelf.isEmpty }) == true else { return nil }
        return [inline ?? nil].compactMap { $0 } + (managed ?? [])
    }

    /// A policy as everywhere, or the JSON text that the API takes; only of that text AWS counts blanks.
    private mutating func inline(_ node: Node, _ diagnostics: inout Diagnostics) -> Policy? {
        guard node.kind == .string, node.text.trimmed.isJSON else {
            let policy = names.policy(node, as: .session, place: "session[0]", &diagnostics)
            faults.check(count: policy?.passedSize, "policy", in: 1...2048)
            return policy
        }
        faults.check(node.text, "policy", .policy)
        var own = Diagnostics()
        let file = SourceFile(path: PolicyLibrary.passedText, text: node.string)
        let parsed = JSONParser.parse(file, &own)
        let policy = parsed.flatMap { names.policy($0, as: .session, place: "session[0]", &own) }
        for warning in own.warnings {
            diagnostics.warning(warning.id, "in the text: \(warning.message)", at: node.location)
        }
        if policy == nil || own.hasErrors {
            let message = parsed == nil ? "This policy contains invalid Json" : "Syntax errors in policy."
            let reason = own.all.first { $0.severity == .error }.map { ": \($0.message)" } ?? ""
            malformedPolicy = AWSError(code: "MalformedPolicyDocument", status: 400, message: Text(message)).because(
                "STS-71", "the text of `Policy` is no session policy\(reason)", advice: "pass a policy as JSON")
        }
        return policy
    }

    /// Managed policies must be AWS's own, or of the account whose credentials are made (SES-3). What AWS says of others is
    /// undocumented.
    private mutating func managed(
        _ node: Node, in account: AccountID?, _ diagnostics: inout Diagnostics
    ) -> [Policy] {
        // The API's own form is a list of `{arn: …}`.
        let elements = node.elementsOrSelf.map { $0.count == 1 ? $0["arn"] ?? $0 : $0 }
        for element in elements where element.kind != .string || !element.text.hasPrefix("arn:") {
            diagnostics.error(
                "malformed-arn", "expected the ARN of a managed policy, found \(element.told)",
                at: element.location)
        }
        faults.check(count: elements.count, "policyArns", in: 0...10)
        let foreign = elements.filter { element in
            guard let owner = ARN(element.text)?.accountID, let account else { return false }
            return owner != account
        }
        for element in foreign { faults.refuse(arn: element.text) }
        guard foreign.isEmpty else { return [] }
        return elements.compactMap { names.policy($0, as: .session, place: "session", &diagnostics) }
    }
}

extension Tag {
    /// Whether AWS keeps tags of the key for itself.
    fileprivate var isReserved: Bool {
        key.count >= 4 && key[..<4].isSame(ignoringASCIICase: "aws:")
    }
}

extension Text {
    /// Whether the text is meant as JSON, and not as the name of a document or a file; so is one that is empty.
    fileprivate var isJSON: Bool { isEmpty || hasPrefix("{") || hasPrefix("[") }
}
