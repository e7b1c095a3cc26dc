import IAM
import STS
import SourceText
import Testing

/// PL-245: of keys that a service sends together, a question that gives one gives the others.
@Suite struct KeysSentTogetherTests {
    private static let user = "arn:aws:iam::111111111111:user/ann"

    private func ask(
        _ action: String, _ resource: String, _ context: String, denying condition: String
    ) throws -> Answer {
        try Asking.answer(
            """
            policies: {identity: [\(Policies.identity("*")), {Version: '2012-10-17', Statement: [{Effect: Deny, Action: '*',
              Resource: '*', Condition: {\(condition)}}]}]}
            request: {caller: '\(Self.user)', action: '\(action)', resource: '\(resource)', context: {\(context)}}
            """)
    }

    private static func arn(_ service: String, _ resource: String) -> String {
        "arn:aws:\(service):eu-west-1:111111111111:\(resource)"
    }

    /// A Deny by either key is met, whichever of them the question gives.
    @Test(arguments: [
        ("ec2:TerminateInstances", arn("ec2", "instance/i-9"), "aws:ResourceTag/env", "ec2:ResourceTag/Env"),
        (
            "secretsmanager:GetSecretValue", arn("secretsmanager", "secret:s-AbCdEf"), "aws:ResourceTag/env",
            "secretsmanager:ResourceTag/env"
        ),
        ("iam:DeleteRole", "arn:aws:iam::111111111111:role/R", "aws:ResourceTag/env", "iam:ResourceTag/env"),
        ("ecr:BatchGetImage", arn("ecr", "repository/r"), "aws:ResourceTag/env", "ecr:ResourceTag/env"),
        ("ecs:StopTask", arn("ecs", "task/t"), "aws:ResourceTag/env", "ecs:ResourceTag/env"),
        ("ssm:StartSession", arn("ssm", "document/d"), "aws:ResourceTag/env", "ssm:resourceTag/env"),
        ("sagemaker:DeleteModel", arn("sagemaker", "model/m"), "aws:ResourceTag/env", "sagemaker:ResourceTag/env"),
        ("rds:StopDBInstance", arn("rds", "db:d"), "aws:ResourceTag/env", "rds:db-tag/env"),
        ("rds:AddTagsToResource", arn("rds", "db:d"), "aws:RequestTag/env", "rds:req-tag/env"),
        ("dms:CreateEndpoint", arn("dms", "endpoint:e"), "aws:RequestTag/env", "dms:req-tag/env"),
        ("s3:ListBucket", "arn:aws:s3:::b", "aws:ResourceTag/env", "s3:BucketTag/env"),
        ("s3:GetAccessPoint", arn("s3", "accesspoint/p"), "aws:ResourceTag/env", "s3:AccessPointTag/env"),
    ])
    func eitherKeyOfATagGivesTheOther(_ action: String, _ resource: String, _ global: String, _ own: String) throws {
        for (given, asked) in [(global, own), (own, global)] {
            let found = try ask(action, resource, "'\(given)': x", denying: "StringEquals: {'\(asked)': x}")
            #expect(found.decision == .explicitDeny, "\(asked) from \(given)")
            #expect(found.checks[0].request.context.entry(ConditionKey(Text(asked)))?.origin == .derived)
            let other = try ask(action, resource, "'\(given)': y", denying: "StringEquals: {'\(asked)': x}")
            #expect(other.decision == .allowed)
        }
    }

    /// A key of another service, or of another type of resource, follows from nothing.
    @Test(arguments: [
        ("sqs:SendMessage", arn("sqs", "q"), "'aws:ResourceTag/env': x", "ec2:ResourceTag/env"),
        ("rds:StopDBCluster", arn("rds", "cluster:c"), "'aws:ResourceTag/env': x", "rds:db-tag/env"),
        ("s3:GetObject", "arn:aws:s3:::b/k", "'aws:ResourceTag/env': x", "s3:ExistingObjectTag/env"),
        ("ec2:RunInstances", arn("ec2", "instance/*"), "'aws:RequestTag/env': x", "ec2:ResourceTag/env"),
    ])
    func otherKeysDoNotFollow(_ action: String, _ resource: String, _ context: String, _ key: String) throws {
        let found = try ask(action, resource, context, denying: "'Null': {'\(key)': 'false'}")
        #expect(found.decision == .allowed)
    }

    /// PL-234: what stands behind a prefix is listed too.
    @Test(arguments: [
        ("s3:PutObjectTagging", "s3:RequestObjectTag/Plan", "s3:RequestObjectTagKeys", "Plan"),
        ("batch:UpdateComputeEnvironment", "batch:ComputeResourcesTag/Plan", "batch:ComputeResourcesTagKeys", "Plan"),
        ("kms:Decrypt", "kms:EncryptionContext:Plan", "kms:EncryptionContextKeys", "Plan"),
        ("rds:AddTagsToResource", "rds:req-tag/Plan", "aws:TagKeys", "Plan"),
        ("sqs:TagQueue", "aws:RequestTag/Plan", "aws:TagKeys", "Plan"),
    ])
    func keysBehindAPrefixAreListed(_ action: String, _ given: String, _ key: String, _ value: String) throws {
        let found = try ask(
            action, "arn:aws:s3:::b/k", "'\(given)': x", denying: "'ForAnyValue:StringEquals': {'\(key)': \(value)}")
        #expect(found.decision == .explicitDeny)
    }

    /// Owner, region and network, under whichever name they are given.
    @Test(arguments: [
        ("ec2:StopInstances", "'ec2:Region': eu-north-1", "'aws:RequestedRegion': eu-north-1"),
        ("s3:GetObject", "'s3:ResourceAccount': '333333333333'", "'aws:ResourceAccount': '333333333333'"),
        (
            "sqs:SendMessage", "'aws:SourceVpcArn': 'arn:aws:ec2:eu-west-1:111111111111:vpc/vpc-7'",
            "'aws:SourceVpc': vpc-7"
        ),
    ])
    func theServicesOwnKeyGivesTheGlobalOne(_ action: String, _ context: String, _ wanted: String) throws {
        let found = try ask(action, "*", context, denying: "StringEquals: {\(wanted)}")
        #expect(found.decision == .explicitDeny)
    }

    /// An object of a foreign bucket is foreign by either key.
    @Test func theOwnerIsReadFromEitherKey() throws {
        let found = try ask(
            "s3:GetObject", "arn:aws:s3:::b/k", "'s3:ResourceAccount': '333333333333'", denying: "Bool: {'x:y': 'true'}"
        )
        #expect(found.blockers == ["resource"])
    }

    /// PL-235: who called last and who called first are of one list.
    @Test(arguments: ["aws:CalledViaFirst", "aws:CalledViaLast"])
    func anEndOfTheChainGivesTheChain(_ key: String) throws {
        let context = "'\(key)': athena.amazonaws.com"
        let list = try ask(
            "kms:CreateKey", "*", context,
            denying: "'ForAnyValue:StringEquals': {'aws:CalledVia': athena.amazonaws.com}")
        #expect(list.decision == .explicitDeny)
        #expect(list.assumed == ["aws:CalledVia"])
        let via = try ask("kms:CreateKey", "*", context, denying: "Bool: {'aws:ViaAWSService': 'true'}")
        #expect(via.decision == .explicitDeny)
        #expect(via.assumed.isEmpty)
        let call = try Call(context: "{\(context)}").answer()
        #expect(call.values(of: "aws:ViaAWSService").allSatisfy { $0 == ["true"] })
        #expect(call.values(of: "aws:CalledVia").allSatisfy { $0 == ["athena.amazonaws.com"] })
    }

    @Test func bothEndsStandInTheChain() throws {
        let found = try ask(
            "kms:CreateKey", "*", "'aws:CalledViaFirst': a.amazonaws.com, 'aws:CalledViaLast': b.amazonaws.com",
            denying: "Bool: {'aws:ViaAWSService': 'false'}")
        #expect(found.values(of: "aws:CalledVia") == [["a.amazonaws.com", "b.amazonaws.com"]])
        #expect(found.decision == .allowed)
    }

    /// PL-239: credentials with a code have an age, which nothing tells here; an age is that of a code.
    @Test func multiFactorAuthenticationHasAnAge() throws {
        let old = "NumericGreaterThan: {'aws:MultiFactorAuthAge': '3600'}"
        let found = try ask("ec2:StopInstances", "*", "'aws:MultiFactorAuthPresent': 'true'", denying: old)
        #expect(found.decision == .allowed)
        #expect(found.assumed.contains("aws:MultiFactorAuthAge"))
        let without = try ask("ec2:StopInstances", "*", "'aws:MultiFactorAuthPresent': 'false'", denying: old)
        #expect(!without.assumed.contains("aws:MultiFactorAuthAge"))
        let aged = try ask(
            "ec2:StopInstances", "*", "'aws:MultiFactorAuthAge': '10'",
            denying: "Bool: {'aws:MultiFactorAuthPresent': 'true'}")
        #expect(aged.decision == .explicitDeny)
    }

    /// The role of a call has its tags under both keys.
    @Test func theTagsOfARoleAreSeenUnderBothKeys() throws {
        let call = try Call(context: "{'iam:ResourceTag/env': prod}").answer()
        #expect(call.values(of: "aws:ResourceTag/env") == [["prod"]])
    }

    private static func sending(_ action: String, _ context: String) -> String {
        "{request: {caller: '\(user)', action: '\(action)', context: \(context)}}"
    }

    @Test(arguments: [
        sending("ec2:StopInstances", "{'aws:ResourceTag/env': ↓dev, 'ec2:ResourceTag/env': prod}"),
        sending("ec2:StopInstances", "{'ec2:Region': ↓eu-west-1, 'aws:RequestedRegion': eu-west-2}"),
        sending(
            "kms:CreateKey",
            "{'aws:CalledVia': [a.amazonaws.com, b.amazonaws.com], 'aws:CalledViaLast': ↓a.amazonaws.com}"),
        sending("kms:CreateKey", "{'aws:CalledViaFirst': a.amazonaws.com, 'aws:ViaAWSService': ↓'false'}"),
        sending("sqs:TagQueue", "{'aws:RequestTag/env': x, 'aws:TagKeys': ↓[team]}"),
        sending("sqs:SendMessage", "{'aws:MultiFactorAuthPresent': ↓'false', 'aws:MultiFactorAuthAge': '7'}"),
    ])
    func givenKeysThatContradictEachOtherAreTold(_ text: String) throws {
        let found = try Asking.faults(text)
        #expect(found.ids == ["contradicting-key"])
        #expect(found.offsets == found.marks)
    }

    @Test(arguments: [
        sending("ec2:StopInstances", "{'aws:ResourceTag/env': dev, 'ec2:ResourceTag/env': dev}"),
        sending("sqs:TagQueue", "{'aws:RequestTag/env': x, 'aws:TagKeys': [env, team]}"),
        sending(
            "kms:CreateKey",
            "{'aws:CalledVia': [a.amazonaws.com, b.amazonaws.com], 'aws:CalledViaFirst': a.amazonaws.com}"),
    ])
    func givenKeysThatAgreeAreNotTold(_ text: String) throws {
        #expect(try Asking.faults(text).ids == [])
    }

    private static let role = """
        accounts: {a: {id: '111111111111', roles: {R: {tags: {team: red}, trust: {Version: '2012-10-17', Statement: [
        {Effect: Allow, Principal: {AWS: '111111111111'}, Action: 'sts:*'}]}}}}}
        """.replacing("\n", with: " ")

    /// A session has tags of its own, which no account lists, and which take the place of the role's.
    @Test(arguments: ["{'aws:PrincipalTag/cost': x}", "{'aws:PrincipalTag/team': blue}"])
    func tagsOfASessionContradictNothing(_ context: String) throws {
        let text =
            "caller: 'arn:aws:sts::111111111111:assumed-role/R/s', action: 's3:ListAllMyBuckets', context: \(context)"
        #expect(try Asking.faults("{\(Self.role), request: {\(text)}}").ids == [])
    }

    @Test(arguments: ["{'aws:PrincipalTag/cost': ↓x}", "{'aws:PrincipalTag/team': ↓blue}"])
    func tagsBesideThoseOfAToldSessionAreTold(_ context: String) throws {
        let caller = "{role: 'arn:aws:iam::111111111111:role/R', session: s, tags: {more: y}}"
        let found = try Asking.faults(
            "{\(Self.role), request: {caller: \(caller), action: 's3:ListAllMyBuckets', context: \(context)}}")
        #expect(found.ids == ["contradicting-key"])
        #expect(found.offsets == found.marks)
    }
}
