import IAM
import STS
import SourceText

/// Who asks, as far as that is known before a question is answered: in a chain the operation of the step before tells.
struct KnownCaller {
    var kind: Principal.Kind?
    /// Whether the caller has temporary credentials.
    var hasSession = false
    /// The policies that were passed when its session was made.
    var sessionPolicies: [Policy] = []

    /// - Parameter asked: what is asked first.
    init(of asked: Asked?) {
        let principal = asked?.isUnsigned == true ? nil : asked?.caller?.principal
        kind = asked?.isUnsigned == true ? .federated(provider: "") : principal?.kind
        hasSession = principal?.session != nil
        sessionPolicies = asked?.caller?.sessionPolicies ?? []
    }

    /// Who asks after a step was taken.
    func after(_ ask: Asked.Ask) -> KnownCaller {
        guard case .call(let call) = ask else { return self }
        var next = self
        next.hasSession = true
        switch call.operation {
        case .assumeRole(let passed): next.assume(role: passed.roleARN, passed.policies)
        case .assumeRoleWithSAML(let passed): next.assume(role: passed.roleARN, passed.policies)
        case .assumeRoleWithWebIdentity(let passed): next.assume(role: passed.roleARN, passed.policies)
        case .getFederationToken(let passed):
            next.kind = .federatedUser(issuer: nil)
            next.sessionPolicies = passed.policies.all ?? []
        case .assumeRoot: next.kind = .root
        case .getSessionToken: break
        case .getCallerIdentity: return self
        }
        return next
    }

    private mutating func assume(role text: Text, _ policies: PassedPolicies) {
        if let role = ARN(text) { kind = .roleSession(role: role, pathIsKnown: true) }
        sessionPolicies = policies.all ?? []
    }
}

/// Policies with a Deny that a question states, and that nothing asks: the Deny would be lost without a word. Of an Allow that
/// is not asked the answer itself tells.
struct IdlePolicies {
    let asked: Asked
    /// Who asks, where that is known before the question is answered.
    let caller: KnownCaller

    /// Warns of each type that counts for nothing.
    /// - Parameter stated: the member `policies` of the question.
    func report(_ stated: Node?, _ diagnostics: inout Diagnostics) {
        guard let stated, stated.kind == .mapping else { return }
        for (type, reason) in types {
            guard let node = stated[type.member], policies(type).contains(where: Self.denies) else { continue }
            diagnostics.warning(
                "idle-policies", "`\(type.rawValue)` counts for nothing, nor does a Deny in it: \(reason)",
                at: node.location)
        }
        if let node = stated["session"], caller.sessionPolicies.contains(where: Self.denies) {
            diagnostics.warning(
                "idle-policies",
                "`session` takes the place of the policies that the caller's session has, and of the Deny in them: state them once",
                at: node.location)
        }
    }

    private func policies(_ type: PolicyType) -> [Policy] {
        switch type {
        case .identity: asked.policies.identity ?? []
        case .session: asked.policies.session ?? []
        case .permissionsBoundary: [asked.policies.permissionsBoundary].compactMap(\.self)
        case .trust: [asked.policies.trust].compactMap(\.self)
        case .resource: [asked.policies.resource].compactMap(\.self)
        case .serviceControl, .resourceControl, .vpcEndpoint: []
        }
    }

    private static func denies(_ policy: Policy) -> Bool {
        policy.document.statements.contains { $0.effect == .deny }
    }

    /// The types that are not asked, each with the reason.
    private var types: [(type: PolicyType, reason: String)] {
        var idle: [(type: PolicyType, reason: String)] = []
        if let reason = reasonOfCaller {
            idle += [(.identity, reason), (.permissionsBoundary, reason)]
        }
        if let reason = reasonOfSession { idle.append((.session, reason)) }
        if !asksTrust { idle.append((.trust, "only what assumes a role asks its trust policy")) }
        if !asksResource {
            idle.append((.resource, "calls of the Security Token Service ask the trust policy of the role, if any"))
        }
        return idle
    }

    private var kind: Principal.Kind? { caller.kind }

    private var reasonOfCaller: String? {
        switch kind {
        case .root: "the caller is an account's root user, whom only policies of its organization bind"
        case .service: "the caller is a service of AWS"
        case .anonymous: "the caller is anonymous"
        case .federated: "the call is not signed, so that the trust policy alone is asked"
        case .user, .roleSession, .federatedUser, nil: nil
        }
    }

    /// Users have no session policies, nor have root users but with a task policy (SES-3).
    private var reasonOfSession: String? {
        if case .user = kind { return "the caller is a user, and no session for which policies were passed" }
        if case .root = kind, caller.hasSession { return nil }
        return reasonOfCaller
    }

    private var asksTrust: Bool {
        switch asked.ask {
        case .call(let call): call.operation.assumesRole
        case .request(let request): request.action.isOf(service: "sts") && request.resource.arn?.isRole == true
        }
    }

    private var asksResource: Bool {
        switch asked.ask {
        case .call: false
        case .request(let request): !(request.action.isOf(service: "sts") && request.resource.arn?.isRole == true)
        }
    }
}
