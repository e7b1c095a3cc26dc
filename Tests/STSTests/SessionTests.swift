import IAM
import STS
import SourceText
import Testing

/// The session that a call yields, and what chains of sessions carry on.
@Suite struct SessionTests {
    private func tags(_ session: Session?) -> [String] {
        (session?.tags ?? []).map { "\($0.tag.key)=\($0.tag.value) (\($0.origin.rawValue))" }.sorted()
    }

    /// SES-1: without the role's path.
    @Test func theSessionIsNamedAfterRoleAndSessionName() throws {
        var call = Call(more: "time: 2026-03-01T00:00:00Z")
        call.role = "arn:aws:iam::222222222222:role/team/ci/Deploy"
        let session = try #require(try call.answer().session)
        #expect(session.arn.text == "arn:aws:sts::222222222222:assumed-role/Deploy/deploy")
        #expect(session.expires.text == "2026-03-01T01:00:00Z")
        #expect(session.sourceIdentity == nil)
        #expect(session.tags.isEmpty)
        call.role = "arn:aws-cn:iam::222222222222:role/Deploy"
        call.caller = "'arn:aws-cn:iam::111111111111:user/ann'"
        call.parameters = "DurationSeconds: 900, SourceIdentity: ann"
        let other = try #require(try call.answer().session)
        #expect(other.arn.text == "arn:aws-cn:sts::222222222222:assumed-role/Deploy/deploy")
        #expect(other.expires.text == "2026-03-01T00:15:00Z")
        #expect(other.sourceIdentity == "ann")
    }

    @Test func aCallThatIsRefusedYieldsNone() throws {
        #expect(try Call(trust: Policies.naming("333333333333", "sts:*")).answer().session == nil)
    }

    /// SES-4, SES-5: inherited tags beat those that are passed, and these the role's, in any letter case.
    @Test func tagsOfTheStrongestOriginStay() throws {
        var call = Call(parameters: "Tags: {COST: new, free: f}, TransitiveTagKeys: [free]")
        call.caller =
            "{role: 'arn:aws:iam::111111111111:role/CI', session: s, tags: {Team: a, lost: l}, transitiveTagKeys: [team]}"
        call.accounts = "{prod: {id: '222222222222', roles: {Deploy: {tags: {team: r, cost: r, own: r}}}}}"
        let session = try #require(try call.answer().session)
        #expect(tags(session) == ["COST=new (request)", "Team=a (inherited)", "free=f (request)", "own=r (role)"])
        #expect(session.transitiveTagKeys == ["Team", "free"])
    }

    private static let open = Policies.naming("*", "sts:*")
    private static let all = Policies.identity("*")

    private static func role(_ name: String, _ tags: String = "{}") -> String {
        "\(name): {trust: \(open), policies: [\(all)], tags: \(tags)}"
    }

    private static func assume(_ role: String, _ more: String = "") -> String {
        "AssumeRole: {RoleArn: 'arn:aws:iam::111111111111:role/\(role)', RoleSessionName: s1\(more)}"
    }

    /// SES-6, STS-4, STS-10.
    @Test func aChainCarriesTransitiveTagsOn() throws {
        let answer = try Asking.answer(
            """
            accounts:
              dev:
                id: "111111111111"
                users: {ann: {policies: [\(Self.all)]}}
                roles: {\(Self.role("R1")), \(Self.role("R2", "{Sun: '2'}")), \(Self.role("R3", "{Star: '3'}"))}
            steps:
              one: {caller: 'arn:aws:iam::111111111111:user/ann', \
            \(Self.assume("R1", ", Tags: {Star: '1', Heart: '1'}, TransitiveTagKeys: [Star, Heart]"))}
              two: {\(Self.assume("R2"))}
              three: {\(Self.assume("R3"))}
            """)
        #expect(answer.decision == .allowed)
        let sessions = answer.steps.map { $0.answer?.session }
        #expect(tags(sessions[0]) == ["Heart=1 (request)", "Star=1 (request)"])
        #expect(tags(sessions[1]) == ["Heart=1 (inherited)", "Star=1 (inherited)", "Sun=2 (role)"])
        #expect(tags(sessions[2]) == ["Heart=1 (inherited)", "Star=1 (inherited)"])
        #expect(sessions[2]?.transitiveTagKeys == ["Star", "Heart"])
        let third = try #require(answer.steps[2].answer)
        #expect(third.checks.map(\.request.action.description) == ["sts:AssumeRole", "sts:TagSession"])
        #expect(third.values(of: "aws:ResourceTag/Star") == [["1"], ["1"]])
        #expect(third.values(of: "aws:PrincipalTag/Sun") == [["2"], ["2"]])
    }

    /// SES-7, STS-20.
    @Test func aChainCarriesItsSourceIdentityOn() throws {
        let answer = try Asking.answer(
            """
            accounts:
              dev:
                id: "111111111111"
                users: {ann: {policies: [\(Self.all)]}}
                roles: {\(Self.role("R1")), \(Self.role("R2"))}
            steps:
              one: {caller: 'arn:aws:iam::111111111111:user/ann', \(Self.assume("R1", ", SourceIdentity: ann"))}
              two: {\(Self.assume("R2"))}
              read: {request: {action: 's3:GetObject', context: {}}}
            """)
        #expect(answer.steps.map { $0.answer?.session?.sourceIdentity } == ["ann", "ann", nil])
        let two = try #require(answer.steps[1].answer)
        #expect(two.checks.map(\.request.action.description) == ["sts:AssumeRole", "sts:SetSourceIdentity"])
        #expect(two.values(of: "aws:SourceIdentity") == [["ann"], ["ann"]])
        let one = try #require(answer.steps[0].answer)
        #expect(one.values(of: "aws:SourceIdentity") == [nil, nil])
        #expect(one.values(of: "sts:SourceIdentity") == [["ann"], ["ann"]])
        #expect(answer.steps[2].answer?.values(of: "aws:SourceIdentity") == [["ann"]])
    }

    @Test func stepsAfterARefusedOneAreNotReached() throws {
        let answer = try Asking.answer(
            """
            accounts:
              dev: {id: "111111111111", users: {ann: {}}, roles: {\(Self.role("R1")), R2: {policies: [\(Self.all)]}}}
            steps:
              one: {caller: 'arn:aws:iam::111111111111:user/ann', \(Self.assume("R1"))}
              two: {\(Self.assume("R2"))}
              three: {request: {action: 's3:GetObject'}}
            """)
        #expect(answer.step == "two")
        #expect(answer.decision == .implicitDeny)
        #expect(answer.blockers == ["trust"])
        #expect(answer.steps.map { $0.answer?.decision } == [.allowed, .implicitDeny, nil])
    }

    /// SES-3: what is passed limits the session that follows, and not the one after it.
    @Test func sessionPoliciesLimitOneSession() throws {
        let policy = ", Policy: \(Policies.identity("sts:*"))"
        let answer = try Asking.answer(
            """
            accounts:
              dev:
                id: "111111111111"
                users: {ann: {policies: [\(Self.all)]}}
                roles: {\(Self.role("R1")), \(Self.role("R2"))}
            steps:
              one: {caller: 'arn:aws:iam::111111111111:user/ann', \(Self.assume("R1", policy))}
              two: {\(Self.assume("R2"))}
              read: {request: {action: 's3:GetObject'}}
            """)
        #expect(answer.decision == .allowed)
        #expect(answer.steps[1].answer?.checks[0].policies.session?.count == 1)
        #expect(answer.steps[2].answer?.checks[0].policies.session == nil)
    }
}
