import IAM
import STS
import SourceText
import Testing

/// Each fault of a question has an id and a place.
@Suite struct QuestionFaultTests {
    private func expect(_ id: String, _ text: String) throws {
        let found = try Asking.faults(text)
        #expect(found.ids == [id])
        #expect(found.offsets == found.marks)
    }

    private static let request = #"request: {caller: "arn:aws:iam::111111111111:user/ann", action: "s3:GetObject"}"#

    @Test(arguments: [
        ("wrong-kind", "↓[request]"), ("missing-member", "↓{id: x}"),
        ("wrong-value", "{Q, version: ↓2}"), ("wrong-kind", "{Q, id: ↓[x]}"),
        ("void-resource", "{Q, accounts: {a: {id: '222222222222', resources: {↓'arn:aws:s3:::b/': {}}}}}"),
        ("void-resource", "{Q, accounts: {a: {id: '222222222222', resources: {↓'arn:aws:s3:::b*': {}}}}}"),
        ("void-resource", "{Q, accounts: {a: {id: '222222222222', resources: {↓'arn:aws:s3:eu-west-1::b': {}}}}}"),
        ("void-resource", "{Q, accounts: {a: {id: '222222222222', resources: {↓'arn:aws:s3::111111111111:b': {}}}}}"),
        ("pattern-resource", "{Q, accounts: {a: {id: '222222222222', resources: {↓'arn:aws:s3:::b/*': {}}}}}"),
        (
            "pattern-resource",
            "{Q, accounts: {a: {id: '222222222222', resources: {↓'arn:aws:sqs:eu-west-1:222222222222:q?': {}}}}}"
        ),
        ("no-organization", "{Q, accounts: {a: {id: '222222222222', serviceControl: ↓[FullAWSAccess]}}}"),
        ("no-organization", "{Q, accounts: {a: {id: '222222222222', resourceControl: ↓[RCPFullAWSAccess]}}}"),
        ("unreachable-document", "{Q, documents: {↓a/b: {Statement: []}}}"),
        ("unreachable-document", "{Q, documents: {↓p.json: {Statement: []}}}"),
        ("unknown-member", "{Q, ↓account: {}}"), ("wrong-kind", "{Q, documents: ↓[x]}"),
        ("wrong-kind", "{Q, accounts: ↓x}"), ("wrong-kind", "{Q, organization: ↓x}"),
        ("wrong-value", "{Q, time: ↓2026-01-01}"), ("wrong-value", "{Q, time: ↓[x]}"),
        ("wrong-kind", "{Q, choices: ↓[x]}"), ("unknown-member", "{Q, choices: {↓parametersVisible: true}}"),
        ("wrong-value", "{Q, choices: {parametersVisibleInAllChecks: ↓1}}"),
        ("wrong-value", "{Q, choices: {parametersVisibleInAllChecks: ↓'true'}}"),
        ("wrong-kind", "{Q, policies: ↓[x]}"), ("unknown-member", "{Q, policies: {↓boundary: x}}"),
        ("unknown-document", "{Q, policies: {identity: [↓x]}}"), ("unknown-document", "{Q, policies: {trust: ↓x}}"),
        ("unknown-document", "{Q, policies: {resource: ↓x}}"), ("wrong-kind", "{Q, policies: {resource: ↓[x]}}"),
        ("unknown-document", "{Q, policies: {permissionsBoundary: ↓x}}"),
        ("unknown-document", "{Q, policies: {session: [↓x]}}"),
        ("wrong-kind", "{Q, policies: {serviceControl: ↓[x]}}"), ("wrong-kind", "{Q, policies: {resourceControl: ↓x}}"),
        ("unknown-document", "{Q, policies: {serviceControl: [[↓x]]}}"),
        (
            "misplaced-policies",
            "{steps: {one: {caller: 'arn:aws:iam::111111111111:user/ann', request: {action: 's3:GetObject'}}}, "
                + "policies: ↓{}}"
        ),
        (
            "contradicting-account",
            "{accounts: {two: {id: '222222222222', resources: {'arn:aws:s3:::b': {}}}}, request: {caller: "
                + "'arn:aws:iam::111111111111:user/ann', action: 's3:GetObject', resource: 'arn:aws:s3:::b/k', "
                + "resourceAccount: ↓'111111111111'}}"
        ),
        (
            "bucket-not-asked",
            "{accounts: {a: {id: '111111111111', resources: {'arn:aws:s3:::b': {policy: {Version: '2012-10-17', Statement: "
                + "{Effect: Deny, Principal: '*', Action: 's3:*', Resource: '*'}}}}}}, request: {caller: anonymous, action: "
                + "'s3:GetObject', resource: ↓'arn:aws:s3:eu-west-1:111111111111:accesspoint/ap/object/k'}}"
        ),
        (
            "alias-resource",
            "{request: {caller: 'arn:aws:iam::111111111111:user/ann', action: 'kms:Decrypt', resource: "
                + "↓'arn:aws:kms:eu-west-1:111111111111:alias/a'}}"
        ),
        (
            "void-resource",
            "{request: {caller: anonymous, action: 's3:GetObject', resource: ↓'arn:aws:s3:eu-west-1:111111111111:b/k'}}"
        ),
        (
            "partial-secret",
            "{request: {caller: 'arn:aws:iam::111111111111:user/ann', action: 'secretsmanager:GetSecretValue', resource: "
                + "↓'arn:aws:secretsmanager:eu-west-1:111111111111:secret:prod/db'}}"
        ),
        ("no-resource", "{request: ↓{caller: 'arn:aws:iam::111111111111:user/ann', action: 'kms:Decrypt'}}"),
        ("not-a-role", "{request: ↓{caller: 'arn:aws:iam::111111111111:user/ann', action: 'sts:TagSession'}}"),
        (
            "line-end",
            "{request: {caller: 'arn:aws:iam::111111111111:user/ann', action: 's3:GetObject', resource: "
                + "↓\"arn:aws:s3:::b/k\\n\"}}"
        ),
        (
            "unknown-role",
            "{accounts: {a: {id: '111111111111', roles: {admin/Z: {}}}}, request: {caller: anonymous, action: "
                + "'iam:GetRole', resource: ↓'arn:aws:iam::111111111111:role/Z'}}"
        ),
        ("two-asks", "↓{Q, call: {}}"), ("two-asks", "↓{Q, steps: {}}"),
    ])
    func questions(_ id: String, _ text: String) throws {
        try expect(id, text.replacing("Q", with: Self.request))
    }

    @Test(arguments: [
        ("wrong-kind", "↓[x]"), ("missing-member", "↓{action: 's3:GetObject'}"),
        (
            "contradicting-account",
            "{caller: CALLER, action: 'sqs:SendMessage', resource: 'arn:aws:sqs:eu-west-1:222222222222:q', "
                + "resourceAccount: ↓'111111111111'}"
        ),
        (
            "contradicting-account",
            "{caller: {federatedUser: ↓'arn:aws:sts::111111111111:federated-user/F', "
                + "issuedBy: 'arn:aws:iam::222222222222:user/ann'}, action: 's3:GetObject'}"
        ),
        ("not-a-role", "{caller: CALLER, action: 'sts:AssumeRole', resource: ↓'*'}"),
        ("not-a-role", "↓{caller: CALLER, action: 'sts:AssumeRole'}"),
        ("not-a-root", "↓{caller: CALLER, action: 'sts:AssumeRoot'}"),
        ("needs-a-call", "{caller: CALLER, action: ↓'sts:AssumeRoleWithSAML'}"),
        ("needs-a-call", "{caller: anonymous, action: ↓'sts:assumerolewithwebidentity'}"),
        ("invalid-action", "{caller: CALLER, action: ↓'s3:Get?bject'}"),
        ("invalid-action", "{caller: CALLER, action: ↓'s3:GetObject '}"),
        (
            "contradicting-key",
            "{caller: CALLER, action: 's3:GetObject', context: ↓{'aws:CurrentTime': '2026-01-01T00:00:00Z', "
                + "'aws:EpochTime': '5'}}"
        ),
        (
            "contradicting-key",
            "{caller: CALLER, action: 's3:GetObject', context: {'aws:PrincipalAccount': ↓'222222222222'}}"
        ),
        ("contradicting-key", "{caller: CALLER, action: 's3:GetObject', context: {'AWS:username': ↓bob}}"),
        (
            "contradicting-key",
            "{caller: {user: CALLER, tags: {team: a}}, action: 's3:GetObject', context: {'aws:PrincipalTag/Team': ↓b}}"
        ),
        ("unknown-key", "{caller: CALLER, action: 's3:GetObject', context: {↓SourceIp: 10.0.0.1}}"),
        ("unknown-key", "{caller: CALLER, action: 's3:GetObject', context: {↓'aws:SorceIp': 10.0.0.1}}"),
        ("malformed-value", "{caller: CALLER, action: 's3:GetObject', context: {'aws:SourceIp': ↓10.0.0.1/32}}"),
        ("malformed-value", "{caller: CALLER, action: 's3:GetObject', context: {'aws:sourceip': ↓' 10.0.0.1'}}"),
        ("malformed-value", "{caller: CALLER, action: 's3:GetObject', context: {'aws:SecureTransport': ↓yes}}"),
        ("malformed-value", "{caller: CALLER, action: 's3:GetObject', context: {'aws:CurrentTime': ↓yesterday}}"),
        ("malformed-value", "{caller: CALLER, action: 's3:GetObject', context: {'aws:MultiFactorAuthAge': ↓1h}}"),
        ("missing-member", "↓{caller: CALLER}"), ("invalid-action", "{caller: CALLER, action: ↓'s3:*'}"),
        ("invalid-action", "{caller: CALLER, action: ↓GetObject}"),
        ("invalid-action", "{caller: CALLER, action: ↓['s3:GetObject']}"),
        ("unknown-member", "{caller: CALLER, action: 's3:GetObject', ↓resources: x}"),
        ("malformed-arn", "{caller: CALLER, action: 's3:GetObject', resource: ↓bucket}"),
        ("malformed-arn", "{caller: CALLER, action: 's3:GetObject', resource: ↓[x]}"),
        ("malformed-account-id", "{caller: CALLER, action: 's3:GetObject', resourceAccount: ↓1234}"),
        ("wrong-kind", "{caller: CALLER, action: 's3:GetObject', region: ↓[x]}"),
        ("wrong-kind", "{caller: CALLER, action: 's3:GetObject', context: ↓[x]}"),
        ("wrong-kind", "{caller: CALLER, action: 's3:GetObject', context: {'k:v': ↓{}}}"),
        ("wrong-kind", "{caller: CALLER, action: 's3:GetObject', context: {'k:v': [↓[x]]}}"),
        ("wrong-kind", "{caller: CALLER, action: 's3:GetObject', context: {'k:v': ↓null}}"),
        ("duplicate-key", "{caller: CALLER, action: 's3:GetObject', context: {'k:v': a, ↓'K:V': b}}"),
    ])
    func requests(_ id: String, _ text: String) throws {
        try expect(id, "request: \(text.replacing("CALLER", with: "'arn:aws:iam::111111111111:user/ann'"))")
    }

    @Test(arguments: [
        ("wrong-kind", "↓[x]"), ("no-operation", "↓{caller: CALLER}"),
        ("no-operation", "↓{caller: CALLER, AssumeRole: {}, GetCallerIdentity: {}}"),
        ("missing-member", "↓{GetCallerIdentity: {}}"),
        ("unknown-member", "{caller: CALLER, GetCallerIdentity: {↓RoleArn: x}}"),
        ("wrong-kind", "{caller: CALLER, GetCallerIdentity: ↓x}"), ("wrong-kind", "{caller: CALLER, AssumeRole: ↓[x]}"),
        ("wrong-kind", "{caller: CALLER, AssumeRole: ↓null}"),
        ("unknown-member", "{caller: CALLER, ↓regions: x, GetCallerIdentity: {}}"),
        ("missing-member", "{caller: CALLER, AssumeRole: ↓{RoleSessionName: s1}}"),
        ("missing-member", "{caller: CALLER, AssumeRole: ↓{RoleArn: ROLE}}"),
        ("unknown-member", "{caller: CALLER, AssumeRole: {RoleArn: ROLE, RoleSessionName: s1, ↓externalId: x}}"),
        ("wrong-value", "{caller: CALLER, AssumeRole: {RoleArn: ROLE, RoleSessionName: s1, DurationSeconds: ↓1h}}"),
        ("wrong-value", "{caller: CALLER, GetSessionToken: {DurationSeconds: ↓'3000000000'}}"),
        ("caller-of-unsigned-call", "{caller: ↓CALLER, AssumeRoleWithWebIdentity: TOKEN}"),
        ("not-modelled", "{caller: CALLER, GetAccessKeyInfo: ↓{}}"),
        ("not-supported-yet", "{caller: CALLER, ↓workflow: ci.yml}"),
        (
            "unknown-member",
            "{AssumeRoleWithWebIdentity: {RoleArn: ROLE, RoleSessionName: s1, WebIdentityToken: {claims: {}, ↓claim: x}}}"
        ),
        (
            "wrong-kind",
            "{AssumeRoleWithWebIdentity: {RoleArn: ROLE, RoleSessionName: s1, WebIdentityToken: {claims: ↓x}}}"
        ),
        ("wrong-kind", "{caller: CALLER, AssumeRole: {RoleArn: ROLE, RoleSessionName: ↓[s]}}"),
        ("wrong-kind", "{caller: CALLER, AssumeRole: {RoleArn: ROLE, RoleSessionName: s1, Tags: ↓x}}"),
        ("missing-member", "{caller: CALLER, AssumeRole: {RoleArn: ROLE, RoleSessionName: s1, Tags: [↓{Value: x}]}}"),
        ("wrong-kind", "{caller: CALLER, AssumeRole: {RoleArn: ROLE, RoleSessionName: s1, TransitiveTagKeys: ↓{}}}"),
    ])
    func calls(_ id: String, _ text: String) throws {
        let token = "{RoleArn: ROLE, RoleSessionName: s1, WebIdentityToken: {claims: {}}}"
        let text = text.replacing("TOKEN", with: token)
            .replacing("CALLER", with: "'arn:aws:iam::111111111111:user/ann'")
        try expect(id, "call: \(text.replacing("ROLE", with: "'arn:aws:iam::222222222222:role/Deploy'"))")
    }

    @Test(arguments: [
        ("wrong-kind", "↓[x]"), ("empty-list", "↓{}"), ("wrong-kind", "{a: ↓x}"),
        ("missing-member", "{a: ↓{GetCallerIdentity: {}}}"), ("no-operation", "{a: ↓{caller: CALLER}}"),
        ("caller-in-step", "{a: {caller: CALLER, GetCallerIdentity: {}}, b: {caller: ↓CALLER, GetCallerIdentity: {}}}"),
        ("unknown-member", "{a: {caller: CALLER, ↓operation: x, GetCallerIdentity: {}}}"),
        (
            "unknown-member",
            "{a: {caller: CALLER, GetCallerIdentity: {}}, b: {request: {↓caller: CALLER, action: 's3:GetObject'}}}"
        ),
    ])
    func chains(_ id: String, _ text: String) throws {
        try expect(id, "steps: \(text.replacing("CALLER", with: "'arn:aws:iam::111111111111:user/ann'"))")
    }

    @Test func severalFaultsAreReportedAtOnce() throws {
        let found = try Asking.faults(
            """
            version: ↓3
            ↓acounts: {}
            time: ↓noon
            request:
              caller: ↓ann
              action: ↓GetObject
              resource: ↓bucket
            """)
        let ids = ["wrong-value", "unknown-member", "wrong-value", "malformed-arn", "invalid-action", "malformed-arn"]
        #expect(found.ids == ids)
        #expect(found.offsets == found.marks)
    }

    @Test func aQuestionKnowsItsIdAndItsTime() throws {
        let plain = try Asking.question(Self.request)
        #expect(plain.id == nil)
        #expect(plain.time == Question.standardTime)
        #expect(plain.time.text == "2026-01-01T00:00:00Z")
        #expect(!plain.timeIsGiven)
        let timed = try Asking.question("version: 1\nid: 7\ntime: 2024-02-29T12:00:00Z\n\(Self.request)")
        #expect(timed.id == "7")
        #expect(timed.timeIsGiven)
        #expect(timed.answer().id == "7")
        #expect(timed.time.text == "2024-02-29T12:00:00Z")
    }

    /// Each value is compared with each value of a condition.
    @Test func aKeyMayHaveAThousandValues() throws {
        func question(_ count: Int, _ mark: String) -> String {
            let values = (0..<count).map { "v\($0)" }.joined(separator: ", ")
            return Self.request.replacing("}", with: ", context: {'k:v': \(mark)[\(values)]}}")
        }
        try expect("too-large", question(1_001, "↓"))
        #expect(try Asking.faults(question(1_000, "")).ids.isEmpty)
    }

    /// The values of a token are compared like those that a question gives.
    @Test func aTokenGivesAKeyAtMostAThousandValues() throws {
        func call(_ count: Int, _ mark: String) -> String {
            let methods = (0..<count).map { "m\($0)" }.joined(separator: ", ")
            let claims = "{iss: 'https://cognito-identity.amazonaws.com', aud: a, sub: s, amr: [\(methods)]}"
            return "call: \(mark){AssumeRoleWithWebIdentity: {RoleArn: 'arn:aws:iam::222222222222:role/Deploy', "
                + "RoleSessionName: s1, WebIdentityToken: {claims: \(claims)}}}"
        }
        try expect("too-large", call(1_001, "↓"))
        #expect(try Asking.faults(call(1_000, "")).ids.isEmpty)
    }
}
