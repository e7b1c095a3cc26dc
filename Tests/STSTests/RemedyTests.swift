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
        let found = try remedies(trust: trust, ", Tags: {team: c}")
        let change = try #require(found.lazy.compactMap(\.policyChanges.first).first)
        guard case .addValue(let value, condition: _, statement: let statement) = change.edit else {
            Issue.record("\(change.edit)")
            return
        }
        #expect(value == "c")
        #expect(statement.sid == "T")
        #expect(change.loosens.map(\.key.spelling) == ["aws:RequestTag/team"])
    }

    @Test func aStatementThatPassesAConditionBySaysSo() throws {
        let tagging = Self.statement("T", "sts:TagSession", #"{Bool: {"aws:ViaAWSService": "true"}}"#)
        let found = try remedies(trust: [Self.assume, tagging], ", Tags: {team: a, cost: '1'}")
        // What the caller can leave out comes first, as the policies would let it in past a condition.
        #expect(found.first?.callChanges.first?.text.hasPrefix("pass no session tags") == true)
        #expect(found.last?.policyChanges.flatMap(\.loosens).map(\.key.spelling) == ["aws:ViaAWSService"])
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
        // Of a user's devices nothing is said, or that there is none.
        let guessed = try remedies(trust: trust, "")
        #expect(guessed.first?.callChanges.first?.text.contains("such as `\(device)`") == true)
        #expect(try remedies(trust: trust, "", user: "{mfaDevices: {}}").allSatisfy(\.callChanges.isEmpty))
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

/// What a caller can do itself is proposed before a policy is loosened.
@Suite struct CallersRemedyTests {
    private static let user = "arn:aws:iam::111122223333:user/team/ann"
    private static let role = "arn:aws:iam::222233334444:role/R"

    private func remedies(_ condition: String, _ parameters: String = "") throws -> [Remedy] {
        try Asking.question(
            """
            policies:
              identity: [\(Policies.identity("sts:*"))]
              trust: \(Policies.naming("111122223333", "sts:*", condition: condition))
            call: {caller: "\(Self.user)", AssumeRole: {RoleArn: "\(Self.role)", RoleSessionName: run1\(parameters)}}
            """
        ).answer(explaining: true).remedies
    }

    private func first(_ condition: String, _ parameters: String = "") throws -> [String] {
        let remedy = try #require(remedies(condition, parameters).first)
        #expect(remedy.policyChanges.isEmpty)
        return remedy.callChanges.map(\.text)
    }

    /// PL-190: a variable is resolved; one in a pattern, or without a value, names no session.
    @Test func theNameThatAVariableStandsForIsProposed() throws {
        #expect(
            try first(#"{StringLike: {"sts:RoleSessionName": "${aws:username}"}}"#)
                == ["pass the RoleSessionName `ann`, which `${aws:username}` stands for"])
        for pattern in ["${aws:username}*", "${aws:PrincipalTag/nickname}"] {
            let found = try remedies(#"{StringLike: {"sts:RoleSessionName": "\#(pattern)"}}"#)
            #expect(found.flatMap(\.callChanges).isEmpty, "\(pattern)")
        }
    }

    @Test func whatSeveralConditionsWantIsProposedTogether() throws {
        let texts = try first(
            #"{StringEquals: {"sts:ExternalId": x-1, "sts:SourceIdentity": ann}, "#
                + #"Bool: {"aws:MultiFactorAuthPresent": "true"}}"#, ", SourceIdentity: bob")
        #expect(texts.count == 3)
        #expect(texts.contains("pass the ExternalId `x-1`"))
        #expect(texts.contains("pass the SourceIdentity `ann`"))
    }

    /// One parameter that is right already is not passed anew.
    @Test func nothingIsProposedThatIsNotNeeded() throws {
        let condition = #"{StringEquals: {"sts:ExternalId": [x-1, x-2], "aws:RequestTag/team": red}}"#
        #expect(try first(condition, ", ExternalId: x-2") == ["pass the tag `team` with the value `red`"])
    }

    @Test func theTagThatIsWantedIsProposedBesideTheOthers() throws {
        let remedy = try #require(
            remedies(#"{StringEquals: {"aws:RequestTag/team": red}}"#, ", Tags: {Team: blue, cost: '7'}").first)
        #expect(
            remedy.callChanges.map { JSONWriter.text($0.overlay) }
                == [#"{"AssumeRole": {"Tags": {"cost": "7", "team": "red", "Team": null}}}"#])
    }

    /// Roles have no devices.
    @Test func aRoleIsToldNoCode() throws {
        let answer = try Asking.question(
            Call(
                trust: Policies.naming(
                    "*", "sts:AssumeRole", condition: #"{Bool: {"aws:MultiFactorAuthPresent": "true"}}"#)
            ).text
        ).answer(explaining: true)
        #expect(answer.remedies.flatMap(\.callChanges).isEmpty)
        let loosened = answer.remedies.flatMap(\.policyChanges).flatMap(\.loosens).map(\.key.spelling)
        #expect(loosened.contains("aws:MultiFactorAuthPresent"))
    }

    /// However many values a condition accepts, few are tried.
    @Test func fewValuesAreTried() throws {
        let values = (1...500).map { "x-\($0)" }.joined(separator: ", ")
        let found = try remedies("{StringEquals: {'sts:ExternalId': [\(values)]}}")
        #expect(found.filter { !$0.callChanges.isEmpty }.count == 4)
    }
}

/// What AWS refuses though the policies allow it is explained, and cured where that can be verified.
@Suite struct FailureTests {
    private func answer(_ caller: String, _ duration: Int, role: String, choices: String = "{}") throws -> Answer {
        try Asking.question(
            """
            accounts:
              a: {id: "111122223333", users: {ann: {policies: [\(Policies.identity("sts:*"))]}}}
              b:
                id: "222233334444"
                roles:
                  Hour: {maxSessionDuration: 3600, trust: \(Policies.naming("*", "sts:*"))}
                  Day: {maxSessionDuration: 43200, trust: \(Policies.naming("*", "sts:*"))}
            choices: \(choices)
            call:
              caller: \(caller)
              AssumeRole:
                {RoleArn: "arn:aws:iam::222233334444:role/\(role)", RoleSessionName: ann, DurationSeconds: \(duration)}
            """
        ).answer(explaining: true)
    }

    private static let keys = "arn:aws:iam::111122223333:user/ann"
    private static let session = "{user: 'arn:aws:iam::111122223333:user/ann', temporary: true}"

    /// STS-95.
    @Test func theRolesLimitIsToldAndRaised() throws {
        let answer = try answer(Self.keys, 7_200, role: "Hour")
        let cause = try #require(answer.error?.cause)
        #expect(cause.rule == "STS-95")
        #expect(cause.reason == "DurationSeconds is 7200, and the role's MaxSessionDuration is 3600")
        #expect(
            cause.advice == "ask for DurationSeconds 3600 at most, or raise the role's MaxSessionDuration to 7200")
        #expect(answer.remedies.map(\.callChanges.count) == [1, 0])
        #expect(answer.remedies.last?.accountChanges.map(\.maxSessionDuration) == [7_200])
    }

    /// STS-96: nothing that is raised helps in a chain.
    @Test(arguments: ["Hour", "Day"])
    func theLimitOfAChainCannotBeRaised(role: String) throws {
        let answer = try answer(Self.session, 7_200, role: role)
        let cause = try #require(answer.error?.cause)
        #expect(cause.rule == "STS-96")
        #expect(cause.reason.contains("the caller uses GetSessionToken credentials: role chaining"))
        #expect(
            answer.remedies.flatMap(\.callChanges).map(\.text)
                == ["pass a DurationSeconds of 3600 at most (role chaining)"])
        #expect(answer.remedies.flatMap(\.accountChanges).isEmpty)
    }

    /// STS-90: what nobody may pass has no remedy, and a cause.
    @Test func aParameterOutOfBoundsHasACause() throws {
        let answer = try answer(Self.keys, 60, role: "Hour")
        #expect(answer.error?.cause?.rule == "STS-90")
        #expect(answer.remedies.isEmpty)
    }
}
