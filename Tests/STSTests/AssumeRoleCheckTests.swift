import IAM
import STS
import SourceText
import Testing

/// Which checks a call makes, and which of them AWS names.
@Suite struct AssumeRoleCheckTests {
    private static let tagged =
        "{role: 'arn:aws:iam::111111111111:role/CI', session: run1, tags: {team: a, cost: b}, transitiveTagKeys: [team]}"

    /// STS-10, STS-20.
    @Test(arguments: [
        ("", "", ["sts:AssumeRole"]), ("", "Tags: {team: a}", ["sts:AssumeRole", "sts:TagSession"]),
        ("", "Tags: [{Key: team, Value: a}]", ["sts:AssumeRole", "sts:TagSession"]),
        ("", "Tags: {}", ["sts:AssumeRole"]), ("", "Tags: []", ["sts:AssumeRole"]),
        ("", "TransitiveTagKeys: []", ["sts:AssumeRole"]), ("", "ExternalId: x1", ["sts:AssumeRole"]),
        ("", "SourceIdentity: ann", ["sts:AssumeRole", "sts:SetSourceIdentity"]),
        ("", "SourceIdentity: ann, Tags: {a: b}", Call.everything), (tagged, "", ["sts:AssumeRole", "sts:TagSession"]),
        ("{role: 'arn:aws:iam::111111111111:role/CI', session: s, tags: {team: a}}", "", ["sts:AssumeRole"]),
        (
            "{role: 'arn:aws:iam::111111111111:role/CI', session: s, sourceIdentity: ann}", "",
            ["sts:AssumeRole", "sts:SetSourceIdentity"]
        ),
        ("'arn:aws:iam::111111111111:user/ann'", "", ["sts:AssumeRole"]),
    ])
    func theParametersAndTheCallerDecideTheChecks(_ caller: String, _ parameters: String, _ actions: [String]) throws {
        var call = Call(parameters: parameters)
        if !caller.isEmpty { call.caller = caller }
        let answer = try call.answer()
        #expect(answer.checks.map(\.request.action.description) == actions)
        #expect(answer.checks.map(\.request.resource.description).allSatisfy { $0 == call.role })
        #expect(answer.decision == .allowed)
        #expect(answer.action == nil)
        #expect(answer.blockedBy.isEmpty)
        #expect(answer.error == nil)
    }

    /// STS-13, STS-24: of several checks that fail, the source identity is named before the tags, and these before the
    /// assuming itself.
    @Test(
        arguments: [
            ([], "sts:SetSourceIdentity"), (["sts:AssumeRole"], "sts:SetSourceIdentity"),
            (["sts:AssumeRole", "sts:TagSession"], "sts:SetSourceIdentity"),
            (["sts:AssumeRole", "sts:SetSourceIdentity"], "sts:TagSession"),
            (["sts:SetSourceIdentity"], "sts:TagSession"),
            (["sts:TagSession", "sts:SetSourceIdentity"], "sts:AssumeRole"), (Call.everything, nil),
        ] as [([String], String?)])
    func theLastCheckThatFailsIsNamed(_ allowed: [String], _ named: String?) throws {
        let list = allowed.isEmpty ? ["s3:GetObject"] : allowed
        var call = Call(parameters: "Tags: {a: b}, SourceIdentity: ann")
        call.identity = "{Version: \"2012-10-17\", Statement: [{Effect: Allow, Action: \(list), Resource: \"*\"}]}"
        let answer = try call.answer()
        #expect(answer.action?.description == named)
        #expect(answer.decision == (named == nil ? .allowed : .implicitDeny))
        #expect(answer.blockers == (named == nil ? [] : ["identity"]))
        #expect(answer.checks.filter(\.decision.isAllowed).count == allowed.count)
        if let named { #expect(answer.error?.message.string.contains("perform: \(named) on") == true) }
    }

    /// STS-24, ERR-6: the check decides what is named; a Deny of another check stays in the list of checks.
    @Test func theNamedCheckSpeaksForTheAnswer() throws {
        var call = Call(parameters: "Tags: {a: b}")
        call.identity = Policies.identity("sts:AssumeRole")
        call.trust = Policies.naming("*", "sts:AssumeRole", effect: "Deny")
        let answer = try call.answer()
        #expect(answer.verdicts == ["sts:AssumeRole: explicitDeny", "sts:TagSession: implicitDeny"])
        #expect(answer.decision == .implicitDeny)
        #expect(answer.blockers == ["identity", "trust"])
        #expect(answer.deciding?.request.action == .sts("TagSession"))
    }

    /// SV-2 to SV-5, with the role in the caller's account.
    @Test(
        arguments: [
            ("*", false, [], nil), ("arn:aws:iam::111111111111:user/ann", false, [], nil),
            ("111111111111", false, ["identity"], nil), ("111111111111", true, [], nil),
            ("arn:aws:iam::111111111111:user/bob", true, ["trust"], nil),
            ("arn:aws:iam::111111111111:user/bob", false, ["trust"], nil),
            ("arn:aws:iam::111111111111:role/Deploy", true, ["trust"], nil),
            ("arn:aws:iam::111111111111:role/CI", false, [], "CI"), ("111111111111", false, ["identity"], "CI"),
            ("arn:aws:sts::111111111111:assumed-role/CI/run", false, [], "CI"),
            ("arn:aws:iam::111111111111:role/CI", true, ["trust"], "Deploy"),
            ("arn:aws:iam::111111111111:role/Deploy", false, [], "Deploy"),
        ] as [(String, Bool, [String], String?)])
    func withinOneAccountTheTrustPolicyMustSpeak(
        _ principal: String, _ hasIdentity: Bool, _ blockers: [String], _ role: String?
    ) throws {
        let session = role.map { "'arn:aws:sts::111111111111:assumed-role/\($0)/run'" }
        var call = Call(caller: session ?? "'arn:aws:iam::111111111111:user/ann'")
        call.role = "arn:aws:iam::111111111111:role/Deploy"
        call.identity = hasIdentity ? Policies.identity("*") : Policies.identity("s3:*")
        call.trust = Policies.naming(principal, "sts:AssumeRole")
        #expect(try call.answer().blockers == blockers)
    }

    /// SV-4: across accounts each side must allow, in whatever form the trust policy names the caller.
    @Test(arguments: [
        "*", "111111111111", "arn:aws:iam::111111111111:role/CI", "arn:aws:sts::111111111111:assumed-role/CI/run1",
    ])
    func acrossAccountsBothSidesMustAllow(_ principal: String) throws {
        var call = Call(trust: Policies.naming(principal, "sts:AssumeRole"))
        #expect(try call.answer().decision == .allowed)
        call.identity = Policies.identity("s3:*")
        #expect(try call.answer().blockers == ["identity"])
        call.trust = Policies.naming("333333333333", "sts:AssumeRole")
        #expect(try call.answer().blockers == ["identity", "trust"])
    }

    /// STS-21: a session within one account that passes its source identity on needs both sides.
    @Test func aSourceIdentityInAChainNeedsBothSides() throws {
        var call = Call(caller: "{role: 'arn:aws:iam::111111111111:role/CI', session: s, sourceIdentity: ann}")
        call.role = "arn:aws:iam::111111111111:role/Deploy"
        call.identity = Policies.identity("s3:*")
        call.trust = Policies.naming("arn:aws:iam::111111111111:role/CI", "sts:*")
        let strict = try call.answer()
        #expect(strict.action == .sts("SetSourceIdentity"))
        #expect(strict.blockers == ["identity"])
        #expect(strict.caveats.map(\.rule) == ["STS-21"])
        #expect(strict.caveats.map(\.otherwise) == [.allowed])
        call.choices = "{sourceIdentityNeedsBothSidesInChain: false}"
        let lenient = try call.answer()
        #expect(lenient.decision == .allowed)
        #expect(lenient.caveats.map(\.otherwise) == [.implicitDeny])
        call.caller = "'arn:aws:iam::111111111111:user/ann'"
        call.parameters = "SourceIdentity: ann"
        call.choices = "{}"
        call.trust = Policies.naming("arn:aws:iam::111111111111:user/ann", "sts:*")
        #expect(try call.answer().decision == .allowed)
    }

    /// STS-72.
    @Test func aRoleThatIsAbsentIsAnsweredAsIfItTrustedNobody() throws {
        var call = Call(parameters: "Tags: {a: b}", trust: nil)
        call.accounts = "{prod: {id: '222222222222', roles: {Deploy: absent}}}"
        let answer = try call.answer()
        #expect(answer.decision == .implicitDeny)
        #expect(answer.blockers == ["noSuchRole"])
        #expect(answer.action == .sts("TagSession"))
        #expect(answer.caveats.isEmpty)
        #expect(answer.session == nil)
        call.accounts = "{prod: {id: '222222222222', roles: {Deploy: {}}}}"
        let silent = try call.answer()
        #expect(silent.blockers == ["trust"])
        #expect(silent.error == answer.error)
    }

    /// EV-33, STS-63.
    @Test(arguments: [
        ("'arn:aws:iam::111111111111:root'", "AccessDenied"), ("anonymous", "MissingAuthenticationToken"),
        ("'arn:aws:sts::111111111111:federated-user/fred'", "AccessDenied"),
    ])
    func someCallersCanAssumeNoRole(_ caller: String, _ code: String) throws {
        let answer = try Call(caller: caller).answer()
        #expect(answer.decision == .failed)
        #expect(answer.error?.code == code)
        #expect(answer.checks.isEmpty)
        #expect(answer.action == nil)
    }

    /// SV-6.
    @Test func aServiceNeedsTheTrustPolicyAlone() throws {
        let service = #"{Version: "2012-10-17", Statement: [{Effect: Allow, Principal: {Service: ec2.amazonaws.com}, "#
        var call = Call(caller: "ec2.amazonaws.com", identity: nil)
        call.trust = service + "Action: \"sts:AssumeRole\"}]}"
        #expect(try call.answer().decision == .allowed)
        call.caller = "lambda.amazonaws.com"
        #expect(try call.answer().blockers == ["trust"])
    }
}
