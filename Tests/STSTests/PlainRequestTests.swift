import IAM
import STS
import SourceText
import Testing

/// Requests that are no calls of the Security Token Service, and the one call that needs no permission.
@Suite struct PlainRequestTests {
    private static let ann = "'arn:aws:iam::111111111111:user/ann'"
    private static let session = "'arn:aws:sts::111111111111:assumed-role/CI/run'"
    private static let federated =
        "{federatedUser: 'arn:aws:sts::111111111111:federated-user/fred', issuedBy: 'arn:aws:iam::111111111111:user/ann'}"

    private func answer(
        _ caller: String, _ policies: String, owner: String = "111111111111", more: String = "", question: String = ""
    ) throws -> Answer {
        try Asking.answer(
            """
            request: {caller: \(caller), action: 's3:GetObject', resource: 'arn:aws:s3:::data/key', \
            resourceAccount: '\(owner)'\(more)}
            policies: {\(policies)}
            \(question)
            """)
    }

    private static let silent = Policies.identity("ec2:*")

    /// EV-42, E1, E4 to E7: which silent policies do no harm. `H`: harmless, `D`: they deny. The columns are those of
    /// identity policy, boundary and session policy.
    @Test(arguments: [
        (ann, "arn:aws:iam::111111111111:user/ann", "{}", "HH"), (ann, "111111111111", "{}", "DD"),
        (ann, "arn:aws:iam::111111111111:root", "{}", "DD"), (ann, "*", "{}", "HH"),
        (session, "arn:aws:iam::111111111111:role/CI", "{}", "HDD"),
        (session, "arn:aws:sts::111111111111:assumed-role/CI/run", "{}", "HHH"),
        (session, "*", "{ArnEquals: {\"aws:PrincipalArn\": \"arn:aws:iam::111111111111:role/CI\"}}", "HHH"),
        (session, "111111111111", "{}", "DDD"),
        (federated, "arn:aws:sts::111111111111:federated-user/fred", "{}", "HHH"),
        (federated, "arn:aws:iam::111111111111:user/ann", "{}", "HDD"),
    ])
    func grantsWithinOneAccount(_ caller: String, _ principal: String, _ condition: String, _ row: String) throws {
        let bucket = Policies.naming(principal, "s3:*", condition: condition)
        let open = Policies.identity("*")
        for (index, expected) in row.enumerated() {
            func policy(_ column: Int) -> String { column == index ? Self.silent : open }
            let policies =
                "identity: [\(policy(0))], permissionsBoundary: \(policy(1)), session: [\(policy(2))], resource: \(bucket)"
            let found = try answer(caller, policies)
            #expect(found.decision == (expected == "H" ? .allowed : .implicitDeny), "column \(index)")
            let names = [["identity"], ["permissionsBoundary"], ["session"]]
            #expect(found.blockers == (expected == "H" ? [] : names[index]))
        }
        #expect(try answer(caller, "identity: [\(open)], session: [\(open)], resource: \(bucket)").decision == .allowed)
    }

    /// The last row of EV-42: a Deny anywhere.
    @Test(arguments: ["identity: [DENY]", "permissionsBoundary: DENY", "session: [DENY]"])
    func aDenyIsFatalWhateverTheGrant(_ policies: String) throws {
        let bucket = Policies.naming("arn:aws:sts::111111111111:assumed-role/CI/run", "s3:*")
        let deny = policies.replacing("DENY", with: Policies.identity("s3:*", effect: "Deny"))
        #expect(try answer(Self.session, "\(deny), resource: \(bucket)").decision == .explicitDeny)
    }

    /// EV-43: a star with a condition is wider than the role's name.
    @Test func aStarWithAConditionWidensARoleGrant() throws {
        let condition = "{ArnEquals: {\"aws:PrincipalArn\": \"arn:aws:iam::111111111111:role/CI\"}}"
        let limits = "session: [\(Self.silent)], resource: "
        let named = Policies.naming("arn:aws:iam::111111111111:role/CI", "s3:*")
        #expect(try answer(Self.session, limits + named).blockers == ["session"])
        #expect(
            try answer(Self.session, limits + Policies.naming("*", "s3:*", condition: condition)).decision == .allowed)
        let other = "'arn:aws:sts::111111111111:assumed-role/CD/run'"
        #expect(
            try answer(other, limits + Policies.naming("*", "s3:*", condition: condition)).decision == .implicitDeny)
    }

    /// EV-44, EV-50, EV-51: across accounts no name takes the place of the caller's own policy.
    @Test(arguments: ["*", "111111111111", "arn:aws:iam::111111111111:user/ann"])
    func acrossAccountsBothSidesMustAllow(_ principal: String) throws {
        let bucket = Policies.naming(principal, "s3:*")
        let open = Policies.identity("*")
        func blockers(_ policies: String) throws -> [String] {
            try answer(Self.ann, policies, owner: "222222222222").blockers
        }
        #expect(try blockers("identity: [\(open)], resource: \(bucket)").isEmpty)
        #expect(try blockers("resource: \(bucket)") == ["identity"])
        #expect(try blockers("identity: [\(open)]") == ["resource"])
        #expect(try blockers("identity: []") == ["identity", "resource"])
        let boundary = "permissionsBoundary: \(Self.silent)"
        #expect(try blockers("identity: [\(open)], \(boundary), resource: \(bucket)") == ["permissionsBoundary"])
    }

    @Test func eitherSideSufficesWithinOneAccount() throws {
        let bucket = Policies.naming("arn:aws:iam::111111111111:user/ann", "s3:*")
        #expect(try answer(Self.ann, "resource: \(bucket)").decision == .allowed)
        #expect(try answer(Self.ann, "identity: [\(Policies.identity("s3:*"))]").decision == .allowed)
        let refused = try answer(Self.ann, "identity: []")
        #expect(refused.blockers == ["identity"])
        #expect(refused.anyOf == [.identity, .resource])
        #expect(refused.action?.description == "s3:GetObject")
    }

    /// SV-1 to SV-5: of `sts:` actions on a role, the trust policy is the resource's policy.
    @Test(arguments: [
        ("*", true, []), ("111111111111", true, []), ("111111111111", false, ["identity"]),
        ("arn:aws:iam::111111111111:user/ann", false, []), ("222222222222", true, ["trust"]),
    ])
    func trustPoliciesMustSpeak(_ principal: String, _ hasIdentity: Bool, _ blockers: [String]) throws {
        let found = try Asking.answer(
            """
            request: {caller: \(Self.ann), action: 'sts:AssumeRole', resource: 'arn:aws:iam::111111111111:role/R'}
            policies:
              identity: [\(hasIdentity ? Policies.identity("*") : Self.silent)]
              trust: \(Policies.naming(principal, "sts:AssumeRole"))
              resource: \(Policies.naming("*", "*"))
            """)
        #expect(found.blockers == blockers)
    }

    /// EV-31, EV-34, EV-35.
    @Test func otherCallersFollowTheirOwnRules() throws {
        let root = "'arn:aws:iam::111111111111:root'"
        #expect(try answer(root, "identity: []").decision == .allowed)
        #expect(try answer(root, "identity: []", owner: "222222222222").blockers == ["resource"])
        let bucket = "resource: \(Policies.naming("111111111111", "s3:*"))"
        #expect(try answer(root, bucket, owner: "222222222222").decision == .allowed)
        let open = "resource: \(Policies.naming("*", "s3:*"))"
        for caller in ["anonymous", "lambda.amazonaws.com"] {
            #expect(try answer(caller, open).decision == .allowed)
            #expect(try answer(caller, bucket).blockers == ["resource"])
        }
    }

    /// EV-61: a boundary makes a Deny with NotPrincipal match whoever is listed.
    @Test func aBoundaryAndNotPrincipalDoNotGoTogether() throws {
        let list = "[\"arn:aws:iam::111111111111:user/ann\", \"111111111111\"]"
        let bucket =
            "{Version: \"2012-10-17\", Statement: [{Effect: Deny, NotPrincipal: {AWS: \(list)}, Action: \"s3:*\"}]}"
        let open = Policies.identity("*")
        #expect(try answer(Self.ann, "identity: [\(open)], resource: \(bucket)").decision == .allowed)
        let limited = "identity: [\(open)], permissionsBoundary: \(open), resource: \(bucket)"
        #expect(try answer(Self.ann, limited).decision == .explicitDeny)
    }

    // MARK: What is assumed

    private func assumed(_ key: String, more: String = "", question: String = "") throws -> [Text] {
        let policy = Policies.identity("*", more: ", Condition: {\"Null\": {\"\(key)\": \"false\"}}")
        return try answer(Self.ann, "identity: [\(policy)]", more: more, question: question).assumed
    }

    @Test func defaultsThatAPolicyReadsAreListed() throws {
        #expect(try assumed("aws:securetransport") == ["aws:SecureTransport"])
        #expect(try assumed("aws:CurrentTime") == ["aws:CurrentTime"])
        #expect(try assumed("aws:CurrentTime", question: "time: 2026-01-01T00:00:00Z").isEmpty)
        #expect(try assumed("aws:RequestedRegion") == ["aws:RequestedRegion"])
        #expect(try assumed("aws:RequestedRegion", more: ", region: eu-west-1").isEmpty)
        #expect(try assumed("aws:SecureTransport", more: ", context: {aws:SecureTransport: false}").isEmpty)
        #expect(try assumed("aws:userid") == ["aws:userid"])
        #expect(try assumed("aws:PrincipalArn").isEmpty)
        #expect(try assumed("k:v").isEmpty)
    }

    @Test func policiesThatSpeakOfOtherThingsReadNothing() throws {
        let policy = Policies.identity("ec2:*", more: ", Condition: {\"Bool\": {\"aws:SecureTransport\": \"true\"}}")
        #expect(try answer(Self.ann, "identity: [\(policy)]").assumed.isEmpty)
    }

    /// PL-230: nothing tells the owner of a bucket.
    @Test func anUnknownOwnerIsTakenForTheCaller() throws {
        let text = "request: {caller: \(Self.ann), action: 's3:GetObject', resource: 'arn:aws:s3:::data/key'}"
        let unknown = try Asking.answer("\(text)\npolicies: {identity: [\(Policies.identity("*"))]}")
        #expect(unknown.decision == .allowed)
        #expect(unknown.assumed == ["aws:ResourceAccount"])
        let listed = "accounts: {prod: {id: '222222222222', resources: {'arn:aws:s3:::data': {}}}}"
        let known = try Asking.answer("\(text)\npolicies: {identity: [\(Policies.identity("*"))]}\n\(listed)")
        #expect(known.blockers == ["resource"])
        #expect(known.assumed.isEmpty)
    }

    /// PL-233, PL-234.
    @Test func regionAndTagKeysFollowFromTheRequest() throws {
        let answer = try Asking.answer(
            "request: {caller: \(Self.ann), action: 'sqs:TagQueue', resource: 'arn:aws:sqs:eu-west-1:111111111111:q', "
                + "context: {aws:RequestTag/Team: a, AWS:requesttag/cost: b}}")
        #expect(answer.values(of: "aws:RequestedRegion") == [["eu-west-1"]])
        #expect(answer.values(of: "aws:TagKeys") == [["Team", "cost"]])
        #expect(answer.values(of: "aws:ResourceAccount") == [["111111111111"]])
    }

    // MARK: GetCallerIdentity

    /// SV-20: an explicit deny changes nothing.
    @Test(arguments: [ann, session, federated, "'arn:aws:iam::111111111111:root'"])
    func getCallerIdentityNeedsNoPermission(_ caller: String) throws {
        for parameters in ["{}", "", "null"] {
            let answer = try Asking.answer(
                """
                call: {caller: \(caller), GetCallerIdentity: \(parameters)}
                policies: {identity: [\(Policies.identity("*", effect: "Deny"))]}
                """)
            #expect(answer.decision == .allowed)
            #expect(answer.checks.isEmpty)
            #expect(answer.session == nil)
            #expect(answer.error == nil)
        }
    }

    /// Keys compare without regard to letter case, so that the same one again in another would be refused (PL-104).
    @Test(arguments: ["AWS:principalARN", "aws:PRINCIPALARN"])
    func anExemptionJoinsAKeyInOtherLetterCase(key: String) throws {
        let condition = #", Condition: {ArnNotEquals: {"\#(key)": "arn:aws:iam::111122223333:user/bob"}}"#
        let answer = try Asking.question(
            """
            policies:
              identity:
                - \(Policies.identity("*"))
                - \(Policies.identity("s3:*", effect: "Deny", more: condition))
            request:
              caller: arn:aws:iam::111122223333:user/ann
              action: s3:ListAllMyBuckets
            """
        ).answer(explaining: true)
        let changes = try #require(answer.remedies.first?.policyChanges)
        let file = try #require(changes.edited.files.first)
        let list = #"["arn:aws:iam::111122223333:user/bob", "arn:aws:iam::111122223333:user/ann"]"#
        #expect(String(decoding: file.bytes, as: UTF8.self).contains(#"{"\#(key)": \#(list)}"#))
    }
}
