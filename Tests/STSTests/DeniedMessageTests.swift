import STS
import SourceText
import Testing

/// AWS's wording of a denial.
@Suite struct DeniedMessageTests {
    private static let ann = "arn:aws:iam::111111111111:user/ann"
    private static let session = "arn:aws:sts::111111111111:assumed-role/Deploy/run"

    private func message(
        _ policies: String, resource: String = "'arn:aws:s3:::data/key'", more: String = "", by caller: String = ann
    ) throws -> String {
        let answer = try Asking.answer(
            """
            request: {caller: '\(caller)', action: 's3:GetObject', resource: \(resource)\(more)}
            policies: {\(policies)}
            """)
        #expect(answer.error?.code == "AccessDenied")
        #expect(answer.error?.status == 403)
        return try #require(answer.error).message.string
    }

    private let start = start(ann)

    private static func start(_ caller: String) -> String {
        "User: \(caller) is not authorized to perform: s3:GetObject on resource: \"arn:aws:s3:::data/key\""
    }

    /// Only sessions of roles and federated users have session policies.
    private static func caller(having policies: String) -> String {
        policies.contains("session:") ? session : ann
    }

    /// ERR-1, ERR-2.
    @Test(arguments: [
        ("identity: []", "identity-based policy"),
        ("identity: [ALL], permissionsBoundary: NONE", "permissions boundary"),
        ("identity: [ALL], session: [NONE]", "session policy"),
        ("identity: [ALL], serviceControl: [[NONE]]", "service control policy"),
        ("identity: [ALL], vpcEndpoint: BUCKET", "VPC endpoint policy"),
    ])
    func aMissingAllowNamesItsKindOfPolicy(_ policies: String, _ kind: String) throws {
        let policies = policies.replacing("ALL", with: Policies.identity("*"))
            .replacing("NONE", with: Policies.identity("ec2:*"))
            .replacing("BUCKET", with: Policies.naming("*", "ec2:*"))
        let caller = Self.caller(having: policies)
        let message = try message(policies, by: caller)
        #expect(message == "\(Self.start(caller)) because no \(kind) allows the s3:GetObject action")
    }

    /// ERR-3.
    @Test(arguments: [
        ("identity: [ALL, DENY]", "an identity-based policy"), ("resource: BUCKET", "a resource-based policy"),
        ("identity: [ALL], permissionsBoundary: DENY", "a permissions boundary"),
        ("identity: [ALL], session: [DENY]", "a session policy"),
        ("identity: [ALL], serviceControl: [[ALL], [DENY]]", "a service control policy"),
        ("identity: [ALL], resourceControl: [[RCP]]", "a resource control policy"),
        ("identity: [ALL], vpcEndpoint: BUCKET", "a VPC endpoint policy"),
    ])
    func aDenyNamesItsKindOfPolicy(_ policies: String, _ kind: String) throws {
        let rcp =
            #"{Version: "2012-10-17", Statement: [{Effect: Deny, Principal: "*", Action: "s3:*", Resource: "*"}]}"#
        let policies = policies.replacing("ALL", with: Policies.identity("*"))
            .replacing("DENY", with: Policies.identity("s3:*", effect: "Deny")).replacing("RCP", with: rcp)
            .replacing("BUCKET", with: Policies.naming("*", "s3:*", effect: "Deny"))
        let caller = Self.caller(having: policies)
        let message = try message(policies, by: caller)
        #expect(message == "\(Self.start(caller)) with an explicit deny in \(kind)")
    }

    /// EV-8, ERR-6: of several kinds one is named.
    @Test func oneOfSeveralDenialsIsNamed() throws {
        let deny = Policies.identity("*", effect: "Deny")
        let bucket = Policies.naming("*", "s3:*", effect: "Deny")
        #expect(try message("identity: [\(deny)], resource: \(bucket)").hasSuffix("deny in a resource-based policy"))
        let scp = "serviceControl: [[\(deny)]]"
        #expect(try message("identity: [\(deny)], \(scp)").hasSuffix("deny in a service control policy"))
        let silent = "identity: [\(Policies.identity("ec2:*"))], permissionsBoundary: \(deny)"
        #expect(try message(silent).hasSuffix("with an explicit deny in a permissions boundary"))
    }

    /// ERR-5: across accounts no reason is given.
    @Test func acrossAccountsNoReasonIsGiven() throws {
        let owner = ", resourceAccount: '222222222222'"
        #expect(try message("identity: []", more: owner) == start)
        #expect(try message("identity: [\(Policies.identity("*", effect: "Deny"))]", more: owner) == start)
    }

    /// ERR-4: within one organization an explicit deny says which kind of policy it stands in, and a missing Allow does not.
    @Test func withinOneOrganizationADenyIsNamed() throws {
        func message(_ identity: String, members: String) throws -> String? {
            try Asking.answer(
                """
                accounts: {m: {id: '999999999999'}, a: {id: '111111111111', users: {ann: {policies: [\(identity)]}}},
                  b: {id: '222222222222'}}
                organization: {id: o-a1b2c3d4e5, root: r-ab12, management: m, accounts: [\(members)]}
                request: {caller: '\(Self.ann)', action: 's3:GetObject', resource: 'arn:aws:s3:::data/key',
                  resourceAccount: '222222222222'}
                """
            ).error?.message.string
        }
        let deny = Policies.identity("*", effect: "Deny")
        #expect(try message(deny, members: "m, a, b") == "\(start) with an explicit deny in an identity-based policy")
        #expect(try message(deny, members: "m, a") == start)
        #expect(try message(Policies.identity("ec2:*"), members: "m, a, b") == start)
    }

    /// ERR-4: the policy that denies is named where it has an ARN.
    @Test func aManagedPolicyThatDeniesIsNamedByItsARN() throws {
        func message(_ policies: String) throws -> String? {
            try Asking.answer(
                """
                accounts: {a: {id: '111111111111', users: {ann: {policies: [\(policies)]}}, managedPolicies: {
                  team/Guard: \(Policies.identity("s3:*", effect: "Deny")), Open: \(Policies.identity("*"))}}}
                request: {caller: '\(Self.ann)', action: 's3:GetObject', resource: 'arn:aws:s3:::data/key'}
                """
            ).error?.message.string
        }
        let policy = "arn:aws:iam::111111111111:policy"
        let found = try message("'\(policy)/Open', '\(policy)/team/Guard'")
        #expect(found == "\(start) with an explicit deny in an identity-based policy: \(policy)/team/Guard")
        let inline = try message("'\(policy)/Open', \(Policies.identity("s3:*", effect: "Deny"))")
        #expect(inline == "\(start) with an explicit deny in an identity-based policy")
    }

    /// Some services name `*` where an action has no resource. Seen in public logs of `ecr:GetAuthorizationToken`,
    /// `lambda:ListFunctions`, `ecs:ListClusters` and `iam:GetAccountSummary`; not of EC2 and S3.
    @Test(arguments: [
        ("ecr:GetAuthorizationToken", " on resource: *"), ("lambda:ListFunctions", " on resource: *"),
        ("ECS:ListClusters", " on resource: *"), ("iam:GetAccountSummary", " on resource: *"),
        ("s3:ListAllMyBuckets", ""), ("kms:ListKeys", ""),
    ])
    func servicesDifferInNamingNoResource(_ action: String, _ resource: String) throws {
        let answer = try Asking.answer("request: {caller: '\(Self.ann)', action: '\(action)'}")
        let expected =
            "User: \(Self.ann) is not authorized to perform: \(action)\(resource) because no identity-based policy allows "
            + "the \(action) action"
        #expect(answer.error?.message.string == expected)
    }

    /// ERR-1: the resource is named where it has an ARN.
    @Test func aRequestWithoutAResourceNamesNone() throws {
        let text = try message("identity: []", resource: "'*'")
        let expected =
            "User: \(Self.ann) is not authorized to perform: s3:GetObject because no identity-based policy allows the "
            + "s3:GetObject action"
        #expect(text == expected)
    }

    @Test(arguments: [
        ("'arn:aws:sts::111111111111:assumed-role/CI/run'", "arn:aws:sts::111111111111:assumed-role/CI/run"),
        ("ec2.amazonaws.com", "ec2.amazonaws.com"), ("anonymous", "anonymous"),
    ])
    func theCallerIsNamedAsAWSNamesIt(_ caller: String, _ name: String) throws {
        let answer = try Asking.answer(
            "request: {caller: \(caller), action: 's3:GetObject', resource: 'arn:aws:s3:::b', resourceAccount: '222222222222'}"
        )
        #expect(
            answer.error?.message.string.hasPrefix("User: \(name) is not authorized to perform: s3:GetObject") == true)
    }

    /// ERR-2, ERR-3, ERR-5 of a role trust policy.
    @Test func trustPoliciesAreNamedWithinOneAccount() throws {
        var call = Call(caller: "'\(Self.ann)'", trust: Policies.naming("*", "sts:*", effect: "Deny"))
        call.role = "arn:aws:iam::111111111111:role/Deploy"
        let start = "User: \(Self.ann) is not authorized to perform: sts:AssumeRole on resource: \(call.role)"
        #expect(try call.answer().error?.message.string == "\(start) with an explicit deny in the role trust policy")
        call.trust = Policies.naming("222222222222", "sts:*")
        let silent = "\(start) because no role trust policy allows the sts:AssumeRole action"
        #expect(try call.answer().error?.message.string == silent)
        call.trust = Policies.naming("111111111111", "sts:*")
        call.identity = Policies.identity("s3:*")
        let identity = "\(start) because no identity-based policy allows the sts:AssumeRole action"
        #expect(try call.answer().error?.message.string == identity)
        call.role = "arn:aws:iam::222222222222:role/Deploy"
        #expect(
            try call.answer().error?.message.string
                == "User: \(Self.ann) is not authorized to perform: sts:AssumeRole on resource: \(call.role)")
    }
}
