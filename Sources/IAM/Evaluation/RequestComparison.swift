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
        var parts: [StatementPart] = statement.principal == nil ? [.action] : [.principal, .action]
        if statement.resource != nil { parts.append(.resource) }
        parts += statement.conditions.indices.map { .condition($0) }
        return parts.map { part in
            var reading = Reading(choices)
            let fits = fits(part, of: statement, setting, request.context, &reading)
            let isOpen = reading.restsOnOpenKey()
            return PartEvaluation(
                part: part, truth: isOpen ? .unknown : fits ? .yes : .no, met: reading.met,
                openKeys: isOpen ? openKeys(read: part, of: statement, setting) : [])
        }
    }

    private func fits(
        _ part: StatementPart, of statement: Statement, _ setting: PolicySetting, _ context: RequestContext,
        _ reading: inout Reading
    ) -> Bool {
        switch part {
        case .principal:
            statement.principal.map {
                StatementMatching.match($0, statement, request.principal, setting, &reading) != nil
            } ?? true
        case .action: StatementMatching.matches(statement.action, request.action)
        case .resource:
            statement.resource.map { StatementMatching.matches($0, request.resource, context, &reading) } ?? true
        case .condition(let index): ConditionEvaluation.holds(statement.conditions[index], in: context, &reading)
        }
    }

    /// The open keys that a part reads, found by leaving open one at a time.
    private func openKeys(
        read part: StatementPart, of statement: Statement, _ setting: PolicySetting
    ) -> [ConditionKey] {
        request.context.openKeys.filter { key in
            var reading = Reading(choices)
            _ = fits(part, of: statement, setting, request.context.leavingOpen(only: key), &reading)
            return reading.restsOnOpenKey()
        }.map(\.key)
    }
}

extension PolicySetting {
    /// What stands around the policies of a type.
    init(of type: PolicyType, callerHasBoundary: Bool, _ request: Request) {
        self.callerHasBoundary = callerHasBoundary
        mayBeAtGateway = type == .vpcEndpoint && GatewayEndpoint.serves(request.action)
    }
}
