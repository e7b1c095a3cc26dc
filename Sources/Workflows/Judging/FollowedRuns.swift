import IAM
import SourceText

/// The runs of workflows that questions have asked about so far. Cases of a scenario that differ in policies alone ask about
/// one run, and it is followed once; all runs of all cases together have one budget.
final class FollowedRuns {
    private struct Followed {
        let steps: [PredictedStep]?
        let diagnostics: Diagnostics
    }

    private var known: NameMap<Followed> = [:]
    /// The keys of what is known, the oldest first.
    private var keys: [String] = []
    private var left = FollowedRuns.whole

    /// How many runs are kept.
    private static let limit = 64
    /// What all runs together may come to.
    private static let whole = WorkflowRunner.Budget(jobs: 5_000, steps: 50_000, commands: 100_000, calls: 20_000)
    /// The members of a call on which the run depends, other than the workflow.
    private static let members: [MemberName] = ["event", "ref", "repository", "environment", "set"]

    /// What the next run may come to.
    var budget: WorkflowRunner.Budget { WorkflowRunner.Budget().bounded(by: left) }

    /// Takes note of what a run came to.
    /// - Parameter rest: what is left of the budget that the run got.
    func spend(upTo rest: WorkflowRunner.Budget) {
        left = left.less(budget.less(rest))
    }

    /// The steps of the run that a call asks about; `nil` where it cannot be followed.
    /// - Parameters:
    ///   - call: the member `call` of a question.
    ///   - workflow: the file of the workflow.
    ///   - follow: follows the run where nobody has asked about it yet.
    func steps(
        asking call: Node, of workflow: Node, at path: Node, _ diagnostics: inout Diagnostics,
        following follow: (inout Diagnostics) -> [PredictedStep]?
    ) -> [PredictedStep]? {
        let key = Self.key(of: call, workflow.file.path)
        if let known = known[key] {
            diagnostics.add(contentsOf: known.diagnostics)
            return known.steps
        }
        guard !left.isUsedUp else {
            diagnostics.error(
                "too-many",
                "the runs of workflows that these cases ask about come to more than \(Self.whole.commands) commands or "
                    + "\(Self.whole.jobs) jobs together; the others are not followed", at: path.location)
            return nil
        }
        var own = Diagnostics()
        let steps = follow(&own)
        keep(Followed(steps: steps, diagnostics: own), as: key)
        diagnostics.add(contentsOf: own)
        return steps
    }

    private static func key(of call: Node, _ path: String) -> String {
        let values = members.map { call[$0].map { JSONWriter.text(JSONValue($0)) } ?? "" }
        return ([path] + values).joined(separator: "\n")
    }

    private func keep(_ run: Followed, as key: String) {
        if keys.count >= Self.limit { known[keys.removeFirst()] = nil }
        known[key] = run
        keys.append(key)
    }
}

extension WorkflowRunner.Budget {
    /// Whether no further run can be followed.
    var isUsedUp: Bool { jobs <= 0 || commands <= 0 || calls <= 0 || steps <= 0 }

    /// No more than another budget allows.
    func bounded(by other: Self) -> Self {
        Self(
            jobs: min(jobs, other.jobs), steps: min(steps, other.steps), commands: min(commands, other.commands),
            calls: min(calls, other.calls), outputBytes: outputBytes)
    }

    /// What is left where some of it is spent.
    func less(_ spent: Self) -> Self {
        Self(
            jobs: jobs - spent.jobs, steps: steps - spent.steps, commands: commands - spent.commands,
            calls: calls - spent.calls, outputBytes: outputBytes)
    }
}

/// What all workflows of one command together may come to; each by itself has a bound of its own.
public struct WorkflowBudget {
    static let whole = WorkflowRunner.Budget(jobs: 10_000, steps: 50_000, commands: 250_000, calls: 20_000)
    var left = whole

    /// The whole of it.
    public init() {}
}
