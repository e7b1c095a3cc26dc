import IAM
import STS
import SourceText
import Testing

/// What is proposed for a refused AssumeRole: the narrowest change that does, with a word on what it lets past, and none
/// after which AWS would refuse the call for another reason.
@Suite struct RemedyTests {
    private func remedies(trust: [String], _ parameters: String, user: String = "{}") throws -> [Remedy] {
        try Asking.question(
            """
            accounts:
              a: {id: "111122223333", users: {ann: \(user)}}
              b: {id: "222233334444", roles: {R: {maxSessionDuration: 3600}}}
            policies:
              identity: [{Version: "2012-10-17", Statement: [{Effect: Allow, Action: "sts:*", Resource: "*"}]}]
              trust: {Version: "2012-10-17", Statement: [\(trust.joined(separator: ", "))]}
            call:
              caller: arn:aws:iam::111122223333:user/ann
              AssumeRole: {RoleArn: "arn:aws:iam::222233334444:role/R", RoleSessionName: run1\(parameters)}
            """
        ).answer(explaining: true).remedies
    }

    private static func statement(_ sid: String, _ action: String, _ condition: String = "{}") -> String {
        #"{Sid: \#(sid), Effect: Allow, Principal: {AWS: "arn:aws:iam::111122223333:user/ann"}, Action: "\#(action)", "#
            + "Condition: \(condition)}"
    }

    private static let assume = statement("A", "sts:AssumeRole")

    /// Whichever statement stands first, the condition on the tag's value is what changes.
    @Test(arguments: [true, false])
    func aConditionIsAddedToBeforeItIsPassedBy(assumeStandsFirst: Bool) throws {
        let tagging = Self.statement("T", "sts:TagSession", #"{StringEquals: {"aws:RequestTag/team": [a, b]}}"#)
        let trust = assumeStandsFirst ? [Self.assume, tagging] : [tagging, Self.assume]
        let change = try #require(remedies(trust: trust, ", Tags: {team: c}").first?.policyChanges.first)
        guard case .addValue(let value, condition: _, statement: let statement) = change.edit else {
            Issue.record("\(change.edit)")
            return
        }
        #expect(value == "c")
        #expect(statement.sid == "T")
        #expect(change.loosens.map(\.key.spelling) == ["aws:RequestTag/team"])
    }

    @Test func aStatementThatPassesAConditionBySaysSo() throws {
        let tagging = Self.statement("T", "sts:TagSession", #"{"ForAllValues:StringEquals": {"aws:TagKeys": [team]}}"#)
        let remedy = try #require(remedies(trust: [Self.assume, tagging], ", Tags: {team: a, cost: '1'}").first)
        #expect(remedy.policyChanges.flatMap(\.loosens).map(\.key.spelling) == ["aws:TagKeys"])
    }

    /// STS-95: no policy decides how long a session may last.
    @Test func aDurationThatIsTooLongIsPartOfEachRemedy() throws {
        let found = try remedies(trust: [Self.assume], ", Tags: {team: a}, DurationSeconds: 7200")
        #expect(found.count == 2)
        for remedy in found {
            #expect(remedy.callChanges.first?.text == "pass a DurationSeconds of 3600 at most")
        }
        #expect(try remedies(trust: [Self.assume], ", Tags: {team: a}").first?.callChanges.isEmpty == true)
    }

    /// STS-30: the parameters of multi-factor authentication set the key.
    @Test func aCodeOfADeviceIsProposedBeforeTheConditionIsDropped() throws {
        let trust = [Self.statement("A", "sts:AssumeRole", #"{Bool: {"aws:MultiFactorAuthPresent": "true"}}"#)]
        let device = "arn:aws:iam::111122223333:mfa/ann"
        let found = try remedies(trust: trust, "", user: #"{mfaDevices: {"\#(device)": {code: "654321"}}}"#)
        let change = try #require(found.first?.callChanges.first)
        #expect(
            JSONWriter.text(change.overlay)
                == #"{"AssumeRole": {"SerialNumber": "\#(device)", "TokenCode": "654321"}}"#)
        #expect(found.first?.policyChanges.isEmpty == true)
        #expect(try remedies(trust: trust, "").allSatisfy(\.callChanges.isEmpty))
    }

    /// STS-36: whether the policies are met at the global endpoint hangs on the region that it counts for.
    @Test func aRegionThatPoliciesNameMayBeTheOneOfTheGlobalEndpoint() throws {
        let answer = try Asking.answer(
            """
            policies:
              identity: [{Version: "2012-10-17", Statement: [{Effect: Allow, Action: "sts:*", Resource: "*"}]}]
              trust: {Version: "2012-10-17", Statement: [\(Self.assume)]}
              serviceControl: [[{Version: "2012-10-17", Statement: [
                {Effect: Allow, Action: "*", Resource: "*"},
                {Effect: Deny, Action: "*", Resource: "*",
                 Condition: {StringNotEquals: {"aws:RequestedRegion": [eu-west-1]}}}]}]]
            call:
              caller: arn:aws:iam::111122223333:user/ann
              AssumeRole: {RoleArn: "arn:aws:iam::222233334444:role/R", RoleSessionName: run1}
            """)
        #expect(answer.decision == .explicitDeny)
        #expect(answer.caveats.map(\.rule) == ["STS-36"])
    }
}
