import IAM
import Questions
import STS
import SourceText
import Testing

@Suite struct CallerTests {
    private static let accounts = """
        accounts:
          dev:
            id: "111111111111"
            users:
              team/ann: {id: AIDAEXAMPLEEXAMPLE123, tags: {team: red, level: "1"}}
              gone: absent
            roles:
              ci/CI: {id: AROAEXAMPLEEXAMPLE123, tags: {Team: blue, stage: dev}}
              Lost: absent
        """

    private func context(_ caller: String, accounts: String = Self.accounts) throws -> RequestContext {
        let answer = try Asking.answer("request: {caller: \(caller), action: 's3:GetObject'}\n\(accounts)")
        return try #require(answer.checks.first).request.context
    }

    private func value(_ context: RequestContext, _ key: Text) -> Text? {
        guard case .single(let text) = context[ConditionKey(key)] else { return nil }
        return text
    }

    @Test func aUserHasItsIdAndTags() throws {
        let context = try context("'arn:aws:iam::111111111111:user/team/ann'")
        #expect(value(context, "aws:PrincipalArn") == "arn:aws:iam::111111111111:user/team/ann")
        #expect(value(context, "aws:userid") == "AIDAEXAMPLEEXAMPLE123")
        #expect(value(context, "aws:username") == "ann")
        #expect(value(context, "aws:PrincipalTag/TEAM") == "red")
        #expect(value(context, "aws:TokenIssueTime") == nil)
    }

    /// PR-3: the ARN of a session tells no path; where its role is listed, the path is found.
    @Test func aSessionARNFindsItsRoleByName() throws {
        let context = try context("'arn:aws:sts::111111111111:assumed-role/CI/run1'")
        #expect(value(context, "aws:PrincipalArn") == "arn:aws:iam::111111111111:role/ci/CI")
        #expect(value(context, "aws:userid") == "AROAEXAMPLEEXAMPLE123:run1")
        #expect(value(context, "aws:PrincipalTag/Team") == "blue")
    }

    @Test func aMappingSaysWhatAnARNCannot() throws {
        let context = try context(
            "{role: 'arn:aws:iam::111111111111:role/ci/CI', session: run1, tags: {team: red}, "
                + "sourceIdentity: ann, federatedProvider: accounts.google.com}")
        #expect(value(context, "aws:PrincipalTag/Team") == "red")
        #expect(value(context, "aws:PrincipalTag/stage") == "dev")
        #expect(value(context, "aws:SourceIdentity") == "ann")
        #expect(value(context, "aws:FederatedProvider") == "accounts.google.com")
        #expect(value(context, "aws:MultiFactorAuthPresent") == "false")
    }

    @Test func aUserMayHaveTemporaryCredentials() throws {
        let name = "user: 'arn:aws:iam::111111111111:user/team/ann'"
        let temporary = try context("{\(name), temporary: true, tags: {team: green}}")
        #expect(value(temporary, "aws:MultiFactorAuthPresent") == "false")
        #expect(value(temporary, "aws:PrincipalTag/team") == "green")
        #expect(value(try context("{\(name), mfa: true}"), "aws:MultiFactorAuthPresent") == "true")
        #expect(value(try context("{\(name)}"), "aws:MultiFactorAuthPresent") == nil)
    }

    @Test func otherCallersHaveTheKeysOfTheirKind() throws {
        let root = try context("'arn:aws:iam::111111111111:root'")
        #expect(value(root, "aws:PrincipalType") == "Account")
        #expect(value(root, "aws:userid") == "111111111111")
        let service = try context("ec2.amazonaws.com")
        #expect(value(service, "aws:PrincipalIsAWSService") == "true")
        #expect(value(service, "aws:PrincipalArn") == nil)
        let anonymous = try context("anonymous")
        #expect(value(anonymous, "aws:PrincipalType") == "Anonymous")
        #expect(value(anonymous, "aws:PrincipalIsAWSService") == nil)
        let federated = try context(
            "{federatedUser: 'arn:aws:sts::111111111111:federated-user/fred', "
                + "issuedBy: 'arn:aws:iam::111111111111:user/team/ann', tags: {team: green}}")
        #expect(value(federated, "aws:userid") == "111111111111:fred")
        #expect(value(federated, "aws:PrincipalTag/team") == "green")
        #expect(value(federated, "aws:PrincipalTag/level") == "1")
    }

    /// Nothing is known of a caller whose account is not listed.
    @Test func strangersAreTakenAtTheirWord() throws {
        let context = try context("'arn:aws:sts::333333333333:assumed-role/CI/run1'")
        #expect(value(context, "aws:PrincipalArn") == "arn:aws:iam::333333333333:role/CI")
        #expect(value(context, "aws:PrincipalTag/Team") == nil)
    }

    @Test(arguments: [
        ("malformed-arn", "↓ann"), ("wrong-kind", "↓[x]"), ("malformed-arn", "↓'arn:aws:iam::111111111111:group/g'"),
        ("malformed-arn", "↓'arn:aws:iam::aws:user/ann'"), ("malformed-arn", "↓'arn:aws:s3:::bucket'"),
        ("unknown-user", "↓'arn:aws:iam::111111111111:user/ann'"),
        ("absent-caller", "↓'arn:aws:iam::111111111111:user/gone'"),
        ("absent-caller", "↓'arn:aws:sts::111111111111:assumed-role/Lost/run'"),
        ("unknown-role", "↓'arn:aws:sts::111111111111:assumed-role/CD/run'"), ("missing-member", "↓{session: run}"),
        ("missing-member", "↓{role: 'arn:aws:iam::111111111111:role/ci/CI'}"),
        ("malformed-arn", "{role: ↓CI, session: run}"),
        ("unknown-role", "{role: ↓'arn:aws:iam::111111111111:role/CI', session: run}"),
        ("unknown-member", "{role: 'arn:aws:iam::111111111111:role/ci/CI', session: run, ↓name: x}"),
        ("unknown-tag", "{role: 'arn:aws:iam::111111111111:role/ci/CI', session: run, transitiveTagKeys: [↓team]}"),
        ("wrong-kind", "{role: 'arn:aws:iam::111111111111:role/ci/CI', session: run, tags: [↓[x]]}"),
        ("malformed-arn", "{user: ↓ann}"),
        ("wrong-value", "{user: 'arn:aws:iam::111111111111:user/team/ann', mfa: ↓x}"),
        ("malformed-arn", "{federatedUser: ↓'arn:aws:iam::111111111111:user/team/ann'}"),
        ("malformed-arn", "{federatedUser: 'arn:aws:sts::111111111111:federated-user/f', issuedBy: ↓ann}"),
        ("unknown-policy", "{root: 'arn:aws:iam::111111111111:root', taskPolicy: ↓x}"),
    ])
    func faultsAreReportedAtTheirPlace(_ id: String, _ caller: String) throws {
        let found = try Asking.faults("request:\n  caller: \(caller)\n  action: s3:GetObject\n\(Self.accounts)")
        #expect(found.ids == [id])
        #expect(found.offsets == found.marks)
    }

    @Test func aMissingRoleIsAnsweredWithTheNearest() throws {
        var diagnostics = Diagnostics()
        let text = "request: {caller: 'arn:aws:sts::111111111111:assumed-role/C1/x', action: 's3:GetObject'}\n"
        let node = SourceParser.parse(SourceFile(path: "q.yaml", text: text + Self.accounts), &diagnostics)
        #expect(QuestionReader(library: Asking.library).read(try #require(node), &diagnostics) == nil)
        #expect(
            diagnostics.all.first?.message == "account `dev` has no role `C1`; to ask about absence, say `C1: absent`")
    }
}
