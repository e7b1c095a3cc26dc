/// What a condition of a statement says to a request.
public struct ConditionReading: Sendable {
    /// The condition.
    public let condition: Condition
    /// Whether the request has the key.
    public let isPresent: Bool
    /// Whether the condition holds.
    public let holds: Bool
}
