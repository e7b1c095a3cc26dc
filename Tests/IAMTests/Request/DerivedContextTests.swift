import IAM
import SourceText
import TestSupport
import Testing

@Suite struct DerivedContextTests {
    private func derived(_ caller: Principal, timeIsGiven: Bool = true) -> RequestContext {
        var context = RequestContext()
        let time = Timestamp(secondsSinceEpoch: 1_767_225_600)
        DerivedContext(time: time, timeIsGiven: timeIsGiven).add(principal: caller, to: &context)
        return context
    }

    /// PR-1, PL-239: a user with long-term keys.
    @Test func keysOfAUser() throws {
        let context = derived(try Callers.user("team/ann", id: "AIDAEXAMPLEEXAMPLE123"))
        #expect(context["aws:PrincipalArn"] == .single("arn:aws:iam::111111111111:user/team/ann"))
        #expect(context["aws:PrincipalAccount"] == .single("111111111111"))
        #expect(context["aws:PrincipalType"] == .single("User"))
        #expect(context["aws:username"] == .single("ann"))
        #expect(context["aws:userid"] == .single("AIDAEXAMPLEEXAMPLE123"))
        for key in ["aws:MultiFactorAuthPresent", "aws:TokenIssueTime", "aws:SourceIdentity", "aws:SourceIp"] {
            #expect(context[ConditionKey(Text(key))] == nil)
        }
    }

    /// PR-1, PR-2, PL-204: a session of a role.
    @Test func keysOfASession() throws {
        let context = derived(try Callers.session("team/deploy", id: "AROAEXAMPLEEXAMPLE123"))
        #expect(context["aws:PrincipalArn"] == .single("arn:aws:iam::111111111111:role/team/deploy"))
        #expect(context["aws:PrincipalType"] == .single("AssumedRole"))
        #expect(context["aws:userid"] == .single("AROAEXAMPLEEXAMPLE123:run"))
        #expect(context["aws:MultiFactorAuthPresent"] == .single("false"))
        #expect(context["aws:TokenIssueTime"] != nil)
        #expect(context["aws:username"] == nil)
        #expect(context["aws:MultiFactorAuthAge"] == nil)
    }

    /// PL-228: an id that nobody knows is assumed, and the same at each run.
    @Test func unknownIDsAreAssumedAndStable() throws {
        let first = try #require(derived(try Callers.user()).entry("aws:userid"))
        let second = try #require(derived(try Callers.user()).entry("aws:userid"))
        let other = try #require(derived(try Callers.user("bob")).entry("aws:userid"))
        #expect(first == second)
        #expect(first.value != other.value)
        #expect(first.origin == .assumed)
        #expect(first.value.texts[0].hasPrefix("AIDA"))
        #expect(first.value.texts[0].bytes.count == 21)
        #expect(derived(try Callers.user(id: "AIDAEXAMPLEEXAMPLE123")).entry("aws:userid")?.origin == .derived)
    }

    /// PL-232, PL-235 to PL-237.
    @Test func keysOfTheMomentAndTheConnection() throws {
        let given = derived(try Callers.user())
        let assumed = derived(try Callers.user(), timeIsGiven: false)
        #expect(given["aws:CurrentTime"] == .single("2026-01-01T00:00:00Z"))
        #expect(given["aws:EpochTime"] == .single("1767225600"))
        #expect(given.entry("aws:CurrentTime")?.origin == .derived)
        #expect(assumed.entry("aws:CurrentTime")?.origin == .assumed)
        #expect(given.entry("aws:SecureTransport")?.value == .single("true"))
        #expect(given.entry("aws:SecureTransport")?.origin == .assumed)
        #expect(given["aws:ViaAWSService"] == .single("false"))
        #expect(given["aws:PrincipalIsAWSService"] == .single("false"))
    }

    /// PL-229 to PL-231.
    @Test func tagsAndOwnerBecomeKeys() throws {
        let arn = try Sample.arn("arn:aws:iam::111111111111:user/ann")
        let account = try Sample.account("111111111111")
        let tagged = Principal(user: arn, account: account, tags: Tags([Tag(key: "Team", value: "red")]))
        #expect(derived(tagged)["aws:principaltag/team"] == .single("red"))
        var context = RequestContext()
        DerivedContext(time: Timestamp(secondsSinceEpoch: 0), timeIsGiven: true)
            .add(resourceAccount: account, tags: Tags([Tag(key: "stage", value: "prod")]), to: &context)
        #expect(context["aws:ResourceAccount"] == .single("111111111111"))
        #expect(context["aws:ResourceTag/Stage"] == .single("prod"))
    }
}
