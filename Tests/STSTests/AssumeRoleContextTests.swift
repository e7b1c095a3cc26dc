import IAM
import STS
import SourceText
import Testing

/// What each check of a call sees.
@Suite struct AssumeRoleContextTests {
    private static let caller =
        "{role: 'arn:aws:iam::111111111111:role/CI', session: run1, tags: {team: red, old: x}, "
        + "transitiveTagKeys: [old], sourceIdentity: ann}"

    private func call(choices: String = "{}") -> Call {
        var call = Call(
            caller: Self.caller, parameters: "ExternalId: x1, Tags: {Team: blue}, TransitiveTagKeys: [team]")
        call.choices = choices
        call.accounts =
            "{dev: {id: '111111111111', roles: {CI: {tags: {stage: dev}}}}, "
            + "prod: {id: '222222222222', roles: {Deploy: {tags: {Old: prod, own: y}}}}}"
        return call
    }

    /// STS-4, STS-30 to STS-33: the value in the check of sts:AssumeRole, sts:TagSession and sts:SetSourceIdentity.
    @Test(
        arguments: [
            ("aws:PrincipalArn", ["arn:aws:iam::111111111111:role/CI"]), ("aws:PrincipalAccount", ["111111111111"]),
            ("aws:PrincipalTag/team", ["red"]), ("aws:PrincipalTag/stage", ["dev"]), ("aws:PrincipalTag/own", nil),
            ("aws:RequestTag/team", ["blue"]), ("aws:RequestTag/old", nil), ("aws:TagKeys", ["Team"]),
            ("sts:TransitiveTagKeys", ["team"]), ("sts:ExternalId", ["x1"]), ("sts:RoleSessionName", ["deploy"]),
            ("sts:SourceIdentity", ["ann"]), ("aws:SourceIdentity", ["ann"]), ("aws:ResourceAccount", ["222222222222"]),
            ("aws:ResourceTag/old", ["x"]), ("iam:ResourceTag/old", ["x"]), ("aws:ResourceTag/own", ["y"]),
            ("aws:ResourceTag/team", nil), ("aws:SourceIp", nil), ("aws:SecureTransport", ["true"]),
        ] as [(Text, [Text]?)])
    func everyCheckSeesTheSame(_ key: Text, _ value: [Text]?) throws {
        let answer = try call().answer()
        #expect(answer.verdicts.count == 3)
        #expect(answer.values(of: key) == [value, value, value])
    }

    /// STS-31: with the other reading, parameters are seen by the first check alone.
    @Test(
        arguments: [
            ("sts:ExternalId", [["x1"], nil, nil]), ("sts:RoleSessionName", [["deploy"], nil, nil]),
            ("sts:SourceIdentity", [["ann"], nil, ["ann"]]), ("aws:RequestTag/Team", [["blue"], ["blue"], ["blue"]]),
            ("aws:SourceIdentity", [["ann"], ["ann"], ["ann"]]),
        ] as [(Text, [[Text]?])])
    func parametersCanBeHiddenFromOtherChecks(_ key: Text, _ values: [[Text]?]) throws {
        #expect(try call(choices: "{parametersVisibleInAllChecks: false}").answer().values(of: key) == values)
    }

    /// STS-32.
    @Test func inheritedTagsCanBeSeenAsRequestTags() throws {
        var call = call(choices: "{inheritedTagsVisibleInRequestTag: true}")
        let answer = try call.answer()
        #expect(answer.values(of: "aws:RequestTag/old") == [nil, ["x"], nil])
        #expect(answer.values(of: "aws:TagKeys") == [["Team"], ["Team", "old"], ["Team"]])
        call.parameters = ""
        #expect(try call.answer().values(of: "aws:TagKeys") == [nil, ["old"], nil])
        call.choices = "{}"
        #expect(try call.answer().values(of: "aws:TagKeys") == [nil, nil, nil])
    }

    /// STS-36.
    @Test func theGlobalEndpointCountsAsItsHomeRegion() throws {
        var call = Call()
        #expect(try call.answer().values(of: "aws:RequestedRegion") == [["us-east-1"]])
        call.region = "eu-west-1"
        #expect(try call.answer().values(of: "aws:RequestedRegion") == [["eu-west-1"]])
    }

    /// What a question states wins over what is derived.
    @Test func statedKeysWin() throws {
        var call = call()
        call.context = "{aws:SourceIp: 203.0.113.7, sts:externalid: x2, aws:PrincipalTag/Team: [a, b]}"
        let answer = try call.answer()
        #expect(answer.values(of: "aws:SourceIp") == [["203.0.113.7"], ["203.0.113.7"], ["203.0.113.7"]])
        #expect(answer.values(of: "sts:ExternalId") == [["x2"], ["x2"], ["x2"]])
        #expect(answer.values(of: "aws:PrincipalTag/team")[0] == ["a", "b"])
    }

    // MARK: Caveats

    private static let combined = Policies.naming(
        "*", "sts:*", condition: #"{StringEquals: {"sts:ExternalId": x1}}"#)

    /// STS-31: either reading is told of the other.
    @Test func anAnswerThatHangsOnAReadingSaysSo() throws {
        var call = Call(parameters: "ExternalId: x1, Tags: {a: b}", trust: Self.combined)
        let visible = try call.answer()
        #expect(visible.decision == .allowed)
        #expect(visible.caveats.map(\.rule) == ["STS-31"])
        #expect(visible.caveats.map(\.otherwise) == [.implicitDeny])
        call.choices = "{parametersVisibleInAllChecks: false}"
        let hidden = try call.answer()
        #expect(hidden.action == .sts("TagSession"))
        #expect(hidden.blockers == ["trust"])
        #expect(hidden.caveats.map(\.otherwise) == [.allowed])
    }

    /// Conditions that an absent key satisfies turn the reading round.
    @Test func aDenyOnAnAbsentKeyHangsOnTheReadingToo() throws {
        var call = Call(parameters: "ExternalId: x1, Tags: {a: b}")
        call.identity =
            Policies.identity("*") + ", "
            + Policies.identity(
                "sts:*", effect: "Deny", more: #", Condition: {"Null": {"sts:ExternalId": "true"}}"#)
        let answer = try call.answer()
        #expect(answer.decision == .allowed)
        #expect(answer.caveats.map(\.otherwise) == [.explicitDeny])
    }

    @Test func anAnswerThatStandsEitherWayHasNoCaveat() throws {
        #expect(try Call(parameters: "ExternalId: x1, Tags: {a: b}").answer().caveats.isEmpty)
        var denied = Call(parameters: "ExternalId: x2, Tags: {a: b}", trust: Self.combined)
        #expect(try denied.answer().decision == .implicitDeny)
        #expect(try denied.answer().caveats.isEmpty)
        denied.parameters = "ExternalId: x1"
        #expect(try denied.answer().caveats.isEmpty)
    }

    @Test func inheritedTagsInAConditionAreACaveat() throws {
        var call = Call(caller: Self.caller)
        call.trust = Policies.naming("*", "sts:AssumeRole", "sts:SetSourceIdentity")
            .replacing("}]}", with: "}, {Effect: Allow, Principal: \"*\", Action: \"sts:TagSession\", COND}]}")
            .replacing("COND", with: #"Condition: {"Null": {"aws:RequestTag/old": "false"}}"#)
        let answer = try call.answer()
        #expect(answer.action == .sts("TagSession"))
        #expect(answer.caveats.map(\.rule) == ["STS-32"])
        #expect(answer.caveats.map(\.otherwise) == [.allowed])
    }

    // MARK: The worked example

    /// The table of the worked call: a role session of one account assumes a role of another.
    @Test(
        arguments: [
            ("ExternalId: x1", "", nil, []), ("", "", "sts:AssumeRole", ["trust"]),
            ("ExternalId: x1, Tags: {team: a}", "", nil, []),
            ("ExternalId: x1, Tags: {cost: '1'}", "", "sts:TagSession", ["trust"]),
            ("ExternalId: x1, Tags: {team: a}", "sts:AssumeRole", "sts:TagSession", ["identity"]),
        ] as [(String, String, String?, [String])])
    func theWorkedExample(_ parameters: String, _ only: String, _ action: String?, _ blockers: [String]) throws {
        let role = #"{AWS: "arn:aws:iam::111111111111:role/CI"}"#
        var call = Call(parameters: parameters)
        call.identity = only.isEmpty ? Policies.identity("sts:AssumeRole", "sts:TagSession") : Policies.identity(only)
        call.trust = """
            {Version: "2012-10-17", Statement: [
              {Sid: A, Effect: Allow, Principal: \(role), Action: "sts:AssumeRole",
               Condition: {StringEquals: {"sts:ExternalId": x1}}},
              {Sid: T, Effect: Allow, Principal: \(role), Action: "sts:TagSession",
               Condition: {StringLike: {"aws:RequestTag/team": "*"}}}]}
            """
        let answer = try call.answer()
        #expect(answer.action?.description == action)
        #expect(answer.blockers == blockers)
        #expect(answer.caveats.isEmpty)
    }
}
