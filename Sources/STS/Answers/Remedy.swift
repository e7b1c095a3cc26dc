public import IAM
public import SourceText

/// One way to have what is refused allowed: changes of the call, of accounts and of policies, all of which are needed. Each
/// remedy was verified by deciding again.
public struct Remedy: Sendable {
    /// What the caller changes in the call.
    public let callChanges: [CallChange]
    /// What changes in accounts beside their policies.
    public let accountChanges: [AccountChange]
    /// What changes in policies.
    public private(set) var policyChanges: [PolicyChange]
    /// The undocumented points on which the remedy rests: with the other reading it would not do.
    public let rests: [UndocumentedPoint]
    /// The checks of the changed call, with the policies as they are.
    public let checks: [Check]

    init(
        callChanges: [CallChange] = [], accountChanges: [AccountChange] = [], policyChanges: [PolicyChange] = [],
        checks: [Check]
    ) {
        self.callChanges = callChanges
        self.accountChanges = accountChanges
        self.policyChanges = policyChanges
        self.checks = checks
        let points = Set(checks.flatMap { $0.points(onWhichRest: policyChanges) })
        self.rests = points.isEmpty ? [] : UndocumentedPoint.allCases.filter(points.contains)
    }

    /// The remedy, with whom else a changed policy serves.
    func told(in world: World, besides caller: Principal) -> Remedy {
        var remedy = self
        let partition = caller.principalARN?.partition ?? "aws"
        for (index, change) in policyChanges.enumerated() where change.policy != nil {
            let meant = owners(change.type, world, caller)
            remedy.policyChanges[index].othersServed = world.holders(partition: partition, of: change.changes)
                .filter { !meant.contains($0) }
        }
        return remedy
    }

    /// Whose policy of a type was asked: whoever else has it, be it the resource or the role to assume, is told.
    private func owners(_ type: PolicyType, _ world: World, _ caller: Principal) -> [Text] {
        switch type {
        case .identity, .permissionsBoundary, .session: [caller.principalARN?.text].compactMap(\.self)
        case .serviceControl: [caller.account?.text].compactMap(\.self)
        case .trust, .resource:
            checks.map(\.request.resource.text)
                + checks.compactMap(\.request.resource.arn).flatMap(world.resources(holding:)).map(\.resource.arn.text)
        case .resourceControl:
            checks.compactMap { ($0.request.resourceAccount ?? caller.account)?.text }
        case .vpcEndpoint: checks.flatMap { $0.request.context[.sourceVpce]?.texts ?? [] }
        }
    }

    /// Whether the caller alone can make the changes.
    public var isCallersOwn: Bool { accountChanges.isEmpty && policyChanges.isEmpty }
}

/// A change in what is asked, which the caller makes.
public struct CallChange: Sendable {
    /// The part of a question over which a change is laid.
    public enum Part: String, Sendable {
        /// The one call of a question.
        case call
        /// The one request of a question.
        case request
        /// The steps of a chain.
        case steps
    }

    /// What to change, in words.
    public let text: String
    /// The part of the question that changes.
    public let part: Part
    /// What to lay over that part.
    public let overlay: JSONValue

    /// A change of a part of the question.
    init(_ text: String, _ part: Part, _ members: [(name: String, value: JSONValue)]) {
        self.text = text
        self.part = part
        overlay = .object(members)
    }

    /// A change of a call's parameters; `null` leaves one out.
    init(_ text: String, _ operation: String, _ parameters: [(name: String, value: JSONValue)]) {
        self.init(text, .call, [(operation, .object(parameters))])
    }
}

/// A change in an account that is none of its policies.
public struct AccountChange: Sendable {
    /// The role that changes.
    public let role: ARN
    /// How long its sessions are to last at most, in seconds (STS-90).
    public let maxSessionDuration: Int

    /// What to change, in words.
    public var text: String { "raise the MaxSessionDuration of `\(role)` to \(maxSessionDuration)" }
}
