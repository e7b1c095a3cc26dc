import IAM
public import Reports
import STS
import SourceText

/// Tells what came of scenarios, as a neutral report.
public enum ScenarioReport {
    /// For how many cases that do not pass a run looks for what to change: that takes many decisions for each.
    public static let explainedCases = 100

    /// A group for each scenario, a finding for each case.
    public static func report(_ results: [ScenarioResult]) -> Report {
        var notPassed = 0
        return Report(
            groups: results.map { result in
                group(result, result.cases.map { finding($0, counting: &notPassed) })
            })
    }

    /// One case of a run.
    /// - Parameter count: how many cases did not pass before this one; it is counted, too.
    public static func finding(_ result: CaseResult, counting count: inout Int) -> Finding {
        let isExplained = count < explainedCases
        if result.status != .passed { count += 1 }
        return finding(result, isExplained: isExplained)
    }

    /// The group of a scenario whose findings are known.
    public static func group(_ result: ScenarioResult, _ findings: [Finding]) -> ReportGroup {
        ReportGroup(
            name: result.scenario.name, path: result.scenario.path, about: result.scenario.about, findings: findings,
            tables: TruthTable.tables(result))
    }

    /// One case.
    /// - Parameter isExplained: whether it is looked for what to change where it does not pass.
    static func finding(_ result: CaseResult, isExplained: Bool) -> Finding {
        let status: Finding.Status =
            switch result.status {
            case .passed: .passed
            case .failed: .failed
            case .todo: .todo
            }
        let brief = BriefAnswer(result.answer)
        return Finding(
            name: result.testCase.title, status: status, summary: ShownName.line(summary(result)),
            details: details(result, isExplained).map(ShownName.line),
            location: result.testCase.expectation.location, answer: result.answer,
            evidence: (brief.evidence + brief.nearestEvidence).map {
                .init(text: ShownName.line($0.text), location: $0.location)
            }, furtherEvidence: brief.furtherEvidence)
    }

    private static func summary(_ result: CaseResult) -> String {
        if let todo = result.testCase.expectation.todo {
            return result.status == .todo ? "todo: \(todo)" : "passes, though it is marked `todo`: \(todo)"
        }
        guard let first = result.differences.first else { return BriefAnswer.headline(result.answer) }
        return "\(first.what): expected \(first.expected), got \(first.got)"
    }

    /// What differs, and the short form of the explanation.
    private static func details(_ result: CaseResult, _ isExplained: Bool) -> [String] {
        guard result.status != .passed else { return [] }
        let differences = result.differences.map { "\($0.what): expected \($0.expected), got \($0.got)" }
        let answer = isExplained ? result.testCase.question.answer(explaining: true) : result.answer
        let lines = BriefAnswer(answer).lines.enumerated().map { $0 == 0 ? "the answer: \($1)" : $1 }
        let rest =
            "what to change is told of the first \(explainedCases) cases that do not pass; `iamsim explain` tells it of each"
        return differences + lines + (isExplained ? [] : [rest])
    }
}
