import IAM
public import Reports
import STS
import SourceText

/// Tells what came of scenarios, as a neutral report.
public enum ScenarioReport {
    /// A group for each scenario, a finding for each case.
    public static func report(_ results: [ScenarioResult]) -> Report {
        Report(groups: results.map { group($0, $0.cases.map(finding)) })
    }

    /// The group of a scenario whose findings are known.
    public static func group(_ result: ScenarioResult, _ findings: [Finding]) -> ReportGroup {
        ReportGroup(
            name: result.scenario.name, path: result.scenario.path, about: result.scenario.about, findings: findings,
            tables: TruthTable.tables(result))
    }

    /// One case.
    public static func finding(_ result: CaseResult) -> Finding {
        let status: Finding.Status =
            switch result.status {
            case .passed: .passed
            case .failed: .failed
            case .todo: .todo
            }
        let brief = BriefAnswer(result.answer)
        return Finding(
            name: result.testCase.title, status: status, summary: ShownName.line(summary(result)),
            details: details(result).map(ShownName.line),
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
    private static func details(_ result: CaseResult) -> [String] {
        guard result.status != .passed else { return [] }
        let differences = result.differences.map { "\($0.what): expected \($0.expected), got \($0.got)" }
        let brief = BriefAnswer(result.testCase.question.answer(explaining: true)).lines
        return differences + brief.enumerated().map { $0 == 0 ? "the answer: \($1)" : $1 }
    }
}
