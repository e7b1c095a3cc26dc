/// How far something is so.
public enum Truth: Sendable, Hashable {
    /// It is not.
    case no
    /// Nothing tells.
    case unknown
    /// It is.
    case yes
}

/// What one part of a statement says to a request.
public struct PartEvaluation: Sendable {
    /// The part.
    public let part: StatementPart
    /// Whether it fits.
    public let truth: Truth
    /// The undocumented points that were met while it was compared.
    public let met: UndocumentedPoints
    /// The keys on which it hangs, and of which nobody knows the value.
    public let openKeys: [ConditionKey]
}

/// Compares statements with one request, part by part: whoever wants to know more than whether a statement matches reads what
/// is told here, which is what the decision was made of.
public final class RequestComparison: Sendable {
    /// Who asks what, in which context.
    public let request: Request
    /// How undocumented points are read.
    public let choices: UndocumentedChoices
    private let callerHasBoundary: Bool

    /// Compares with a request that some policies decide.
    public init(_ request: Request, by policies: ApplicablePolicies, choices: UndocumentedChoices) {
        self.request = request
        callerHasBoundary = policies.permissionsBoundary != nil
        self.choices = choices
    }

    /// What every part of a statement says, in the order of the statement; a decision stops at the first that does not fit.
    /// - Parameter type: the kind of policy in which the statement stands.
    public func parts(of statement: Statement, in type: PolicyType) -> [PartEvaluation] {
        parts(of: statement, PolicySetting(of: type, callerHasBoundary: callerHasBoundary, request))
    }

    func parts(of statement: Statement, _ setting: PolicySetting) -> [PartEvaluation] {
        var parts: [PartEvaluation] = []
        parts.reserveCapacity(3 + statement.conditions.count)
        func note(_ part: StatementPart, _ fits: (inout Reading) -> Bool) {
            var reading = Reading(choices)
            let holds = fits(&reading)
            let open = reading.takeOpenKeys()
            let truth: Truth = !open.isEmpty ? .unknown : holds ? .yes : .no
            parts.append(PartEvaluation(part: part, truth: truth, met: reading.met, openKeys: open))
        }
        if let principal = statement.principal {
            note(.principal) {
                StatementMatching.match(principal, statement, request.principal, setting, &$0) != nil
            }
        }
        note(.action) { _ in StatementMatching.matches(statement.action, request.action) }
        if let resource = statement.resource {
            note(.resource) { StatementMatching.matches(resource, request, &$0) }
        }
        for (index, condition) in statement.conditions.enumerated() {
            note(.condition(index)) { ConditionEvaluation.holds(condition, in: request.context, &$0) }
        }
        return parts
    }
}

extension PolicySetting {
    /// What stands around the policies of a type.
    init(of type: PolicyType, callerHasBoundary: Bool, _ request: Request) {
        self.callerHasBoundary = callerHasBoundary
        mayBeAtGateway = type == .vpcEndpoint && GatewayEndpoint.serves(request.action)
    }
}
