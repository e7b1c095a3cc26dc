public import IAM
public import SourceText

/// A call of the Security Token Service, as it is sent. <https://docs.aws.amazon.com/STS/latest/APIReference/welcome.html>
public struct STSCall: Sendable {
    /// What is called, with its parameters.
    public var operation: Operation
    /// The region of the endpoint, such as `eu-west-1`; `nil` for the global endpoint (STS-36).
    public var region: Text?
    /// Condition keys that are given beside those which follow from the call.
    public var context: RequestContext

    /// Makes a call.
    public init(_ operation: Operation, region: Text? = nil, context: RequestContext = .empty) {
        self.operation = operation
        self.region = region
        self.context = context
    }

    /// The operations with their parameters.
    public enum Operation: Sendable {
        /// A role is assumed with somebody's credentials.
        case assumeRole(AssumeRole)
        /// A role is assumed with the assertion of a SAML provider.
        case assumeRoleWithSAML(AssumeRoleWithSAML)
        /// A role is assumed with the token of an OpenID Connect provider.
        case assumeRoleWithWebIdentity(AssumeRoleWithWebIdentity)
        /// A member account's root user is assumed for one task.
        case assumeRoot(AssumeRoot)
        /// It is asked who calls.
        case getCallerIdentity
        /// A user makes a session for somebody else.
        case getFederationToken(GetFederationToken)
        /// A user makes a session for itself.
        case getSessionToken(GetSessionToken)

        /// The operation's name.
        public var name: OperationName {
            switch self {
            case .assumeRole: .assumeRole
            case .assumeRoleWithSAML: .assumeRoleWithSAML
            case .assumeRoleWithWebIdentity: .assumeRoleWithWebIdentity
            case .assumeRoot: .assumeRoot
            case .getCallerIdentity: .getCallerIdentity
            case .getFederationToken: .getFederationToken
            case .getSessionToken: .getSessionToken
            }
        }

        /// Whether a role is assumed, whose trust policy is asked.
        package var assumesRole: Bool {
            switch self {
            case .assumeRole, .assumeRoleWithSAML, .assumeRoleWithWebIdentity: true
            case .assumeRoot, .getCallerIdentity, .getFederationToken, .getSessionToken: false
            }
        }
    }
}

extension STSCall.Operation {
    /// The role that is assumed, as it is named; `nil` for operations that assume none.
    package var roleARN: Text? {
        switch self {
        case .assumeRole(let parameters): parameters.roleARN
        case .assumeRoleWithSAML(let parameters): parameters.roleARN
        case .assumeRoleWithWebIdentity(let parameters): parameters.roleARN
        case .assumeRoot, .getCallerIdentity, .getFederationToken, .getSessionToken: nil
        }
    }

    /// Changes the policies that are passed for the session, where the operation takes any.
    package mutating func changePolicies(_ change: (inout PassedPolicies) -> Void) {
        switch self {
        case .assumeRole(var parameters):
            change(&parameters.policies)
            self = .assumeRole(parameters)
        case .assumeRoleWithSAML(var parameters):
            change(&parameters.policies)
            self = .assumeRoleWithSAML(parameters)
        case .assumeRoleWithWebIdentity(var parameters):
            change(&parameters.policies)
            self = .assumeRoleWithWebIdentity(parameters)
        case .getFederationToken(var parameters):
            change(&parameters.policies)
            self = .getFederationToken(parameters)
        case .assumeRoot, .getCallerIdentity, .getSessionToken: break
        }
    }
}
