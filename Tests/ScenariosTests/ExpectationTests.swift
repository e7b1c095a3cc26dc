import Scenarios
import SourceText
import Testing

/// Each assertion, as it holds and as it does not.
@Suite struct ExpectationTests {
    private static let call = """
        scenario: A call
        call:
          caller: "arn:aws:iam::111111111111:user/ann"
          AssumeRole:
            RoleArn: "arn:aws:iam::222222222222:role/Deploy"
            RoleSessionName: s1
            ExternalId: x1
            Tags: {team: red, cost: "1"}
            TransitiveTagKeys: [team]
            SourceIdentity: ann
        policies:
          identity: [\(Written.allowing("sts:*", sid: "Mine"))]
          trust:
            Statement: [{Sid: Theirs, Effect: Allow, Principal: "*", Action: "sts:*"}]

        """

    /// The same call, refused by the trust policy.
    private static let denied = call.replacing("Effect: Allow, Principal", with: "Effect: Deny, Principal")
    private static let failed = call.replacing("cost:", with: "Team:")
    private static let silent = call.replacing("Action: \"sts:*\"}]", with: "Action: \"sts:AssumeRole\"}]")
    private static let hanging = call.replacing(
        "Action: \"sts:*\"}]", with: "Action: \"sts:*\", Condition: {StringEquals: {\"sts:ExternalId\": x1}}}]")
    private static let chain = """
        scenario: A chain
        policies: {identity: []}
        accounts:
          dev:
            id: "111111111111"
            users: {ann: {}}
            roles: {R: {trust: {Statement: [{Effect: Allow, Principal: "*", Action: "sts:*"}]}}, S: {}}
        steps:
          one: {caller: "arn:aws:iam::111111111111:user/ann", \
        AssumeRole: {RoleArn: "arn:aws:iam::111111111111:role/R", RoleSessionName: s1}}
          two: {AssumeRole: {RoleArn: "arn:aws:iam::111111111111:role/S", RoleSessionName: s1}}
          three: {request: {action: "s3:GetObject"}}

        """.replacing("policies: {identity: []}\n", with: "")

    private func differences(_ scenario: String, _ expectation: String, strict: Bool = false) throws -> [String] {
        let result = try Written.run("\(scenario)expect: {\(expectation)}", strictCaveats: strict)
        return try #require(result.cases.first).differences.map { "\($0.what): \($0.expected) / \($0.got)" }
    }

    @Test(arguments: [
        (call, "outcome: allowed"), (denied, "outcome: denied"), (denied, "outcome: explicitDeny"),
        (silent, "outcome: denied"), (silent, "outcome: implicitDeny"), (failed, "outcome: failed"),
        (failed, "outcome: failed, error: InvalidParameterValue"), (denied, "outcome: denied, error: AccessDenied"),
        (silent, "outcome: denied, action: STS:setsourceidentity"), (silent, "outcome: denied, blockedBy: trust"),
        (silent, "outcome: denied, blockedBy: [trust, trust]"), (call, "outcome: allowed, blockedBy: []"),
        (silent, "outcome: denied, blockedByAtLeast: [trust]"), (silent, "outcome: denied, blockedByAtLeast: []"),
        (silent, "outcome: denied, checks: {sts:AssumeRole: allowed, sts:tagsession: denied}"),
        (call, "outcome: allowed, statement: Mine"), (call, "outcome: allowed, statement: Theirs"),
        (call, "outcome: allowed, statement: 'identity[0]#0'"), (denied, "outcome: denied, statement: Theirs"),
        (denied, "outcome: denied, statement: 'trust#0'"), (silent, "outcome: denied, message: 'perform: sts:SetS'"),
        (call, "outcome: allowed, session: {arn: 'arn:aws:sts::222222222222:assumed-role/Deploy/s1'}"),
        (call, "outcome: allowed, session: {tags: {cost: '1', team: red}, sourceIdentity: ann}"),
        (call, "outcome: allowed, session: {transitiveTagKeys: [team]}"), (call, "outcome: allowed, caveats: none"),
        (hanging, "outcome: allowed, caveats: [STS-31]"), (hanging, "outcome: allowed, caveats: STS-31"),
        (chain, "outcome: denied, steps: {one: allowed, two: {outcome: denied, blockedBy: trust}, three: not reached}"),
    ])
    func assertionsHold(_ scenario: String, _ expectation: String) throws {
        #expect(try differences(scenario, expectation).isEmpty)
    }

    @Test(arguments: [
        (call, "outcome: denied", ["outcome: denied / allowed"]),
        (call, "outcome: failed", ["outcome: failed / allowed"]),
        (silent, "outcome: explicitDeny", ["outcome: explicitDeny / implicitDeny"]),
        (denied, "outcome: implicitDeny", ["outcome: implicitDeny / explicitDeny"]),
        (failed, "outcome: denied", ["outcome: denied / failed"]),
        (call, "outcome: allowed, error: AccessDenied", ["error: AccessDenied / none"]),
        (failed, "outcome: failed, error: ValidationError", ["error: ValidationError / InvalidParameterValue"]),
        (silent, "outcome: denied, action: sts:TagSession", ["action: sts:TagSession / sts:SetSourceIdentity"]),
        (call, "outcome: allowed, action: sts:TagSession", ["action: sts:TagSession / none"]),
        (
            silent, "outcome: denied, blockedBy: [trust, identity]",
            ["blockedBy: identity, trust / trust (missing: identity)"]
        ),
        (
            silent, "outcome: denied, blockedByAtLeast: [trust, session]",
            ["blockedByAtLeast: trust, session / trust (missing: session)"]
        ),
        (silent, "outcome: denied, blockedBy: []", ["blockedBy: none / trust"]),
        (silent, "outcome: denied, blockedByAtLeast: identity", ["blockedByAtLeast: identity / trust"]),
        (silent, "outcome: denied, checks: {sts:AssumeRole: denied}", ["checks: sts:AssumeRole: denied / allowed"]),
        (
            call, "outcome: allowed, checks: {s3:GetObject: allowed}",
            ["checks: s3:GetObject: allowed / no such check is made"]
        ),
        (denied, "outcome: denied, statement: Mine", ["statement: Mine / Theirs"]),
        (silent, "outcome: denied, statement: Mine", ["statement: Mine / no statement decides"]),
        (call, "outcome: allowed, message: x", ["message: x / none"]),
        (call, "outcome: allowed, session: {sourceIdentity: bob}", ["session: sourceIdentity: bob / ann"]),
        (call, "outcome: allowed, session: {tags: {team: red}}", ["session: tags: team=red / cost=1, team=red"]),
        (call, "outcome: allowed, session: {transitiveTagKeys: []}", ["session: transitiveTagKeys: none / team"]),
        (silent, "outcome: denied, session: {tags: {}}", ["session: a session / none"]),
        (call, "outcome: allowed, caveats: [STS-31, STS-32]", ["caveats: STS-31, STS-32 / none"]),
        (hanging, "outcome: allowed, caveats: none", ["caveats: none / STS-31"]),
        (chain, "outcome: denied, steps: {three: denied}", ["steps: three: denied / not reached"]),
        (chain, "outcome: denied, steps: {one: not reached}", ["steps: one: not reached / allowed"]),
        (chain, "outcome: denied, steps: {four: denied}", ["steps: four: a step of this name / none"]),
        (chain, "outcome: denied, steps: {two: allowed}", ["steps: two: outcome: allowed / implicitDeny"]),
        (
            silent, "outcome: allowed, blockedBy: identity, error: X",
            ["outcome: allowed / implicitDeny", "error: X / AccessDenied", "blockedBy: identity / trust"]
        ),
    ])
    func assertionsFail(_ scenario: String, _ expectation: String, _ found: [String]) throws {
        #expect(try differences(scenario, expectation) == found)
    }

    @Test func aMessageIsComparedByWhatItContains() throws {
        #expect(try differences(Self.silent, "outcome: denied, message: nothing").count == 1)
        #expect(try differences(Self.silent, "outcome: denied, message: ''").isEmpty)
    }

    private func status(_ expectation: String, strict: Bool = false) throws -> CaseResult.Status {
        let result = try Written.run("\(Self.hanging)expect: {\(expectation)}", strictCaveats: strict)
        return try #require(result.cases.first).status
    }

    @Test func todoTurnsAFailureIntoATaskAndASuccessIntoAFailure() throws {
        #expect(try status("outcome: allowed") == .passed)
        #expect(try status("outcome: denied") == .failed)
        #expect(try status("outcome: denied, todo: later") == .todo)
        #expect(try status("outcome: allowed, todo: later") == .failed)
    }

    @Test func strictCaveatsMustBeAsserted() throws {
        #expect(try status("outcome: allowed", strict: true) == .failed)
        #expect(try status("outcome: allowed, caveats: [STS-31]", strict: true) == .passed)
        #expect(try status("outcome: allowed, caveats: none", strict: true) == .failed)
        let found = try differences(Self.hanging, "outcome: allowed", strict: true)
        #expect(found == ["caveats: to be asserted (--strict-caveats) / STS-31"])
        #expect(try differences(Self.call, "outcome: allowed", strict: true).isEmpty)
        #expect(try Written.run(Self.hanging + "expect: {outcome: allowed}").cases[0].restsOnCaveats)
        #expect(try !Written.run(Self.call + "expect: {outcome: allowed}").cases[0].restsOnCaveats)
    }

    /// A policy of a file is named by its path or any tail of it.
    @Test func statementsOfFilesAreNamedByATailOfTheirPath() throws {
        let file = #"{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}"#
        let text = Written.question + "policies: {identity: [policies/team/x.json]}\nexpect: {outcome: allowed, "
        for (name, isFound) in [
            ("policies/team/x.json#0", true), ("team/x.json#0", true), ("x.json#0", true), ("x.json#1", false),
            ("m/x.json#0", false), ("x.json", false),
        ] {
            let result = try Written.run("\(text)statement: '\(name)'}", files: ["policies/team/x.json": file])
            #expect((result.cases[0].status == .passed) == isFound, "\(name)")
        }
    }
}
