import SourceText
import TestSupport
import Testing

@testable import IAM

@Suite struct PrincipalMatchingTests {
    private func element(_ member: String) throws -> PrincipalElement {
        let members = #""Effect": "Deny", \#(member), "Action": "s3:*""#
        return try #require(try Sample.statement(members, as: .resource).principal)
    }

    private func grant(_ principal: String, _ caller: Principal) throws -> GrantKind? {
        var reading = Reading()
        return PrincipalMatching.match(try element(#""Principal": \#(principal)"#), of: .allow, caller, &reading)
    }

    private func aws(_ name: String, _ caller: Principal) throws -> GrantKind? {
        try grant(#"{"AWS": "\#(name)"}"#, caller)
    }

    /// EV-40, PR-20.
    @Test func usersAreNamedDirectlyOrByTheirAccount() throws {
        let ann = try Callers.user("team/ann", id: "AIDAEXAMPLEEXAMPLE123")
        #expect(try grant(#""*""#, ann) == .everyone)
        #expect(try aws("*", ann) == .everyone)
        #expect(try aws("arn:aws:iam::111111111111:user/team/ann", ann) == .direct)
        #expect(try aws("AIDAEXAMPLEEXAMPLE123", ann) == .direct)
        #expect(try aws("111111111111", ann) == .account)
        #expect(try aws("arn:aws:iam::111111111111:root", ann) == .account)
    }

    @Test func anybodyElsesNameIsNoGrant() throws {
        let ann = try Callers.user("team/ann")
        for name in [
            "222222222222", "arn:aws:iam::222222222222:root", "arn:aws:iam::111111111111:user/ann",
            "arn:aws:iam::111111111111:user/team/Ann", "arn:aws:iam::222222222222:user/team/ann",
            "arn:aws-cn:iam::111111111111:user/team/ann", "arn:aws-cn:iam::111111111111:root",
            "arn:aws:iam::111111111111:role/team/ann", "AIDAEXAMPLEEXAMPLE123",
            "arn:aws:sts::111111111111:federated-user/ann", "arn:aws:sts::111111111111:assumed-role/team/ann",
        ] {
            #expect(try aws(name, ann) == nil, "\(name)")
        }
        #expect(try grant(#"{"Service": "s3.amazonaws.com"}"#, ann) == nil)
        #expect(try grant(#"{"Federated": "accounts.google.com"}"#, ann) == nil)
        #expect(try grant(#"{"CanonicalUser": "79a59df9"}"#, ann) == nil)
        #expect(try grant("{}", ann) == nil)
    }

    @Test func sessionsAreNamedByRoleOrBySession() throws {
        let session = try Callers.session(id: "AROAEXAMPLEEXAMPLE123")
        #expect(try aws("arn:aws:iam::111111111111:role/deploy", session) == .role)
        #expect(try aws("AROAEXAMPLEEXAMPLE123", session) == .role)
        #expect(try aws("arn:aws:sts::111111111111:assumed-role/deploy/run", session) == .direct)
        #expect(try aws("*", session) == .everyone)
        #expect(try aws("111111111111", session) == .account)
        #expect(try aws("arn:aws:sts::111111111111:assumed-role/deploy/other", session) == nil)
        #expect(try aws("arn:aws:iam::111111111111:user/deploy", session) == nil)
        #expect(try aws("arn:aws:iam::222222222222:role/deploy", session) == nil)
        #expect(try aws("AROAEXAMPLEEXAMPLE124", session) == nil)
    }

    /// PR-12: without an id of its own nobody is met by one.
    @Test func uniqueIDsMeetOnlyTheirOwner() throws {
        #expect(try aws("AROAEXAMPLEEXAMPLE123", Callers.session()) == nil)
        #expect(try aws("AIDAEXAMPLEEXAMPLE123", Callers.user(id: "AIDAEXAMPLEEXAMPLE999")) == nil)
    }

    /// PR-3: the ARN of a session tells no path. Where the role is known, its whole name counts.
    @Test func pathsCountWhereTheyAreKnown() throws {
        let known = try Callers.session("team/deploy")
        let unknown = try Callers.session("deploy", pathIsKnown: false)
        #expect(known.name == unknown.name)
        #expect(try aws("arn:aws:iam::111111111111:role/team/deploy", known) == .role)
        #expect(try aws("arn:aws:iam::111111111111:role/deploy", known) == nil)
        #expect(try aws("arn:aws:iam::111111111111:role/team/deploy", unknown) == .role)
        #expect(try aws("arn:aws:iam::111111111111:role/deploy", unknown) == .role)
        #expect(try aws("arn:aws:iam::111111111111:role/deploy/other", unknown) == nil)
        #expect(try aws("arn:aws:iam::222222222222:role/deploy", unknown) == nil)
        #expect(try aws("arn:aws-cn:iam::111111111111:role/deploy", unknown) == nil)
    }

    @Test func theStrongestEntryCounts() throws {
        let list = #"{"AWS": ["111111111111", "arn:aws:iam::111111111111:role/deploy"]}"#
        #expect(try grant(list, Callers.session()) == .role)
        #expect(try grant(list, Callers.user()) == .account)
        #expect(
            try grant(#"{"Service": "s3.amazonaws.com", "AWS": ["222222222222", "*"]}"#, Callers.user()) == .everyone)
        #expect(
            [GrantKind.direct, .everyone, .none, .role, .account].sorted() == [
                .none, .account, .role, .everyone, .direct,
            ])
    }

    // MARK: NotPrincipal

    private func applies(_ names: [String], _ effect: Statement.Effect, _ caller: Principal) throws -> Bool {
        let list = names.map { #""\#($0)""# }.joined(separator: ", ")
        let element = try element(#""NotPrincipal": {"AWS": [\#(list)]}"#)
        var reading = Reading()
        return PrincipalMatching.match(element, of: effect, caller, &reading) != nil
    }

    /// PR-31, PR-32: each identity of the caller must be listed.
    @Test func aDenyExceptsThoseWhoseIdentitiesAreAllListed() throws {
        let ann = try Callers.user(id: "AIDAEXAMPLEEXAMPLE123")
        let name = "arn:aws:iam::111111111111:user/ann"
        #expect(try applies([name], .deny, ann))
        #expect(try applies(["111111111111"], .deny, ann))
        #expect(try !applies([name, "111111111111"], .deny, ann))
        #expect(try !applies([name, "arn:aws:iam::111111111111:root"], .deny, ann))
        #expect(try !applies(["AIDAEXAMPLEEXAMPLE123", "111111111111"], .deny, ann))
        #expect(try applies([name, "222222222222"], .deny, ann))
    }

    @Test func aSessionIsExceptedByItsRoleAndItsOwnName() throws {
        let session = try Callers.session()
        let role = "arn:aws:iam::111111111111:role/deploy"
        let name = "arn:aws:sts::111111111111:assumed-role/deploy/run"
        #expect(try applies([role], .deny, session))
        #expect(try applies([name], .deny, session))
        #expect(try applies([role, "111111111111"], .deny, session))
        #expect(try applies([name, "111111111111"], .deny, session))
        #expect(try !applies([role, name], .deny, session))
        #expect(try !applies([role, name, "111111111111"], .deny, session))
    }

    /// PL-64: from an Allow, one entry excepts.
    @Test func anAllowExceptsWhoeverIsListed() throws {
        let ann = try Callers.user()
        #expect(try !applies(["arn:aws:iam::111111111111:user/ann"], .allow, ann))
        #expect(try !applies(["111111111111"], .allow, ann))
        #expect(try !applies(["arn:aws:iam::111111111111:role/deploy"], .allow, Callers.session()))
        #expect(try applies(["arn:aws:iam::111111111111:user/bob"], .allow, ann))
    }

    @Test func everybodyIsExceptedByAStar() throws {
        for effect in [Statement.Effect.allow, .deny] {
            #expect(try !applies(["*"], effect, Callers.user()))
            #expect(try !applies(["*", "arn:aws:iam::111111111111:role/deploy"], effect, Callers.session()))
        }
        #expect(try applies(["*"], .deny, .anonymous))
    }

    // MARK: Other callers

    @Test func federatedUsersAreNamedByThemselvesOrTheirIssuer() throws {
        let name = try Sample.arn("arn:aws:sts::111111111111:federated-user/fred")
        let issuer = try Sample.arn("arn:aws:iam::111111111111:user/ann")
        let account = try Sample.account("111111111111")
        let fred = Principal(federatedUser: name, account: account, issuer: issuer)
        #expect(try aws("arn:aws:sts::111111111111:federated-user/fred", fred) == .direct)
        #expect(try aws("arn:aws:iam::111111111111:user/ann", fred) == .role)
        #expect(try aws("arn:aws:iam::111111111111:user/bob", fred) == nil)
        #expect(try aws("111111111111", fred) == .account)
        let orphan = Principal(federatedUser: name, account: account, issuer: nil)
        #expect(try aws("arn:aws:iam::111111111111:user/ann", orphan) == nil)
    }

    /// EV-35, PR-32.
    @Test func servicesAndStrangersAreNamedByThemselvesOrByEverybody() throws {
        let service = Principal(service: "lambda.amazonaws.com")
        #expect(try grant(#"{"Service": ["s3.amazonaws.com", "lambda.amazonaws.com"]}"#, service) == .direct)
        #expect(try grant(#"{"Service": "lambda.eu-west-1.amazonaws.com"}"#, service) == nil)
        #expect(try aws("*", service) == .everyone)
        #expect(try aws("111111111111", service) == nil)
        #expect(try aws("*", .anonymous) == .everyone)
        #expect(try aws("111111111111", .anonymous) == nil)
        let root = Principal(
            root: try Sample.arn("arn:aws:iam::111111111111:root"), account: try Sample.account("111111111111"))
        #expect(try aws("111111111111", root) == .account)
        #expect(try !applies(["111111111111"], .deny, root))
        #expect(try applies(["222222222222"], .deny, root))
    }
}
