/// What a condition of a statement says to a request.
public struct ConditionReading: Sendable {
    /// The condition.
    public let condition: Condition
    /// Whether the request has the key.
    public let isPresent: Bool
    /// Whether the condition holds.
    public let holds: Bool
}

extension Statement {
    /// What each condition says to a request; none where principal, action or resource do not fit, as the conditions are
    /// not read then.
    public func conditionReadings(for request: Request) -> [ConditionReading] {
        if conditions.isEmpty || !readsConditions(for: request) { return [] }
        var reading = Reading()
        return conditions.map { condition in
            ConditionReading(
                condition: condition, isPresent: request.context[condition.key] != nil,
                holds: ConditionEvaluation.holds(condition, in: request.context, &reading))
        }
    }
}
