import IAM

/// Among what, and when, something is asked.
final class Circumstances: Sendable {
    /// The accounts.
    let world: World
    /// The readings of undocumented points.
    let choices: UndocumentedChoices
    /// The moment of the request.
    let time: Timestamp
    /// Whether the question states the moment.
    let timeIsGiven: Bool
    /// Fills in the condition keys that follow from these.
    let derivation: DerivedContext

    private static let defaultDerivation = DerivedContext(time: defaultTime, timeIsGiven: false)

    /// - Parameter time: the moment; `nil` where none is stated.
    init(world: World, choices: UndocumentedChoices, time: Timestamp?) {
        self.world = world
        self.choices = choices
        self.time = time ?? Self.defaultTime
        timeIsGiven = time != nil
        derivation = time.map { DerivedContext(time: $0, timeIsGiven: true) } ?? Self.defaultDerivation
    }

    /// The moment of what states none: 2026-01-01T00:00:00Z.
    static let defaultTime = Timestamp(secondsSinceEpoch: 1_767_225_600)

    /// The moment where one is stated: what has none is never too old.
    var statedTime: Timestamp? { timeIsGiven ? time : nil }
}
