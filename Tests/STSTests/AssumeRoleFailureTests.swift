import STS
import SourceText
import Testing

/// What AWS refuses for reasons that no policy decides.
@Suite struct AssumeRoleFailureTests {
    private static let session =
        "{role: 'arn:aws:iam::111111111111:role/CI', session: s, tags: {team: a, cost: b}, transitiveTagKeys: [team], "
        + "sourceIdentity: ann}"

    private func error(_ parameters: String, caller: String? = nil, accounts: String? = nil) throws -> String? {
        var call = Call(parameters: parameters, accounts: accounts)
        if let caller { call.caller = caller }
        let answer = try call.answer()
        #expect((answer.decision == .failed) == (answer.error != nil))
        if answer.decision == .failed {
            #expect(answer.action == nil)
            #expect(answer.blockedBy.isEmpty)
            #expect(answer.session == nil)
        }
        return answer.error.map { "\($0.code) \($0.status): \($0.message)" }
    }

    /// STS-93: three messages.
    @Test func tagsMustAgreeWithEachOtherAndWithTheSession() throws {
        let duplicate =
            "InvalidParameterValue 400: Duplicate tag keys found. Please note that Tag keys are case insensitive."
        #expect(try error("Tags: {team: a, Team: a}") == duplicate)
        #expect(try error("Tags: [{Key: a, Value: b}, {Key: a, Value: b}]") == duplicate)
        let missing =
            "InvalidParameterValue 400: The specified transitive tag key must be included in the requested tags."
        #expect(try error("Tags: {team: a}, TransitiveTagKeys: [team, cost]") == missing)
        #expect(try error("TransitiveTagKeys: [team]") == missing)
        let conflict =
            "InvalidParameterValue 400: One of the specified transitive tag keys can't be set because it conflicts "
            + "with a transitive tag key from the calling session."
        #expect(try error("Tags: {TEAM: a}", caller: Self.session) == conflict)
        #expect(try error("Tags: {team: b}, TransitiveTagKeys: [team]", caller: Self.session) == conflict)
    }

    @Test func tagsThatAgreeAreFine() throws {
        #expect(try error("Tags: {team: a, cost: a}, TransitiveTagKeys: [TEAM]") == nil)
        #expect(try error("Tags: {cost: c}", caller: Self.session) == nil)
    }

    /// STS-22.
    @Test func aSourceIdentityCannotChange() throws {
        let changed = "ValidationError 400: The source identity is already set for this assume role session"
        #expect(try error("SourceIdentity: bob", caller: Self.session) == changed)
        #expect(try error("SourceIdentity: Ann", caller: Self.session) == changed)
        #expect(try error("SourceIdentity: ann", caller: Self.session) == nil)
        #expect(try error("SourceIdentity: bob") == nil)
    }

    /// STS-95, STS-96: two messages, that of the chain first.
    @Test func sessionsHaveALongestDuration() throws {
        let role = "The requested DurationSeconds exceeds the MaxSessionDuration set for this role."
        let chain = "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining."
        let user = "'arn:aws:iam::111111111111:user/ann'"
        func prod(_ maximum: Int) -> String {
            "{prod: {id: '222222222222', roles: {Deploy: {maxSessionDuration: \(maximum)}}}}"
        }
        #expect(try error("DurationSeconds: 3600", caller: user, accounts: prod(3_600)) == nil)
        #expect(
            try error("DurationSeconds: 3601", caller: user, accounts: prod(3_600)) == "ValidationError 400: \(role)")
        #expect(try error("DurationSeconds: 43200", caller: user, accounts: prod(43_200)) == nil)
        #expect(try error("DurationSeconds: 43200", caller: user) == nil)
        #expect(try error("DurationSeconds: 3600") == nil)
        #expect(try error("DurationSeconds: 3601") == "ValidationError 400: \(chain)")
        #expect(try error("DurationSeconds: 7200", accounts: prod(3_600)) == "ValidationError 400: \(chain)")
        #expect(try error("DurationSeconds: 7200", accounts: prod(43_200)) == "ValidationError 400: \(chain)")
    }

    /// STS-1: parameters before policies, policies before the duration.
    @Test func policiesAreAskedBetweenParametersAndDuration() throws {
        var call = Call(parameters: "DurationSeconds: 7200", identity: Policies.identity("s3:*"))
        #expect(try call.answer().decision == .implicitDeny)
        call.parameters = "Tags: {a: b, A: b}, DurationSeconds: 7200"
        #expect(try call.answer().error?.code == "InvalidParameterValue")
        call.parameters = "DurationSeconds: 7200"
        call.identity = Policies.identity("*")
        let late = try call.answer()
        #expect(late.decision == .failed)
        #expect(late.checks.count == 1)
    }

    /// STS-90: of a role that no account lists, AWS's default is all that is known.
    @Test(arguments: [
        ("DurationSeconds: 43200", true), ("DurationSeconds: 3601", true), ("DurationSeconds: 3600", false),
        ("", false),
    ])
    func aLongSessionOfAnUnlistedRoleIsAssumedToBeAllowed(_ parameters: String, _ isAssumed: Bool) throws {
        var call = Call(parameters: parameters)
        call.caller = "arn:aws:iam::111111111111:user/ann"
        let found = try call.answer()
        #expect(found.decision == .allowed)
        #expect(found.assumed == (isAssumed ? ["MaxSessionDuration"] : []))
        call.accounts =
            "{prod: {id: '222222222222', roles: {Deploy: {maxSessionDuration: 43200, trust: \(Policies.naming("*", "sts:*"))}}}}"
        #expect(try call.answer().assumed.isEmpty)
    }
}
