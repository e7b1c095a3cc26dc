import IAM
import SourceText

/// Reads what a question asks: exactly one of `request` and `call`.
struct AskReader {
    let entities: EntityFinder

    func read(_ reader: NodeReader, _ diagnostics: inout Diagnostics) -> Question.Ask? {
        switch (reader["request"], reader["call"]) {
        case (let node?, nil): return readRequest(node, &diagnostics).map(Question.Ask.request)
        case (nil, let node?): return readCall(node, &diagnostics).map(Question.Ask.call)
        case (.some, let node?):
            diagnostics.error("two-asks", "a question has either `request` or `call`, not both", at: node.location)
        case (nil, nil):
            if reader["steps"] == nil {
                diagnostics.error("missing-member", "a question needs `request` or `call`", at: reader.node.location)
            }
        }
        return nil
    }

    private func readCaller(_ reader: NodeReader, _ diagnostics: inout Diagnostics) -> Principal? {
        guard let node = reader.required("caller", &diagnostics) else { return nil }
        return CallerReader(entities: entities).read(node, &diagnostics)
    }

    // MARK: request

    private func readRequest(_ node: Node, _ diagnostics: inout Diagnostics) -> PlainRequest? {
        guard let reader = NodeReader(node, "`request`", &diagnostics) else { return nil }
        reader.allow(
            only: ["caller", "action", "resource", "resourceAccount", "region", "context"], &diagnostics)
        let caller = readCaller(reader, &diagnostics)
        let action = reader.required("action", &diagnostics).flatMap { readAction($0, &diagnostics) }
        let resource = readResource(reader["resource"], &diagnostics)
        let owner = readAccount(reader["resourceAccount"], &diagnostics)
        let region = reader.text("region", &diagnostics)
        let context = ContextReader.read(reader["context"], &diagnostics)
        guard let caller, let action, let resource else { return nil }
        return PlainRequest(
            caller: caller, action: action, resource: resource, resourceAccount: owner, region: region,
            context: context)
    }

    private func readAction(_ node: Node, _ diagnostics: inout Diagnostics) -> Action? {
        if node.kind == .string, !node.text.contains("*"), let action = Action(node.text) { return action }
        diagnostics.error(
            "invalid-action", "expected one action such as `s3:GetObject`, found `\(node.string)`", at: node.location)
        return nil
    }

    private func readResource(_ node: Node?, _ diagnostics: inout Diagnostics) -> RequestResource? {
        guard let node else { return RequestResource("*") }
        if node.kind == .string, let resource = RequestResource(node.text) {
            if let arn = resource.arn, arn.isRole { _ = entities.role(arn, at: node, &diagnostics) }
            return resource
        }
        diagnostics.error("malformed-arn", "expected `*` or an ARN, found `\(node.string)`", at: node.location)
        return nil
    }

    private func readAccount(_ node: Node?, _ diagnostics: inout Diagnostics) -> AccountID? {
        guard let node else { return nil }
        if node.isScalar, let account = AccountID(node.text) { return account }
        diagnostics.error(
            "malformed-account-id", "an account id has twelve digits, found `\(node.string)`", at: node.location)
        return nil
    }

    // MARK: call

    /// The operations that are built.
    private static let operations = ["AssumeRole", "GetCallerIdentity"]
    /// Operations that are part of the contract, but not built yet.
    private static let later = [
        "AssumeRoleWithSAML", "AssumeRoleWithWebIdentity", "AssumeRoot", "GetFederationToken", "GetSessionToken",
        "workflow",
    ]

    private func readCall(_ node: Node, _ diagnostics: inout Diagnostics) -> STSCall? {
        guard let reader = NodeReader(node, "`call`", &diagnostics) else { return nil }
        reader.refuse(notYet: Self.later, &diagnostics)
        if Self.later.contains(where: { reader[$0] != nil }) { return nil }
        reader.allow(only: ["caller", "region", "context"] + Self.operations, &diagnostics)
        let caller = readCaller(reader, &diagnostics)
        let region = reader.text("region", &diagnostics)
        let context = ContextReader.read(reader["context"], &diagnostics)
        let operation = readOperation(reader, &diagnostics)
        guard let caller, let operation else { return nil }
        return STSCall(caller: caller, region: region, context: context, operation: operation)
    }

    private func readOperation(_ reader: NodeReader, _ diagnostics: inout Diagnostics) -> STSOperation? {
        let present = Self.operations.filter { reader.node[$0] != nil }
        guard present.count == 1, let name = present.first, let node = reader.node[name] else {
            let list = Self.operations.map { "`\($0)`" }.joined(separator: " or ")
            diagnostics.error("no-operation", "`call` needs exactly one operation: \(list)", at: reader.node.location)
            return nil
        }
        guard name == "AssumeRole" else { return .getCallerIdentity }
        return AssumeRoleReader(entities: entities).read(node, &diagnostics).map(STSOperation.assumeRole)
    }
}

/// Reads condition keys and their values; a list makes a key multivalued.
enum ContextReader {
    static func read(_ node: Node?, _ diagnostics: inout Diagnostics) -> RequestContext {
        var context = RequestContext()
        guard let node, NodeReader(node, "`context`", &diagnostics) != nil else { return context }
        for member in node.members {
            let key = ConditionKey(member.key.text)
            if let known = context.entry(key) {
                diagnostics.error(
                    "duplicate-key", "`\(known.key)` and `\(key)` are one condition key", at: member.key.location)
                continue
            }
            let texts = member.value.expectTexts("`\(member.name)`", &diagnostics)
            if member.value.kind == .sequence {
                context.set(key, .list(texts), .given)
            } else if let text = texts.first {
                context.set(key, .single(text), .given)
            }
        }
        return context
    }
}
