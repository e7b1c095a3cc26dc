import IAM
import STS
import Testing

/// What a service refuses whatever the policies say: the answer tells the rule, and no remedy is of use.
@Suite struct ServiceRefusalTests {
    private func answer(_ request: String, explaining: Bool = true) throws -> Answer {
        try Asking.question(
            """
            policies:
              identity: [\(Policies.identity("*"))]
              resource: {Version: "2012-10-17", Statement: [{Effect: Allow, Principal: "*", Action: "*", Resource: "*"}]}
            request: {\(request)}
            """
        ).answer(explaining: explaining)
    }

    @Test(arguments: [
        (#"action: "kms:PutKeyPolicy", resource: "arn:aws:kms:eu-west-1:222233334444:key/1""#, "SV-16", "AccessDenied"),
        (#"action: "sqs:DeleteQueue", resource: "arn:aws:sqs:eu-west-1:222233334444:q""#, "SV-16", "AccessDenied"),
        (
            #"action: "dynamodb:UpdateTimeToLive", resource: "arn:aws:dynamodb:eu-west-1:222233334444:table/T""#,
            "SV-16",
            "AccessDenied"
        ),
        (
            #"action: "s3:PutBucketPolicy", resource: "arn:aws:s3:::b", resourceAccount: "222233334444""#, "SV-16",
            "MethodNotAllowed"
        ),
        (
            #"action: "iam:DetachRolePolicy", resource: "arn:aws:iam::111122223333:role/aws-service-role/x.amazonaws.com/X""#,
            "SV-8", "UnmodifiableEntity"
        ),
    ])
    func theRuleIsTold(request: String, rule: String, code: String) throws {
        let answer = try answer(#"caller: "arn:aws:iam::111122223333:user/ann", "# + request)
        #expect(answer.blockedBy == [.reserved])
        #expect(answer.error?.code == code)
        #expect(answer.error?.cause?.rule == rule)
        #expect(answer.remedies.isEmpty)
    }

    /// No statement in the trust policy of a role that AWS keeps is proposed, also not for one of IAM Identity Center.
    @Test(arguments: [
        "aws-service-role/x.amazonaws.com/AWSServiceRoleForX", "aws-reserved/sso.amazonaws.com/AWSReservedSSO_Admin_01",
    ])
    func trustThatIsFixedIsNoRemedy(role: String) throws {
        let answer = try Asking.question(
            """
            policies:
              identity: [\(Policies.identity("*"))]
              trust: {Version: "2012-10-17", Statement: [{Effect: Allow, Principal: {Service: x.amazonaws.com}, \
            Action: "sts:AssumeRole"}]}
            call:
              caller: arn:aws:iam::111122223333:user/ann
              AssumeRole: {RoleArn: "arn:aws:iam::111122223333:role/\(role)", RoleSessionName: run1}
            """
        ).answer(explaining: true)
        #expect(answer.blockedBy == [.policyType(.trust)])
        #expect(answer.remedies.isEmpty)
        #expect(answer.error?.cause?.rule == "SV-8")
    }

    /// What a service-linked role may do is its service's affair.
    @Test func policiesOfAServiceLinkedRoleAreNoRemedy() throws {
        let answer = try Asking.question(
            """
            policies: {identity: [\(Policies.identity("s3:ListBucket"))]}
            request:
              caller: {role: "arn:aws:iam::111122223333:role/aws-service-role/x.amazonaws.com/X", session: s}
              action: s3:GetObject
              resource: arn:aws:s3:::b/k
              resourceAccount: "111122223333"
            """
        ).answer(explaining: true)
        #expect(answer.decision == .implicitDeny)
        #expect(answer.remedies.isEmpty)
    }
}
