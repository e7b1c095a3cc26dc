import IAM
import Questions
import SourceText
import TestSupport
import Testing

/// Grants of KMS keys are read whole, or not at all (SV-10).
@Suite struct KeyGrantTests {
    private func complaints(_ grants: String, of key: String = "arn:aws:kms:eu-west-1:111111111111:key/k") throws
        -> (Complaints, Complaints)
    {
        let marked = MarkedSource("accounts: {a: {id: '111111111111', resources: {'\(key)': {grants: \(grants)}}}}")
        var diagnostics = Diagnostics()
        let root = try #require(SourceParser.parse(marked.file, &diagnostics))
        let reader = try #require(NodeReader(root, "a question", &diagnostics))
        _ = WorldReader(documents: nil, library: PolicyLibrary { _, _ in nil }).read(reader, &diagnostics)
        return (Complaints(diagnostics), Complaints(Complaints(diagnostics).ids, at: marked))
    }

    private static let grant = "GranteePrincipal: 'arn:aws:iam::111111111111:user/ann', Operations: [Decrypt]"

    @Test(arguments: [
        ("wrong-kind", "↓{}"), ("wrong-kind", "↓x"), ("missing-member", "[↓{Operations: [Decrypt]}]"),
        ("missing-member", "[↓{GranteePrincipal: 'arn:aws:iam::111111111111:user/ann'}]"),
        ("invalid-principal", "[{GranteePrincipal: ↓'*', Operations: [Decrypt]}]"),
        ("wrong-value", "[{GranteePrincipal: 'arn:aws:iam::111111111111:user/ann', Operations: [↓decrypt]}]"),
        ("empty-list", "[{GranteePrincipal: 'arn:aws:iam::111111111111:user/ann', Operations: ↓[]}]"),
        ("unknown-member", "[{G, ↓Grantee: x}]"), ("wrong-kind", "[{G, Constraints: ↓x}]"),
        ("unknown-member", "[{G, Constraints: {↓EncryptionContext: {}}}]"),
        ("wrong-kind", "[{G, Constraints: {EncryptionContextSubset: ↓x}}]"),
        ("wrong-kind", "[{G, Constraints: {EncryptionContextEquals: {a: ↓[x]}}}]"),
        ("invalid-principal", "[{G, RetiringPrincipal: ↓ann}]"),
    ])
    func aFaultIsTold(_ id: String, _ grants: String) throws {
        let (found, marked) = try complaints(grants.replacing("G,", with: "\(Self.grant),"))
        #expect(found.ids == [id])
        #expect(found == marked)
    }

    @Test func onlyKeysHaveGrants() throws {
        let (found, marked) = try complaints("↓[{\(Self.grant)}]", of: "arn:aws:s3:::bucket")
        #expect(found.ids == ["wrong-kind"])
        #expect(found == marked)
    }

    @Test func whatAWSPrintsIsRead() throws {
        let printed = """
            [{KeyId: k, GrantId: abc, Name: x, CreationDate: 2026-01-01, IssuingAccount: 'arn:aws:iam::111111111111:root',
              RetiringPrincipal: 'arn:aws:iam::111111111111:root', Constraints: {}, \(Self.grant)}]
            """
        #expect(try complaints(printed).0.ids.isEmpty)
    }
}
