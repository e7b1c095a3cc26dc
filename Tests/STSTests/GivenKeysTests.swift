import IAM
import STS
import Testing

/// A condition key that the context gives counts (PL-228); where the rest of the question says another value, that is told.
@Suite struct GivenKeysTests {
    private static let user = "arn:aws:iam::111111111111:user/ann"
    private static let queue = "arn:aws:sqs:eu-west-1:111111111111:q"
    private static let accounts =
        "accounts: {a: {id: '111111111111', users: {ann: {}}, resources: {'\(queue)': {tags: {env: prod}}}}}"

    private static func sending(_ context: String) -> String {
        "{\(accounts), request: {caller: '\(user)', action: 'sqs:SendMessage', resource: '\(queue)', context: \(context)}}"
    }

    private static func assuming(_ context: String) -> String {
        "{call: {caller: '\(user)', context: \(context), AssumeRole: {RoleArn: 'arn:aws:iam::222222222222:role/R', "
            + "RoleSessionName: xx, ExternalId: one, Tags: {team: a}}}}"
    }

    @Test(arguments: [
        sending("{'aws:ResourceTag/env': ↓dev}"), sending("{'aws:ResourceAccount': ↓'222222222222'}"),
        sending("{'aws:PrincipalArn': ↓'arn:aws:iam::111111111111:user/bob'}"),
        sending("{'aws:ResourceTag/more': ↓x}"), sending("{'aws:PrincipalTag/team': ↓x}"),
        "{request: {caller: 'arn:aws:sts::111111111111:assumed-role/R/s', action: 's3:GetObject', context: "
            + "{'aws:username': ↓ann}}}",
        assuming("{'aws:RequestTag/cost': ↓b}"), assuming("{'sts:SourceIdentity': ↓b}"),
        assuming("{'sts:ExternalId': ↓two}"), assuming("{'sts:RoleSessionName': ↓yy}"),
        assuming("{'aws:RequestTag/team': ↓b}"), assuming("{'aws:TagKeys': ↓[cost]}"),
        sending("↓{'aws:SourceIp': 203.0.113.5, 'aws:SourceVpce': vpce-1}"),
    ])
    func aKeyThatContradictsTheQuestionIsTold(_ text: String) throws {
        let found = try Asking.faults(text)
        #expect(found.ids == ["contradicting-key"])
        #expect(found.offsets == found.marks)
    }

    @Test(arguments: [
        sending("{'aws:ResourceTag/env': prod, 'aws:ViaAWSService': 'true'}"),
        sending("{'aws:SecureTransport': 'false'}"),
        sending("{'aws:SourceIp': 203.0.113.5}"), assuming("{'sts:ExternalId': one, 'aws:TagKeys': [team]}"),
    ])
    func whatAgreesOrIsNotSaidIsNotTold(_ text: String) throws {
        #expect(try Asking.faults(text).ids == [])
    }

    /// The session of the step before is the caller of the next.
    @Test func aStepsContextIsComparedWithTheSessionBefore() throws {
        let trust =
            #"{Version: "2012-10-17", Statement: [{Effect: Allow, Principal: {AWS: "111111111111"}, Action: "sts:*"}]}"#
        let found = try Asking.faults(
            """
            {accounts: {a: {id: '111111111111', users: {ann: {}}, roles: {R: {tags: {team: red}, trust: \(trust)}}}}, steps: {
            one: {caller: '\(Self.user)', policies: {identity: [\(Policies.identity("*"))]},
              AssumeRole: {RoleArn: 'arn:aws:iam::111111111111:role/R', RoleSessionName: xx}},
            two: {request: {action: 's3:GetObject', context: {'aws:PrincipalTag/team': ↓blue}}}}}
            """.replacing("\n", with: " "))
        #expect(found.ids.contains("contradicting-key"))
        #expect(found.marks.allSatisfy(found.offsets.contains))
    }

    @Test func aRegionInTheContextIsHeldToTheService() throws {
        let text =
            "{request: {caller: '\(Self.user)', action: 'iam:CreateUser', context: ↓{'aws:RequestedRegion': eu-west-1}}}"
        let found = try Asking.faults(text)
        #expect(found.ids == ["contradicting-region"])
        #expect(found.offsets == found.marks)
    }
}
