import IAM
import STS
import SourceText
import Testing

/// A remedy lets the caller in past no more conditions than those that it cannot meet.
@Suite struct PartialRemedyTests {
    private static let user = "arn:aws:iam::111122223333:user/ann"

    private func remedies(_ condition: String, _ parameters: String = "", effect: String = "Allow") throws -> [Remedy] {
        let guarded = Policies.naming("111122223333", "sts:*", effect: effect, condition: condition)
        let trust =
            effect == "Allow"
            ? guarded
            : guarded.replacing("Statement: [", with: "Statement: [{Effect: Allow, Principal: '*', Action: 'sts:*'}, ")
        return try Asking.question(
            """
            policies: {identity: [\(Policies.identity("sts:*"))], trust: \(trust)}
            call:
              caller: \(Self.user)
              AssumeRole: {RoleArn: "arn:aws:iam::222233334444:role/R", RoleSessionName: run1\(parameters)}
            """
        ).answer(explaining: true).remedies
    }

    /// Conditions on tags, the tags that the call passes, and what the caller changes (STS-30, STS-33).
    private static let ownTags: [(condition: String, tags: String, change: String)] = [
        (
            #"{"ForAllValues:StringEquals": {"aws:TagKeys": [team, cost]}}"#, "{stage: x, team: a}",
            "leave out the tag `stage`"
        ),
        (
            #"{"ForAllValues:StringLike": {"aws:TagKeys": ["t*"]}}"#, "{b: x, c: y, t1: z}",
            "leave out the tags `b`, `c`"
        ),
        (#"{"ForAllValues:StringEquals": {"aws:TagKeys": [team]}}"#, "{taem: a}", "name the tag `team`, not `taem`"),
        (#"{"ForAllValues:StringEquals": {"aws:TagKeys": [team]}}"#, "{Team: a}", "name the tag `team`, not `Team`"),
        (#"{Null: {"aws:RequestTag/stage": "true"}}"#, "{stage: x, team: a}", "leave out the tag `stage`"),
        (#"{StringNotEquals: {"aws:RequestTag/stage": x}}"#, "{stage: x, team: a}", "leave out the tag `stage`"),
        (#"{Null: {"aws:RequestTag/stage": "false"}}"#, "{}", "pass the tag `stage` with a value, such as `any`"),
        (#"{StringLike: {"aws:RequestTag/stage": "?*"}}"#, "{}", "pass the tag `stage` with a value, such as `any`"),
        (
            #"{"ForAnyValue:StringEquals": {"aws:TagKeys": [stage]}}"#, "{team: a}",
            "pass the tag `stage` with a value, such as `any`"
        ),
    ]

    @Test(arguments: ownTags.indices)
    func tagsThatTheCallerCanChangeLoosenNothing(index: Int) throws {
        let (condition, tags, change) = Self.ownTags[index]
        let found = try remedies(condition, ", Tags: \(tags)")
        let first = try #require(found.first)
        #expect(first.callChanges.map(\.text).map { $0.replacing(Self.skipping, with: "") } == [change])
        #expect(found.allSatisfy { !$0.policyChanges.contains { !$0.loosens.isEmpty } })
        #expect(first.policyChanges.isEmpty)
    }

    private static let skipping = " (`role-skip-session-tagging: true` in the GitHub action)"

    /// A Deny asks for the same the other way round.
    @Test(arguments: [
        (
            #"{"ForAnyValue:StringNotEquals": {"aws:TagKeys": [team]}}"#, "{stage: x, team: a}",
            "leave out the tag `stage`"
        ),
        (#"{Null: {"aws:RequestTag/stage": "true"}}"#, "{}", "pass the tag `stage` with a value, such as `any`"),
        (#"{StringEquals: {"aws:RequestTag/stage": x}}"#, "{stage: x, team: a}", "leave out the tag `stage`"),
    ])
    func aDenyOfTagsIsMetByTheCaller(_ condition: String, _ tags: String, _ change: String) throws {
        let first = try #require(remedies(condition, ", Tags: \(tags)", effect: "Deny").first)
        #expect(first.callChanges.map(\.text) == [change])
        #expect(first.policyChanges.isEmpty)
    }

    /// The tags that stay are told with those that go, and so are the transitive keys.
    @Test func whatIsLaidOverTheCallTakesTagsAway() throws {
        let condition =
            #"{"ForAllValues:StringEquals": {"aws:TagKeys": [team]}, StringEquals: {"aws:RequestTag/team": red}}"#
        let first = try #require(
            remedies(condition, ", Tags: {stage: x, Cost: '1'}, TransitiveTagKeys: [stage]").first)
        #expect(
            first.callChanges.map { JSONWriter.text($0.overlay) } == [
                #"{"AssumeRole": {"Tags": null, "TransitiveTagKeys": null}}"#,
                #"{"AssumeRole": {"Tags": {"team": "red"}}}"#,
            ])
    }

    /// Conditions of which the caller can meet one, what it changes, and the keys of those that are passed by.
    private static let mixed: [(condition: String, change: String, key: String)] = [
        (
            #"{StringEquals: {"sts:ExternalId": x-1, "aws:PrincipalTag/dept": red}}"#, "pass the ExternalId `x-1`",
            "aws:PrincipalTag/dept"
        ),
        (
            #"{StringEquals: {"sts:ExternalId": x-1}, IpAddress: {"aws:SourceIp": 203.0.113.0/24}}"#,
            "pass the ExternalId `x-1`", "aws:SourceIp"
        ),
        (
            #"{Bool: {"aws:MultiFactorAuthPresent": "true"}, IpAddress: {"aws:SourceIp": 203.0.113.0/24}}"#,
            "pass the SerialNumber of the caller's device, such as `arn:aws:iam::111122223333:mfa/ann`, and a TokenCode "
                + "that it shows", "aws:SourceIp"
        ),
        (
            #"{StringLike: {"sts:SourceIdentity": "*"}, IpAddress: {"aws:SourceIp": 203.0.113.0/24}}"#,
            "pass a SourceIdentity, such as `run1`", "aws:SourceIp"
        ),
    ]

    @Test(arguments: mixed.indices)
    func onlyTheConditionThatCannotBeMetIsPassedBy(index: Int) throws {
        let (condition, change, key) = Self.mixed[index]
        let found = try remedies(condition)
        let first = try #require(found.first)
        #expect(first.callChanges.map(\.text) == [change])
        #expect(first.policyChanges.flatMap(\.loosens).map(\.key.spelling.string) == [key])
        #expect(first.checks.allSatisfy { $0.isAllowed(applying: first.policyChanges) })
        #expect(found.allSatisfy { $0.policyChanges.flatMap(\.loosens).count < 2 })
    }

    /// Where the request has another value, the condition is widened by it, and the statement stays.
    @Test func aConditionThatCannotBeMetIsWidenedWhereItHasAValue() throws {
        let condition = #"{StringEquals: {"sts:ExternalId": x-1, "aws:PrincipalTag/dept": red}}"#
        let trust = Policies.naming("111122223333", "sts:*", condition: condition)
        let identity = Policies.identity("sts:*")
        let answer = try Asking.question(
            """
            policies: {identity: [\(identity)], trust: \(trust)}
            call:
              caller: \(Self.user)
              context: {"aws:PrincipalTag/dept": blue}
              AssumeRole: {RoleArn: "arn:aws:iam::222233334444:role/R", RoleSessionName: run1, ExternalId: x-2}
            """
        ).answer(explaining: true)
        let first = try #require(answer.remedies.first)
        #expect(first.callChanges.map(\.text) == ["pass the ExternalId `x-1`"])
        let change = try #require(first.policyChanges.first)
        guard case .addValue(let value, condition: _, statement: _) = change.edit else {
            Issue.record("\(change.edit)")
            return
        }
        #expect(value == "blue")
    }

    /// SES-8: a plain request has no code, but credentials that were made with one.
    @Test func aRequestKeepsTheConditionOnMultiFactorAuthentication() throws {
        let conditions =
            #", Condition: {Bool: {"aws:MultiFactorAuthPresent": "true"}, IpAddress: {"aws:SourceIp": 203.0.113.0/24}}"#
        let identity = Policies.identity("s3:*", more: conditions)
        let answer = try Asking.question(
            """
            policies: {identity: [\(identity)]}
            request: {caller: "\(Self.user)", action: "s3:GetObject", resource: "arn:aws:s3:::b/k"}
            """
        ).answer(explaining: true)
        #expect(answer.remedies.count == 1)
        let remedy = try #require(answer.remedies.first)
        #expect(remedy.callChanges.first?.text.hasPrefix("call GetSessionToken first") == true)
        #expect(remedy.policyChanges.flatMap(\.loosens).map(\.key.spelling) == ["aws:SourceIp"])
    }

    /// What the caller can change nothing about is passed by as before.
    @Test func whereTheCallerCanMeetNothingThePolicyChangesAlone() throws {
        let found = try remedies(
            #"{StringEquals: {"aws:PrincipalTag/dept": red}, IpAddress: {"aws:SourceIp": 203.0.113.0/24}}"#)
        #expect(found.map(\.callChanges.count) == [0])
        #expect(found.first?.policyChanges.flatMap(\.loosens).count == 2)
    }
}
