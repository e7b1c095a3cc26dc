public import STS

/// What came of one case.
public struct CaseResult: Sendable {
    /// What it comes to.
    public enum Status: Sendable, Hashable {
        /// As expected.
        case passed
        /// Not as expected, or as expected though `todo` says it is not.
        case failed
        /// Not as expected, as `todo` says.
        case todo
    }

    /// The case.
    public let testCase: ScenarioCase
    /// The answer.
    public let answer: Answer
    /// The assertions that do not hold.
    public let differences: [Difference]

    /// What the case comes to.
    public var status: Status {
        guard testCase.expectation.todo != nil else { return differences.isEmpty ? .passed : .failed }
        return differences.isEmpty ? .failed : .todo
    }

    /// Whether the answer hangs on undocumented behaviour.
    public var restsOnCaveats: Bool { !answer.caveats.isEmpty }
}

/// What came of the cases of one scenario.
public struct ScenarioResult: Sendable {
    /// The scenario.
    public let scenario: Scenario
    /// The results of the cases that were run, in the order of the scenario.
    public let cases: [CaseResult]

    /// Puts results together.
    public init(scenario: Scenario, cases: [CaseResult]) {
        self.scenario = scenario
        self.cases = cases
    }
}

/// Runs cases.
public struct ScenarioRunner: Sendable {
    /// Whether a case that rests on undocumented behaviour must say so.
    public var strictCaveats: Bool

    /// Makes a runner.
    public init(strictCaveats: Bool = false) {
        self.strictCaveats = strictCaveats
    }

    /// Answers the question of a case and compares the answer with what is expected.
    public func run(_ testCase: ScenarioCase) -> CaseResult {
        let answer = testCase.question.answer()
        var differences = testCase.expectation.differences(from: answer)
        if strictCaveats, !answer.caveats.isEmpty, testCase.expectation.caveats == nil {
            let rules = answer.caveats.map(\.rule).joined(separator: ", ")
            differences.append(Difference(what: "caveats", expected: "to be asserted (--strict-caveats)", got: rules))
        }
        return CaseResult(testCase: testCase, answer: answer, differences: differences)
    }
}
