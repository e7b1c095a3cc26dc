import IAM
import STS
import SourceText
import Testing

/// Keys of single services that follow from what a question says, and what follows from an assumed owner.
@Suite struct ServiceKeysTests {
    private func answer(
        _ action: String, _ resource: String, condition: String, accounts: String = "", more: String = ""
    ) throws -> Answer {
        try Asking.answer(
            """
            accounts: {own: {id: '111111111111', users: {ann: {}}\(accounts)}}
            policies: {identity: [{Version: '2012-10-17', Statement: [{Effect: Allow, Action: '*', Resource: '*',
              Condition: {StringEquals: {\(condition)}}}]}]}
            request: {caller: 'arn:aws:iam::111111111111:user/ann', action: '\(action)', resource: '\(resource)'\(more)}
            """)
    }

    /// The caller's account, as the global key has it. <https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html>
    @Test(arguments: [("111111111111", Outcome.allowed), ("222222222222", Outcome.implicitDeny)])
    func kmsKnowsTheAccountOfTheCaller(_ account: String, _ outcome: Outcome) throws {
        let key = "arn:aws:kms:us-east-1:111111111111:key/k"
        let accounts =
            ", resources: {'\(key)': {policy: {Version: '2012-10-17', Statement: [{Effect: Allow, "
            + "Principal: {AWS: '111111111111'}, Action: 'kms:*', Resource: '*'}]}}}"
        let found = try answer("kms:Decrypt", key, condition: "'kms:CallerAccount': '\(account)'", accounts: accounts)
        #expect(found.decision == outcome)
    }

    /// AWS sends both keys. <https://github.com/awsdocs/amazon-ec2-user-guide/issues/234>
    @Test(arguments: [
        ("ec2:StartInstances", "arn:aws:ec2:us-east-1:111111111111:instance/i-1", "ec2:ResourceTag/Stage"),
        ("ECS:StopTask", "arn:aws:ecs:us-east-1:111111111111:task/t", "ecs:ResourceTag/stage"),
        ("ssm:StartSession", "arn:aws:ssm:us-east-1:111111111111:document/d", "ssm:resourceTag/Stage"),
        ("rds:StopDBInstance", "arn:aws:rds:us-east-1:111111111111:db:d", "rds:db-tag/Stage"),
        ("rds:StopDBCluster", "arn:aws:rds:us-east-1:111111111111:cluster:c", "rds:cluster-tag/Stage"),
        ("dms:StartReplicationTask", "arn:aws:dms:us-east-1:111111111111:task:T", "dms:task-tag/Stage"),
        (
            "secretsmanager:GetSecretValue", "arn:aws:secretsmanager:us-east-1:111111111111:secret:s",
            "aws:ResourceTag/Stage"
        ),
    ])
    func tagsAreSeenUnderTheServicesOwnKey(_ action: String, _ resource: String, _ key: String) throws {
        let accounts = ", resources: {'\(resource)': {tags: {Stage: test}}}"
        #expect(try answer(action, resource, condition: "'\(key)': test", accounts: accounts).decision == .allowed)
        let other = try answer(action, resource, condition: "'\(key)': prod", accounts: accounts)
        #expect(other.decision == .implicitDeny)
    }

    /// S3 tells an object's tags to the actions that read them; of a bucket's it tells only where the bucket is set so, which is
    /// assumed.
    @Test(arguments: [
        ("s3:GetObject", "arn:aws:s3:::b/k", "s3:ExistingObjectTag/Stage", true),
        ("S3:putobjectacl", "arn:aws:s3:::b/k", "s3:existingobjecttag/stage", true),
        ("s3:PutObject", "arn:aws:s3:::b/k", "s3:ExistingObjectTag/Stage", false),
        ("s3:DeleteObject", "arn:aws:s3:::b/k", "s3:ExistingObjectTag/Stage", false),
        ("s3:GetObject", "arn:aws:s3:::b/k", "s3:BucketTag/Stage", false),
        ("s3:ListBucket", "arn:aws:s3:::b", "s3:BucketTag/Stage", true),
        ("s3:ListBucket", "arn:aws:s3:::b", "s3:ExistingObjectTag/Stage", false),
        ("s3:GetObject", "arn:aws:s3:::b/k", "aws:ResourceTag/Stage", false),
        ("s3:ListBucket", "arn:aws:s3:::b", "aws:ResourceTag/Stage", true),
        (
            "s3:GetAccessPoint", "arn:aws:s3:us-east-1:111111111111:accesspoint/p", "s3:AccessPointTag/Stage", true
        ),
    ])
    func s3HasKeysOfItsOwn(_ action: String, _ resource: String, _ key: String, _ isSeen: Bool) throws {
        let accounts = ", resources: {'\(resource)': {tags: {Stage: test}}}"
        let found = try answer(action, resource, condition: "'\(key)': test", accounts: accounts)
        #expect(found.decision == (isSeen ? .allowed : .implicitDeny))
        let isAssumed = isSeen && (key.contains("Bucket") || key.hasPrefix("aws:"))
        #expect(found.assumed == (isAssumed ? [Text(key)] : []))
    }

    @Test func anObjectHasTheTagsOfItsBucketAsTheBuckets() throws {
        let bucket = ", resources: {'arn:aws:s3:::b': {tags: {Stage: test}}}"
        for (key, isSeen) in [("s3:BucketTag/Stage", true), ("s3:ExistingObjectTag/Stage", false)] {
            let found = try answer("s3:PutObject", "arn:aws:s3:::b/k", condition: "'\(key)': test", accounts: bucket)
            #expect(found.decision == (isSeen ? .allowed : .implicitDeny))
        }
    }

    /// A bucket's tags are no tags of an object, and no key of S3's own tells them here.
    @Test func servicesWithoutSuchAKeyHaveNone() throws {
        let bucket = ", resources: {'arn:aws:s3:::b': {tags: {Stage: test}}}"
        let found = try answer(
            "s3:GetObject", "arn:aws:s3:::b/k", condition: "'s3:ResourceTag/Stage': test", accounts: bucket)
        #expect(found.decision == .implicitDeny)
    }

    @Test func ownerAndRegionAreSeenUnderTheServicesOwnKeys() throws {
        let owner = try answer(
            "s3:GetObject", "arn:aws:s3:::b/k", condition: "'s3:ResourceAccount': '222222222222'",
            more: ", resourceAccount: '222222222222'")
        #expect(owner.checks[0].decision.blockedBy.types == [.resource])
        let region = try answer(
            "ec2:StartInstances", "arn:aws:ec2:eu-west-1:111111111111:instance/i-1",
            condition: "'ec2:Region': eu-west-1")
        #expect(region.decision == .allowed)
        #expect(region.assumed.isEmpty)
    }

    /// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-policies.html>
    @Test(arguments: [
        "'s3:DataAccessPointArn': 'arn:aws:s3:eu-west-1:111111111111:accesspoint/ap'",
        "'s3:DataAccessPointAccount': '111111111111'",
    ])
    func requestsThroughAnAccessPointNameIt(_ condition: String) throws {
        let point = "arn:aws:s3:eu-west-1:111111111111:accesspoint/ap"
        #expect(try answer("s3:GetObject", "\(point)/object/a/b", condition: condition).decision == .allowed)
        #expect(try answer("s3:ListBucket", point, condition: condition).decision == .allowed)
        let bucket = try answer("s3:GetObject", "arn:aws:s3:::ap/k", condition: condition)
        #expect(bucket.decision == .implicitDeny)
    }

    /// The request has the secret's name or its ARN, of which nothing is said.
    @Test func howASecretIsNamedIsAssumed() throws {
        let secret = "arn:aws:secretsmanager:eu-west-1:111111111111:secret:db-AbCdEf"
        let found = try answer(
            "secretsmanager:GetSecretValue", secret, condition: "'secretsmanager:SecretId': '\(secret)'")
        #expect(found.decision == .allowed)
        #expect(found.assumed == ["secretsmanager:SecretId"])
    }

    /// What rests on an assumed owner is named as assumed.
    @Test func anAssumedOwnerIsNamedUnderBothKeys() throws {
        let found = try answer("s3:GetObject", "arn:aws:s3:::b/k", condition: "'s3:ResourceAccount': '111111111111'")
        #expect(found.decision == .allowed)
        #expect(found.assumed == ["aws:ResourceAccount", "s3:ResourceAccount"])
    }

    private static let world = """
        accounts:
          m: {id: '999999999999'}
          dev: {id: '111111111111', users: {carl: {policies: [FullAWSAccess]}}}
        organization: {id: o-acme123456, root: r-acme, management: m, accounts: [m, dev], serviceControl: [FullAWSAccess, own]}
        documents:
          own:
            Version: '2012-10-17'
            Statement: [{Effect: Deny, Action: '*', Resource: '*', Condition: {StringNotEquals: {KEY}}}]

        """

    /// PL-230, PL-238: the organization follows from the same assumption as the account.
    @Test(arguments: [
        "'aws:ResourceOrgID': '${aws:PrincipalOrgID}'", "'aws:ResourceOrgID': o-acme123456",
        "'aws:ResourceAccount': '${aws:PrincipalAccount}'",
    ])
    func theOrganizationOfAnAssumedOwnerIsAssumed(_ condition: String) throws {
        let question = Self.world.replacing("KEY", with: condition)
        let request =
            "request: {caller: 'arn:aws:iam::111111111111:user/carl', action: 's3:GetObject', resource: 'arn:aws:s3:::b/x'"
        let assumed = try Asking.answer("\(question)\(request)}")
        #expect(assumed.decision == .allowed)
        #expect(assumed.assumed.contains("aws:ResourceAccount"))
        #expect(assumed.assumed.contains("aws:ResourceOrgID") == condition.contains("ResourceOrgID"))
        let foreign = try Asking.answer("\(question)\(request), resourceAccount: '333333333333'}")
        #expect(foreign.decision == .explicitDeny)
        #expect(foreign.assumed.isEmpty)
    }
}
