import IAM
import Questions
import SourceText
import Testing

@testable import Workflows

/// What all workflows of one command come to has a bound, however many there are and though each keeps to its own.
@Suite struct WorkflowBudgetTests {
    /// A workflow of some jobs, each of which makes some calls.
    private static func workflow(jobs: Int, calls: Int) -> String {
        let lines = String(repeating: "          aws sts get-caller-identity\n", count: calls)
        let numbers = (0..<jobs).map(String.init).joined(separator: ", ")
        return """
            on: push
            jobs:
              a:
                runs-on: ubuntu-latest
                strategy: {matrix: {n: [\(numbers)]}}
                steps:
                  - run: |
            \(lines)
            """
    }

    /// What some workflows come to that share a budget, and which of them are said not to be followed.
    private func follow(_ texts: [String], _ budget: inout WorkflowBudget) -> (jobs: Int, calls: Int, faults: [Int]) {
        var (jobs, calls, faults) = (0, 0, [Int]())
        for (index, text) in texts.enumerated() {
            var diagnostics = Diagnostics()
            let node = SourceParser.parse(SourceFile(path: "w\(index).yml", text: text), &diagnostics)
            guard let workflow = node.flatMap({ WorkflowReader.read($0, &diagnostics) }) else { continue }
            let library = PolicyLibrary { _, _ in nil }
            let prediction = WorkflowPrediction(
                workflow, runs: WorkflowRun.all(of: workflow, repository: nil, values: [:]),
                files: LocalFiles(library: library, of: workflow),
                judge: CallJudge(base: nil, library: library, &diagnostics), sharing: &budget, &diagnostics)
            let steps = prediction.runs.flatMap(\.steps)
            jobs += steps.count
            calls += steps.reduce(0) { $0 + $1.step.calls.count }
            if diagnostics.all.contains(where: { $0.id == "too-many" }) { faults.append(index) }
        }
        return (jobs, calls, faults)
    }

    @Test func theWholeIsAFewWorkflowsAtTheirOwnBound() {
        let own = WorkflowRunner.Budget()
        let whole = WorkflowBudget.whole
        #expect(whole.jobs <= 10 * own.jobs && whole.calls <= 5 * own.calls)
        #expect(whole.steps <= 5 * own.steps && whole.commands <= 5 * own.commands)
        #expect(WorkflowBudget().left.calls == whole.calls && WorkflowBudget().left.jobs == whole.jobs)
    }

    /// Twice the workflows are no more work, and each that is left out is told.
    @Test(arguments: [8, 16]) func callsAreCountedOverAllWorkflows(count: Int) {
        var budget = WorkflowBudget()
        budget.left.calls = 10
        let result = follow(Array(repeating: Self.workflow(jobs: 3, calls: 1), count: count), &budget)
        // The job with which the bound is passed is still followed.
        #expect(result.calls == 11, "\(result)")
        #expect(result.faults == Array(3..<count), "\(result)")
    }

    @Test(arguments: [8, 16]) func jobsAreCountedOverAllWorkflows(count: Int) {
        var budget = WorkflowBudget()
        budget.left.jobs = 10
        let result = follow(Array(repeating: Self.workflow(jobs: 3, calls: 1), count: count), &budget)
        #expect(result.jobs == 10, "\(result)")
        #expect(result.faults == Array(3..<count), "\(result)")
    }

    /// Of scripts, what is not followed is told at their steps.
    @Test(arguments: [8, 16]) func commandsAreCountedOverAllWorkflows(count: Int) {
        var budget = WorkflowBudget()
        budget.left.commands = 50
        let result = follow(Array(repeating: Self.workflow(jobs: 3, calls: 4), count: count), &budget)
        #expect(result.calls <= 50, "\(result)")
    }
}
