import IAM
import STS
import SourceText

/// Reads a call of the Security Token Service: who signs it, where it goes, and its one operation.
struct CallReader {
    let asks: AskReader

    /// The members that name operations.
    private static let operations: [MemberName] = [
        "AssumeRole", "AssumeRoleWithSAML", "AssumeRoleWithWebIdentity", "AssumeRoot", "GetCallerIdentity",
        "GetFederationToken", "GetSessionToken",
    ]
    /// Operations of AWS that have no bearing on sessions, and are not modelled.
    private static let notModelled: [MemberName] = [
        "DecodeAuthorizationMessage", "GetAccessKeyInfo", "GetDelegatedAccessToken", "GetServiceBearerToken",
        "GetWebIdentityToken",
    ]
    private static let callMembers: [MemberName] = ["caller", "region", "context", "unknown"] + operations
    private static let stepMembers: [MemberName] = ["policies"] + callMembers
    /// What is part of the contract, but not built yet.
    private static let later: [MemberName] = ["workflow"]

    /// Reads the member `call` of a question.
    func read(_ node: Node, _ policies: StatedPolicies, _ diagnostics: inout Diagnostics) -> Asked? {
        guard let reader = NodeReader(node, "`call`", &diagnostics) else { return nil }
        return read(reader, legal: Self.callMembers, isFirst: true, policies, &diagnostics)
    }

    /// Reads a step of a chain that is a call.
    /// - Parameter isFirst: whether a signed call must state its caller: not in the later steps of a chain.
    func read(
        step reader: NodeReader, isFirst: Bool, _ policies: StatedPolicies, _ diagnostics: inout Diagnostics
    ) -> Asked? {
        read(reader, legal: Self.stepMembers, isFirst: isFirst, policies, &diagnostics)
    }

    private func read(
        _ reader: NodeReader, legal: [MemberName], isFirst: Bool, _ policies: StatedPolicies,
        _ diagnostics: inout Diagnostics
    ) -> Asked? {
        if let later = Self.later.first(where: { reader[$0] != nil }) {
            reader.refuse(notYet: [later], &diagnostics)
            return nil
        }
        if let other = Self.notModelled.first(where: { reader.node[$0] != nil }) {
            return refuse(other, reader, &diagnostics)
        }
        reader.allow(only: legal, &diagnostics)
        let operation = operation(reader, &diagnostics)
        let caller = caller(reader, operation?.kind, isFirst: isFirst, &diagnostics)
        let region = region(reader, &diagnostics)
        let context = ContextReader.read(reader, &diagnostics)
        let errors = diagnostics.errorCount
        guard let operation,
            let read = self.read(operation.kind, operation.node, caller?.principal, &diagnostics),
            caller != nil || operation.kind.isUnsigned || !isFirst, diagnostics.errorCount == errors
        else { return nil }
        let call = STSCall(read, region: region, context: context)
        return Asked(caller: caller, policies: policies, ask: .call(call))
    }

    /// The region of the endpoint; `aws-global` is the name that the SDKs have for the global one.
    private func region(_ reader: NodeReader, _ diagnostics: inout Diagnostics) -> Text? {
        guard let node = reader["region"], let region = reader.text("region", &diagnostics), region != "aws-global"
        else { return nil }
        if region.isEmpty {
            diagnostics.error("wrong-value", "expected a region such as `eu-west-1`, found nothing", at: node.location)
        }
        return region
    }

    private func refuse(_ other: MemberName, _ reader: NodeReader, _ diagnostics: inout Diagnostics) -> Asked? {
        diagnostics.error(
            "not-modelled",
            "`\(other.string)` is not modelled as a call: ask a `request` for the action `sts:\(other.string)`",
            at: reader.node[other]?.location ?? reader.node.location)
        return nil
    }

    private func operation(
        _ reader: NodeReader, _ diagnostics: inout Diagnostics
    ) -> (kind: OperationName, node: Node)? {
        var found: [(kind: OperationName, node: Node)] = []
        for member in reader.node.members {
            if let operation = OperationName(rawValue: member.name) { found.append((operation, member.value)) }
        }
        if found.count == 1 { return found.first }
        let list = OperationName.allCases.map { "`\($0.rawValue)`" }.joined(separator: ", ")
        diagnostics.error("no-operation", "expected exactly one operation, one of \(list)", at: reader.node.location)
        return nil
    }

    /// Who signs the call.
    private func caller(
        _ reader: NodeReader, _ operation: OperationName?, isFirst: Bool, _ diagnostics: inout Diagnostics
    ) -> Caller? {
        guard let operation, operation.isUnsigned else { return isFirst ? asks.readCaller(reader, &diagnostics) : nil }
        if let caller = reader["caller"] {
            diagnostics.error(
                "caller-of-unsigned-call",
                "`\(operation.rawValue)` is not signed, so that it has no caller: its token says who asks",
                at: caller.location)
        }
        return nil
    }

    private func read(
        _ operation: OperationName, _ node: Node, _ caller: Principal?, _ diagnostics: inout Diagnostics
    ) -> STSCall.Operation? {
        let roles = AssumeRoleReader(entities: asks.entities, names: asks.names)
        let tokens = TokenReaders(entities: asks.entities, names: asks.names)
        switch operation {
        case .assumeRole: return roles.read(node, &diagnostics).map { .assumeRole($0) }
        case .assumeRoleWithWebIdentity:
            return roles.readWebIdentity(node, &diagnostics).map { .assumeRoleWithWebIdentity($0) }
        case .assumeRoleWithSAML: return roles.readSAML(node, &diagnostics).map { .assumeRoleWithSAML($0) }
        case .assumeRoot: return tokens.readRoot(node, &diagnostics).map { .assumeRoot($0) }
        case .getFederationToken:
            return tokens.readFederationToken(node, account: caller?.account, &diagnostics)
                .map { .getFederationToken($0) }
        case .getSessionToken: return tokens.readSessionToken(node, &diagnostics).map { .getSessionToken($0) }
        case .getCallerIdentity:
            if node.kind != .null {
                NodeReader(node, "`GetCallerIdentity`", &diagnostics)?.allow(only: [], &diagnostics)
            }
            return .getCallerIdentity
        }
    }
}
