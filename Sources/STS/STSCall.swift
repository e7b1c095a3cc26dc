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
    /// `AssumeRole`, `AssumeRoleWithSAML` or `AssumeRoleWithWebIdentity`.
    case assumeRole(RoleAssumption)
    /// `AssumeRoot`.
    case assumeRoot(AssumeRoot)
    /// `GetFederationToken`.
    case getFederationToken(GetFederationToken)
    /// `GetSessionToken`.
    case getSessionToken(GetSessionToken)
    /// `GetCallerIdentity`.
    case getCallerIdentity(GetCallerIdentity)
    /// A call that AWS refuses for its parameters or its token, whoever makes it and whatever the policies say.
    case refused(RefusedCall)
}

extension STSOperation {
    /// Whether the call is not signed, so that its token says who asks.
    var isUnsigned: Bool { operation.unsignedCaller != nil }

    /// The operation itself.
    var operation: any CallOperation {
        switch self {
        case .assumeRole(let operation): operation
        case .assumeRoot(let operation): operation
        case .getFederationToken(let operation): operation
        case .getSessionToken(let operation): operation
        case .getCallerIdentity(let operation): operation
        case .refused(let call): call
        }
    }
}
