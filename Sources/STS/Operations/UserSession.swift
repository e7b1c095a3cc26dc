import IAM
import SourceText

/// A session that a user makes for itself, by `GetSessionToken` (STS-61).
struct UserSession: Sendable {
    /// How long the session is to last, in seconds; AWS takes 43200 where the call does not say.
    let durationSeconds: Int?
    /// The code of multi-factor authentication, where the call passes one.
    let multiFactor: MultiFactorCode?
}

extension UserSession: CallOperation {
    func issuer(in call: CallSetting) -> AccountID? { call.caller.account }

    func refusal(of call: CallSetting) -> AWSError? {
        LongTermCredentials.error(for: call.caller, operation: .getSessionToken) ?? multiFactor?.refusal(of: call)
    }

    /// No permission is needed (SV-21).
    func checks(_ call: CallSetting, _ choices: UndocumentedChoices) -> [AuthorizationCheck] { [] }

    /// The session acts as the user itself (STS-61), and knows of multi-factor authentication (SES-8).
    func result(of call: CallSetting) -> CallResult? {
        let caller = call.caller
        guard let arn = caller.arn, let account = caller.account else { return nil }
        let duration = LongTermCredentials.duration(durationSeconds, of: caller)
        var session = Session(
            arn: arn, tags: caller.tags.all.map { Session.SessionTag(tag: $0, origin: .user) },
            expires: call.circumstances.time.adding(seconds: duration))
        session.hasMFA = multiFactor != nil
        var state = Principal.SessionState()
        state.hasMFA = session.hasMFA
        let next =
            caller.kind == .root
            ? Principal(root: arn, account: account, session: state)
            : Principal(user: arn, account: account, uniqueID: caller.uniqueID, tags: caller.tags, session: state)
        return CallResult(operation: .getSessionToken, session: session, nextCaller: Caller(next))
    }
}
