import IAM
import STS
import SourceText
import Testing

/// The statement that is proposed where none comes near: it lets in this caller, for this resource, and nobody and nothing
/// beside.
@Suite struct NewStatementTests {
    private func proposed(_ request: String, _ policies: String) throws -> [Text] {
        let indented = policies.replacing("\n", with: "\n  ")
        let question = try Asking.question("policies:\n  \(indented)\nrequest: {\(request)}")
        return question.answer(explaining: true).remedies.flatMap(\.policyChanges).compactMap { change in
            guard case .addStatement(let draft) = change.edit else { return nil }
            return Text(JSONWriter.text(draft.json))
        }
    }

    /// A service acts for whoever has set it up, so that a statement which names the service alone lets them all in.
    @Test func aServiceIsLetInForTheResourceForWhichItAsks() throws {
        let request = """
            caller: sns.amazonaws.com, action: sqs:SendMessage,
            resource: "arn:aws:sqs:eu-west-1:111122223333:jobs",
            context: {"aws:SourceArn": "arn:aws:sns:eu-west-1:111122223333:t", "aws:SourceAccount": "111122223333"}
            """
        let policy = """
            resource:
              Version: "2012-10-17"
              Statement: {Effect: Allow, Principal: {Service: sns.amazonaws.com}, Action: "ec2:*", Resource: "*"}
            """
        let statement = try #require(try proposed(request, policy).first).string
        #expect(
            statement.contains(
                #""Condition": {"StringEquals": {"aws:SourceArn": "arn:aws:sns:eu-west-1:111122223333:t", "#
                    + #""aws:SourceAccount": "111122223333"}}"#),
            "\(statement)")
    }

    /// PL-96: what a pattern takes for other characters stands for itself.
    @Test(arguments: [
        ("a?b", "a${?}b"), ("a*", "a${*}"), ("${aws:username}", "${$}{aws:username}"), ("plain$", "plain$"),
    ])
    func anObjectIsNamedAndNoOther(_ key: String, _ pattern: String) throws {
        let request = """
            caller: "arn:aws:iam::111122223333:user/ann", action: s3:GetObject, resource: "arn:aws:s3:::b/\(key)"
            """
        let statement = try #require(try proposed(request, "identity: []").first).string
        #expect(statement.contains(#""Resource": "arn:aws:s3:::b/\#(pattern)""#), "\(statement)")
    }

    /// PL-23: the first version has no such escapes, so that nothing is proposed that would open more.
    @Test func aPolicyOfTheFirstVersionIsLeftAlone() throws {
        let request = """
            caller: "arn:aws:iam::111122223333:user/ann", action: s3:GetObject, resource: "arn:aws:s3:::b/a?b"
            """
        let old = #"{Version: "2008-10-17", Statement: [{Effect: Allow, Action: "ec2:*", Resource: "*"}]}"#
        #expect(try proposed(request, "identity: [\(old)]").isEmpty)
    }

    /// PR-3: the ARN of a session tells no path; those of IAM Identity Center have one that is known.
    @Test func aSessionOfIdentityCenterHasItsPath() throws {
        let answer = try Asking.answer(
            """
            policies:
              identity: [\(Policies.identity("*"))]
              serviceControl: [[FullAWSAccess, {Version: "2012-10-17", Statement: [{Effect: Deny, Action: "iam:*",
                Resource: "*", Condition: {ArnLike: {"aws:PrincipalArn": "arn:aws:iam::*:role/aws-reserved/sso.amazonaws.com/*"}}}]}]]
            request:
              caller: arn:aws:sts::111111111111:assumed-role/AWSReservedSSO_Admin_0123456789abcdef/ann
              action: iam:DeleteUser
              resource: arn:aws:iam::111111111111:user/z
            """)
        #expect(answer.decision == .explicitDeny)
        #expect(answer.assumed.contains("aws:PrincipalArn"))
    }

    /// Whom a change lets in beside the caller is told.
    @Test func whoElseIsLetInIsTold() throws {
        let shared =
            #"{Version: "2012-10-17", Statement: [{Effect: Allow, Action: "s3:Get*", Resource: "arn:aws:s3:::c/*"}]}"#
        let question = try Asking.question(
            """
            documents: {shared: \(shared)}
            accounts:
              a: {id: "111122223333", users: {ann: {policies: [shared]}, bob: {policies: [shared]}}}
            request: {caller: "arn:aws:iam::111122223333:user/ann", action: s3:GetObject, resource: "arn:aws:s3:::b/k"}
            """)
        let changes = question.answer(explaining: true).remedies.flatMap(\.policyChanges)
        #expect(changes.flatMap(\.othersServed) == ["arn:aws:iam::111122223333:user/bob"])

        let wide = try Asking.question(
            """
            policies:
              resource: {Version: "2012-10-17", Statement: [{Effect: Allow, Principal: "*", Action: "s3:*", Resource: "*",
                Condition: {StringEquals: {"aws:RequestedRegion": [us-east-1]}}}]}
            request: {caller: "arn:aws:iam::111122223333:user/ann", action: s3:GetObject, resource: "arn:aws:s3:::b/k",
              resourceAccount: "111122223333", region: eu-west-1}
            """)
        let first = try #require(wide.answer(explaining: true).remedies.first?.policyChanges.first)
        guard case .addValue = first.edit else { return }
        #expect(first.opensMore)
    }

    @Test func aMisspelledPrefixOfTagsIsNamedRight() throws {
        let question = try Asking.question(
            #"""
            accounts: {a: {id: "111122223333", users: {ann: {tags: {team: red}}}}}
            policies:
              identity:
                - Version: "2012-10-17"
                  Statement:
                    Effect: Allow
                    Action: s3:GetObject
                    Resource: "*"
                    Condition: {StringEquals: {"aws:PrincipalTags/team": red}}
            request: {caller: "arn:aws:iam::111122223333:user/ann", action: s3:GetObject, resource: "arn:aws:s3:::b/k"}
            """#)
        let change = try #require(question.answer(explaining: true).remedies.first?.policyChanges.first)
        guard case .renameKey(let key, condition: _, statement: _) = change.edit else {
            Issue.record("\(change.edit)")
            return
        }
        #expect(key == "aws:PrincipalTag/team")
    }
}
