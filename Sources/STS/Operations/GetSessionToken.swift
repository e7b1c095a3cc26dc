import IAM
import SourceText

/// `GetSessionToken` with its parameters (STS-61). <https://docs.aws.amazon.com/STS/latest/APIReference/API_GetSessionToken.html>
public struct GetSessionToken: Sendable {
    /// How long the session is to last, in seconds; AWS takes 43200 where the call does not say.
    public let durationSeconds: Int?
    /// The code of multi-factor authentication, where the call passes one.
    let multiFactor: MultiFactorCode?
}

extension GetSessionToken: CallOperation {
    func issuer(in call: CallSetting) -> AccountID? { call.caller.account }

    func refusal(of call: CallSetting) -> AWSError? {
        LongTermCredentials.error(for: call.caller, operation: "GetSessionToken") ?? multiFactor?.refusal(of: call)
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
            expires: call.question.time.adding(seconds: duration))
        session.hasMFA = multiFactor != nil
        var state = Principal.SessionState()
        state.hasMFA = session.hasMFA
        let next =
            caller.kind == .root
            ? Principal(root: arn, account: account, session: state)
            : Principal(user: arn, account: account, uniqueID: caller.uniqueID, tags: caller.tags, session: state)
        return CallResult(operation: "GetSessionToken", session: session, nextCaller: Caller(next))
    }
}
