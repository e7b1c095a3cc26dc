import IAM
import STS
import SourceText
import TestSupport
import Testing

/// Tokens of OpenID Connect providers: how they are read, and which condition keys they give rise to.
@Suite struct WebIdentityTests {
    private static let gitHub = "token.actions.githubusercontent.com"
    private static let role = "arn:aws:iam::222222222222:role/Deploy"

    private static func trust(_ issuer: String = gitHub) -> String {
        "{Version: '2012-10-17', Statement: [{Effect: Allow, Principal: {Federated: "
            + "'arn:aws:iam::222222222222:oidc-provider/\(issuer)'}, Action: 'sts:*'}]}"
    }

    private func answer(
        _ token: String, issuer: String = gitHub, audiences: String = "[sts.amazonaws.com]", trust: String? = nil,
        more: String = ""
    ) throws -> Answer {
        try Asking.answer(
            """
            accounts: {two: {id: '222222222222', roles: {Deploy: {trust: \(trust ?? Self.trust(issuer))}}, \
            identityProviders: {oidc: {\(issuer): {audiences: \(audiences)}}}}}
            call:
              AssumeRoleWithWebIdentity:
                RoleArn: \(Self.role)
                RoleSessionName: deploy
                WebIdentityToken: \(token)
            \(more)
            """)
    }

    private static func claims(_ more: String = "", issuer: String = gitHub) -> String {
        "{claims: {iss: 'https://\(issuer)', aud: sts.amazonaws.com, sub: 'repo:acme/app:ref:refs/heads/main'"
            + (more.isEmpty ? "" : ", ") + "\(more)}}"
    }

    private func error(_ answer: Answer) -> String? {
        answer.error.map { "\($0.code) \($0.status): \($0.message)" }
    }

    // MARK: Keys

    /// STS-51, STS-52, GH-6.
    @Test func claimsAreKeysAsFarAsAWSListsThem() throws {
        let token = Self.claims(
            "repository: acme/app, ref: refs/heads/main, repository_owner: acme, sha: abc, actor_id: 5, amr: [mfa, pwd]"
        )
        let context = try #require(try answer(token).checks.first).request.context
        func values(_ claim: String) -> [Text]? { context[ConditionKey(Text("\(Self.gitHub):\(claim)"))]?.texts }
        #expect(values("aud") == ["sts.amazonaws.com"])
        #expect(values("sub") == ["repo:acme/app:ref:refs/heads/main"])
        #expect(values("amr") == ["mfa", "pwd"])
        #expect(values("repository") == ["acme/app"])
        #expect(values("ACTOR_ID") == ["5"])
        #expect(values("repository_owner") == nil)
        #expect(values("sha") == nil)
        #expect(values("iss") == nil)
    }

    /// PR-1, EV-30: nothing of a principal is there, in the secondary checks neither.
    @Test func theCallerHasNoPrincipalKeys() throws {
        let tags = "'https://aws.amazon.com/tags': {principal_tags: {team: [red]}, transitive_tag_keys: [team]}, "
        let answer = try answer(Self.claims("\(tags)'https://aws.amazon.com/source_identity': ann"))
        #expect(
            answer.verdicts == [
                "sts:AssumeRoleWithWebIdentity: allowed", "sts:TagSession: allowed", "sts:SetSourceIdentity: allowed",
            ])
        for key in [
            "aws:PrincipalArn", "aws:PrincipalAccount", "aws:PrincipalOrgID", "aws:userid", "aws:PrincipalType",
        ] {
            #expect(answer.values(of: Text(key)) == [nil, nil, nil])
        }
        #expect(answer.values(of: "aws:RequestTag/team") == [["red"], ["red"], ["red"]])
        #expect(answer.values(of: "sts:ExternalId") == [nil, nil, nil])
        #expect(answer.values(of: Text("\(Self.gitHub):aud")) == Array(repeating: ["sts.amazonaws.com"], count: 3))
        #expect(answer.session?.sourceIdentity == "ann")
        #expect(answer.session?.transitiveTagKeys == ["team"])
    }

    /// STS-51: the authorized party takes the place of the audience.
    @Test func theAuthorizedPartyIsTheAudience() throws {
        let token = "{claims: {iss: 'https://idp.example', aud: [a, b], azp: c, sub: s}}"
        let taken = try answer(token, issuer: "idp.example", audiences: "[c]")
        let context = try #require(taken.checks.first).request.context
        #expect(context["idp.example:aud"]?.texts == ["c"])
        #expect(context["idp.example:oaud"]?.texts == ["a"])
        let several = try answer(
            "{claims: {iss: 'https://idp.example', aud: [a, b], sub: s}}", issuer: "idp.example", audiences: "[a, b]")
        #expect(
            error(several)
                == "InvalidIdentityToken 400: Token audience contains more than one audience while authorized party is "
                + "not present")
    }

    /// STS-54: both spellings of the tags.
    @Test(arguments: [
        "'https://aws.amazon.com/tags': {principal_tags: {team: [red]}, transitive_tag_keys: [team]}",
        "'https://aws.amazon.com/tags/principal_tags/team': red, "
            + "'https://aws.amazon.com/tags/transitive_tag_keys': [team]",
        "'https://aws.amazon.com/tags/principal_tags/team': [red], 'https://aws.amazon.com/tags/transitive_tag_keys': team",
    ])
    func tagsMayBeNestedOrFlat(_ claims: String) throws {
        let session = try #require(try answer(Self.claims(claims)).session)
        #expect(session.tags.map { "\($0.tag.key)=\($0.tag.value) \($0.origin)" } == ["team=red request"])
        #expect(session.transitiveTagKeys == ["team"])
    }

    // MARK: What AWS judges before the trust policy

    /// STS-50, STS-71.
    @Test func aTokenMustBeOne() throws {
        let noJWT =
            "InvalidIdentityToken 400: The ID Token provided is not a valid JWT. (You may see this error if you sent an "
            + "Access Token)"
        for token in ["abcd", "a.b.c", "'....'", "e30.e30", "e30.W10.x"] {
            #expect(try error(answer(token)) == noJWT)
        }
        #expect(
            try error(answer("{claims: {aud: a, sub: s}}")) == "InvalidIdentityToken 400: Missing a required claim: iss"
        )
        let missing = { (claims: String) in try error(answer("{claims: {iss: 'https://\(Self.gitHub)', \(claims)}}")) }
        #expect(try missing("sub: s") == "InvalidIdentityToken 400: Missing a required claim: aud")
        #expect(try missing("aud: sts.amazonaws.com") == "InvalidIdentityToken 400: Missing a required claim: sub")
        #expect(
            try error(answer(Self.claims(issuer: "other.example")))
                == "InvalidIdentityToken 400: No OpenIDConnect provider found in your account for https://other.example"
        )
        #expect(
            try error(answer(Self.claims(), audiences: "[other]"))
                == "InvalidIdentityToken 400: Incorrect token audience")
        let malformed = Self.claims("'https://aws.amazon.com/tags': {principal_tags: {team: red}}")
        #expect(
            try error(answer(malformed))
                == "InvalidIdentityToken 400: principal_tags passed in claim is not in correct format.")
    }

    /// A token is judged by its times only where the question gives one; clocks may differ by five minutes.
    @Test func aTokenHasATime() throws {
        let time = "time: 2026-01-01T00:00:00Z"  // 1767225600
        func ask(_ claims: String, _ more: String = time) throws -> String? {
            try error(answer(Self.claims(claims), more: more))
        }
        #expect(
            try ask("exp: 1767220000")
                == "ExpiredTokenException 400: Token expired: current date/time 1767225300 must be before the expiration "
                + "date/time 1767220000")
        #expect(
            try ask("nbf: 1767230000")
                == "InvalidIdentityToken 400: Token not yet valid: current date/time 1767225900 must be after or equal to "
                + "the not-before date/time 1767230000")
        #expect(try ask("iat: 1767230000") == "InvalidIdentityToken 400: Token issued in the future: 1767230000")
        #expect(try ask("exp: 1767225400, nbf: 1767225800, iat: 1767225800") == nil)
        #expect(try ask("exp: 1767220000, nbf: 1767230000, iat: 1767230000", "") == nil)
    }

    /// The JSON Web Token of RFC 7519's shape, whose signature nobody looks at.
    @Test func aTokenIsDecodedAndNotVerified() throws {
        // {"alg":"RS256"} and {"iss":"https://…","aud":"sts.amazonaws.com","sub":"repo:acme/app:pull_request"}
        let token =
            "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJodHRwczovL3Rva2VuLmFjdGlvbnMuZ2l0aHVidXNlcmNvbnRlbnQuY29tIiwiYXVkIjoic3RzLmFt"
            + "YXpvbmF3cy5jb20iLCJzdWIiOiJyZXBvOmFjbWUvYXBwOnB1bGxfcmVxdWVzdCJ9.c2lnbmF0dXJl"
        let answer = try answer(token)
        #expect(answer.decision == .allowed)
        #expect(answer.values(of: Text("\(Self.gitHub):sub")) == [["repo:acme/app:pull_request"]])
    }

    @Test func whereNoAccountIsListedTheProviderIsTakenToExist() throws {
        let answer = try Asking.answer(
            """
            policies: {trust: \(Self.trust())}
            call: {AssumeRoleWithWebIdentity: {RoleArn: '\(Self.role)', RoleSessionName: deploy, \
            WebIdentityToken: \(Self.claims())}}
            """)
        #expect(answer.decision == .allowed)
        #expect(answer.assumed.map(\.string) == ["arn:aws:iam::222222222222:oidc-provider/\(Self.gitHub)"])
    }

    // MARK: The trust policy

    /// STS-57, STS-71, STS-72: nobody is named, and a role that is missing looks like one that trusts nobody.
    @Test func aDenialNamesNobody() throws {
        let silent = Policies.naming("*", "sts:AssumeRole")
        let denied = try answer(Self.claims(), trust: silent)
        #expect(error(denied) == "AccessDenied 403: Not authorized to perform sts:AssumeRoleWithWebIdentity")
        #expect(denied.blockers == ["trust"])
        let missing = try Asking.answer(
            """
            accounts: {two: {id: '222222222222', roles: {Deploy: absent}, \
            identityProviders: {oidc: {\(Self.gitHub): {audiences: [sts.amazonaws.com]}}}}}
            call: {AssumeRoleWithWebIdentity: {RoleArn: '\(Self.role)', RoleSessionName: deploy, \
            WebIdentityToken: \(Self.claims())}}
            """)
        #expect(error(missing) == error(denied))
        #expect(missing.blockers == ["noSuchRole"])
        let tags = Self.claims("'https://aws.amazon.com/tags': {principal_tags: {team: [red]}}")
        let untagged = Self.trust().replacing("sts:*", with: "sts:AssumeRoleWithWebIdentity")
        #expect(
            error(try answer(tags, trust: untagged)) == "AccessDenied 403: Not authorized to perform sts:TagSession")
    }

    /// PR-26: an undocumented point.
    @Test func everybodyNamesThemOnlyAsText() throws {
        let text = "{Version: '2012-10-17', Statement: [{Effect: Allow, Principal: '*', Action: 'sts:*'}]}"
        #expect(try answer(Self.claims(), trust: text).decision == .allowed)
        let mapping = text.replacing("'*', Action", with: "{AWS: '*'}, Action")
        let denied = try answer(Self.claims(), trust: mapping)
        #expect(denied.decision == .implicitDeny)
        #expect(denied.caveats.map(\.rule) == ["PR-26"])
        let chosen = try answer(
            Self.claims(), trust: mapping, more: "choices: {everyAWSPrincipalIncludesFederated: true}")
        #expect(chosen.decision == .allowed)
    }

    /// PR-34.
    @Test func laterRequestsSeeLessOfTheToken() throws {
        let answer = try Asking.answer(
            """
            accounts: {two: {id: '222222222222', \
            roles: {Deploy: {trust: \(Self.trust()), policies: [\(Policies.identity("*"))]}}, \
            identityProviders: {oidc: {\(Self.gitHub): {audiences: [sts.amazonaws.com]}}}}}
            steps:
              deploy: {AssumeRoleWithWebIdentity: {RoleArn: '\(Self.role)', RoleSessionName: deploy, \
            WebIdentityToken: \(Self.claims("repository: acme/app"))}}
              read: {request: {action: 's3:GetObject'}}
            """)
        let read = try #require(answer.steps.last?.answer)
        #expect(read.decision == .allowed)
        #expect(read.values(of: Text("\(Self.gitHub):sub")) == [["repo:acme/app:ref:refs/heads/main"]])
        #expect(read.values(of: Text("\(Self.gitHub):aud")) == [["sts.amazonaws.com"]])
        #expect(read.values(of: Text("\(Self.gitHub):repository")) == [nil])
        #expect(
            read.values(of: "aws:FederatedProvider")
                == [[Text("arn:aws:iam::222222222222:oidc-provider/\(Self.gitHub)")]])
    }

    /// What would have it allowed asks no less than for whom the token is.
    @Test func aProposedStatementAsksForTheTokensSubject() throws {
        let question =
            """
            policies: {trust: \(Policies.naming("333333333333", "sts:AssumeRole"))}
            call: {AssumeRoleWithWebIdentity: {RoleArn: '\(Self.role)', RoleSessionName: deploy, \
            WebIdentityToken: \(Self.claims())}}
            """
        let answer = try Asking.question(question).answer(explaining: true)
        let change = try #require(answer.remedies.first?.policyChanges.first)
        guard case .addStatement(let draft) = change.edit else {
            Issue.record("expected a statement, found \(change.edit)")
            return
        }
        #expect(draft.principal?.kind == "Federated")
        let text = JSONWriter.text(try #require(draft.condition))
        #expect(text.contains(#""\#(Self.gitHub):aud": "sts.amazonaws.com""#))
        #expect(text.contains(#""\#(Self.gitHub):sub": "repo:acme/app:ref:refs/heads/main""#))
    }
}
