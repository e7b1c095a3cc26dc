import IAM
import SourceText

/// Reads the grants of a KMS key, as `aws kms list-grants` prints them: each lets one principal use the key, whatever the key's
/// policy says (SV-10). <https://docs.aws.amazon.com/kms/latest/developerguide/grants.html>
///
/// A grant is read as a policy of the key that allows its grantee the operations, and its retiring principal to retire it, so
/// that it is decided and explained as every other policy. An explicit deny beats it.
struct KeyGrantReader {
    private static let members: [MemberName] = [
        "GranteePrincipal", "Operations", "Constraints", "RetiringPrincipal", "Name", "GrantId", "KeyId",
        "IssuingAccount", "CreationDate",
    ]

    /// The operations that a grant may allow.
    /// <https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateGrant.html>
    private static let operations = [
        "CreateGrant", "Decrypt", "DeriveSharedSecret", "DescribeKey", "Encrypt", "GenerateDataKey",
        "GenerateDataKeyPair", "GenerateDataKeyPairWithoutPlaintext", "GenerateDataKeyWithoutPlaintext", "GenerateMac",
        "GetPublicKey", "ReEncryptFrom", "ReEncryptTo", "RetireGrant", "Sign", "Verify", "VerifyMac",
    ]

    /// What a constraint on the encryption context does not hold back: these have none.
    private static let unconstrained = ["CreateGrant", "DescribeKey", "RetireGrant"]

    /// Reads the `grants` of a resource.
    static func read(_ node: Node?, of key: ARN, _ diagnostics: inout Diagnostics) -> [Policy] {
        guard let node else { return [] }
        guard key.service == "kms" else {
            diagnostics.error("wrong-kind", "only a KMS key has `grants`", at: node.location)
            return []
        }
        guard node.kind == .sequence else {
            diagnostics.error(
                "wrong-kind", "expected a list for `grants`, found a \(node.kind.rawValue)", at: node.location)
            return []
        }
        return node.elements.enumerated().compactMap { index, element in
            guard let reader = NodeReader(element, "a grant", &diagnostics) else { return nil }
            reader.allow(only: members, &diagnostics)
            let name = reader.text("GrantId", &diagnostics)?.string ?? "grants[\(index)]"
            return policy(reader, name, &diagnostics)
        }
    }

    private static func policy(_ reader: NodeReader, _ name: String, _ diagnostics: inout Diagnostics) -> Policy? {
        let grantee = reader.required("GranteePrincipal", &diagnostics).flatMap { principal($0, &diagnostics) }
        let retiring = reader["RetiringPrincipal"].flatMap { principal($0, &diagnostics) }
        let operations = readOperations(reader, &diagnostics)
        let condition = readConstraints(reader["Constraints"], &diagnostics)
        guard let grantee, !operations.isEmpty else { return nil }
        let free = operations.filter { condition == nil || unconstrained.contains($0) }
        let bound = operations.filter { condition != nil && !unconstrained.contains($0) }
        var statements: [JSONValue] = []
        if !free.isEmpty { statements.append(statement(grantee, free)) }
        if !bound.isEmpty { statements.append(statement(grantee, bound, condition)) }
        if let retiring { statements.append(statement(retiring, ["RetireGrant"])) }
        // Of the first version, in which `${` in a value is plain text.
        let document = JSONValue.object([("Version", .string("2008-10-17")), ("Statement", .array(statements))])
        let file = SourceFile(path: name, text: JSONWriter.text(document), isOwn: true)
        return JSONParser.parse(file, &diagnostics)
            .flatMap { PolicyReader.read($0, as: .resource, &diagnostics) }
            .map { Policy(name: name, document: $0) }
    }

    private static func statement(
        _ principal: JSONValue, _ operations: [String], _ condition: JSONValue? = nil
    ) -> JSONValue {
        let members: [(name: String, value: JSONValue)] = [
            ("Effect", .string("Allow")), ("Principal", principal),
            ("Action", .strings(operations.map { "kms:\($0)" })), ("Resource", .string("*")),
        ]
        return .object(members + (condition.map { [("Condition", $0)] } ?? []))
    }

    /// A principal of IAM or a service, as a policy names it.
    private static func principal(_ node: Node, _ diagnostics: inout Diagnostics) -> JSONValue? {
        let text = node.text
        if text.hasSuffix(".amazonaws.com"), !text.contains(":") { return .object([("Service", .string(text))]) }
        if let arn = ARN(text),
            arn.isUser || arn.isRole || arn.isAccountRoot || arn.isFederatedUser || arn.assumedRole != nil
        {
            return .object([("AWS", .string(text))])
        }
        diagnostics.error(
            "invalid-principal", "expected the ARN of a user, role or session, or a service, found `\(text)`",
            at: node.location)
        return nil
    }

    private static func readOperations(_ reader: NodeReader, _ diagnostics: inout Diagnostics) -> [String] {
        guard let node = reader.required("Operations", &diagnostics) else { return [] }
        if node.elementsOrSelf.isEmpty {
            diagnostics.error("empty-list", "a grant allows at least one operation", at: node.location)
        }
        return node.elementsOrSelf.compactMap { element in
            if let known = operations.first(where: { element.hasText($0) }) { return known }
            let hint = Suggestion.hint(for: element.string, among: operations)
            diagnostics.error(
                "wrong-value", "`\(element.string)` is no operation of a grant\(hint)", at: element.location)
            return nil
        }
    }

    /// What the encryption context must be, or must hold; `nil` where nothing is asked of it.
    private static func readConstraints(_ node: Node?, _ diagnostics: inout Diagnostics) -> JSONValue? {
        guard let node, let reader = NodeReader(node, "`Constraints`", &diagnostics) else { return nil }
        reader.allow(only: ["EncryptionContextSubset", "EncryptionContextEquals"], &diagnostics)
        let whole = pairs(reader, "EncryptionContextEquals", &diagnostics)
        let part = pairs(reader, "EncryptionContextSubset", &diagnostics)
        guard !whole.isEmpty || !part.isEmpty else { return nil }
        let values = (whole + part).map { pair in
            (name: "kms:EncryptionContext:\(pair.key)", value: JSONValue.string(pair.value))
        }
        var operators: [(name: String, value: JSONValue)] = [("StringEquals", .object(values))]
        if !whole.isEmpty {
            let keys = JSONValue.array(whole.map { .string($0.key) })
            // Of the keys letter case does not count.
            let list = JSONValue.object([("kms:EncryptionContextKeys", keys)])
            operators.append(("ForAllValues:StringEqualsIgnoreCase", list))
        }
        return .object(operators)
    }

    /// The pairs of an encryption context.
    private static func pairs(
        _ reader: NodeReader, _ name: MemberName, _ diagnostics: inout Diagnostics
    ) -> [(key: Text, value: Text)] {
        guard let node = reader[name], NodeReader(node, "`\(name.string)`", &diagnostics) != nil else { return [] }
        return node.members.compactMap { pair in
            pair.value.expectText("`\(pair.name)`", &diagnostics).map { (pair.key.text, $0) }
        }
    }
}
