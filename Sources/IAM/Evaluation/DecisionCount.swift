#if DEBUG
    import Synchronization

    /// Counts the decisions that are made while some work is done, so that tests can hold how many an answer takes. Builds
    /// for release have none of it: there a decision does nothing but decide.
    final class DecisionCount: Sendable {
        @TaskLocal private static var current: DecisionCount?
        private let number = Atomic<Int>(0)

        /// Notes one decision.
        static func note() { current?.number.add(1, ordering: .relaxed) }

        /// How many decisions some work makes.
        static func during(_ work: () throws -> Void) rethrows -> Int {
            let count = DecisionCount()
            try $current.withValue(count) { try work() }
            return count.number.load(ordering: .relaxed)
        }
    }
#endif
