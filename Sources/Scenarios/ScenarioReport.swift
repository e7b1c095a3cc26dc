import IAM
public import Reports
public import STS
import SourceText

/// Tells what came of scenarios, as a neutral report.
public enum ScenarioReport {
    /// A group for each scenario, a finding for each case.
    public static func report(_ results: [ScenarioResult]) -> Report {
        Report(
            groups: results.map { result in
                ReportGroup(
                    name: result.scenario.name, path: result.scenario.path, findings: result.cases.map(finding))
            })
    }

    /// One case.
    public static func finding(_ result: CaseResult) -> Finding {
        let status: Finding.Status =
            switch result.status {
            case .passed: .passed
            case .failed: .failed
            case .todo: .todo
            }
        return Finding(
            name: result.testCase.title, status: status, summary: summary(result), details: details(result),
            location: result.testCase.expectation.location)
    }

    private static func summary(_ result: CaseResult) -> String {
        if let todo = result.testCase.expectation.todo {
            return result.status == .todo ? "todo: \(todo)" : "passes, though it is marked `todo`: \(todo)"
        }
        guard let first = result.differences.first else { return describe(result.answer) }
        return "\(first.what): expected \(first.expected), got \(first.got)"
    }

    private static func details(_ result: CaseResult) -> [String] {
        guard result.status != .passed else { return [] }
        let differences = result.differences.map { "\($0.what): expected \($0.expected), got \($0.got)" }
        return differences + ["reason: \(describe(result.answer))"] + reasons(result.answer)
    }

    /// The answer in one line.
    public static func describe(_ answer: Answer) -> String {
        var text = answer.decision.rawValue
        if let action = answer.action, answer.decision != .allowed { text += " of \(action)" }
        if !answer.blockedBy.isEmpty { text += ", blocked by \(answer.blockedBy.map(\.name).joined(separator: ", "))" }
        if answer.decision == .failed, let error = answer.error { text += ": \(error.code): \(error.message)" }
        if !answer.caveats.isEmpty { text += ", rests on \(answer.caveats.map(\.rule).joined(separator: ", "))" }
        return text
    }

    /// The statements that decide, and for what blocks silently, the policies that were asked.
    private static func reasons(_ answer: Answer) -> [String] {
        let evaluations = (answer.deciding.map { [$0] } ?? answer.checks).map(\.evaluation)
        let deciding = evaluations.flatMap { evaluation in
            evaluation.decidingStatements.map { statement in
                "\(evaluation.request.action): \(statement.statement.effect.rawValue) by \(statement.type.rawValue)"
                    + " policy `\(statement.policy)`, statement \(statement.reference)"
                    + " (\(statement.statement.location.description))"
            }
        }
        return deciding + silent(answer)
    }

    private static func silent(_ answer: Answer) -> [String] {
        guard let evaluation = answer.deciding?.evaluation, evaluation.decision.verdict == .implicitDeny else {
            return []
        }
        return evaluation.decision.blockedBy.types.map { type in
            let policies = evaluation.policyTypes.first { $0.type == type }?.policies ?? []
            let names = policies.map { "`\($0.policy.name)`" }.joined(separator: ", ")
            return policies.isEmpty
                ? "there is no \(type.rawValue) policy" : "no statement of \(type.rawValue) policy \(names) allows it"
        }
    }
}
