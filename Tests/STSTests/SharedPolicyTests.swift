import IAM
import STS
import SourceText
import Testing

/// Whom else a change of a policy concerns is told, whatever the other one is to the question.
@Suite struct SharedPolicyTests {
    private static let ann = "arn:aws:iam::111122223333:user/ann"
    private static let bob: Text = "arn:aws:iam::111122223333:user/bob"

    private func changes(_ text: String) throws -> [PolicyChange] {
        let remedies = try Asking.question(text).answer(explaining: true).remedies
        #expect(!remedies.isEmpty)
        return remedies.flatMap(\.policyChanges)
    }

    /// Statements of ann and bob in one file, of which an anchor makes one or a part of one the same.
    private static let anchored: [(what: String, ann: String, bob: String, edit: String)] = [
        (
            "a statement that lacks an action",
            #"&s {Effect: Allow, Action: ["s3:PutObject"], Resource: "arn:aws:s3:::papers/a"}"#, "*s", "addActions"
        ),
        (
            "a list of actions", #"{Effect: Allow, Action: &l ["s3:PutObject"], Resource: "arn:aws:s3:::papers/a"}"#,
            #"{Effect: Allow, Action: *l, Resource: "arn:aws:s3:::papers/*"}"#, "addActions"
        ),
        (
            "the values of a condition",
            #"""
            {Effect: Allow, Action: "s3:GetObject", Resource: "arn:aws:s3:::papers/a",
                Condition: {StringEquals: {"aws:PrincipalTag/team": &v [red]}}}
            """#,
            #"{Effect: Allow, Action: "s3:*", Resource: "*", Condition: {StringLike: {"aws:PrincipalTag/team": *v}}}"#,
            "addValue"
        ),
        (
            "the misspelled keys of a condition",
            #"""
            {Effect: Allow, Action: "s3:GetObject", Resource: "arn:aws:s3:::papers/a",
                Condition: {StringEquals: &k {"aws:PrincipalTags/team": blue}}}
            """#,
            #"{Effect: Allow, Action: "s3:*", Resource: "*", Condition: {StringLike: *k}}"#, "renameKey"
        ),
        (
            "a Deny that leaves actions out", #"&s {Effect: Deny, NotAction: ["iam:*"], Resource: "*"}"#, "*s",
            "addNotActions"
        ),
        (
            "the conditions of a Deny",
            #"{Effect: Deny, Action: "s3:*", Resource: "*", Condition: &c {Bool: {"aws:SecureTransport": "true"}}}"#,
            #"{Effect: Deny, Action: "s3:Get*", Resource: "*", Condition: *c}"#, "exempt"
        ),
    ]

    @Test(arguments: anchored.indices)
    func whatAnAnchorSharesChangesForBoth(index: Int) throws {
        let (what, ann, bob, edit) = Self.anchored[index]
        let granted = edit == "exempt" || edit == "addNotActions"
        let more = granted ? #", {Effect: Allow, Action: "*", Resource: "*"}"# : ""
        let found = try changes(
            """
            accounts:
              a:
                id: "111122223333"
                users:
                  ann:
                    tags: {team: blue}
                    policies: [{Version: "2012-10-17", Statement: [\(ann)\(more)]}]
                  bob:
                    policies: [{Version: "2012-10-17", Statement: [{Effect: Allow, Action: "ec2:*", Resource: "*"}, \(bob)]}]
            request: {caller: "\(Self.ann)", action: s3:GetObject, resource: "arn:aws:s3:::papers/a",
              resourceAccount: "111122223333"}
            """)
        let change = try #require(found.first { "\($0.edit)".hasPrefix(edit) }, "\(what): \(found.map(\.edit))")
        #expect(change.othersServed == [Self.bob], "\(what)")
    }

    /// A statement that is only alike, and not the same text, stays as it is.
    @Test func whatIsOnlyAlikeIsNotTold() throws {
        let statement = #"{Effect: Allow, Action: ["s3:PutObject"], Resource: "arn:aws:s3:::papers/a"}"#
        let policy = #"{Version: "2012-10-17", Statement: [\#(statement)]}"#
        let found = try changes(
            """
            accounts:
              a: {id: "111122223333", users: {ann: {policies: [\(policy)]}, bob: {policies: [\(policy)]}}}
            request: {caller: "\(Self.ann)", action: s3:GetObject, resource: "arn:aws:s3:::papers/a"}
            """)
        #expect(found.flatMap(\.othersServed).isEmpty)
    }

    /// A part that the caller's identity policy and its boundary share is changed once, and does for both.
    @Test func aSharedPartIsDecidedWithInBothPlaces() throws {
        let found = try changes(
            """
            accounts:
              a:
                id: "111122223333"
                users:
                  ann:
                    policies: [{Version: "2012-10-17", Statement: [
                      {Effect: Allow, Action: &l ["s3:PutObject"], Resource: "arn:aws:s3:::papers/a"}]}]
                    permissionsBoundary: {Version: "2012-10-17", Statement: [{Sid: B, Effect: Allow, Action: *l, Resource: "*"}]}
            request: {caller: "\(Self.ann)", action: s3:GetObject, resource: "arn:aws:s3:::papers/a",
              resourceAccount: "111122223333"}
            """)
        #expect(found.count == 1)
        #expect(found.first?.alsoServes.map(\.type) == [.permissionsBoundary])
        #expect(found.first?.othersServed.isEmpty == true)
    }

    private static let everything =
        #"{Version: "2012-10-17", Statement: [{Effect: Allow, Action: "*", Resource: "*"}]}"#
    private static let nothing =
        #"{Version: "2012-10-17", Statement: [{Effect: Allow, Action: "ec2:*", Resource: "*"}]}"#

    @Test func theRoleThatIsAssumedIsToldWhereItHasTheCallersPolicy() throws {
        let found = try changes(
            """
            documents: {shared: \(Self.nothing)}
            accounts:
              a: {id: "111122223333", users: {ann: {policies: [shared]}}}
              b:
                id: "444455556666"
                roles: {Deploy: {policies: [shared], trust: \(Policies.naming("111122223333", "sts:AssumeRole"))}}
            call: {caller: "\(Self.ann)",
              AssumeRole: {RoleArn: "arn:aws:iam::444455556666:role/Deploy", RoleSessionName: run1}}
            """)
        #expect(found.flatMap(\.othersServed) == ["arn:aws:iam::444455556666:role/Deploy"])
    }

    /// EV-11, EV-23: a policy of the organization may bind the caller's account and that of the resource.
    @Test(arguments: ["serviceControl", "resourceControl"])
    func theOtherAccountIsToldThatAPolicyOfTheOrganizationBinds(type: String) throws {
        let isOfCaller = type == "serviceControl"
        let policy =
            isOfCaller
            ? Self.nothing
            : #"{Version: "2012-10-17", Statement: [{Effect: Deny, Principal: "*", Action: "s3:*", Resource: "*"}]}"#
        let bucket = #"""
            {Version: "2012-10-17", Statement: [{Effect: Allow, Principal: {AWS: "111122223333"}, Action: "s3:*", Resource: "*"}]}
            """#
        let found = try changes(
            """
            documents: {shared: \(policy)}
            accounts:
              a: {id: "111122223333", users: {ann: {policies: [\(Self.everything)]}}}
              b: {id: "444455556666", resources: {"arn:aws:s3:::papers": {policy: \(bucket)}}}
              k: {id: "777788889999"}
            organization:
              id: o-a1b2c3d4e5
              root: r-ab12
              management: k
              accounts: [k]
              units:
                U: {id: ou-ab12-11111111, \(type): [shared], accounts: [a]}
                V: {id: ou-ab12-22222222, \(type): [shared], accounts: [b]}
            request: {caller: "\(Self.ann)", action: s3:GetObject, resource: "arn:aws:s3:::papers/a"}
            """)
        #expect(found.map(\.type.rawValue) == [type])
        #expect(found.flatMap(\.othersServed) == [isOfCaller ? "444455556666" : "111122223333"])
    }
}
