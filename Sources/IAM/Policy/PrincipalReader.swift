import SourceText

// The `Principal` and `NotPrincipal` elements (PL-41, PL-44, PL-55 to PL-64, PR-20 to PR-23).
extension PolicyReader {
    private static let kinds: [MemberName] = ["AWS", "Service", "Federated", "CanonicalUser"]

    mutating func readPrincipal(_ reader: NodeReader) -> PrincipalElement? {
        switch type.grammar {
        case .identity:
            for name in ["Principal", "NotPrincipal"] as [MemberName] {
                guard let node = reader[name] else { continue }
                diagnostics.error(
                    "forbidden-element", "this kind of policy has no `\(name.string)`: it belongs to its principal",
                    at: node.location)
            }
            return nil
        case .trust:
            if let node = reader["NotPrincipal"] {
                diagnostics.error("forbidden-element", "a trust policy has no `NotPrincipal`", at: node.location)
                return nil
            }
            return readPair(reader, "Principal", "NotPrincipal", needed: true, Self.makePrincipal)
        case .resource:
            return readPair(reader, "Principal", "NotPrincipal", needed: true, Self.makePrincipal)
        case .resourceControl:
            return readEverybody(reader)
        }
    }

    /// The principal of a resource control policy is always `"*"` (PL-48).
    private mutating func readEverybody(_ reader: NodeReader) -> PrincipalElement? {
        if let node = reader["Principal"], node.kind == .string, node.hasText("*"), reader["NotPrincipal"] == nil {
            return .principal([.everyone(asString: true)])
        }
        let place = reader["NotPrincipal"] ?? reader["Principal"] ?? reader.node
        diagnostics.error(
            "invalid-principal", "a resource control policy has `\"Principal\": \"*\"`", at: place.location)
        return nil
    }

    private static func makePrincipal(
        _ reader: inout PolicyReader, _ node: Node, _ isPositive: Bool
    ) -> PrincipalElement? {
        let errors = reader.diagnostics.errorCount
        let entries = reader.readPrincipalEntries(node)
        if entries.isEmpty, reader.diagnostics.errorCount == errors { reader.reportNobody(node, isPositive) }
        return isPositive ? .principal(entries) : .notPrincipal(entries)
    }

    /// A list that excepts nobody would let an Allow speak of everybody; one that names nobody makes a statement void, a Deny
    /// too (PL-56, PL-64).
    private mutating func reportNobody(_ node: Node, _ isPositive: Bool) {
        if isPositive {
            diagnostics.warning(
                "empty-principal", "`Principal` names nobody, so that the statement never matches", at: node.location)
        } else {
            diagnostics.error(
                "empty-principal", "`NotPrincipal` excepts nobody: name at least one principal", at: node.location)
        }
    }

    private mutating func readPrincipalEntries(_ node: Node) -> [PrincipalEntry] {
        if node.kind == .string {
            if node.hasText("*") { return [.everyone(asString: true)] }
            diagnostics.error(
                "invalid-principal",
                "expected `\"*\"` or a mapping such as `{\"AWS\": \"arn:aws:iam::111122223333:role/Name\"}`",
                at: node.location)
            return []
        }
        guard let reader = NodeReader(node, "`Principal`", &diagnostics) else { return [] }
        reader.allow(only: Self.kinds, &diagnostics)
        return node.members.flatMap { member in
            member.value.elementsOrSelf.compactMap { readPrincipalEntry($0, kind: member.name) }
        }
    }

    private mutating func readPrincipalEntry(_ node: Node, kind: String) -> PrincipalEntry? {
        guard node.kind == .string || node.kind == .number else {
            diagnostics.error(
                "wrong-kind", "expected a string in `\(kind)`, found a \(node.kind.rawValue)", at: node.location)
            return nil
        }
        let text = node.text
        reportCharacters(in: text, "the principal", at: node)
        switch kind {
        case "AWS": return readAWSPrincipal(text, node)
        case "Service":
            reportImpossible(service: text, at: node)
            return .service(text)
        case "Federated":
            reportImpossible(provider: text, at: node)
            return .federated(text)
        case "CanonicalUser":
            reportCanonicalUser(text, at: node)
            return .canonicalUser(text)
        default: return nil
        }
    }

    private mutating func readAWSPrincipal(_ text: Text, _ node: Node) -> PrincipalEntry? {
        if text == "*" { return .everyone(asString: false) }
        if let account = AccountID(text) { return .account(account, partition: nil) }
        if Self.isUniqueID(text) { return .uniqueID(text) }
        if text.contains("*") || text.contains("?") {
            diagnostics.error(
                "wildcard-in-principal",
                "a principal is `*` or one whole name; for patterns use a condition on `aws:PrincipalArn`",
                at: node.location)
            return nil
        }
        if let arn = ARN(text), let entry = Self.entry(for: arn) {
            reportImpossible(principal: arn, at: node)
            return entry
        }
        if type == .resource, Self.isService(text) {
            diagnostics.warning(
                "service-under-aws",
                "`\(text)` is a service, and is taken as one: AWS takes it here in policies of CloudWatch Logs "
                    + "destinations alone; write it under `Service`", at: node.location)
            return .service(text)
        }
        diagnostics.error(
            "invalid-principal", "expected an account id or the ARN of a user, role or session, found `\(text)`",
            at: node.location)
        return nil
    }

    private static func isUniqueID(_ text: Text) -> Bool {
        text.count >= 16 && (text.hasPrefix("AIDA") || text.hasPrefix("AROA"))
            && text.bytes.allSatisfy(ASCII.isAlphanumeric)
    }

    private static func isService(_ text: Text) -> Bool {
        !text.contains(":") && (text.hasSuffix(".amazonaws.com") || text.hasSuffix(".amazonaws.com.cn"))
    }

    private static func entry(for arn: ARN) -> PrincipalEntry? {
        if arn.isOriginAccessIdentity { return .originAccessIdentity(arn) }
        if arn.isAccountRoot, let account = arn.accountID { return .account(account, partition: arn.partition) }
        if arn.isUser { return .user(arn) }
        if arn.isRole { return .role(arn) }
        if arn.assumedRole != nil { return .roleSession(arn) }
        return arn.isFederatedUser ? .federatedUser(arn) : nil
    }
}
