public import SourceText

/// A statement that allows one caller some actions on one resource, or on all that AWS asks for at once.
public struct StatementDraft: Sendable {
    /// The actions.
    public var actions: [Action]
    /// The resources; none where the policy belongs to one, and does not name it.
    public private(set) var resources: [Text]
    /// The caller, by type of principal and name; `nil` in policies of an identity.
    public let principal: (kind: String, name: Text)?
    /// The caller's ARN, or a pattern of it, where the principal takes in more than the caller and a condition names it.
    public let caller: ARN?
    /// A condition block, as in a statement that came near; `nil` for none.
    public var condition: JSONValue?
    /// The statement ids of the policy to which the statement is added.
    private let takenSids: Set<Text>

    /// A statement that lets a request through in a policy of a type.
    /// - Parameter policy: the policy to which it is added, where there is one.
    /// - Returns: `nil` where the policy cannot name just this resource: its version has no variables (PL-23, PL-96).
    public init?(_ actions: [Action], request: Request, type: PolicyType, addedTo policy: Policy?) {
        self.actions = actions
        takenSids = Set(policy?.document.statements.compactMap(\.sid) ?? [])
        resources = Self.resource(of: request, type).map { [$0] } ?? []
        let isEscaped = resources.contains { $0 != request.resource.text && $0 != "*" }
        if isEscaped, policy?.document.version == .v2008 { return nil }
        switch type {
        case .trust, .resource: (principal, caller) = Self.principal(of: request.principal)
        case .vpcEndpoint: (principal, caller) = Self.principalAtEndpoint(of: request.principal)
        case .identity, .permissionsBoundary, .session, .serviceControl, .resourceControl:
            (principal, caller) = (nil, nil)
        }
    }

    /// How a policy names the resource of a request. Repositories of ECR take no policy that names one, and a key policy means
    /// its key by `*`.
    /// <https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-policy-examples.html>,
    /// <https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-overview.html>
    private static func resource(of request: Request, _ type: PolicyType) -> Text? {
        guard let arn = request.resource.arn, type == .resource else {
            return type == .trust ? nil : pattern(for: request.resource.text)
        }
        if ["ecr", "ecr-public"].contains(arn.service), arn.resource.hasPrefix("repository/") { return nil }
        return arn.service == "kms" ? "*" : pattern(for: request.resource.text)
    }

    /// A pattern that fits one resource alone: characters of an object's key that a pattern takes for others stand for
    /// themselves. No other names have such, and `/*` is what requests themselves name for something that is yet to be made.
    private static func pattern(for resource: Text) -> Text {
        ARN(resource)?.service == "s3" && !resource.hasSuffix("/*") ? resource.asLiteral(wildcards: true) : resource
    }

    /// Whether another draft differs in nothing but its actions.
    public func allowsAlike(_ other: StatementDraft) -> Bool {
        var same = other
        same.actions = actions
        return JSONWriter.text(json) == JSONWriter.text(same.json)
    }

    /// The statement with the resources of another one of an identity, which differs in nothing else (SV-23); `nil` where it
    /// differs in more.
    public func withResources(of other: StatementDraft) -> StatementDraft? {
        guard principal == nil, !resources.isEmpty else { return nil }
        var (joined, same) = (self, other)
        same.resources = resources
        guard JSONWriter.text(json) == JSONWriter.text(same.json) else { return nil }
        joined.resources += other.resources.filter { !resources.contains($0) }
        return joined
    }

    /// Whether it names the root of an account, and so the account.
    public var namesRoot: Bool {
        caller == nil && principal.map { ARN($0.name)?.isAccountRoot == true } ?? false
    }

    /// Whether anybody may be the caller, as far as the principal goes, and no condition names it.
    public var namesEverybody: Bool { caller == nil && principal?.name == "*" }

    /// A role session is named by its role, so that the change outlives the session. Roles of IAM Identity Center whose ARN
    /// nothing tells are named by a pattern, which only a condition can hold.
    /// <https://docs.aws.amazon.com/singlesignon/latest/userguide/referencingpermissionsets.html>
    private static func principal(of caller: Principal) -> (principal: (kind: String, name: Text)?, caller: ARN?) {
        switch caller.kind {
        case .service: (("Service", caller.name), nil)
        case .anonymous: (("AWS", "*"), nil)
        case .user, .federatedUser, .root: (("AWS", caller.name), nil)
        case .roleSession(let role, _):
            if let named = caller.namedARN, named != role {
                (("AWS", Text(joining: "arn:", role.partition, ":iam::", role.account, ":root")), named)
            } else {
                (("AWS", role.text), nil)
            }
        case .federated(let provider): (("Federated", provider), nil)
        }
    }

    /// Policies of gateway endpoints take no principal but `*`, so that a condition names the caller; those of interface
    /// endpoints know that form too.
    /// <https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html>
    private static func principalAtEndpoint(
        of caller: Principal
    ) -> (principal: (kind: String, name: Text)?, caller: ARN?) {
        switch caller.kind {
        // Who may call only the Security Token Service, whose endpoints are interface endpoints.
        case .service, .federated: principal(of: caller)
        case .user, .federatedUser, .root, .roleSession, .anonymous: (("*", "*"), caller.namedARN)
        }
    }

    /// The statement as JSON.
    public var json: JSONValue {
        var members: [(name: String, value: JSONValue)] = [("Sid", .string(sid)), ("Effect", .string("Allow"))]
        if let principal {
            let name = JSONValue.string(principal.name)
            members.append(("Principal", principal.kind == "*" ? name : .object([(principal.kind, name)])))
        }
        let names = actions.map { JSONValue.string($0.spelling) }
        members.append(("Action", names.count == 1 ? names[0] : .array(names)))
        let places = resources.map { JSONValue.string($0) }
        if let place = places.first { members.append(("Resource", places.count == 1 ? place : .array(places))) }
        if let condition { members.append(("Condition", condition)) }
        return .object(members)
    }

    /// A name made of the actions' names, such as `AllowTagSession`, with a number where it is taken.
    private var sid: String {
        let name = nameOfActions
        var number = 1
        while takenSids.contains(Text(number == 1 ? name : "\(name)\(number)")) { number += 1 }
        return number == 1 ? name : "\(name)\(number)"
    }

    private var nameOfActions: String {
        let names = actions.map { action in
            action.name.string
        }
        let letters = names.joined(separator: "And").utf8.filter(ASCII.isAlphanumeric)
        return "Allow" + String(decoding: letters.prefix(60), as: UTF8.self)
    }
}

extension Principal {
    /// The ARN by which a policy names the caller in `aws:PrincipalArn`. The path of a role of IAM Identity Center goes on with
    /// the region of the directory unless that is us-east-1: where nothing tells, a pattern takes in both.
    /// <https://docs.aws.amazon.com/singlesignon/latest/userguide/referencingpermissionsets.html>
    public var namedARN: ARN? {
        guard case .roleSession(let role, pathIsKnown: false) = kind, role.isOfIdentityCenter,
            let account = role.accountID
        else { return principalARN }
        return ARN(
            partition: role.partition, service: "iam", account: account,
            resource: Text(joining: "role/aws-reserved/sso.amazonaws.com*/", role.name))
    }
}

extension Text {
    /// The text as a policy of today's version writes it where it reads variables and, for a pattern, wildcards (PL-96).
    func asLiteral(wildcards: Bool) -> Text {
        let special: [UInt8] = wildcards ? Array("*?".utf8) : []
        guard bytes.contains(where: { special.contains($0) }) || contains("$") else { return self }
        var written: [UInt8] = []
        for (index, byte) in bytes.enumerated() {
            let next = index + 1 < count ? self[(index + 1)...].bytes.first : nil
            let isVariable = byte == UInt8(ascii: "$") && next == UInt8(ascii: "{")
            written += special.contains(byte) || isVariable ? Array("${".utf8) + [byte] + Array("}".utf8) : [byte]
        }
        return Text(bytes: written)
    }
}
