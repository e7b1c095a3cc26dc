public import IAM
public import SourceText

/// One way to have what is refused allowed: changes of the call and of policies, all of which are needed. Each remedy
/// was verified by deciding again.
public struct Remedy: Sendable {
    /// What the caller changes in the call.
    public let callChanges: [CallChange]
    /// What changes in policies.
    public let policyChanges: [PolicyChange]
    /// The undocumented points on which the remedy rests: with the other reading it would not do.
    public let rests: [UndocumentedPoint]
    /// The checks of the changed call, with the policies as they are.
    public let checks: [Check]

    init(callChanges: [CallChange], policyChanges: [PolicyChange], checks: [Check]) {
        self.callChanges = callChanges
        self.policyChanges = policyChanges
        self.checks = checks
        let points = Set(checks.flatMap { $0.points(onWhichRest: policyChanges) })
        self.rests = points.isEmpty ? [] : UndocumentedPoint.allCases.filter(points.contains)
    }
}

/// A change in the call itself.
public struct CallChange: Sendable {
    /// What to change, in words.
    public let text: String
    /// What to lay over the question's `call`.
    public let overlay: JSONValue

    /// A change of parameters; `null` leaves one out.
    init(_ text: String, _ operation: String, _ parameters: [(name: String, value: JSONValue)]) {
        self.text = text
        overlay = .object([(operation, .object(parameters))])
    }
}
