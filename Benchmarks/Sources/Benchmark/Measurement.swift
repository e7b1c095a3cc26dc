import SourceText

/// What one benchmark measured: some rates or times, of which the median counts.
struct Measurement {
    /// The benchmark's letter and what it varies, such as `b decide`.
    let name: String
    /// What a value is, such as `decisions/s`.
    let unit: String
    /// One value a round.
    let values: [Double]
    /// What is to be reached, in words.
    let goal: String

    private var sorted: [Double] { values.sorted() }
    var median: Double { sorted[values.count / 2] }
    var smallest: Double { sorted[0] }
    var largest: Double { sorted[values.count - 1] }

    var json: JSONValue {
        .object([
            ("name", .string(name)), ("unit", .string(unit)), ("median", Self.number(median)),
            ("smallest", Self.number(smallest)), ("largest", Self.number(largest)), ("goal", .string(goal)),
        ])
    }

    /// A number as text, with as many digits as mean something.
    static func text(_ value: Double) -> String {
        if value >= 1_000 { return grouped(Int(value.rounded())) }
        let scaled = Int((value * 1_000).rounded())
        let fraction = String(scaled % 1_000)
        return "\(scaled / 1_000).\(String(repeating: "0", count: 3 - fraction.count))\(fraction)"
    }

    private static func grouped(_ number: Int) -> String {
        let digits = Array(String(number))
        return String(
            digits.enumerated().flatMap { index, digit -> [Character] in
                let rest = digits.count - index
                return index > 0 && rest.isMultiple(of: 3) ? [",", digit] : [digit]
            })
    }

    /// Numbers stand as text in the result file where they have fractions.
    private static func number(_ value: Double) -> JSONValue {
        value >= 1_000 ? .number(Int(value.rounded())) : .string(text(value))
    }
}

/// Runs work in rounds, the first of which is not counted.
enum Rounds {
    /// The rate of each round: how many times a second some work is done.
    /// - Parameter work: does the work so many times, and returns something that depends on all of it.
    static func rates(_ count: Int, rounds: Int = 5, _ work: (Int) -> Int) -> [Double] {
        times(rounds: rounds) { Sink.value &+= work(count) }.map { Double(count) / $0 }
    }

    /// The seconds that each round takes.
    static func times(rounds: Int = 5, _ work: () -> Void) -> [Double] {
        let clock = ContinuousClock()
        return (0...rounds).map { _ in
            let time = clock.measure(work)
            return Double(time.components.seconds) + Double(time.components.attoseconds) / 1e18
        }.dropFirst().map { $0 }
    }
}

/// Keeps results alive, so that no work is left out as useless.
enum Sink {
    nonisolated(unsafe) static var value = 0
}
