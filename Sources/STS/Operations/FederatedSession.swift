import IAM
import SourceText

/// A session that a user makes for somebody else, by `GetFederationToken` (STS-60).
struct FederatedSession: Sendable {
    /// The name of the federated user.
    let name: Text
    /// The tags that the call passes, as they were sent; none of them can be transitive.
    let tags: [Tag]
    /// Whether the call passes a list of tags in which there is none.
    let passesNoTags: Bool
    /// How long the session is to last, in seconds; AWS takes 43200 where the call does not say.
    let durationSeconds: Int?
    /// The policies that are passed for the session.
    let sessionPolicies: [Policy]?
}

extension FederatedSession: CallOperation {
    func issuer(in call: CallSetting) -> AccountID? { call.caller.account }

    func refusal(of call: CallSetting) -> AWSError? {
        if let error = LongTermCredentials.error(for: call.caller, operation: .getFederationToken) { return error }
        let keys = tags.map(\.foldedKey)
        guard Set(keys).count < keys.count else { return nil }
        return .duplicateTags
    }

    /// `sts:GetFederationToken`, and `sts:TagSession` where tags are passed, both on the federated user (STS-2). No policy is
    /// attached to it: the caller's own decide.
    func checks(_ call: CallSetting, _ choices: UndocumentedChoices) -> [AuthorizationCheck] {
        guard let arn = arn(call) else { return [] }
        var context = call.baseContext(owner: arn.accountID, choices)
        for tag in tags { context.set(ConditionKey(prefix: "aws:RequestTag/", tag: tag.key), tag.value) }
        if !tags.isEmpty { context.set(.tagKeys, .list(tags.map(\.key)), .derived) }
        let isTagged = !tags.isEmpty || passesNoTags && choices[.emptyTagsNeedTagSession]
        let names: [Text] = isTagged ? ["GetFederationToken", "TagSession"] : ["GetFederationToken"]
        return names.map {
            AuthorizationCheck(
                action: .sts($0), resource: arn, rule: .callerAlone, context: context,
                points: passesNoTags ? UndocumentedPoints(.emptyTagsNeedTagSession) : [])
        }
    }

    /// Policies and tags may be too large (STS-94).
    func lateRefusal(of call: CallSetting, _ choices: UndocumentedChoices) -> AWSError? {
        PackedSize(tags: tags, policies: sessionPolicies).error(choices) ?? tags.refusal(choices)
    }

    func result(of call: CallSetting) -> CallResult? {
        let caller = call.caller
        guard let arn = arn(call), let account = caller.account else { return nil }
        let userTags = caller.tags.all.map { Session.SessionTag(tag: $0, origin: .user) }
        let passed = tags.map { Session.SessionTag(tag: $0, origin: .request) }
        var session = Session(
            arn: arn, tags: Session.strongest(userTags + passed),
            expires: call.circumstances.time.adding(seconds: LongTermCredentials.duration(durationSeconds, of: caller)))
        session.sessionPolicies = sessionPolicies?.map(\.name) ?? []
        session.packedPolicySize = PackedSize(tags: tags, policies: sessionPolicies).percent ?? 0
        let principal = Principal(
            federatedUser: arn, account: account, issuer: caller.arn, tags: Tags(session.tags.map(\.tag)))
        return CallResult(
            operation: .getFederationToken, session: session,
            nextCaller: Caller(principal, sessionPolicies: sessionPolicies))
    }

    /// The federated user's ARN (SES-1).
    private func arn(_ call: CallSetting) -> ARN? {
        guard let own = call.caller.arn, let account = call.caller.account else { return nil }
        return ARN(
            partition: own.partition, service: "sts", account: account,
            resource: Text(joining: "federated-user/", name))
    }
}

/// What `GetFederationToken` and `GetSessionToken` have in common: they want long-term credentials, of a user or of root.
enum LongTermCredentials {
    /// What AWS answers to callers without them (STS-60, STS-61).
    static func error(for caller: Principal, operation: OperationName) -> AWSError? {
        switch caller.kind {
        case .anonymous, .federated: .missingToken
        case .user, .root: caller.session == nil ? nil : sessionError(operation)
        case .roleSession, .federatedUser, .service: sessionError(operation)
        }
    }

    private static func sessionError(_ operation: OperationName) -> AWSError {
        AWSError.accessDenied("Cannot call \(operation.rawValue) with session credentials").because(
            operation == .getFederationToken ? "STS-60" : "STS-61",
            "the caller is a session, and \(operation.rawValue) takes long-term credentials alone",
            advice: "call it with the keys of a user, or assume a role instead")
    }

    /// How long a session lasts, in seconds: 12 hours where the call does not say, and for root an hour at most, whatever
    /// it says (STS-90).
    static func duration(_ seconds: Int?, of caller: Principal) -> Int {
        caller.kind == .root ? min(seconds ?? 3_600, 3_600) : seconds ?? 43_200
    }
}
