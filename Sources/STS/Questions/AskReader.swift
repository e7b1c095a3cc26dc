import IAM
import SourceText

/// Reads what a question asks: exactly one of `request`, `call` and `steps`.
struct AskReader {
    let entities: EntityFinder
    let names: PolicyNames

    func read(
        _ reader: NodeReader, _ policies: StatedPolicies, _ diagnostics: inout Diagnostics
    ) -> Question.Body? {
        let present = ["request", "call", "steps"].filter { reader[$0] != nil }
        guard present.count == 1, let kind = present.first, let node = reader[kind] else {
            diagnostics.error(
                present.isEmpty ? "missing-member" : "two-asks",
                "a question needs exactly one of `request`, `call` and `steps`", at: reader.node.location)
            return nil
        }
        switch kind {
        case "request": return readRequest(node, policies, isFirst: true, &diagnostics).map(Question.Body.one)
        case "call": return readCall(node, policies, &diagnostics).map(Question.Body.one)
        default:
            if let stray = reader["policies"] {
                diagnostics.error(
                    "misplaced-policies", "in a chain `policies` stands inside the step that it concerns",
                    at: stray.location)
            }
            return StepsReader(asks: self).read(node, &diagnostics).map(Question.Body.steps)
        }
    }

    func readCaller(_ reader: NodeReader, _ diagnostics: inout Diagnostics) -> Caller? {
        guard let node = reader.required("caller", &diagnostics) else { return nil }
        return CallerReader(entities: entities, names: names).read(node, &diagnostics)
    }

    // MARK: request

    /// - Parameter isFirst: whether the caller must be stated: not in the later steps of a chain.
    func readRequest(
        _ node: Node, _ policies: StatedPolicies, isFirst: Bool, _ diagnostics: inout Diagnostics
    ) -> Asked? {
        guard let reader = NodeReader(node, "`request`", &diagnostics) else { return nil }
        let names: [MemberName] = ["action", "resource", "resourceAccount", "region", "context"]
        reader.allow(only: (isFirst ? ["caller"] : []) + names, &diagnostics)
        let caller = isFirst ? readCaller(reader, &diagnostics) : nil
        let action = reader.required("action", &diagnostics).flatMap { readAction($0, &diagnostics) }
        let resource = readResource(reader["resource"], &diagnostics)
        let owner = readOwner(reader["resourceAccount"], of: resource, &diagnostics)
        let region = reader.text("region", &diagnostics)
        let context = ContextReader.read(reader["context"], &diagnostics)
        ContextReader.compare(reader["context"], with: caller, &diagnostics)
        if let action, let resource { check(action, on: resource, at: node, &diagnostics) }
        guard let action, let resource, caller != nil || !isFirst else { return nil }
        let request = PlainRequest(
            action: action, resource: resource, resourceAccount: owner, region: region, context: context)
        return Asked(caller: caller, policies: policies, ask: .request(request))
    }

    private func readAction(_ node: Node, _ diagnostics: inout Diagnostics) -> Action? {
        let isPlain = node.kind == .string && !node.text.bytes.contains { " \t*?".utf8.contains($0) }
        if isPlain, let action = Action(node.text) { return action }
        diagnostics.error(
            "invalid-action", "expected one action such as `s3:GetObject`, found `\(node.string)`", at: node.location)
        return nil
    }

    private static let assumingActions = ["AssumeRole", "AssumeRoleWithSAML", "AssumeRoleWithWebIdentity"]
        .map { Action.sts(Text($0)) }

    /// What assumes a role has one as its resource: its trust policy is not to be passed by (SV-2).
    private func check(
        _ action: Action, on resource: RequestResource, at node: Node, _ diagnostics: inout Diagnostics
    ) {
        if action == .sts("AssumeRoot") {
            diagnostics.error("not-supported-yet", "`sts:AssumeRoot` is not supported yet", at: node.location)
        }
        guard Self.assumingActions.contains(action), resource.arn?.isRole != true else { return }
        diagnostics.error(
            "not-a-role", "`\(action)` needs the ARN of a role as its `resource`, found `\(resource)`",
            at: node["resource"]?.location ?? node.location)
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

    /// The stated owner of a resource, which is not to contradict its ARN: where caller and resource stand decides
    /// which policies have to allow.
    private func readOwner(
        _ node: Node?, of resource: RequestResource?, _ diagnostics: inout Diagnostics
    ) -> AccountID? {
        guard let node else { return nil }
        guard node.isScalar, let account = AccountID(node.text) else {
            diagnostics.error(
                "malformed-account-id", "an account id has twelve digits, found `\(node.string)`", at: node.location)
            return nil
        }
        guard let arn = resource?.arn else { return account }
        if let named = arn.accountID, named != account {
            diagnostics.error(
                "contradicting-account", "the resource's ARN names account \(named.text), not \(account.text)",
                at: node.location)
        } else if let listed = entities.organization.resource(arn)?.account, listed.id != account {
            diagnostics.error(
                "contradicting-account", "account `\(listed.name)` lists the resource, not \(account.text)",
                at: node.location)
        }
        return account
    }

    // MARK: call

    /// The operations that are built.
    static let operations: [MemberName] = ["AssumeRole", "GetCallerIdentity"]
    private static let callMembers: [MemberName] = ["caller", "region", "context"] + operations
    /// Operations that are part of the contract, but not built yet.
    static let later: [MemberName] = [
        "AssumeRoleWithSAML", "AssumeRoleWithWebIdentity", "AssumeRoot", "GetFederationToken", "GetSessionToken",
        "workflow",
    ]

    private func readCall(
        _ node: Node, _ policies: StatedPolicies, _ diagnostics: inout Diagnostics
    ) -> Asked? {
        guard let reader = NodeReader(node, "`call`", &diagnostics) else { return nil }
        reader.refuse(notYet: Self.later, &diagnostics)
        if Self.later.contains(where: { reader[$0] != nil }) { return nil }
        reader.allow(only: Self.callMembers, &diagnostics)
        let caller = readCaller(reader, &diagnostics)
        let call = readCallBody(reader, &diagnostics)
        ContextReader.compare(reader["context"], with: caller, &diagnostics)
        guard let caller, let call else { return nil }
        return Asked(caller: caller, policies: policies, ask: .call(call))
    }

    /// Region, context and operation of a call.
    func readCallBody(_ reader: NodeReader, _ diagnostics: inout Diagnostics) -> STSCall? {
        let region = reader.text("region", &diagnostics)
        let context = ContextReader.read(reader["context"], &diagnostics)
        return readOperation(reader, &diagnostics).map {
            STSCall(region: region, context: context, operation: $0)
        }
    }

    private func readOperation(_ reader: NodeReader, _ diagnostics: inout Diagnostics) -> STSOperation? {
        let present = Self.operations.filter { reader.node[$0] != nil }
        guard present.count == 1, let name = present.first, let node = reader.node[name] else {
            let list = Self.operations.map { "`\($0.string)`" }.joined(separator: " or ")
            diagnostics.error("no-operation", "expected exactly one operation: \(list)", at: reader.node.location)
            return nil
        }
        if name == "GetCallerIdentity" {
            if node.kind != .null {
                NodeReader(node, "`GetCallerIdentity`", &diagnostics)?.allow(only: [], &diagnostics)
            }
            return .getCallerIdentity
        }
        return AssumeRoleReader(entities: entities, names: names).read(node, &diagnostics).map(STSOperation.assumeRole)
    }
}

/// Reads the steps of a chain.
struct StepsReader {
    let asks: AskReader

    func read(_ node: Node, _ diagnostics: inout Diagnostics) -> [Question.Step]? {
        guard NodeReader(node, "`steps`", &diagnostics) != nil else { return nil }
        let errors = diagnostics.errorCount
        var steps: [Question.Step] = []
        for (index, member) in node.members.enumerated() {
            if let asked = readStep(member.value, isFirst: index == 0, &diagnostics) {
                steps.append(Question.Step(name: member.name, asked: asked))
            }
        }
        if node.count == 0 { diagnostics.error("empty-list", "`steps` has no step", at: node.location) }
        return diagnostics.errorCount == errors ? steps : nil
    }

    private func readStep(_ node: Node, isFirst: Bool, _ diagnostics: inout Diagnostics) -> Asked? {
        guard let reader = NodeReader(node, "a step", &diagnostics) else { return nil }
        reader.refuse(notYet: AskReader.later, &diagnostics)
        if AskReader.later.contains(where: { reader[$0] != nil }) { return nil }
        if !isFirst, let caller = reader["caller"] {
            diagnostics.error(
                "caller-in-step", "only the first step has a caller: the others go on with the session before them",
                at: caller.location)
        }
        let policies = StatedPoliciesReader(names: asks.names).read(reader["policies"], &diagnostics)
        if let request = reader["request"] {
            reader.allow(only: ["caller", "policies", "request"], &diagnostics)
            let asked = asks.readRequest(request, policies, isFirst: false, &diagnostics)
            let caller = isFirst ? asks.readCaller(reader, &diagnostics) : nil
            return asked.map { Asked(caller: caller, policies: policies, ask: $0.ask) }
        }
        reader.allow(only: ["caller", "policies", "region", "context"] + AskReader.operations, &diagnostics)
        let caller = isFirst ? asks.readCaller(reader, &diagnostics) : nil
        return asks.readCallBody(reader, &diagnostics).map {
            Asked(caller: caller, policies: policies, ask: .call($0))
        }
    }
}

/// Reads condition keys and their values; a list makes a key multivalued.
enum ContextReader {
    /// Warns of keys that tell of another caller than the one who asks (PL-228); what is given counts all the same.
    static func compare(_ node: Node?, with caller: Caller?, _ diagnostics: inout Diagnostics) {
        guard let node, node.kind == .mapping, let principal = caller?.principal else { return }
        let known: [(key: ConditionKey, value: Text?)] = [
            ("aws:PrincipalArn", principal.principalARN?.text), ("aws:PrincipalAccount", principal.account?.text),
        ]
        for member in node.members {
            let key = ConditionKey(member.key.text)
            guard let value = known.first(where: { $0.key == key })?.value, member.value.isScalar,
                member.value.text != value
            else { continue }
            diagnostics.warning(
                "contradicting-key", "the caller's \(key) is `\(value)`; the given value counts",
                at: member.value.location)
        }
    }

    /// The moment is given once, or twice the same (PL-232).
    private static func checkTimes(
        _ context: RequestContext, _ node: Node, _ diagnostics: inout Diagnostics
    ) {
        guard case .single(let time) = context["aws:CurrentTime"], case .single(let epoch) = context["aws:EpochTime"],
            let moment = Timestamp(conditionValue: time), let other = Timestamp(conditionValue: epoch), moment != other
        else { return }
        diagnostics.error(
            "contradicting-key", "aws:CurrentTime and aws:EpochTime are not the same moment", at: node.location)
    }

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
            if member.value.kind == .sequence || key.isMultivalued {
                context.set(key, .list(texts), .given)
            } else if let text = texts.first {
                context.set(key, .single(text), .given)
            }
        }
        checkTimes(context, node, &diagnostics)
        return context
    }
}
