import SourceText
import TestSupport
import Testing

@testable import IAM

@Suite struct ActionPatternTests {
    @Test(
        arguments: [
            ("s3:GetObject", "s3:GetObject", true), ("S3:getobject", "s3:GetObject", true),
            ("s3:GETOBJECT", "S3:getObject", true), ("s3:Get", "s3:GetObject", false), ("*", "kms:Decrypt", true),
            ("*:*", "kms:Decrypt", true), ("s3:*", "s3express:CreateSession", false),
            ("s3*:*", "s3express:CreateSession", true),
            ("ec?:Run*", "ec2:RunInstances", true), ("s3:?etObject", "s3:GetObject", true),
            ("s3:", "s3:GetObject", false),
            ("s3:GetObject ", "s3:GetObject", false), (" s3:GetObject", "s3:GetObject", false),
            ("s3:${x}", "s3:GetObject", false), ("iam:*AccessKey*", "iam:UpdateAccessKey", true),
        ] as [(Text, Text, Bool)])
    func serviceAndNameMatchInFullWhateverTheirCase(_ pattern: Text, _ action: Text, _ matches: Bool) throws {
        let pattern = try #require(ActionPattern(pattern))
        #expect(pattern.matches(try #require(Action(action))) == matches)
    }

    /// PL-77.
    @Test(arguments: ["", "GetObject", "s3:Get:Object", ":GetObject", "**", "s3", "::", "?"] as [Text])
    func aPatternHasExactlyOneColon(_ pattern: Text) {
        #expect(ActionPattern(pattern) == nil)
    }

    @Test func thePatternKeepsItsSpelling() throws {
        #expect(try #require(ActionPattern("S3:Get*")).spelling == "S3:Get*")
    }
}

@Suite struct ActionTests {
    @Test func actionsAreTheSameWhateverTheirCase() throws {
        let action = try #require(Action("S3:getObject"))
        let same = try #require(Action("s3:GetObject"))
        #expect(action == same)
        #expect(Set([action, same]).count == 1)
        #expect(action.description == "S3:getObject")
        #expect(action.service == "S3")
        #expect(action.isOf(service: "s3"))
        #expect(action.name == "getObject")
        #expect(Action("s3:PutObject") != action)
        #expect(Action("s3:TagSession") != Action.sts("TagSession"))
        #expect(Action("STS:tagsession") == Action.sts("TagSession"))
    }

    @Test(arguments: ["", "s3", "s3:", ":GetObject", "s3:Get:Object", "s3GetObject"] as [Text])
    func anythingElseIsNoAction(_ text: Text) {
        #expect(Action(text) == nil)
    }
}

@Suite struct StatementIndexTests {
    /// A document of statements about other services, with one each about S3, about any service, and about all but S3.
    private func document() throws -> PolicyDocument {
        let others = (0..<12).map { #"{"Effect": "Allow", "Action": "svc\#($0):Get*", "Resource": "*"}"# }
        let own = [
            #"{"Effect": "Allow", "Action": ["S3:Get*", "s3:Put*", "sqs:*"], "Resource": "*"}"#,
            #"{"Effect": "Allow", "Action": "s?:Get*", "Resource": "*"}"#,
            #"{"Effect": "Deny", "NotAction": "s3:*", "Resource": "*"}"#,
        ]
        let text = #"{"Version": "2012-10-17", "Statement": [\#((others + own).joined(separator: ", "))]}"#
        return try Sample.document(text, as: .identity)
    }

    @Test func statementsAreFoundByTheServicesTheyName() throws {
        let index = try #require(try document().index)
        #expect(index.statements(naming: try #require(Action("s3:GetObject"))) == [12])
        #expect(index.statements(naming: try #require(Action("SQS:SendMessage"))) == [12])
        #expect(index.statements(naming: try #require(Action("svc3:GetX"))) == [3])
        #expect(index.statements(naming: try #require(Action("ec2:X"))) == [])
        #expect(index.ofAnyService == [13, 14])
    }

    @Test func shortDocumentsHaveNone() throws {
        let text = #"{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}}"#
        #expect(try Sample.document(text, as: .identity).index == nil)
    }

    /// Decisions through the index are those of all statements.
    @Test(arguments: ["s3:GetObject", "S3:PutObject", "sqs:SendMessage", "svc3:GetX", "ec2:RunInstances", "sx:GetY"])
    func decisionsAreTheSame(_ action: String) throws {
        let request = Request(
            principal: try Callers.user(), action: try #require(Action(Text(action))),
            resource: try #require(RequestResource("*")), resourceAccount: nil, context: .empty)
        let policies = ApplicablePolicies(identity: [Policy(name: "long", document: try document())])
        #expect(
            Evaluator.decide(request, by: policies) == Evaluator.evaluate(request, by: policies).decision)
    }
}
