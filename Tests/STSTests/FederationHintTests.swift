import IAM
import STS
import SourceText
import Testing

/// The traps of trust policies and tokens, each told by its name.
@Suite struct FederationHintTests {
    private static let issuer = "token.actions.githubusercontent.com"
    private static let branch = "repo:acme/app:ref:refs/heads/main"

    private func traps(
        sub: String = branch, aud: String = "sts.amazonaws.com", claims: String = "", condition: String,
        principal: String = "arn:aws:iam::222222222222:oidc-provider/\(issuer)",
        action: String = "sts:AssumeRoleWithWebIdentity"
    ) throws -> [FederationHint.Trap] {
        let answer = try Asking.answer(
            """
            policies: {trust: {Version: '2012-10-17', Statement: [{Effect: Allow, \
            Principal: {Federated: '\(principal)'}, Action: '\(action)', Condition: \(condition)}]}}
            call:
              AssumeRoleWithWebIdentity:
                RoleArn: arn:aws:iam::222222222222:role/Deploy
                RoleSessionName: deploy
                WebIdentityToken: {claims: {iss: 'https://\(Self.issuer)', aud: \(aud), sub: '\(sub)'\(claims)}}
            """)
        #expect(answer.decision == .implicitDeny)
        let check = try #require(answer.checks.first)
        let near = try #require(check.evaluation.nearMisses(of: .trust).first)
        return near.fit.misfits.flatMap { FederationHint.explaining($0, of: check.request) }.map(\.trap)
    }

    private static func sub(_ pattern: String, _ comparison: String = "StringLike") -> String {
        "{\(comparison): {'\(issuer):sub': '\(pattern)'}}"
    }

    @Test func aWildcardUnderStringEquals() throws {
        let condition = Self.sub("repo:acme/*", "StringEquals")
        #expect(try traps(condition: condition) == [.wildcardUnderStringEquals])
        let other = Self.sub("repo:other/*", "StringEquals")
        #expect(try traps(condition: other) == [.wildcardUnderStringEquals])
        #expect(try traps(condition: Self.sub("repo:other/*")) == [])
    }

    @Test(arguments: [
        "repo:acme/app:ref:refs/heads/*", "repo:acme/app:ref:refs/heads/main", "repo:acme/app:pull_request",
    ])
    func anEnvironmentInPlaceOfARef(_ pattern: String) throws {
        let subject = "repo:acme/app:environment:prod"
        #expect(try traps(sub: subject, condition: Self.sub(pattern)) == [.environmentInSubject])
        let other = Self.sub("repo:acme/app:environment:dev")
        #expect(try traps(sub: subject, condition: other) == [])
    }

    @Test func aPullRequestInPlaceOfARef() throws {
        let found = try traps(sub: "repo:acme/app:pull_request", condition: Self.sub(Self.branch))
        #expect(found == [.pullRequestInSubject])
    }

    @Test func letterCase() throws {
        #expect(try traps(condition: Self.sub("repo:Acme/App:ref:refs/heads/main")) == [.letterCase])
        #expect(try traps(condition: Self.sub("REPO:ACME/*")) == [.letterCase])
        let upper = "arn:aws:iam::222222222222:oidc-provider/Token.actions.githubusercontent.com"
        #expect(try traps(condition: "{}", principal: upper) == [.letterCase])
    }

    @Test func anAudienceThatIsMissingOrAnother() throws {
        let condition = "{StringEquals: {'\(Self.issuer):aud': sts.amazonaws.com}}"
        #expect(try traps(aud: "'https://github.com/acme'", condition: condition) == [.missingAudience])
        func answer(_ claims: String) throws -> Answer {
            try Asking.answer(
                """
                accounts: {two: {id: '222222222222', roles: {Deploy: {}}, \
                identityProviders: {oidc: {\(Self.issuer): {audiences: [sts.amazonaws.com]}}}}}
                call:
                  AssumeRoleWithWebIdentity:
                    RoleArn: arn:aws:iam::222222222222:role/Deploy
                    RoleSessionName: deploy
                    WebIdentityToken: {claims: {iss: 'https://\(Self.issuer)', sub: s\(claims)}}
                """)
        }
        #expect(try answer("").hints.map(\.trap) == [.missingAudience])
        let other = try answer(", aud: other").hints
        #expect(other.map(\.trap) == [.missingAudience])
        #expect(other.first?.text.contains("the audiences `sts.amazonaws.com`") == true)
    }

    @Test func aProviderOrAKeyWithItsScheme() throws {
        let scheme = "arn:aws:iam::222222222222:oidc-provider/https://\(Self.issuer)"
        #expect(try traps(condition: "{}", principal: scheme) == [.schemeInProvider])
        let key = "{StringEquals: {'https://\(Self.issuer):sub': '\(Self.branch)'}}"
        #expect(try traps(condition: key) == [.schemeInProvider])
    }

    /// GH-5: both published spellings.
    @Test func hintsSpeakOfTheSameRepositoryAlone() throws {
        let environment = try traps(sub: "repo:evil/x:environment:prod", condition: Self.sub(Self.branch))
        #expect(environment == [])
        #expect(try traps(sub: "repo:evil/x:pull_request", condition: Self.sub(Self.branch)) == [])
    }

    @Test(arguments: ["repo:acme@12/app@34", "repo:acme-12/app-34"])
    func anImmutableSubject(_ repository: String) throws {
        let subject = "\(repository):ref:refs/heads/main"
        #expect(try traps(sub: subject, condition: Self.sub(Self.branch)) == [.immutableSubject])
        #expect(try traps(sub: subject, condition: Self.sub("repo:acme/*")) == [.immutableSubject])
        #expect(try traps(sub: subject, condition: Self.sub("repo:other/*")) == [])
    }

    /// GH-6, GH-7.
    @Test func claimsThatAreNoKeysOrAreMissing() throws {
        let owner = "{StringEquals: {'\(Self.issuer):repository_owner': acme}}"
        #expect(try traps(claims: ", repository_owner: acme", condition: owner) == [.notAConditionKey])
        let environment = "{StringEquals: {'\(Self.issuer):environment': prod}}"
        #expect(try traps(condition: environment) == [.missingClaim])
        let known = "{StringEquals: {'\(Self.issuer):repository': acme/other}}"
        #expect(try traps(claims: ", repository: acme/app", condition: known) == [])
    }

    @Test func anotherAction() throws {
        #expect(try traps(condition: "{}", action: "sts:AssumeRole") == [.wrongAction])
    }

    /// STS-50: an audience that the provider does not take is of no use before the provider takes it.
    @Test(arguments: [("[b]", true), ("[b, wanted]", false)])
    func anAudienceIsSuggestedWithTheStepThatTheProviderNeeds(audiences: String, isMissing: Bool) throws {
        let trust =
            "{Version: '2012-10-17', Statement: [{Effect: Allow, Principal: {Federated: "
            + "'arn:aws:iam::222222222222:oidc-provider/\(Self.issuer)'}, Action: 'sts:AssumeRoleWithWebIdentity', "
            + "Condition: {StringEquals: {'\(Self.issuer):aud': wanted}}}]}"
        let answer = try Asking.answer(
            """
            accounts: {two: {id: '222222222222', roles: {Deploy: {trust: \(trust)}}, \
            identityProviders: {oidc: {\(Self.issuer): {audiences: \(audiences)}}}}}
            call:
              AssumeRoleWithWebIdentity:
                RoleArn: arn:aws:iam::222222222222:role/Deploy
                RoleSessionName: deploy
                WebIdentityToken: {claims: {iss: 'https://\(Self.issuer)', sub: s, aud: b}}
            """)
        let check = try #require(answer.deciding)
        let misfits = check.evaluation.nearMisses(of: .trust).flatMap(\.fit.misfits)
        let hints = misfits.flatMap {
            FederationHint.explaining($0, of: check.request, audiences: answer.providerAudiences)
        }
        #expect(hints.map(\.trap) == [.missingAudience])
        #expect(hints.first?.text.contains("add it to the provider's client ids") == isMissing)
    }

    @Test func aProviderThatIsNotThere() throws {
        let answer = try Asking.answer(
            """
            accounts: {two: {id: '222222222222', roles: {Deploy: {}}, \
            identityProviders: {oidc: {token.action.githubusercontent.com: {audiences: [a]}}}}}
            call:
              AssumeRoleWithWebIdentity:
                RoleArn: arn:aws:iam::222222222222:role/Deploy
                RoleSessionName: deploy
                WebIdentityToken: {claims: {iss: 'https://\(Self.issuer)', sub: s, aud: a}}
            """)
        #expect(answer.hints.map(\.trap) == [.missingProvider])
        #expect(answer.hints.first?.text.contains("did you mean `token.action.githubusercontent.com`?") == true)
    }
}

/// What is proposed to a token that a role does not trust lets in nobody but whom the token is for.
@Suite struct TokenRemedyTests {
    private static let issuer = "token.actions.githubusercontent.com"

    private func conditions(_ statement: String, sub: String = "repo:acme/app:ref:refs/heads/main") throws -> [String] {
        let question = try Asking.question(
            """
            policies: {trust: {Version: '2012-10-17', Statement: [\(statement)]}}
            call:
              AssumeRoleWithWebIdentity:
                RoleArn: arn:aws:iam::222222222222:role/Deploy
                RoleSessionName: deploy
                WebIdentityToken: {claims: {iss: 'https://\(Self.issuer)', aud: sts.amazonaws.com, sub: '\(sub)'}}
            """)
        let answer = question.answer(explaining: true)
        return answer.remedies.flatMap(\.policyChanges).map { change in
            switch change.edit {
            case .addStatement(let draft): draft.condition.map { JSONWriter.text($0) } ?? "none"
            case .addValue(let value, _, _): "value \(value)"
            case .renameKey(let key, _, _): "key \(key)"
            case .addActions, .exempt, .addNotActions: "action"
            }
        }
    }

    /// Statements whose conditions are as good as none.
    @Test(arguments: [
        "StringLike: {'KEY': '*'}", "'Null': {'KEY': 'false'}", "'ForAllValues:StringLike': {'KEY': '*'}",
        "StringNotLike: {'KEY': 'repo:evil/*'}", "StringLike: {'KEY': 'repo:*'}", "StringLike: {'KEY': 'repo:acme*'}",
    ])
    func conditionsThatAreTakenOverAreNarrowed(_ condition: String) throws {
        let key = "\(Self.issuer):sub"
        let other = "arn:aws:iam::222222222222:oidc-provider/other"
        let found = try conditions(
            "{Effect: Allow, Principal: {Federated: '\(other)'}, Action: 'sts:AssumeRoleWithWebIdentity', "
                + "Condition: {\(condition.replacing("KEY", with: key))}}")
        #expect(found.count == 1)
        #expect(found.first?.contains(#""\#(key)": "repo:acme/app:ref:refs/heads/main""#) == true, "\(found)")
        #expect(found.first?.contains(#""\#(Self.issuer):aud": "sts.amazonaws.com""#) == true)
    }

    @Test func aConditionOnTheRepositoryIsNarrowEnough() throws {
        let found = try conditions(
            "{Effect: Allow, Principal: {Federated: 'arn:aws:iam::222222222222:oidc-provider/other'}, "
                + "Action: 'sts:AssumeRoleWithWebIdentity', "
                + "Condition: {StringLike: {'\(Self.issuer):sub': 'repo:acme/app:*'}}}")
        #expect(found.count == 1)
        #expect(found.first?.contains("refs/heads/main") == false)
    }

    /// What a token says is no pattern.
    @Test func wildcardsOfATokenAreNotAccepted() throws {
        let provider = "arn:aws:iam::222222222222:oidc-provider/\(Self.issuer)"
        let found = try conditions(
            "{Effect: Allow, Principal: {Federated: '\(provider)'}, Action: 'sts:AssumeRoleWithWebIdentity', "
                + "Condition: {StringLike: {'\(Self.issuer):sub': 'repo:acme/app:pull_request'}}}",
            sub: "repo:acme/app:environment:*")
        #expect(!found.contains { $0.hasPrefix("value") }, "\(found)")
        #expect(found.allSatisfy { $0.contains("\"StringEquals\"") })
    }

    @Test func accessTokensAreHeldToApplicationAndUser() throws {
        let question = try Asking.question(
            """
            policies: {trust: \(Policies.naming("333333333333", "sts:AssumeRole"))}
            call:
              AssumeRoleWithWebIdentity:
                RoleArn: arn:aws:iam::222222222222:role/Deploy
                RoleSessionName: deploy
                ProviderId: graph.facebook.com
                WebIdentityToken: {claims: {app_id: '1', id: '7'}}
            """)
        let change = try #require(question.answer(explaining: true).remedies.first?.policyChanges.first)
        guard case .addStatement(let draft) = change.edit, let condition = draft.condition else {
            Issue.record("expected a statement with conditions")
            return
        }
        let text = JSONWriter.text(condition)
        #expect(text.contains(#""graph.facebook.com:app_id": "1""#))
        #expect(text.contains(#""graph.facebook.com:id": "7""#))
    }
}
