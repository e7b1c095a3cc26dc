import IAM
import STS
import SourceText
import Testing

/// What a program asks a world that it has made itself.
@Suite struct WorldAnswerTests {
    private static let role: Text = "arn:aws:iam::222233334444:role/team/Deploy"
    private static let user: Text = "arn:aws:iam::111122223333:user/ci"

    private func world(_ actions: String = #""sts:*""#, maximum: Int = 3_600) throws -> World {
        let all = try Policy(
            json: #"{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}"#)
        let trust = try Policy(
            json: #"""
                {"Version": "2012-10-17", "Statement":
                  {"Effect": "Allow", "Principal": {"AWS": "111122223333"}, "Action": \#(actions)}}
                """#, as: .trust, name: "trust")
        return World(accounts: [
            try Account(
                "111122223333", users: [User("ci", policies: [all], tags: Tags([Tag(key: "team", value: "a")]))]),
            try Account(
                "222233334444", roles: [Role("team/Deploy", trust: trust, policies: [all], maxSessionDuration: maximum)]
            ),
        ])
    }

    @Test func anAllowedCallYieldsASession() throws {
        let call = STSCall.assumeRole(Self.role, sessionName: "ci", tags: ["team": "b"])
        guard case .allowed(let session?) = try world().answer(call, by: Self.user).conclusion else {
            Issue.record("not allowed")
            return
        }
        #expect(session.arn.text == "arn:aws:sts::222233334444:assumed-role/Deploy/ci")
        #expect(session.tags.map(\.tag.value) == ["b"])
    }

    @Test func aDenialNamesThePoliciesInTheWay() throws {
        let call = STSCall.assumeRole(Self.role, sessionName: "ci", tags: ["team": "b"])
        let answer = try world(#""sts:AssumeRole""#).answer(call, by: Self.user, explaining: true)
        guard case .denied(let denial) = answer.conclusion else {
            Issue.record("\(answer.decision)")
            return
        }
        #expect(!denial.isExplicit && denial.action == .sts("TagSession"))
        #expect(denial.blockedBy == [.policyType(.trust)])
        #expect(!denial.remedies.isEmpty)
    }

    /// STS-90: what AWS refuses about parameters is decided when a call is asked, whoever made it.
    @Test func parametersAreJudgedWhereTheCallIsAsked() throws {
        var parameters = AssumeRole(roleARN: Self.role, roleSessionName: "x")
        parameters.durationSeconds = 899
        let answer = try world().answer(STSCall(.assumeRole(parameters)), by: Self.user)
        guard case .failed(let error) = answer.conclusion else {
            Issue.record("\(answer.decision)")
            return
        }
        #expect(error.code == "ValidationError")
        #expect(error.message.string.hasPrefix("2 validation errors detected: "))
    }

    @Test func aRequestIsAskedTheSameWay() throws {
        let action = try #require(Action("s3:GetObject"))
        let resource = try #require(RequestResource("arn:aws:s3:::b/k"))
        let request = PlainRequest(action: action, resource: resource, resourceAccount: AccountID("111122223333"))
        #expect(try world().answer(request, by: Self.user).decision == .allowed)
        let session: Text = "arn:aws:sts::222233334444:assumed-role/Deploy/ci"
        #expect(try world().answer(request, by: session).decision == .implicitDeny)
    }

    @Test func aTokenIsGivenByItsClaims() throws {
        let claims = [
            Claim.NamedClaim("iss", .string("https://token.actions.githubusercontent.com")),
            Claim.NamedClaim("aud", .string("sts.amazonaws.com")),
            Claim.NamedClaim("sub", .string("repo:acme/app:ref:refs/heads/main")),
        ]
        let call = STSCall(
            .assumeRoleWithWebIdentity(
                AssumeRoleWithWebIdentity(
                    roleARN: Self.role, roleSessionName: "ci", token: .claims(WebIdentityToken(claims: claims)))))
        let answer = try world().answer(call, by: nil)
        guard case .failed(let error) = answer.conclusion else {
            Issue.record("\(answer.decision)")
            return
        }
        #expect(error.code == "InvalidIdentityToken")
    }

    @Test(arguments: [
        ("nobody", UnknownCaller.notACaller("nobody")),
        ("arn:aws:iam::111122223333:user/no", .missing("arn:aws:iam::111122223333:user/no")),
        ("arn:aws:s3:::b", .notACaller("arn:aws:s3:::b")),
    ])
    func whoIsNobodyCanAskNothing(_ caller: String, _ fault: UnknownCaller) throws {
        let world = try world()
        #expect(throws: fault) {
            try world.answer(STSCall(.getCallerIdentity), by: Text(caller))
        }
    }

    @Test func whatAPolicyDoesNotSayIsTold() throws {
        var diagnostics = Diagnostics()
        let text = #"""
            {"Version": "2012-10-17", "Statement":
              {"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": {"Bool": {"aws:SecureTranspor": "false"}}}}
            """#
        #expect(Policy(json: text, as: .identity, name: "p", &diagnostics) != nil)
        #expect(diagnostics.warnings.map(\.id) == ["unknown-key"])
    }

    @Test func whatIsNoPolicyAndNoAccountIsTold() {
        #expect(throws: MalformedAccountID.self) { try Account("12") }
        #expect(throws: InvalidPolicy.self) { try Policy(json: "{") }
        do {
            _ = try Policy(json: #"{"Statement": {"Effect": "Alow", "Action": "*", "Resource": "*"}}"#, name: "p")
        } catch {
            #expect(error.description.hasPrefix("p:1:26: error: "), "\(error)")
        }
    }
}
