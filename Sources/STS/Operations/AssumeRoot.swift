public import IAM
public import SourceText

/// `AssumeRoot` with its parameters: a short session as the root user of a member account (STS-62).
/// <https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoot.html>
public struct AssumeRoot: Sendable {
    /// The root user of the member account.
    public let target: ARN
    /// The policy that says what the session is for.
    public let taskPolicy: Policy
    /// The ARN of that policy.
    public let taskPolicyARN: Text
    /// How long the session is to last, in seconds; AWS takes 900 where the call does not say.
    public let durationSeconds: Int?
}

extension AssumeRoot: CallOperation {
    func issuer(in call: CallSetting) -> AccountID? { target.accountID }

    /// Root users cannot call the operation, nor can anybody outside the management account and the account that
    /// administers IAM for it; and only the regional endpoints know it (STS-62). The words were observed on AWS.
    func refusal(of call: CallSetting) -> AWSError? {
        switch call.caller.kind {
        case .anonymous, .federated: return .missingToken
        case .root, .federatedUser: return denied(call)
        case .user where call.caller.session != nil: return denied(call)
        case .user, .roleSession, .service: break
        }
        if call.call.region == nil {
            return AWSError(code: "InvalidAction", status: 400, message: "Unknown Operation")
        }
        return isInOrganization(call) ? nil : denied(call)
    }

    private func denied(_ call: CallSetting) -> AWSError {
        .accessDenied("User: \(call.caller.name) is not authorized to perform: sts:AssumeRoot on resource: \(target)")
    }

    /// Whether the caller may act for the organization, and the target is one of its members. Without an organization
    /// nothing is known of it.
    private func isInOrganization(_ call: CallSetting) -> Bool {
        guard let structure = call.organization.structure, let owner = target.accountID else { return true }
        guard let own = call.caller.account, structure.mayAssumeRoot.contains(own) else { return false }
        return structure.members[owner] != nil && owner != structure.managementAccount
    }

    /// `sts:AssumeRoot` on the target, by the caller's policies alone (STS-2).
    func checks(_ call: CallSetting, _ choices: UndocumentedChoices) -> [AuthorizationCheck] {
        var context = call.baseContext(owner: target.accountID, choices)
        context.set(.taskPolicyARN, taskPolicyARN)
        return [
            AuthorizationCheck(action: .sts("AssumeRoot"), resource: target, rule: .callerAlone, context: context)
        ]
    }

    /// The root user of the target, within the task policy; the service control policies of the target still bind it.
    func result(of call: CallSetting) -> CallResult {
        var result = CallResult(operation: "AssumeRoot")
        guard let account = target.accountID else { return result }
        var session = Session(
            arn: target, expires: call.question.time.adding(seconds: durationSeconds ?? 900))
        session.userID = account.text
        session.sourceIdentity = call.caller.session?.sourceIdentity
        session.sessionPolicies = [taskPolicy.name]
        result.session = session
        result.nextCaller = Self.caller(
            target, account, taskPolicy: taskPolicy, sourceIdentity: session.sourceIdentity)
        if let identity = session.sourceIdentity { result.members = [.text("SourceIdentity", identity)] }
        return result
    }

    /// Who acts with the credentials.
    static func caller(
        _ root: ARN, _ account: AccountID, taskPolicy: Policy, sourceIdentity: Text? = nil
    ) -> Caller {
        var state = Principal.SessionState()
        state.isAssumedRoot = true
        state.sourceIdentity = sourceIdentity
        return Caller(Principal(root: root, account: account, session: state), sessionPolicies: [taskPolicy])
    }
}
