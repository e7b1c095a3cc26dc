import IAM
import STS
import SourceText

/// Reads the parameters of the operations that yield credentials without assuming a role.
struct TokenReaders {
    let entities: EntityFinder
    let names: PolicyNames
    private static let size: MemberName = "MinimumSessionTokenSize"

    /// - Parameter account: the account of the caller; `nil` where a step before tells it.
    func readFederationToken(
        _ node: Node, account: AccountID?, _ diagnostics: inout Diagnostics
    ) -> GetFederationToken? {
        let members: [MemberName] = ["Name", "Policy", "PolicyArns", "DurationSeconds", "Tags", Self.size]
        guard let parameters = parameters(node, .getFederationToken, members, &diagnostics) else { return nil }
        let name = parameters.required("Name", &diagnostics)
        var call = GetFederationToken(name: name ?? "")
        call.policies = parameters.policies(in: account, &diagnostics)
        call.durationSeconds = parameters.duration(&diagnostics)
        call.minimumSessionTokenSize = parameters.tokenSize(&diagnostics)
        call.tags = parameters.tags(&diagnostics)
        return name == nil ? nil : call
    }

    func readSessionToken(_ node: Node, _ diagnostics: inout Diagnostics) -> GetSessionToken? {
        var call = GetSessionToken()
        if node.kind == .null { return call }
        let members: [MemberName] = ["DurationSeconds", "SerialNumber", "TokenCode", Self.size]
        guard let parameters = parameters(node, .getSessionToken, members, &diagnostics) else { return nil }
        call.durationSeconds = parameters.duration(&diagnostics)
        call.minimumSessionTokenSize = parameters.tokenSize(&diagnostics)
        call.serialNumber = parameters.text("SerialNumber", &diagnostics)
        call.tokenCode = parameters.text("TokenCode", &diagnostics)
        return call
    }

    func readRoot(_ node: Node, _ diagnostics: inout Diagnostics) -> AssumeRoot? {
        let members: [MemberName] = ["TargetPrincipal", "TaskPolicyArn", "DurationSeconds", Self.size]
        guard let parameters = parameters(node, .assumeRoot, members, &diagnostics) else { return nil }
        let target = parameters.required("TargetPrincipal", &diagnostics)
        let task = taskPolicyARN(parameters.reader, &diagnostics)
        let duration = parameters.duration(&diagnostics)
        let size = parameters.tokenSize(&diagnostics)
        guard let target, let task else { return nil }
        var call = AssumeRoot(targetPrincipal: target, taskPolicyARN: task)
        call.durationSeconds = duration
        call.minimumSessionTokenSize = size
        return call
    }

    private func parameters(
        _ node: Node, _ operation: OperationName, _ members: [MemberName], _ diagnostics: inout Diagnostics
    ) -> CallParameters? {
        CallParameters(node, operation, entities: entities, names: names, allowing: members, &diagnostics)
    }

    /// An ARN, or the API's `{arn: …}`.
    private func taskPolicyARN(_ reader: NodeReader, _ diagnostics: inout Diagnostics) -> Text? {
        guard let node = reader.required("TaskPolicyArn", &diagnostics) else { return nil }
        guard node.kind == .mapping else { return node.expectText("`TaskPolicyArn`", &diagnostics) }
        guard let inner = NodeReader(node, "`TaskPolicyArn`", &diagnostics) else { return nil }
        inner.allow(only: ["arn"], &diagnostics)
        return inner.required("arn", &diagnostics)?.expectText("`arn`", &diagnostics)
    }
}
