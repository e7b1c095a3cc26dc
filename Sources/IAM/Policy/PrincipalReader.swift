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
            reportNameless(text, "the name of a service, such as `lambda.amazonaws.com`", at: node) {
                $0.contains(".")
                    && $0.bytes.allSatisfy { ASCII.isAlphanumeric($0) || ".-".utf8.contains($0) || Self.isToldOf($0) }
            }
            return .service(text)
        case "Federated":
            reportNameless(text, "an identity provider, by ARN or host name", at: node) { name in
                let isARN = name.hasPrefix("arn:")
                let isOfProvider = ARN(name).map { arn in
                    ["oidc-provider/", "saml-provider/"].contains { arn.resource.hasPrefix($0) }
                }
                return isARN ? isOfProvider == true : name.contains(".") && !name.contains(" ")
            }
            return .federated(text)
        case "CanonicalUser":
            diagnostics.warning(
                "void-principal",
                "nothing tells which account the canonical user `\(text)` stands for: it is taken to name nobody, so name the "
                    + "account by its number", at: node.location)
            return .canonicalUser(text)
        default: return nil
        }
    }

    /// A service or provider is one whole name: no wildcard stands for several (PL-55, PL-61, PL-62).
    private mutating func reportNameless(
        _ text: Text, _ wanted: String, at node: Node, isName: (Text) -> Bool
    ) {
        if text.contains("*") || text.contains("?") {
            refuse("void-principal", "expected \(wanted), without wildcards, found `\(text)`", at: node)
        } else if !isName(text) {
            diagnostics.warning(
                "void-principal", "expected \(wanted), found `\(text)`, which names nobody", at: node.location)
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
            if !Self.isNameable(arn) {
                diagnostics.warning(
                    "void-principal",
                    "`\(text)` names nobody: names of users, roles and sessions are made of letters, digits and `_+=,.@-`",
                    at: node.location)
            }
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

    /// Whether a byte is of a character that is not seen, or beyond ASCII, which is told by itself.
    private static func isToldOf(_ byte: UInt8) -> Bool { byte < 0x20 || byte >= 0x7F }

    /// Whether the parts of a name can be those of a user, role or session: `[\w+=,.@-]+` behind a path of printable ASCII.
    /// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html>
    private static func isNameable(_ arn: ARN) -> Bool {
        guard !arn.isAccountRoot, !arn.isOriginAccessIdentity else { return true }
        let name = arn.resource.suffix(behindLast: "/")
        return !name.isEmpty && !arn.resource.contains(" ")
            && name.bytes.allSatisfy { ASCII.isAlphanumeric($0) || "_+=,.@-".utf8.contains($0) || isToldOf($0) }
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
