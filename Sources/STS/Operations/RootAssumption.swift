public import IAM
public import SourceText

/// A short session as the root user of a member account (STS-62).
struct RootAssumption: Sendable {
    /// The member account.
    let account: AccountID
    /// Where the account lives, where its root user is named by ARN and not by the account's number.
    let partition: Text?
    /// The policy that says what the session is for.
    let taskPolicy: Policy
    /// The ARN of that policy.
    let taskPolicyARN: Text
    /// How long the session is to last, in seconds; AWS takes 900 where the call does not say.
    let durationSeconds: Int?
}

extension RootAssumption: CallOperation {
    func issuer(in call: CallSetting) -> AccountID? { account }

    /// Only the regional endpoints know the operation (STS-62).
    func refusal(of call: CallSetting) -> AWSError? {
        if call.caller.kind != .anonymous, call.call.region == nil { return Self.unknownOperation }
        return Self.error(for: call.caller, target: target(call), in: call.world)
    }

    /// The root user of the member account.
    private func target(_ call: CallSetting) -> ARN {
        ARN(
            partition: partition ?? call.caller.partition ?? "aws", service: "iam", account: account, resource: "root")
    }

    func assumptions(_ call: CallSetting) -> [Text] {
        call.world.organization == nil ? ["organization"] : []
    }

    /// What the global endpoint answers, as observed on AWS.
    static let unknownOperation = AWSError(code: "InvalidAction", status: 400, message: "Unknown Operation")
        .because(
            "STS-62", "the call goes to the global endpoint, which does not know the operation",
            advice: "call a regional endpoint")

    /// Root users cannot call the operation, nor can anybody outside the management account and the account that
    /// administers IAM for it; the target is a member account of the same partition (STS-62, EV-54). The words were observed
    /// on AWS.
    static func error(for caller: Principal, target: ARN, in world: World) -> AWSError? {
        let denied = AWSError.accessDenied(
            "User: \(caller.name) is not authorized to perform: sts:AssumeRoot on resource: \(target)"
        ).because(
            "STS-62",
            "users and roles of the management account, or of the account that administers IAM for the "
                + "organization, may call it, for member accounts alone",
            advice: "call as a user or role of such an account, and name a member account")
        switch caller.kind {
        case .anonymous, .federated: return .missingToken
        case .root, .federatedUser, .service: return denied
        case .user where caller.session != nil: return denied
        case .user, .roleSession: break
        }
        let isOther = caller.partition == target.partition && caller.account != target.accountID
        return isOther && world.lets(caller, beRootOf: target) ? nil : denied
    }

    /// `sts:AssumeRoot` on the target, by the caller's policies alone (STS-2).
    func checks(_ call: CallSetting, _ choices: UndocumentedChoices) -> [AuthorizationCheck] {
        var context = call.baseContext(owner: account, choices)
        context.set(.taskPolicyARN, taskPolicyARN)
        return [
            AuthorizationCheck(action: .sts("AssumeRoot"), resource: target(call), rule: .callerAlone, context: context)
        ]
    }

    /// The root user of the target, within the task policy; the service control policies of the target still bind it.
    func result(of call: CallSetting) -> CallResult? {
        let target = target(call)
        var session = Session(arn: target, expires: call.circumstances.time.adding(seconds: durationSeconds ?? 900))
        session.sourceIdentity = call.caller.session?.sourceIdentity
        session.sessionPolicies = [taskPolicy.name]
        let next = Caller(
            assumedRoot: target, of: account, taskPolicy: taskPolicy, sourceIdentity: session.sourceIdentity)
        return CallResult(operation: .assumeRoot, session: session, nextCaller: next)
    }

}

extension Caller {
    /// Who acts with credentials of `AssumeRoot` (STS-62).
    /// - Parameter root: the ARN of the account's root user.
    public init(
        assumedRoot root: ARN, of account: AccountID, taskPolicy: Policy, sourceIdentity: Text? = nil
    ) {
        var state = Principal.SessionState()
        state.isAssumedRoot = true
        state.sourceIdentity = sourceIdentity
        self.init(Principal(root: root, account: account, session: state), sessionPolicies: [taskPolicy])
    }
}

extension World {
    /// Whether the caller may act for the organization, and the target is the root of one of its members. Without an
    /// organization nothing is known of it.
    fileprivate func lets(_ caller: Principal, beRootOf target: ARN) -> Bool {
        guard let organization, let owner = target.accountID else { return true }
        guard let own = caller.account, organization.mayAssumeRoot.contains(own) else { return false }
        return organization.members[owner] != nil && owner != organization.managementAccount
    }
}
