import IAM
import Questions
import SourceText
import TestSupport
import Testing

@Suite struct WorldReaderTests {
    private let policy =
        #"{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}}"#

    private func read(_ text: String) throws -> World {
        var diagnostics = Diagnostics()
        let root = try Sample.node(text.replacing("POLICY", with: policy))
        let reader = WorldReader(documents: root["documents"], library: PolicyLibrary { _, _ in nil })
        let (world, _) = reader.read(try #require(NodeReader(root, "x", &diagnostics)), &diagnostics)
        try #require(!diagnostics.hasErrors, "\(diagnostics.all.map(\.rendered))")
        return world
    }

    @Test func accountsAreFoundByTheirNumber() throws {
        let world = try read("accounts: {dev: {id: '111111111111'}, prod: {id: 222222222222}}")
        #expect(world.accounts.map(\.name) == ["dev", "prod"])
        #expect(world.account(try Sample.account("222222222222"))?.name == "prod")
        #expect(world.account(try Sample.account("333333333333")) == nil)
        #expect(try read("documents: {}").accounts.isEmpty)
    }

    @Test func usersHaveTheirOwnPoliciesAndThoseOfTheirGroups() throws {
        let world = try read(
            """
            documents: {own: POLICY, shared: POLICY}
            accounts:
              dev:
                id: "111111111111"
                groups:
                  Ops: {policies: [shared, POLICY]}
                  Idle: {}
                users:
                  team/ann: {policies: [own], groups: [Ops, Idle], tags: {Team: red}, id: AIDAEXAMPLEEXAMPLE123}
                  bob: {groups: Ops}
                  carl: {}
            """)
        let users = world.accounts[0].users
        #expect(users.map(\.pathAndName) == ["team/ann", "bob", "carl"])
        #expect(users[0].policies.map(\.name) == ["own", "shared", "identity[1]"])
        #expect(users[0].tags.all == [Tag(key: "Team", value: "red")])
        #expect(users[0].uniqueID == "AIDAEXAMPLEEXAMPLE123")
        #expect(users[1].policies.map(\.name) == ["shared", "identity[1]"])
        #expect(users[2].policies.isEmpty)
        #expect(users[2].uniqueID == nil)
    }

    @Test func rolesHaveTrustPoliciesAndDurations() throws {
        let trust = #"{"Statement": {"Effect": "Allow", "Principal": "*", "Action": "sts:AssumeRole"}}"#
        let world = try read(
            """
            accounts:
              prod:
                id: "222222222222"
                roles:
                  team/deploy: {trust: \(trust), policies: POLICY, maxSessionDuration: 43200, tags: [{Key: a, Value: b}]}
                  idle: {}
            """)
        let account = world.accounts[0]
        let role = try #require(account.role(named: "team/deploy"))
        #expect(role.name == "deploy")
        #expect(role.trust?.name == "trust")
        #expect(role.policies.map(\.name) == ["identity[0]"])
        #expect(role.maxSessionDuration == 43_200)
        #expect(role.tags.all == [Tag(key: "a", value: "b")])
        #expect(role.arn(in: account.id, partition: "aws").text == "arn:aws:iam::222222222222:role/team/deploy")
        #expect(account.role(named: "deploy") == nil)
        #expect(account.role(named: "idle")?.trust == nil)
        #expect(account.role(named: "idle")?.maxSessionDuration == 3_600)
    }

    @Test func absentEntitiesAreRemembered() throws {
        let world = try read(
            "accounts: {dev: {id: '111111111111', users: {ann: absent, bob: {}}, roles: {team/deploy: absent}}}")
        let account = world.accounts[0]
        #expect(account.absent == ["user/ann", "role/team/deploy"])
        #expect(account.users.map(\.pathAndName) == ["bob"])
        #expect(account.roles.isEmpty)
    }

    @Test func managedPoliciesAreFoundByTheirARNInTheirDefaultVersion() throws {
        let old = #"{"Version": "2012-10-17", "Statement": {"Effect": "Deny", "Action": "*", "Resource": "*"}}"#
        for (version, effect) in [("v1", Statement.Effect.deny), ("v2", .allow)] {
            let world = try read(
                """
                accounts:
                  dev:
                    id: "111111111111"
                    managedPolicies:
                      team/Deploy: {default: \(version), versions: {v1: \(old), v2: POLICY}}
                      Plain: POLICY
                    users:
                      ann: {policies: ["arn:aws:iam::111111111111:policy/team/Deploy"]}
                  prod:
                    id: "222222222222"
                    roles: {r: {policies: ["arn:aws:iam::111111111111:policy/Plain"]}}
                """)
            let policies = world.accounts[0].users[0].policies
            #expect(policies.map(\.name) == ["arn:aws:iam::111111111111:policy/team/Deploy"])
            #expect(policies[0].document.statements.map(\.effect) == [effect])
            #expect(world.accounts[1].roles[0].policies.count == 1)
        }
    }

    /// Of two entities of one name, or two accounts with one resource, the policies of one would be lost.
    @Test(arguments: [
        ("duplicate-name", "a: {id: '111111111111', roles: {R: {}, ↓p/R: {}}}"),
        ("duplicate-name", "a: {id: '111111111111', users: {ann: {}, ↓Ann: {}}}"),
        (
            "duplicate-resource",
            "a: {id: '111111111111', resources: {'arn:aws:s3:::b': {}}}, b: {id: '222222222222', resources: {↓'arn:aws:s3:::b': {}}}"
        ),
    ])
    func whatAWSHasOnceStandsOnce(_ id: String, _ accounts: String) throws {
        let marked = MarkedSource("accounts: {\(accounts)}")
        var diagnostics = Diagnostics()
        let root = try #require(SourceParser.parse(marked.file, &diagnostics))
        let reader = try #require(NodeReader(root, "a question", &diagnostics))
        _ = WorldReader(documents: nil, library: PolicyLibrary { _, _ in nil }).read(reader, &diagnostics)
        #expect(Complaints(diagnostics) == Complaints([id], at: marked))
    }

    /// PL-22: AWS saves no managed policy of the first version, and one without a version is such a one.
    @Test(arguments: [#""Version": "2008-10-17", "#, ""])
    func managedPoliciesStateTheirVersion(_ version: String) throws {
        let policy = #"{\#(version)"Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}"#
        for managed in [policy, "{default: v1, versions: {v1: \(policy)}}"] {
            let text = """
                accounts:
                  dev:
                    id: "111111111111"
                    managedPolicies: {P: \(managed)}
                    users: {ann: {policies: ["arn:aws:iam::111111111111:policy/P"]}}
                """
            var diagnostics = Diagnostics()
            let node = try Sample.node(text)
            let reader = try #require(NodeReader(node, "a question", &diagnostics))
            _ = WorldReader(documents: nil, library: PolicyLibrary { _, _ in nil }).read(reader, &diagnostics)
            #expect(diagnostics.all.filter { $0.severity == .error }.map(\.id) == ["invalid-version"])
            let inline = text.replacing(#""arn:aws:iam::111111111111:policy/P""#, with: policy)
            #expect(try read(inline).accounts[0].users[0].policies.count == 1)
        }
    }

    /// EV-15, EV-25: by name, and by the ARN that Organizations shows.
    @Test func thePoliciesThatAWSAttachesHaveNames() throws {
        let own = "arn:aws:organizations::aws:policy"
        for (scp, rcp) in [
            ("FullAWSAccess", "RCPFullAWSAccess"),
            ("\(own)/service_control_policy/p-FullAWSAccess", "\(own)/resource_control_policy/p-RCPFullAWSAccess"),
        ] {
            let organization = try #require(
                try read(
                    """
                    accounts: {m: {id: '999999999999'}, a: {id: '111111111111'}}
                    organization: {id: o-1, root: r-1, management: m, accounts: [m, a], serviceControl: ['\(scp)'],
                      resourceControl: ['\(rcp)']}
                    """
                ).organization)
            let member = try #require(organization.members[try Sample.account("111111111111")])
            #expect(member.serviceControl[0].map(\.name) == ["FullAWSAccess"])
            #expect(member.resourceControl[0].map(\.name) == ["RCPFullAWSAccess"])
        }
    }

    /// EV-16, EV-17, PL-226.
    @Test func levelsAreGatheredFromTheRootToTheAccount() throws {
        let world = try read(
            """
            documents: {scp: POLICY}
            accounts: {billing: {id: "111111111111"}, prod: {id: "222222222222", serviceControl: []}}
            organization:
              id: o-1
              root: r-1
              management: billing
              accounts: [billing]
              units: {Work: {id: ou-1, serviceControl: [FullAWSAccess, scp], units: {Live: {accounts: prod}}}}
            """)
        let organization = try #require(world.organization)
        let prod = try #require(organization.members[try Sample.account("222222222222")])
        #expect(prod.path == "o-1/r-1/ou-1/Live/")
        let names = prod.serviceControl.map { $0.map(\.name) }
        #expect(names == [["FullAWSAccess"], ["FullAWSAccess", "scp"], ["FullAWSAccess"], []])
        #expect(prod.resourceControl.allSatisfy { $0.isEmpty })
        #expect(organization.managementAccount == AccountID("111111111111"))
        #expect(organization.members.count == 2)
        let caller = try Callers.user(in: "222222222222")
        #expect(world.serviceControl(for: caller)?.count == 4)
        #expect(world.serviceControl(for: try Callers.user(in: "111111111111")) == nil)
        #expect(world.serviceControl(for: try Callers.user(in: "333333333333")) == nil)
    }

    @Test func resourcesHoldWhatIsInThem() throws {
        let bucket = #"{"Statement": {"Effect": "Allow", "Principal": "*", "Action": "s3:*"}}"#
        let world = try read(
            """
            accounts:
              dev: {id: "111111111111"}
              prod:
                id: "222222222222"
                resources: {"arn:aws:s3:::data": {policy: \(bucket), tags: {stage: prod}}, "arn:aws:s3:::plain": {}}
            """)
        func owner(_ text: Text) throws -> String? { world.resource(try Sample.arn(text))?.account.name }
        #expect(try owner("arn:aws:s3:::data") == "prod")
        #expect(try owner("arn:aws:s3:::data/a/b") == "prod")
        #expect(try owner("arn:aws:s3:::database") == nil)
        #expect(try owner("arn:aws:s3:::dat") == nil)
        let resource = world.accounts[1].resources[0]
        #expect(resource.policy?.name == "resource")
        #expect(resource.tags.tag("stage")?.value == "prod")
        #expect(world.accounts[1].resources[1].policy == nil)
    }
}

/// Each fault of `accounts` has an id and a place.
@Suite struct OrganizationFaultTests {
    @Test(arguments: [
        ("wrong-kind", "↓[dev]"), ("wrong-kind", "{dev: ↓[1]}"), ("missing-member", "{dev: ↓{users: {}}}"),
        ("wrong-kind", "{dev: {id: ↓[1]}}"), ("malformed-account-id", "{dev: {id: ↓'1111'}}"),
        ("malformed-account-id", "{dev: {id: ↓11111111111x}}"),
        ("duplicate-account", "{dev: {id: '111111111111'}, prod: {id: ↓'111111111111'}}"),
        ("unknown-member", "{dev: {ID, ↓user: {}}}"),
        ("wrong-kind", "{dev: {ID, identityProviders: ↓[x]}}"),
        ("unknown-member", "{dev: {ID, identityProviders: {↓openid: {}}}}"),
        ("wrong-kind", "{dev: {ID, identityProviders: {oidc: {idp.example: ↓x}}}}"),
        ("malformed-name", "{dev: {ID, identityProviders: {oidc: {↓'https://idp.example': {audiences: [a]}}}}}"),
        ("unknown-member", "{dev: {ID, identityProviders: {oidc: {idp.example: {↓clientIds: [a]}}}}}"),
        ("unknown-member", "{dev: {ID, identityProviders: {saml: {Corp: {↓metadata: x}}}}}"),
        (
            "unknown-member",
            "{dev: {ID, users: {ann: {mfaDevices: {'arn:aws:iam::111111111111:mfa/ann': {↓codes: x}}}}}}"
        ),
        ("wrong-kind", "{dev: {ID, users: ↓[ann]}}"), ("wrong-kind", "{dev: {ID, users: {ann: ↓gone}}}"),
        ("wrong-kind", "{dev: {ID, roles: {r: ↓[]}}}"), ("malformed-name", "{dev: {ID, users: {↓/ann: {}}}}"),
        ("malformed-name", "{dev: {ID, roles: {↓team/: {}}}}"), ("malformed-name", "{dev: {ID, roles: {↓'': {}}}}"),
        ("unknown-member", "{dev: {ID, users: {ann: {↓policy: []}}}}"),
        ("unknown-document", "{dev: {ID, users: {ann: {permissionsBoundary: ↓x}}}}"),
        ("wrong-kind", "{dev: {ID, users: {ann: {accessKeys: ↓[x]}}}}"),
        ("unknown-document", "{dev: {ID, roles: {r: {permissionsBoundary: ↓x}}}}"),
        ("unknown-member", "{dev: {ID, roles: {r: {↓groups: []}}}}"),
        ("unknown-group", "{dev: {ID, groups: {Ops: {}}, users: {ann: {groups: [↓Opps]}}}}"),
        ("wrong-kind", "{dev: {ID, users: {ann: {groups: [↓[Ops]]}}}}"),
        ("unknown-member", "{dev: {ID, groups: {Ops: {↓users: []}}}}"),
        ("wrong-kind", "{dev: {ID, groups: {Ops: ↓[]}}}"),
        ("wrong-value", "{dev: {ID, roles: {r: {maxSessionDuration: ↓3599}}}}"),
        ("wrong-value", "{dev: {ID, roles: {r: {maxSessionDuration: ↓43201}}}}"),
        ("wrong-value", "{dev: {ID, roles: {r: {maxSessionDuration: ↓1h}}}}"),
        ("wrong-kind", "{dev: {ID, users: {ann: {tags: ↓red}}}}"),
        ("wrong-kind", "{dev: {ID, users: {ann: {tags: {team: ↓[red]}}}}}"),
        ("missing-member", "{dev: {ID, users: {ann: {tags: [↓{Value: red}]}}}}"),
        ("unknown-member", "{dev: {ID, users: {ann: {tags: [{Key: a, ↓value: b}]}}}}"),
        ("malformed-arn", "{dev: {ID, resources: {↓bucket: {}}}}"),
        ("wrong-kind", "{dev: {ID, resources: {'arn:aws:s3:::b': ↓x}}}"),
        ("unknown-member", "{dev: {ID, resources: {'arn:aws:s3:::b': {↓policies: []}}}}"),
        ("wrong-kind", "{dev: {ID, managedPolicies: ↓[x]}}"),
        ("missing-member", "{dev: {ID, managedPolicies: {P: ↓{versions: {}}}}}"),
        ("missing-member", "{dev: {ID, managedPolicies: {P: ↓{default: v1}}}}"),
        ("unknown-member", "{dev: {ID, managedPolicies: {P: {default: v1, ↓latest: v1, versions: {v1: x.json}}}}}"),
        ("unknown-version", "{dev: {ID, managedPolicies: {P: {default: ↓v3, versions: {v1: x.json}}}}}"),
        ("unknown-document", "{dev: {ID, users: {ann: {policies: [↓nothing]}}}}"),
        ("wrong-kind", "{dev: {ID, users: {ann: {policies: [↓[x]]}}}}"),
    ])
    func eachFaultIsReportedAtItsPlace(_ id: String, _ accounts: String) throws {
        try expect(id, "accounts: \(accounts.replacing("ID", with: "id: '111111111111'"))")
    }

    private func expect(_ id: String, _ question: String) throws {
        let marked = MarkedSource(question)
        var diagnostics = Diagnostics()
        let node = try #require(SourceParser.parse(marked.file, &diagnostics))
        let reader = try #require(NodeReader(node, "a question", &diagnostics))
        _ = WorldReader(documents: nil, library: PolicyLibrary { _, _ in nil }).read(reader, &diagnostics)
        #expect(Complaints(diagnostics) == Complaints([id], at: marked), "\(diagnostics.all.map(\.rendered))")
    }

    @Test(arguments: [
        ("wrong-kind", "↓[]"), ("missing-member", "↓{id: o-1}"),
        ("missing-member", "↓{management: dev, accounts: [dev]}"),
        ("unknown-account", "{id: o-1, management: ↓prod}"), ("unknown-account", "{id: o-1, management: ↓dev}"),
        ("duplicate-account", "{id: o-1, management: dev, accounts: [dev, ↓dev]}"),
        ("unknown-account", "{id: o-1, management: dev, accounts: [dev, ↓deev]}"),
        ("unknown-member", "{id: o-1, management: dev, accounts: [dev], ↓unit: {}}"),
        ("unknown-member", "{id: o-1, management: dev, accounts: [dev], units: {A: {↓root: r-1}}}"),
        ("wrong-kind", "{id: o-1, management: dev, accounts: [dev], units: ↓[A]}"),
        ("unknown-document", "{id: o-1, management: dev, accounts: [dev], serviceControl: [↓scp]}"),
        (
            "unknown-account",
            "{id: o-1, management: dev, accounts: [dev], delegatedAdministrators: {iam.amazonaws.com: [↓prod]}}"
        ),
        (
            "too-deep",
            "{id: o-1, management: dev, accounts: [dev], units: {A: {units: {B: {units: {C: {units: {D: {units: {E: "
                + "{units: ↓{F: {}}}}}}}}}}}}}"
        ),
    ])
    func organizationsHaveAShape(_ id: String, _ world: String) throws {
        try expect(id, "accounts: {dev: {id: '111111111111'}}\norganization: \(world)")
    }

    @Test(arguments: [
        ("wrong-kind", "↓[]"), ("wrong-kind", "{vpce-1: ↓x}"), ("unknown-member", "{vpce-1: {↓policies: []}}"),
        ("unknown-document", "{vpce-1: {policy: ↓x}}"),
    ])
    func endpointsHaveAShape(_ id: String, _ endpoints: String) throws {
        try expect(id, "vpcEndpoints: \(endpoints)")
    }
}
