import IAM
import STS
import SourceText
import Testing

/// Services whose policies join in their own way (SV-23), whose resources have two names (SV-24), or that let everybody in where
/// there is no policy (SV-25).
@Suite struct OwnJoiningTests {
    private static let account: String = "111111111111"
    private static let user: String = "arn:aws:iam::\(account):user/ann"

    private static func policy(_ effect: String, _ principal: String?, _ action: String, _ resource: String) -> String {
        let named = principal.map { "Principal: {AWS: '\($0)'}, " } ?? ""
        return
            "{Version: '2012-10-17', Statement: [{Effect: \(effect), \(named)Action: '\(action)', Resource: '\(resource)'}]}"
    }

    private func ask(
        _ action: String, _ resource: String, identity: String = "sqs:*", listed: [String: String] = [:],
        owner: String = account, explaining: Bool = false
    ) throws -> Answer {
        let resources = listed.sorted { $0.key < $1.key }.map { "'\($0.key)': {policy: \($0.value)}" }
        let others =
            owner == Self.account ? "" : ", other: {id: '\(owner)', resources: {\(resources.joined(separator: ", "))}}"
        let own = owner == Self.account ? ", resources: {\(resources.joined(separator: ", "))}" : ""
        return try Asking.question(
            """
            accounts: {own: {id: '\(Self.account)', users: {ann: {policies: [\(Self.policy("Allow", nil, identity, "*"))]}}\(own)}\(others)}
            request: {caller: '\(Self.user)', action: '\(action)', resource: '\(resource)'}
            """
        ).answer(explaining: explaining)
    }

    // MARK: VPC Lattice

    private static let service = "arn:aws:vpc-lattice:eu-west-1:\(account):service/svc-1"
    private static let invoke = "vpc-lattice-svcs:Invoke"

    /// <https://docs.aws.amazon.com/vpc-lattice/latest/ug/auth-policies.html>
    @Test(arguments: [
        (user, invoke, [] as [String]), (user, "sqs:*", ["identity"]),
        ("arn:aws:iam::111111111111:user/bob", invoke, ["resource"]),
    ])
    func aServiceOfLatticeAsksBothSides(_ named: String, _ identity: String, _ blockers: [String]) throws {
        for listed in [Self.service, Self.service.replacing("vpc-lattice", with: "vpc-lattice-svcs")] {
            for asked in [Self.service, Self.service.replacing("vpc-lattice", with: "vpc-lattice-svcs")] {
                let found = try ask(
                    Self.invoke, "\(asked)/orders", identity: identity,
                    listed: [listed: Self.policy("Allow", named, "vpc-lattice-svcs:Invoke", "\(Self.service)/*")])
                #expect(found.blockers == blockers)
            }
        }
    }

    /// Whether a service without a policy asks for one, nothing tells.
    @Test func withoutAnAuthPolicyTheCallersDecide() throws {
        #expect(try ask(Self.invoke, "\(Self.service)/orders", identity: Self.invoke).decision == .allowed)
        #expect(try ask(Self.invoke, "\(Self.service)/orders").blockers == ["identity"])
    }

    @Test(arguments: [("orders", true), ("a/orders", true), ("prices", false)])
    func aPathOfAnyServiceIsAPattern(_ path: String, _ isAllowed: Bool) throws {
        let found = try ask(
            Self.invoke, "\(Self.service)/\(path)", identity: Self.invoke,
            listed: [Self.service: Self.policy("Allow", Self.user, Self.invoke, "*/orders")])
        #expect(found.decision == (isAllowed ? .allowed : .implicitDeny))
    }

    /// Of other services it names nothing, so that a Deny on it would be lost.
    @Test(arguments: ["sqs:SendMessage", "sqs:*"])
    func suchPatternsAreForLatticeAlone(_ action: String) throws {
        let found = try Asking.faults(
            "{policies: {resource: \(Self.policy("Deny", Self.user, action, "↓*/orders").replacing("'↓", with: "↓'"))}, request: "
                + "{caller: '\(Self.user)', action: 'sqs:SendMessage', resource: 'arn:aws:sqs:eu-west-1:111111111111:q'}}"
        )
        #expect(found.ids == ["invalid-resource"])
        #expect(found.offsets == found.marks)
    }

    // MARK: AgentCore

    private static func agent(_ owner: String) -> String { "arn:aws:bedrock-agentcore:eu-west-1:\(owner):runtime/r-1" }
    private static let calling: String = "bedrock-agentcore:InvokeAgentRuntime"

    private func call(
        owner: String, agent: String?, endpoint: String?, identity: String = calling, explaining: Bool = false
    ) throws -> Answer {
        let arn = Self.agent(owner)
        var listed: [String: String] = [:]
        if let agent { listed[arn] = Self.policy("Allow", agent, Self.calling, arn) }
        if let endpoint {
            listed["\(arn)/runtime-endpoint/E"] = Self.policy(
                "Allow", endpoint, Self.calling, "\(arn)/runtime-endpoint/E")
        }
        return try ask(
            Self.calling, "\(arn)/runtime-endpoint/E", identity: identity, listed: listed, owner: owner,
            explaining: explaining)
    }

    private static let policies: [(String, String?, String?, Outcome)] = [
        ("222222222222", user, user, .allowed), ("222222222222", user, nil, .implicitDeny),
        ("222222222222", nil, user, .implicitDeny), (account, nil, nil, .allowed), (account, user, nil, .allowed),
        (account, user, "arn:aws:iam::111111111111:user/bob", .implicitDeny),
        (account, "arn:aws:iam::111111111111:user/bob", user, .implicitDeny),
    ]

    /// Across accounts agent and endpoint must both have a policy that allows; within one, those that there are.
    /// <https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/resource-based-policies.html>
    @Test(arguments: policies)
    func agentAndEndpointMustBothAllow(
        _ owner: String, _ agent: String?, _ endpoint: String?, _ outcome: Outcome
    ) throws {
        let found = try call(owner: owner, agent: agent, endpoint: endpoint)
        #expect(found.decision == outcome)
        #expect(found.verdicts.count == 2)
    }

    @Test func theCallersPoliciesMustAllowToo() throws {
        let found = try call(owner: Self.account, agent: Self.user, endpoint: Self.user, identity: "sqs:*")
        #expect(found.blockers == ["identity"])
    }

    /// The policy of an agent names the agent alone, as AWS demands, and is asked for its endpoints all the same.
    @Test func aDenyOfTheAgentCountsForItsEndpoints() throws {
        let arn = Self.agent(Self.account)
        let found = try ask(
            Self.calling, "\(arn)/runtime-endpoint/E", identity: Self.calling,
            listed: [arn: Self.policy("Deny", Self.user, Self.calling, arn)])
        #expect(found.decision == .explicitDeny)
    }

    @Test func aRemedyOpensBoth() throws {
        let found = try call(owner: Self.account, agent: nil, endpoint: nil, identity: "sqs:*", explaining: true)
        let remedy = try #require(found.remedies.first)
        #expect(remedy.checks.count == 2)
        #expect(remedy.policyChanges.count == 1)
        #expect(remedy.checks.allSatisfy { $0.isAllowed(applying: remedy.policyChanges) })
    }

    // MARK: Names

    private static let group = "arn:aws:logs:eu-west-1:\(account):log-group:/web/shop"

    /// <https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/iam-access-control-overview-cwl.html>
    @Test(arguments: [
        ("logs:PutRetentionPolicy", "", ":*", true), ("logs:PutRetentionPolicy", ":*", ":*", true),
        ("logs:PutRetentionPolicy", "", "", false), ("logs:TagResource", ":*", "", true),
        ("logs:TagResource", "", "", true), ("logs:PutLogEvents", ":log-stream:s", ":*", true),
        ("logs:PutLogEvents", ":log-stream:s", "", false),
    ])
    func aLogGroupIsComparedByTheNameOfItsAction(
        _ action: String, _ asked: String, _ written: String, _ isDenied: Bool
    ) throws {
        let found = try Asking.answer(
            """
            policies: {identity: [\(Policies.identity("*")), \(Self.policy("Deny", nil, action, Self.group + written))]}
            request: {caller: '\(Self.user)', action: '\(action)', resource: '\(Self.group + asked)'}
            """)
        #expect(found.decision == (isDenied ? .explicitDeny : .allowed))
    }

    @Test(arguments: ["", ":*"])
    func aLogGroupIsListedUnderEitherName(_ listed: String) throws {
        for asked in ["", ":*"] {
            let found = try Asking.answer(
                """
                accounts: {own: {id: '\(Self.account)', users: {ann: {}}, resources: {'\(Self.group + listed)': {tags: {env: x}}}}}
                policies: {identity: [{Version: '2012-10-17', Statement: [{Effect: Allow, Action: 'logs:*', Resource: '*',
                  Condition: {StringEquals: {'aws:ResourceTag/env': x}}}]}]}
                request: {caller: '\(Self.user)', action: 'logs:DeleteLogGroup', resource: '\(Self.group + asked)'}
                """)
            #expect(found.decision == .allowed)
        }
    }

    @Test func aRemedyWritesTheNameThatIsCompared() throws {
        let found = try ask("logs:DeleteLogGroup", Self.group, explaining: true)
        guard case .addStatement(let draft) = found.remedies.first?.policyChanges.first?.edit else {
            Issue.record("\(found.remedies)")
            return
        }
        #expect(draft.resources == [Text("\(Self.group):*")])
    }

    private static func asking(_ action: String, _ resource: String) -> String {
        "{request: {caller: '\(user)', action: '\(action)', resource: ↓'\(resource)'}}"
    }

    @Test(arguments: [
        (asking("logs:CreateLogStream", group), "other-form"),
        (asking("logs:UntagResource", "\(group):*"), "other-form"),
        (asking(calling, agent(account)), "endpoint-not-asked"),
    ])
    func anotherNameIsTold(_ text: String, _ id: String) throws {
        let found = try Asking.faults(text)
        #expect(found.ids == [id])
        #expect(found.offsets == found.marks)
    }

    // MARK: File systems

    private static let files = "arn:aws:elasticfilesystem:eu-west-1:\(account):file-system/fs-1"

    /// <https://docs.aws.amazon.com/efs/latest/ug/iam-access-control-nfs-efs.html>
    @Test func aFileSystemWithoutAPolicyIsOpen() throws {
        let open = try ask("elasticfilesystem:ClientWrite", Self.files)
        #expect(open.decision == .allowed)
        #expect(open.assumed == ["elasticfilesystem:AccessedViaMountTarget"])
        let closed = try ask(
            "elasticfilesystem:ClientWrite", Self.files,
            listed: [Self.files: Self.policy("Allow", "arn:aws:iam::111111111111:user/bob", "*", "*")])
        #expect(closed.decision == .implicitDeny)
        #expect(try ask("elasticfilesystem:DeleteFileSystem", Self.files).decision == .implicitDeny)
    }

    @Test func whoComesByNoMountTargetIsLetInByNothing() throws {
        let found = try Asking.answer(
            """
            policies: {identity: [\(Policies.identity("sqs:*"))]}
            request: {caller: '\(Self.user)', action: 'elasticfilesystem:ClientMount', resource: '\(Self.files)',
              context: {'elasticfilesystem:AccessedViaMountTarget': 'false'}}
            """)
        #expect(found.decision == .implicitDeny)
    }
}
