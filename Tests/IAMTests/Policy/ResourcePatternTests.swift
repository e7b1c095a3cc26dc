import SourceText
import TestSupport
import Testing

@testable import IAM

@Suite struct ResourcePatternTests {
    private func matches(
        _ pattern: Text, _ resource: Text, _ context: String = "{}",
        version: PolicyDocument.Version = .v2012, type: PolicyType = .identity
    ) throws -> Bool {
        let pattern = try #require(ResourcePattern(pattern, version: version, type: type))
        var reading = Reading()
        return pattern.matches(try #require(RequestResource(resource)), in: try Sample.context(context), &reading)
            == .matched
    }

    @Test(
        arguments: [
            ("*", "*", true), ("*", "arn:aws:s3:::b/k", true), ("arn:aws:s3:::*", "*", false),
            ("arn:aws:s3:::b", "arn:aws:s3:::b", true), ("arn:aws:s3:::b", "arn:aws:s3:::B", false),
            ("arn:aws:S3:::b", "arn:aws:s3:::b", false), ("arn:aws:s3:::b/*", "arn:aws:s3:::b", false),
            ("arn:aws:s3:::b", "arn:aws:s3:::b/k", false), ("arn:aws:s3:*:*:b", "arn:aws:s3:::b", true),
            ("arn:aws:s3:us-east-1::b", "arn:aws:s3:::b", false),
            ("arn:aws:sqs:::q", "arn:aws:sqs:us-east-1:111122223333:q", false),
            ("arn:aws:*:*:*:*", "arn:aws:sqs:us-east-1:111122223333:q", true),
            ("arn:*:s3:::b/*", "arn:aws-us-gov:s3:::b/k", true), ("arn:aws:s3:::b/*", "arn:aws-cn:s3:::b/k", false),
            ("arn:aws:ec2:us-*-1:*:instance/*", "arn:aws:ec2:us-east-1:111122223333:instance/i-1", true),
            ("arn:aws:ec2:us-????-1:*:instance/*", "arn:aws:ec2:us-east-1:111122223333:instance/i-1", true),
            ("arn:aws:lambda:*:*:function:f", "arn:aws:lambda:us-east-1:111122223333:function/f", false),
            ("arn:aws:logs:*:*:log-group:*", "arn:aws:logs:us-east-1:111122223333:log-group:g:log-stream:s", true),
            ("arn:aws:s3:::b//x", "arn:aws:s3:::b/x", false),
        ] as [(Text, Text, Bool)])
    func eachComponentMatchesByItself(_ pattern: Text, _ resource: Text, _ expected: Bool) throws {
        #expect(try matches(pattern, resource) == expected)
    }

    /// PL-82, PL-83: a `*` that ends a component runs on past colons, one within a component does not.
    @Test(
        arguments: [
            ("arn:aws:sqs:*:q1", true), ("arn:aws:sqs*:q1", true), ("arn:*:q1", true), ("arn:aws:sqs:us-*:q1", true),
            ("arn:aws:sqs:us-*:1111*:q1", true), ("arn:*:sqs:*:q1", true), ("arn:*:111122223333:q1", true),
            ("arn:aws:sqs:*:*:*1", true), ("arn:aws:sqs:*:q", false), ("arn:aws:sqs:us-*1:q1", false),
            ("arn:aws:sqs:eu-*:q1", false), ("arn:aws:sqs:u?:q1", false), ("arn:*:eu-west-1:*:q1", false),
            ("arn:*:222222222222:q1", false), ("arn:*:us-east-1:q1", false), ("arn:aws:s*s:*:q1", true),
        ] as [(Text, Bool)])
    func starsThatEndAComponentRunOn(_ pattern: Text, _ expected: Bool) throws {
        #expect(try matches(pattern, "arn:aws:sqs:us-east-1:111122223333:q1") == expected)
    }

    /// PL-82: the place behind a star is looked for as often as there are colons, and not once for each way to get there.
    @Test func starsRunOnOverTextThatRepeats() throws {
        let colons = String(repeating: "a:", count: 900)
        #expect(try !matches("arn:*:a:*:a:*:b", Text("arn:aws:sqs:us-east-1:111122223333:\(colons)c")))
        #expect(try matches("arn:*:a:*:a:*:b", Text("arn:aws:sqs:us-east-1:111122223333:\(colons)b")))
        #expect(try matches("arn:*:a:b", "arn:aws:sqs:us-east-1:111122223333:a:c:a:b"))
    }

    /// PL-87: for identity, resource-based, service control and resource control policies.
    @Test(
        arguments: [
            ("arn:aws:sqs", "TFFF"), ("arn:aws:sqs:us-east-1", "TFFF"), ("arn:aws:sqs:*", "TTTT"),
            ("arn:aws:sqs:us-east-1:111122223333", "TFFF"), ("arn:aws:sqs:us-east-1:*", "TTTT"), ("arn:*", "TTTT"),
            ("arn:aws", "TFFF"), ("arn:aws:sqs:us-west-2", "FFFF"), ("arn:aws:s*", "TTTT"), ("arn:aws:sns:*", "FFFF"),
            ("arn:aws:sqs:*:111122223333", "TTFF"), ("arn:aws:sqs:us-east-1:111122223333:*", "TTTT"),
        ] as [(Text, String)])
    func shortNamesAreCompletedByTheTypeOfThePolicy(_ pattern: Text, _ row: String) throws {
        let types: [PolicyType] = [.identity, .resource, .serviceControl, .resourceControl]
        let found = try types.map { type in
            try matches(pattern, "arn:aws:sqs:us-east-1:111122223333:q1", type: type) ? "T" : "F"
        }
        #expect(found.joined() == row)
    }

    /// PL-98.
    @Test(arguments: ["", "**", "?", "b", "arn", "ARN:aws:s3:::b", "s3:::b", " *", "arn", "*:aws:s3:::b"] as [Text])
    func anythingElseIsNoPattern(_ text: Text) {
        #expect(ResourcePattern(text, version: .v2012, type: .identity) == nil)
    }

    /// PL-190, PL-192, PL-197.
    @Test(
        arguments: [
            ("arn:aws:s3:::b/${aws:username}/*", "arn:aws:s3:::b/ann/x", true),
            ("arn:aws:s3:::b/${aws:username}/*", "arn:aws:s3:::b/bob/x", false),
            ("arn:aws:s3:::b/${k:missing}/*", "arn:aws:s3:::b/ann/x", false),
            ("arn:aws:s3:::b/${k:colons}", "arn:aws:s3:::b/a:b:c", true),
            ("arn:aws:iam::${k:account}:user/x", "arn:aws:iam::111122223333:user/x", false),
            ("arn:aws:s3:::${k:missing, 'a:b'}", "arn:aws:s3:::a:b", true),
            ("arn:${k:missing, 'aws'}:s3:::b", "arn:aws:s3:::b", false),
            ("arn:aws:s3:::b/${*}", "arn:aws:s3:::b/*", true), ("arn:aws:s3:::b/${*}", "arn:aws:s3:::b/k", false),
        ] as [(Text, Text, Bool)])
    func variablesStandInTheLastComponentAlone(_ pattern: Text, _ resource: Text, _ expected: Bool) throws {
        let context = #"{"aws:username": "ann", "k:colons": "a:b:c", "k:account": "111122223333"}"#
        #expect(try matches(pattern, resource, context) == expected)
    }

    @Test func documentsOf2008HaveNoVariables() throws {
        let pattern: Text = "arn:aws:s3:::b/${aws:username}"
        let context = #"{"aws:username": "ann"}"#
        #expect(try matches(pattern, "arn:aws:s3:::b/${aws:username}", context, version: .v2008))
        #expect(try !matches(pattern, "arn:aws:s3:::b/ann", context, version: .v2008))
    }

    /// PL-97: the resource of a request is data.
    @Test func aStarInARequestIsAnOrdinaryCharacter() throws {
        #expect(try matches("arn:aws:s3:::b/*", "arn:aws:s3:::b/*"))
        #expect(try !matches("arn:aws:s3:::b/k", "arn:aws:s3:::b/*"))
        #expect(try matches("arn:aws:s3:::b/?", "arn:aws:s3:::b/*"))
    }

    @Test(arguments: ["", "b", "**", "arn:aws:s3", "s3:GetObject"] as [Text])
    func aRequestIsAboutAnARNOrAStar(_ text: Text) {
        #expect(RequestResource(text) == nil)
    }
}
