public import Testing

/// What must hold of every question: tried with many that are made by chance, and told with the smallest that fails.
public enum Property {
    /// Tries a property.
    /// - Parameters:
    ///   - count: how many questions whose policies can be read.
    ///   - seed: the chance.
    ///   - holds: whether the property holds; `nil` where the question does not bear on it.
    public static func check(
        _ count: Int, seed: UInt64, sourceLocation: SourceLocation = #_sourceLocation,
        _ holds: (QuestionSketch, inout Dice) -> Bool?
    ) {
        var dice = Dice(seed: seed)
        var (tried, bearing) = (0, 0)
        while tried < count * 20, bearing < count {
            tried += 1
            let question = QuestionSketch.random(&dice)
            let state = dice
            guard let result = holds(question, &dice) else { continue }
            bearing += 1
            guard !result else { continue }
            let least = shrink(question) { candidate in
                var dice = state
                return holds(candidate, &dice) == false
            }
            Issue.record("fails, with seed \(seed), for\n\(least)", sourceLocation: sourceLocation)
            return
        }
        #expect(bearing == count, "too few of \(tried) questions bear on it", sourceLocation: sourceLocation)
    }

    /// The smallest question that still fails, found by leaving out one part after the other.
    private static func shrink(_ question: QuestionSketch, _ fails: (QuestionSketch) -> Bool) -> QuestionSketch {
        var least = question
        while let smaller = least.smaller.first(where: fails) { least = smaller }
        return least
    }
}
