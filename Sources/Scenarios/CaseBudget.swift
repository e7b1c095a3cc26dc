import IAM
public import STS
public import SourceText

/// What the cases of all scenarios of one run may come to, so that neither time nor memory grows with the product of what small
/// files hold. What is refused is refused before it is asked.
public struct CaseBudget: Sendable {
    /// How many cases all scenarios may have.
    private let cases: Int
    /// How many values all cases may bring (`Node.weight`).
    private let values: Int
    private var spentCases = 0
    private var spentValues = 0

    /// All scenarios of a run may have as many cases as so many scenarios.
    public static let scenarios = 4
    /// How many values a case may bring, for each of as many cases as one scenario may have.
    public static let valuesOfCase = 200

    /// Begins with nothing spent.
    /// - Parameters:
    ///   - maxCases: how many cases one scenario may have.
    ///   - readings: how often each scenario is read.
    public init(maxCases: Int = ScenarioReader.caseLimit, readings: Int = 1) {
        self.init(
            cases: maxCases.multipliedClamping(by: Self.scenarios * readings),
            values: max(maxCases, ScenarioReader.caseLimit).multipliedClamping(by: Self.valuesOfCase * readings))
    }

    init(cases: Int, values: Int) {
        self.cases = cases
        self.values = values
    }

    /// Counts the cases of a scenario before any of them is made.
    /// - Returns: whether there may be so many.
    mutating func take(cases count: Int, at place: SourceLocation, _ diagnostics: inout Diagnostics) -> Bool {
        if count <= cases - spentCases {
            spentCases += count
            return true
        }
        diagnostics.error(
            "too-many-cases",
            "with the \(count) cases of this scenario all that are run come to \(spentCases + count); they may be \(cases), "
                + "and `--max-cases N` allows \(Self.scenarios) times N", at: place)
        return false
    }

    /// Counts what one case brings: what is asked, which each case reads anew, and what overlays copy.
    /// - Parameter number: the number of the case.
    /// - Returns: whether there may be so much.
    mutating func take(_ merged: Node, case number: Int, at place: SourceLocation, _ diagnostics: inout Diagnostics)
        -> Bool
    {
        let asked = (["request", "call", "steps"] as [MemberName]).reduce(0) { $0 + (merged[$1]?.weight ?? 0) }
        spentValues += asked + merged.ownSize + (merged["documents"]?.count ?? 0)
        if spentValues <= values { return true }
        diagnostics.error(
            "too-large",
            "with case \(number) of this scenario all cases that are run bring more than \(values) values: ask less in each, "
                + "or let the axes lie over less of the question, as each case has a copy of what they lie over",
            at: place)
        return false
    }
}

extension Int {
    fileprivate func multipliedClamping(by other: Int) -> Int {
        let (product, overflows) = multipliedReportingOverflow(by: other)
        return overflows ? .max : product
    }
}

/// How much comparing the cases of one run may take together, however few bytes ask for it: 3,000 patterns against 1,000 values of a
/// key are three million comparisons for each case.
public struct ComparisonBudget: Sendable {
    /// How many steps all cases may take (`ApplicablePolicies.comparisons`).
    public static let comparisons = 1_000_000_000

    private let whole: Int
    private var left: Int

    /// Begins with nothing spent.
    public init() { self.init(comparisons: Self.comparisons) }

    init(comparisons: Int) {
        whole = comparisons
        left = comparisons
    }

    /// Counts what an answer took.
    public mutating func take(_ answer: Answer) {
        for check in answer.steps.isEmpty ? answer.checks : [] {
            left -= check.policies.comparisons(for: check.request)
        }
        for step in answer.steps.compactMap(\.answer) { take(step) }
    }

    /// Why no further case is decided, if so much is spent.
    /// - Parameter place: where the first such case stands.
    public func refusal(at place: SourceLocation) -> Diagnostic? {
        if left >= 0 { return nil }
        return Diagnostic(
            "too-much-to-compare",
            "this case and those behind it are not decided: the cases before took over \(whole) steps of comparing values "
                + "with policies, as many as one run may take; ask fewer or shorter values, or run the scenarios apart",
            at: place)
    }
}
