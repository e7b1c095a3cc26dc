public import IAM
import SourceText

/// A request and the policies that apply to it, as parts of which any can be left out.
public struct QuestionSketch: Sendable, Equatable, CustomStringConvertible {
    /// Who asks.
    public enum Caller: String, Sendable, CaseIterable {
        case user, stranger, session, sessionWithUnknownPath, federatedUser, root, service, anonymous
    }

    /// Who asks.
    public var caller = Caller.user
    /// The action, `service:Name`.
    public var action: String
    /// The resource, an ARN or `*`.
    public var resource: String
    /// The account of the resource; the caller's is 111111111111, a stranger's 222222222222.
    public var resourceAccount: String?
    /// The keys of the request with the JSON of their values.
    public var context: [[String]] = []
    /// How the resource's policy counts.
    public var rule = EvaluationLogic.ResourceRule.eitherSide
    /// The caller's policies.
    public var identity: [PolicySketch] = []
    /// The resource's policy.
    public var resourcePolicy: PolicySketch?
    /// The caller's boundary.
    public var boundary: PolicySketch?
    /// The policies that the session passed.
    public var session: [PolicySketch]?
    /// The levels of service control policies.
    public var serviceControl: [[PolicySketch]]?
    /// The levels of resource control policies.
    public var resourceControl: [[PolicySketch]]?
    /// The policy of the endpoint.
    public var endpoint: PolicySketch?

    /// The type of the resource's policy.
    public var resourceType: PolicyType { rule.policyType }

    /// All parts, as one reads them.
    public var description: String {
        var lines = [
            "\(caller.rawValue) asks for \(action) on \(resource) of \(resourceAccount ?? "no account"), rule \(rule)",
            "context: \(context.map { "\($0[0]) = \($0[1])" }.joined(separator: ", "))",
        ]
        lines += identity.map { "identity: \($0.json)" }
        lines += [("resource", resourcePolicy), ("boundary", boundary), ("endpoint", endpoint)].compactMap {
            name, policy in
            policy.map { "\(name): \($0.json)" }
        }
        lines += session.map { ["session: \($0.map(\.json))"] } ?? []
        lines += serviceControl.map { ["serviceControl: \($0.map { $0.map(\.json) })"] } ?? []
        lines += resourceControl.map { ["resourceControl: \($0.map { $0.map(\.json) })"] } ?? []
        return lines.joined(separator: "\n")
    }
}

extension QuestionSketch {
    /// The request and its policies; `nil` where a policy is refused while it is read.
    public func built() -> BuiltQuestion? {
        guard let request, let resource = optional(resourcePolicy, as: resourceType),
            let boundary = optional(boundary, as: .permissionsBoundary),
            let endpoint = optional(endpoint, as: .vpcEndpoint), let identity = policies(identity, as: .identity)
        else { return nil }
        var applicable = ApplicablePolicies(identity: identity, resource: resource.policy, resourceRule: rule)
        applicable.permissionsBoundary = boundary.policy
        applicable.vpcEndpoint = endpoint.policy
        if let session {
            guard let policies = policies(session, as: .session) else { return nil }
            applicable.session = policies
        }
        if let serviceControl {
            guard let levels = levels(serviceControl, as: .serviceControl) else { return nil }
            applicable.serviceControl = levels
        }
        if let resourceControl {
            guard let levels = levels(resourceControl, as: .resourceControl) else { return nil }
            applicable.resourceControl = levels
        }
        return BuiltQuestion(request: request, policies: applicable)
    }

    private func policies(_ sketches: [PolicySketch], as type: PolicyType) -> [Policy]? {
        let read = sketches.compactMap { Self.policy($0, as: type) }
        return read.count == sketches.count ? read : nil
    }

    private func levels(_ sketches: [[PolicySketch]], as type: PolicyType) -> [[Policy]]? {
        let read = sketches.compactMap { policies($0, as: type) }
        return read.count == sketches.count ? read : nil
    }

    private func optional(_ sketch: PolicySketch?, as type: PolicyType) -> (policy: Policy?, Void)? {
        guard let sketch else { return (nil, ()) }
        return Self.policy(sketch, as: type).map { ($0, ()) }
    }

    private static func policy(_ sketch: PolicySketch, as type: PolicyType) -> Policy? {
        var diagnostics = Diagnostics()
        guard let node = SourceParser.parse(SourceFile(path: "generated.json", text: sketch.json), &diagnostics),
            let document = PolicyReader.read(node, as: type, &diagnostics)
        else { return nil }
        return Policy(name: type.rawValue, document: document)
    }

    private var request: Request? {
        guard let action = Action(Text(action)), let resource = RequestResource(Text(resource)), let principal else {
            return nil
        }
        return Request(
            principal: principal, action: action, resource: resource,
            resourceAccount: resourceAccount.flatMap { AccountID(Text($0)) }, context: requestContext)
    }

    private var requestContext: RequestContext {
        var made = RequestContext()
        for pair in context {
            var diagnostics = Diagnostics()
            let node = SourceParser.parse(SourceFile(path: "context.json", text: pair[1]), &diagnostics)
            guard let node else { continue }
            let texts = node.elementsOrSelf.map(\.text)
            made.set(ConditionKey(Text(pair[0])), node.kind == .sequence ? .list(texts) : .single(texts[0]), .given)
        }
        return made
    }

    private var principal: Principal? {
        guard let own = AccountID("111111111111"), let other = AccountID("222222222222"),
            let ann = ARN("arn:aws:iam::111111111111:user/ann"), let eve = ARN("arn:aws:iam::222222222222:user/eve"),
            let deploy = ARN("arn:aws:iam::111111111111:role/deploy"),
            let bob = ARN("arn:aws:sts::111111111111:federated-user/bob"),
            let root = ARN("arn:aws:iam::111111111111:root")
        else { return nil }
        return switch caller {
        case .user: Principal(user: ann, account: own)
        case .stranger: Principal(user: eve, account: other)
        case .session: Principal(role: deploy, pathIsKnown: true, account: own, sessionName: "run")
        case .sessionWithUnknownPath: Principal(role: deploy, pathIsKnown: false, account: own, sessionName: "run")
        case .federatedUser: Principal(federatedUser: bob, account: own, issuer: ann)
        case .root: Principal(root: root, account: own)
        case .service: Principal(service: "ec2.amazonaws.com")
        case .anonymous: .anonymous
        }
    }
}

/// A request, and the policies that apply to it.
public struct BuiltQuestion: Sendable {
    /// The request.
    public let request: Request
    /// The policies.
    public var policies: ApplicablePolicies

    /// The decision.
    public var decision: Decision { Evaluator.decide(request, by: policies) }
}
