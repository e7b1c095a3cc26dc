import IAM
import STS
import SourceText

/// The call of STS that one `aws sts` command makes, while its options are read.
struct CommandLineCall {
    private let line: AWSCommandLine
    private let name: OperationName
    private var open = OpenParameters()
    private var parameters = AssumeRole(roleARN: "", roleSessionName: "")
    private var token = AssumeRoleWithWebIdentity.Token.claims(WebIdentityToken(claims: []))

    private static let operations: [String: OperationName] = [
        "assume-role": .assumeRole, "assume-role-with-web-identity": .assumeRoleWithWebIdentity,
        "get-caller-identity": .getCallerIdentity, "get-session-token": .getSessionToken,
    ]

    /// - Returns: `nil` where the operation is another one.
    /// - Parameter form: the form of the subject of the job's token.
    init?(_ line: AWSCommandLine, _ form: TokenClaims.Form) {
        guard let name = line.operation.flatMap({ Self.operations[$0] }) else { return nil }
        self.line = line
        self.name = name
        if name != .getCallerIdentity {
            for option in line.options { add(option) }
        }
        // What is not understood may be parameters.
        for word in line.words.dropFirst(2) where word.text?.isEmpty != true {
            open.unknown.append(
                word.text.map { "what `\($0)` is for" } ?? "the arguments \(word.unknown.joined(separator: " "))")
        }
        if name == .assumeRoleWithWebIdentity { addToken(form) }
    }

    /// The call.
    func call(signer: Credentials?, region: String?) -> PredictedCall {
        var unknown = open.unknown
        if let missing, unknown.isEmpty { unknown.append("`\(missing)`, without which the command calls nothing") }
        return PredictedCall(
            operation: operation, unknown: unknown, madeUp: open.madeUp,
            region: line.option("--region")?.text ?? region,
            signer: name.isUnsigned ? nil : signer ?? .unknown("the runner's own credentials"))
    }

    /// An option that the command line asks for and that is not there.
    private var missing: String? {
        guard name == .assumeRole || name == .assumeRoleWithWebIdentity else { return nil }
        if parameters.roleARN.isEmpty { return "--role-arn" }
        return parameters.roleSessionName.isEmpty ? "--role-session-name" : nil
    }

    private var operation: STSCall.Operation {
        switch name {
        case .assumeRoleWithWebIdentity:
            var call = AssumeRoleWithWebIdentity(
                roleARN: parameters.roleARN, roleSessionName: parameters.roleSessionName, token: token)
            call.durationSeconds = parameters.durationSeconds
            call.policies = parameters.policies
            return .assumeRoleWithWebIdentity(call)
        case .getSessionToken:
            var call = GetSessionToken()
            call.durationSeconds = parameters.durationSeconds
            call.serialNumber = parameters.serialNumber
            call.tokenCode = parameters.tokenCode
            return .getSessionToken(call)
        case .getCallerIdentity: return .getCallerIdentity
        default: return .assumeRole(parameters)
        }
    }

    // MARK: Options

    /// The token, where it is the one that the job may ask for.
    private mutating func addToken(_ form: TokenClaims.Form) {
        let value = line.option("--web-identity-token").flatMap(content)
        guard case .token(let audience)? = value?.origin else {
            return open.unknown.append("the token of `--web-identity-token`")
        }
        guard let claims = line.token?.claims(form, for: audience) else {
            return open.unknown.append(
                "a token: the job may not ask for one without `permissions: {id-token: write}`")
        }
        open.unknown += claims.unknown
        open.madeUp += claims.madeUp
        token = claims.token
    }

    /// The value of an option, or what the file holds that it names; `nil` where that is not known.
    private func content(_ value: ScriptValue) -> ScriptValue? {
        guard value.supposed.hasPrefix("file://") else { return value }
        return value.text.flatMap { line.file(String($0.dropFirst(7))) }?.droppingLineEnds
    }

    private mutating func add(_ option: (name: String, values: [ScriptValue])) {
        guard let first = option.values.first else { return }
        guard let value = content(first) else {
            if option.name != "--web-identity-token" { open.unknown.append("the file of `\(option.name)`") }
            return
        }
        switch option.name {
        case "--role-arn": parameters.roleARN = open.need(value.expressionValue) ?? parameters.roleARN
        case "--role-session-name":
            parameters.roleSessionName = open.suppose(value.supposed, key: "sts:RoleSessionName", value.unknown)
        case "--duration-seconds":
            if let seconds = value.text.flatMap({ Int($0) }) {
                parameters.durationSeconds = seconds
            } else {
                open.unknown += value.text == nil ? value.unknown : ["the number of `--duration-seconds`"]
            }
        case "--external-id": parameters.externalID = open.need(value.expressionValue)
        case "--source-identity": parameters.sourceIdentity = open.need(value.expressionValue)
        case "--serial-number": parameters.serialNumber = open.need(value.expressionValue)
        case "--token-code": parameters.tokenCode = open.need(value.expressionValue)
        case "--policy": setPolicy(open.need(value.expressionValue))
        case "--transitive-tag-keys": parameters.transitiveTagKeys = option.values.map { Text($0.supposed) }
        case "--policy-arns":
            parameters.policies.managedARNs = option.values.map { Text(Self.member("arn", of: $0) ?? $0.supposed) }
        case "--tags": addTags([value] + option.values.dropFirst())
        case "--cli-input-yaml": open.unknown.append("the text of `--cli-input-yaml`")
        case "--cli-input-json": addInput(value)
        default: break
        }
    }

    private mutating func setPolicy(_ text: Text?) {
        var ignored = Diagnostics()
        parameters.policies.inline = text.map { PassedPolicies.Inline(text: $0, name: "session[0]", &ignored) }
    }

    /// `Key=team,Value=a`, or a list as JSON.
    private mutating func addTags(_ values: [ScriptValue]) {
        if let text = values.first?.text, text.hasPrefix("["), let list = Self.node(text) {
            return setTags(list)
        }
        var tags: [Tag] = []
        for value in values {
            if let text = value.text, text.hasPrefix("{"), let tag = Self.node(text).flatMap(Self.tag) {
                tags.append(tag)
                continue
            }
            guard let key = Self.member("key", of: value) else { continue }
            tags.append(Tag(key: Text(key), value: Text(Self.member("value", of: value) ?? "")))
            if !value.unknown.isEmpty { open.madeUp.append(("aws:RequestTag/\(key)", value.unknown)) }
        }
        parameters.tags = tags
    }

    private mutating func setTags(_ list: Node) {
        let tags = list.elementsOrSelf.compactMap(Self.tag)
        if tags.count < list.elementsOrSelf.count { open.unknown.append("the tags that the JSON stands for") }
        parameters.tags = tags
    }

    private static func tag(_ node: Node) -> Tag? {
        guard let key = node["Key"], key.isScalar else { return nil }
        return Tag(key: key.text, value: node["Value"]?.text ?? "")
    }

    private static func node(_ text: String) -> Node? {
        var diagnostics = Diagnostics()
        let node = JSONParser.parse(SourceFile(path: "(argument)", text: text), &diagnostics)
        return diagnostics.hasErrors ? nil : node
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

    // MARK: Parameters as JSON

    /// The parameters by the API's own names, as one JSON text; options win over them.
    private mutating func addInput(_ value: ScriptValue) {
        guard let text = value.text, let node = Self.node(text), node.kind == .mapping else {
            open.unknown += value.text == nil ? value.unknown : ["the JSON of `--cli-input-json`"]
            return
        }
        for member in node.members where !isGiven(member.name) { addInput(member) }
    }

    private static let options = [
        "RoleArn": "--role-arn", "RoleSessionName": "--role-session-name", "DurationSeconds": "--duration-seconds",
        "ExternalId": "--external-id", "SourceIdentity": "--source-identity", "SerialNumber": "--serial-number",
        "TokenCode": "--token-code", "Policy": "--policy", "PolicyArns": "--policy-arns", "Tags": "--tags",
        "TransitiveTagKeys": "--transitive-tag-keys",
    ]

    private func isGiven(_ parameter: String) -> Bool {
        Self.options[parameter].map { line.option($0) != nil } ?? false
    }

    private mutating func addInput(_ member: Node.Member) {
        let value = member.value
        switch member.name {
        case "RoleArn": parameters.roleARN = value.text
        case "RoleSessionName": parameters.roleSessionName = value.text
        case "DurationSeconds": parameters.durationSeconds = Int(value.string)
        case "ExternalId": parameters.externalID = value.text
        case "SourceIdentity": parameters.sourceIdentity = value.text
        case "SerialNumber": parameters.serialNumber = value.text
        case "TokenCode": parameters.tokenCode = value.text
        case "Policy": setPolicy(value.text)
        case "PolicyArns": parameters.policies.managedARNs = value.elementsOrSelf.map { ($0["arn"] ?? $0).text }
        case "Tags": setTags(value)
        case "TransitiveTagKeys": parameters.transitiveTagKeys = value.elementsOrSelf.map(\.text)
        default: open.unknown.append("the parameter `\(member.name)` of `--cli-input-json`")
        }
    }
}
