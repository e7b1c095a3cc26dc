import IAM
import STS
import SourceText
import Testing

/// Of the listed resources the one that is asked for answers, and what holds it: not whichever has a name that begins alike
/// (SV-17).
@Suite struct ContainmentTests {
    private static let allow =
        #"{Version: "2012-10-17", Statement: [{Effect: Allow, Principal: {AWS: "111111111111"}, Action: "*", Resource: "*"}]}"#
    private static let deny =
        #"{Version: "2012-10-17", Statement: [{Effect: Deny, Principal: "*", Action: "*", Resource: "*"}]}"#

    private func answer(_ resources: String, action: String, _ resource: String, _ more: String = "") throws -> Answer {
        try Asking.answer(
            """
            accounts: {other: {id: "222222222222", resources: {\(resources)}}}
            policies: {identity: [\(Policies.identity("*")), \(more.isEmpty ? Policies.identity("s3:*") : more)]}
            request: {caller: "arn:aws:iam::111111111111:user/a", action: "\(action)", resource: "\(resource)"}
            """)
    }

    private static let repository = "arn:aws:ecr:eu-west-1:222222222222:repository/team"

    @Test(arguments: [true, false])
    func theLongerNameAnswersWhicheverStandsFirst(isFirst: Bool) throws {
        let short = #""\#(Self.repository)": {policy: \#(Self.allow)}"#
        let long = #""\#(Self.repository)/app": {policy: \#(Self.deny)}"#
        let resources = isFirst ? "\(long), \(short)" : "\(short), \(long)"
        let found = try answer(resources, action: "ecr:BatchGetImage", "\(Self.repository)/app")
        #expect(found.decision == .explicitDeny)
    }

    /// Names with slashes, and parts with policies of their own.
    @Test(arguments: [
        ("ecr:BatchGetImage", repository, "/app"),
        ("dynamodb:GetRecords", "arn:aws:dynamodb:eu-west-1:222222222222:table/T", "/stream/2026-01-01T00:00:00.000"),
        ("kinesis:SubscribeToShard", "arn:aws:kinesis:eu-west-1:222222222222:stream/s", "/consumer/c:1"),
        ("ssm:GetParameter", "arn:aws:ssm:eu-west-1:222222222222:parameter/a", "/b"),
    ])
    func oneResourceDoesNotAnswerForAnother(action: String, listed: String, rest: String) throws {
        let found = try answer(#""\#(listed)": {policy: \#(Self.allow)}"#, action: action, listed + rest)
        #expect(found.decision == .implicitDeny)
    }

    @Test(arguments: [
        ("dynamodb:Query", "arn:aws:dynamodb:eu-west-1:222222222222:table/T", "/index/i"),
        ("s3:GetObject", "arn:aws:s3:::b", "/a/b/c"),
        ("s3:GetObject", "arn:aws:s3:eu-west-1:222222222222:accesspoint/p", "/object/k"),
        ("execute-api:Invoke", "arn:aws:execute-api:eu-west-1:222222222222:abc", "/prod/GET/x"),
        ("es:ESHttpGet", "arn:aws:es:eu-west-1:222222222222:domain/d", "/index/_search"),
        ("nosuch:Get", "arn:aws:nosuch:eu-west-1:222222222222:thing/t", "/part/p"),
    ])
    func whatHoldsAResourceAnswersForIt(action: String, listed: String, rest: String) throws {
        let found = try answer(#""\#(listed)": {policy: \#(Self.allow)}"#, action: action, listed + rest)
        #expect(found.decision == .allowed)
    }

    /// Some hold others under a name that is no beginning.
    @Test(arguments: [
        ("glue:GetTable", "glue", "catalog", "table/d/t"), ("events:PutRule", "events", "event-bus/b", "rule/b/r"),
        ("events:PutRule", "events", "event-bus/default", "rule/r"),
        ("kafka-cluster:ReadData", "kafka", "cluster/c/1-2", "topic/c/1-2/t"),
        ("schemas:DescribeSchema", "schemas", "registry/r", "schema/r/s"),
        ("sagemaker:DescribeModelPackage", "sagemaker", "model-package-group/g", "model-package/g/2"),
        ("codeartifact:ReadFromRepository", "codeartifact", "repository/d/r", "package/d/r/npm//p"),
    ])
    func whatHoldsAResourceMayHaveAnotherName(action: String, service: String, listed: String, asked: String) throws {
        let prefix = "arn:aws:\(service):eu-west-1:222222222222:"
        let found = try answer(#""\#(prefix)\#(listed)": {policy: \#(Self.allow)}"#, action: action, prefix + asked)
        #expect(found.decision == .allowed)
    }

    /// Of a table and its bucket both policies count: no Deny of one is hidden by the other.
    @Test func bothPoliciesOfAResourceInAnotherCount() throws {
        let bucket = "arn:aws:s3tables:eu-west-1:222222222222:bucket/b"
        let resources = #""\#(bucket)": {policy: \#(Self.deny)}, "\#(bucket)/table/t": {policy: \#(Self.allow)}"#
        #expect(try answer(resources, action: "s3tables:GetTable", "\(bucket)/table/t").decision == .explicitDeny)
    }

    /// An object has tags of its own, and no policy: the bucket's is asked.
    @Test(arguments: [true, false])
    func anObjectHasItsTagsAndThePolicyOfItsBucket(objectStandsFirst: Bool) throws {
        let object = #""arn:aws:s3:::b/k": {tags: {secret: "yes"}}"#
        let bucket = #""arn:aws:s3:::b": {tags: {team: a}, policy: \#(Self.allow)}"#
        let resources = objectStandsFirst ? "\(object), \(bucket)" : "\(bucket), \(object)"
        let deny = """
            {Version: "2012-10-17", Statement: [{Effect: Deny, Action: "s3:*", Resource: "*", Condition: {StringEquals: \
            {"s3:ExistingObjectTag/secret": "yes", "s3:BucketTag/team": a}}}]}
            """
        #expect(try answer(resources, action: "s3:GetObject", "arn:aws:s3:::b/k").decision == .allowed)
        #expect(try answer(resources, action: "s3:GetObject", "arn:aws:s3:::b/k", deny).decision == .explicitDeny)
        #expect(try answer(resources, action: "s3:GetObject", "arn:aws:s3:::b/other", deny).decision == .allowed)
    }

    /// EV-23: where the owner is taken to be the caller's account, that account's resource control policies are asked.
    @Test func resourceControlOfAnAssumedOwnerIsAsked() throws {
        let deny = Self.deny.replacing(#"Action: "*""#, with: #"Action: "s3:*""#)
        let found = try Asking.answer(
            """
            accounts: {m: {id: "111111111111", users: {a: {}}}, mg: {id: "333333333333"}}
            organization: {id: o-a1b2c3d4e5, root: r-ab12, management: mg, accounts: [m, mg], resourceControl: [\(deny)]}
            policies: {identity: [\(Policies.identity("*"))]}
            request: {caller: "arn:aws:iam::111111111111:user/a", action: s3:GetObject, resource: "arn:aws:s3:::b/k"}
            """)
        #expect(found.decision == .explicitDeny)
        #expect(found.assumed.contains("aws:ResourceAccount"))
    }
}
