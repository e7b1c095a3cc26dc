public import IAM
public import SourceText

/// A call of the Security Token Service. <https://docs.aws.amazon.com/STS/latest/APIReference/welcome.html>
public struct STSCall: Sendable {
    /// The region of the endpoint; `nil` for the global endpoint (STS-36).
    public let region: Text?
    /// The condition keys that the question states.
    public let context: RequestContext
    /// What is called.
    public let operation: STSOperation
}

/// An operation with its parameters.
public enum STSOperation: Sendable {
    /// `AssumeRole`.
    case assumeRole(AssumeRole)
    /// `GetCallerIdentity`, which needs no permission (SV-20).
    case getCallerIdentity
}

/// One thing that a call must be allowed to do (EV-2, STS-2).
struct AuthorizationCheck: Sendable {
    /// The action.
    let action: Action
    /// The role or other resource.
    let resource: ARN
    /// How the resource's policy counts.
    let rule: EvaluationLogic.ResourceRule
    /// The condition keys that this check sees (STS-30).
    let context: RequestContext
    /// Undocumented points by which the check itself would be another one.
    let points: UndocumentedPoints
}
