import IAM
import SourceText

/// Reads the parameters of the operations that yield credentials without assuming a role.
struct TokenReaders {
    let entities: EntityFinder
    let names: PolicyNames
    private static let size: MemberName = "MinimumSessionTokenSize"

    func readFederationToken(
        _ node: Node, account: AccountID?, _ diagnostics: inout Diagnostics
    ) -> (any CallOperation)? {
        let operation = "GetFederationToken"
        guard var parameters = CallParameters(node, operation, entities: entities, names: names, &diagnostics)
        else { return nil }
        parameters.reader.allow(
            only: ["Name", "Policy", "PolicyArns", "DurationSeconds", "Tags", Self.size], &diagnostics)
        let errors = diagnostics.errorCount
        let name = parameters.required("Name", "name", .federatedName, &diagnostics)
        let policies = parameters.sessionPolicies(in: account, &diagnostics)
        let duration = parameters.duration(in: 900...129_600, &diagnostics)
        parameters.checkTokenSize(&diagnostics)
        let tags = parameters.tags(&diagnostics)
        guard diagnostics.errorCount == errors else { return nil }
        if let error = parameters.error { return RefusedCall(name: operation, error: error) }
        return name.map {
            GetFederationToken(
                name: $0, tags: tags, passesNoTags: tags.isEmpty && parameters.reader["Tags"] != nil,
                durationSeconds: duration, sessionPolicies: policies)
        }
    }

    func readSessionToken(_ node: Node, _ diagnostics: inout Diagnostics) -> (any CallOperation)? {
        let operation = "GetSessionToken"
        if node.kind == .null { return GetSessionToken(durationSeconds: nil, multiFactor: nil) }
        guard var parameters = CallParameters(node, operation, entities: entities, names: names, &diagnostics)
        else { return nil }
        parameters.reader.allow(only: ["DurationSeconds", "SerialNumber", "TokenCode", Self.size], &diagnostics)
        let errors = diagnostics.errorCount
        let duration = parameters.duration(in: 900...129_600, &diagnostics)
        parameters.checkTokenSize(&diagnostics)
        let code = parameters.multiFactor(&diagnostics)
        guard diagnostics.errorCount == errors else { return nil }
        if let error = parameters.error { return RefusedCall(name: operation, error: error) }
        return GetSessionToken(durationSeconds: duration, multiFactor: code)
    }

    func readRoot(_ node: Node, _ diagnostics: inout Diagnostics) -> (any CallOperation)? {
        let operation = "AssumeRoot"
        guard var parameters = CallParameters(node, operation, entities: entities, names: names, &diagnostics)
        else { return nil }
        parameters.reader.allow(only: ["TargetPrincipal", "TaskPolicyArn", "DurationSeconds", Self.size], &diagnostics)
        let errors = diagnostics.errorCount
        let target = parameters.required("TargetPrincipal", "targetPrincipal", .targetPrincipal, &diagnostics)
        let task = taskPolicyARN(parameters.reader, &diagnostics)
        let duration = parameters.duration(in: 0...900, &diagnostics)
        parameters.checkTokenSize(&diagnostics)
        guard diagnostics.errorCount == errors, let target, let task else { return nil }
        func refused(_ error: AWSError) -> RefusedCall { RefusedCall(name: operation, error: error) }
        if let error = parameters.error { return refused(error) }
        guard let root = Self.root(target) else {
            return refused(
                AWSError.validation("Request must contain a valid target principal").because(
                    "STS-62", "`\(target)` is neither an account's number nor the ARN of its root user",
                    advice: "pass the number of a member account"))
        }
        guard let policy = RootTaskPolicies.policy(task, names) else {
            return refused(
                AWSError.validation("Request must contain valid AWS managed task policy ARN").because(
                    "STS-62",
                    "`\(task)` is no task policy\(Suggestion.hint(for: task.string, among: RootTaskPolicies.arns))",
                    advice: "pass the ARN of one of AWS's `root-task` policies"))
        }
        return AssumeRoot(
            account: root.account, partition: root.partition, taskPolicy: policy, taskPolicyARN: task,
            durationSeconds: duration)
    }

    /// The account of a root user, by its number or its ARN.
    private static func root(_ text: Text) -> (account: AccountID, partition: Text?)? {
        if let account = AccountID(text) { return (account, nil) }
        guard let arn = ARN(text), arn.isAccountRoot else { return nil }
        return arn.accountID.map { ($0, arn.partition) }
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
