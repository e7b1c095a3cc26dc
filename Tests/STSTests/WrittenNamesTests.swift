import IAM
import STS
import SourceText
import Testing

/// How changes name the caller and the resource: so that AWS takes the policy, and so that it helps the caller.
@Suite struct WrittenNamesTests {
    private static let ann = "arn:aws:iam::111122223333:user/ann"
    private static let director = "arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_Director_0123456789abcdef/ann"
    private static let directorPattern =
        "arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com*/AWSReservedSSO_Director_0123456789abcdef"

    private func remedies(_ policies: String, _ request: String) throws -> [Remedy] {
        try Asking.question("policies: {\(policies)}\nrequest: {\(request)}").answer(explaining: true).remedies
    }

    private func statement(_ policies: String, _ request: String) throws -> JSONValue {
        for change in try remedies(policies, request).flatMap(\.policyChanges) {
            if case .addStatement(let draft) = change.edit { return draft.json }
        }
        Issue.record("no statement is added")
        return .null
    }

    private static let all = "identity: [\(Policies.identity("*"))]"

    // MARK: The resource

    /// LN-33: `SetRepositoryPolicy` takes no statement with a resource.
    @Test(arguments: ["ecr:eu-west-1", "ecr-public:us-east-1"])
    func aRepositoryPolicyNamesNoResource(place: String) throws {
        let service = place.hasPrefix("ecr-public") ? "ecr-public" : "ecr"
        let text = JSONWriter.text(
            try statement(
                Self.all + ", resource: \(Policies.naming("777788889999", "\(service):BatchGetImage"))",
                """
                caller: "\(Self.ann)", action: "\(service):BatchCheckLayerAvailability",
                resource: "arn:aws:\(place):444455556666:repository/tools/app"
                """))
        #expect(!text.contains("Resource"), "\(text)")
        #expect(text.contains(#""Principal": {"AWS": "\#(Self.ann)"}"#))
    }

    /// A key policy means its key by `*`.
    @Test func aKeyPolicyNamesItsKeyByAStar() throws {
        let text = JSONWriter.text(
            try statement(
                Self.all + ", resource: \(Policies.naming("777788889999", "kms:Decrypt"))",
                """
                caller: "\(Self.ann)", action: kms:Decrypt,
                resource: "arn:aws:kms:eu-west-1:444455556666:key/1234abcd-12ab-34cd-56ef-1234567890ab"
                """))
        #expect(text.contains(#""Resource": "*""#), "\(text)")
    }

    @Test(arguments: [
        ("s3:GetObject", "arn:aws:s3:::papers/a"), ("sqs:SendMessage", "arn:aws:sqs:eu-west-1:444455556666:jobs"),
        ("secretsmanager:GetSecretValue", "arn:aws:secretsmanager:eu-west-1:444455556666:secret:s-AbCdEf"),
    ])
    func otherPoliciesNameTheResource(_ action: String, _ resource: String) throws {
        let text = JSONWriter.text(
            try statement(
                Self.all + ", resource: \(Policies.naming("777788889999", "ec2:*"))",
                #"caller: "\#(Self.ann)", action: "\#(action)", resource: "\#(resource)", resourceAccount: "444455556666""#
            ))
        #expect(text.contains(#""Resource": "\#(resource)""#), "\(text)")
    }

    // MARK: The caller at an endpoint

    /// EV-36: the policy of a gateway endpoint takes no principal but `*`, and a condition names the caller.
    @Test(arguments: [
        ("arn:aws:iam::111122223333:user/ann", "arn:aws:iam::111122223333:user/ann"),
        ("arn:aws:sts::111122223333:assumed-role/Readers/s1", "arn:aws:iam::111122223333:role/Readers"),
    ])
    func anEndpointNamesTheCallerInACondition(_ caller: String, _ name: String) throws {
        for principal in [#""*""#, #"{AWS: "\#(caller)"}"#] {
            let endpoint = """
                vpcEndpoint: {Version: "2012-10-17", Statement: [{Effect: Allow, Principal: \(principal), Action: "s3:PutObject",
                  Resource: "arn:aws:s3:::papers/a", Condition: {ArnEquals: {"aws:PrincipalArn": "arn:aws:iam::*:*"}}}]}
                """
            let written = try statement(
                Self.all + ", " + endpoint,
                #"""
                caller: "\#(caller)", action: s3:GetObject, resource: "arn:aws:s3:::papers/a",
                resourceAccount: "111122223333", context: {"aws:SourceVpce": vpce-0a1b2c3d}
                """#)
            let text = JSONWriter.text(written)
            #expect(text.contains(#""Principal": "*", "#), "\(text)")
            #expect(text.contains(#""Condition": {"ArnEquals": {"aws:PrincipalArn": "\#(name)"}}"#), "\(text)")
        }
    }

    // MARK: Roles of IAM Identity Center

    /// The path of such a role goes on with a region unless its directory is in us-east-1.
    @Test func aDenyPassesOverADirectorOfAnyRegion() throws {
        let deny = #"{Effect: Deny, Action: "s3:*", Resource: "*"}"#
        let policy = #"{Version: "2012-10-17", Statement: [{Effect: Allow, Action: "*", Resource: "*"}, \#(deny)]}"#
        let changes = try remedies(
            "identity: [\(policy)]",
            #"caller: "\#(Self.director)", action: s3:GetObject, resource: "arn:aws:s3:::papers/a""#
        ).flatMap(\.policyChanges)
        guard case .exempt(let arn, _)? = changes.first?.edit else {
            Issue.record("\(changes.map(\.edit))")
            return
        }
        #expect(arn.text == Text(Self.directorPattern))
        let pattern = try #require(try Policy(json: Self.asking(arn)).document.statements.first)
        for region in ["", "/eu-west-1"] {
            let role = "arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com\(region)/"
            var context = RequestContext()
            context.set("aws:PrincipalArn", .single(Text(role + "AWSReservedSSO_Director_0123456789abcdef")), .given)
            let condition = try #require(pattern.conditions.first)
            #expect(!condition.accepts(context[.init("aws:PrincipalArn")]?.texts.first ?? "", in: context))
        }
    }

    private static func asking(_ arn: ARN) -> String {
        #"{"Version": "2012-10-17", "Statement": {"Effect": "Deny", "Action": "*", "Resource": "*", "#
            + #""Condition": {"ArnNotEquals": {"aws:PrincipalArn": "\#(arn)"}}}}"#
    }

    @Test func aConditionOnNamesTakesThePatternOnlyWhereItsOperatorDoes() throws {
        for (comparison, isAdded) in [("ArnLike", true), ("StringLike", true), ("StringEquals", false)] {
            let policy = """
                {Version: "2012-10-17", Statement: [{Effect: Allow, Action: s3:GetObject, Resource: "arn:aws:s3:::papers/a",
                  Condition: {\(comparison): {"aws:PrincipalArn": "arn:aws:iam::111122223333:role/Other"}}}]}
                """
            let changes = try remedies(
                "identity: [\(policy)]",
                #"caller: "\#(Self.director)", action: s3:GetObject, resource: "arn:aws:s3:::papers/a""#
            ).flatMap(\.policyChanges)
            let values = changes.compactMap { change -> Text? in
                if case .addValue(let value, _, _) = change.edit { value } else { nil }
            }
            #expect(values == (isAdded ? [Text(Self.directorPattern)] : []), "\(comparison)")
        }
    }

    /// A principal holds no pattern: the account does, with a condition.
    @Test func aBucketTrustsADirectorThroughItsAccount() throws {
        let text = JSONWriter.text(
            try statement(
                Self.all + ", resource: \(Policies.naming("777788889999", "s3:*"))",
                """
                caller: "\(Self.director)", action: s3:GetObject, resource: "arn:aws:s3:::papers/a",
                resourceAccount: "444455556666"
                """))
        #expect(text.contains(#""Principal": {"AWS": "arn:aws:iam::111122223333:root"}"#), "\(text)")
        #expect(text.contains(#""ArnLike": {"aws:PrincipalArn": "\#(Self.directorPattern)"}"#), "\(text)")
    }

    // MARK: What was assumed

    /// PL-228: nobody has the unique id that stands for one which nothing tells.
    @Test(arguments: [
        ("arn:aws:sts::111122223333:assumed-role/Readers/s1", "aws:userid", "AROAEXAMPLEEXAMPLE000:*", true),
        ("arn:aws:iam::111122223333:user/ann", "aws:userid", "AIDAEXAMPLEEXAMPLE000", true),
        ("arn:aws:iam::111122223333:user/ann", "aws:RequestedRegion", "eu-west-1", true),
        ("arn:aws:iam::111122223333:user/ann", "aws:username", "bob", false),
    ])
    func noValueIsWrittenThatWasAssumed(_ caller: String, _ key: String, _ value: String, _ isAssumed: Bool) throws {
        let policy = """
            {Version: "2012-10-17", Statement: [{Effect: Allow, Action: s3:GetObject, Resource: "arn:aws:s3:::papers/a",
              Condition: {StringLike: {"\(key)": "\(value)"}}}]}
            """
        let found = try remedies(
            "identity: [\(policy)]", #"caller: "\#(caller)", action: s3:GetObject, resource: "arn:aws:s3:::papers/a""#)
        let changes = found.flatMap(\.policyChanges)
        let added = changes.contains { if case .addValue = $0.edit { true } else { false } }
        #expect(added == !isAssumed, "\(changes.map(\.edit))")
        #expect(changes.flatMap(\.assumed).map(\.spelling.string) == (isAssumed ? [key] : []))
    }

    /// The caller cannot pass what nothing tells either.
    @Test func noParameterIsProposedThatWasAssumed() throws {
        let trust = Policies.naming(
            "111122223333", "sts:*", condition: #"{StringEquals: {"sts:RoleSessionName": "${aws:userid}"}}"#)
        let found = try Asking.question(
            """
            policies: {\(Self.all), trust: \(trust)}
            call: {caller: "\(Self.ann)",
              AssumeRole: {RoleArn: "arn:aws:iam::444455556666:role/R", RoleSessionName: run1}}
            """
        ).answer(explaining: true).remedies
        #expect(found.flatMap(\.callChanges).allSatisfy { !$0.text.contains("AIDA") })
    }
}
