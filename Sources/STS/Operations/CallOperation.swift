import IAM
import SourceText

/// An operation as answering needs it: what AWS refuses before it asks any policy, what it checks, and what comes of it
/// (STS-1).
protocol CallOperation: Sendable {
    /// What AWS refuses before it asks any policy.
    func refusal(of call: CallSetting) -> AWSError?
    /// The checks, in the order of the API's pages (STS-2); of those that fail, AWS names the last (STS-24).
    func checks(_ call: CallSetting, _ choices: UndocumentedChoices) -> [AuthorizationCheck]
    /// What AWS refuses after the policies allowed.
    func lateRefusal(of call: CallSetting, _ choices: UndocumentedChoices) -> AWSError?
    /// What the call yields.
    func result(of call: CallSetting) -> CallResult?
    /// Whether what is to be assumed is said not to exist.
    func isAbout(nothingIn call: CallSetting) -> Bool
    /// The account whose credentials are made; `nil` where none are.
    func issuer(in call: CallSetting) -> AccountID?
    /// What is taken for granted as the question does not say it, beside condition keys.
    func assumptions(_ call: CallSetting) -> [Text]
    /// What may be the matter with the token of a call that is not signed.
    var hints: [FederationHint] { get }
    /// The audiences that the provider of such a token takes; `nil` where that is not known.
    var providerAudiences: [Text]? { get }
    /// Who asks where the call is not signed; `nil` where the question says it.
    var unsignedCaller: Principal? { get }
}

extension CallOperation {
    func lateRefusal(of call: CallSetting, _ choices: UndocumentedChoices) -> AWSError? { nil }
    func isAbout(nothingIn call: CallSetting) -> Bool { false }
    func issuer(in call: CallSetting) -> AccountID? { nil }
    func assumptions(_ call: CallSetting) -> [Text] { [] }
    var unsignedCaller: Principal? { nil }
    var hints: [FederationHint] { [] }
    var providerAudiences: [Text]? { nil }
}

/// One thing that a call must be allowed to do (EV-2, STS-2).
struct AuthorizationCheck: Sendable {
    /// The action.
    let action: Action
    /// The role or other resource.
    let resource: ARN
    /// The resource's own policy, if it has one.
    var policy: Policy?
    /// How the resource's policy counts.
    let rule: EvaluationLogic.ResourceRule
    /// The condition keys that this check sees (STS-30).
    let context: RequestContext
    /// Undocumented points by which the check itself would be another one.
    var points: UndocumentedPoints = []
}
