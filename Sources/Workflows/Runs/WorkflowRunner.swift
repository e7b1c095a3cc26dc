import SourceText

/// Goes through the jobs of a workflow, and of those that it calls, in the order in which they need each other.
struct WorkflowRunner {
    private let run: WorkflowRun
    private let files: LocalFiles
    /// The runs of jobs so far.
    private(set) var jobRuns: [JobRun] = []
    /// What is still followed; less than nothing where there is more.
    private(set) var budget: Budget

    /// How much of a workflow is followed.
    struct Budget {
        /// Jobs, those of matrices, of called workflows and of other events counted each.
        var jobs = 1_000
        /// Steps of composite actions.
        var steps = 10_000
        /// Commands of scripts, those of loops counted each time.
        var commands = 50_000
        /// Calls of STS.
        var calls = 5_000
        /// Bytes of the outputs of all jobs, as many as GitHub allows in a run.
        var outputBytes = OutputLimits.limitOfRun

        /// Whether there was more than that.
        var isSpent: Bool { jobs < 0 || calls < 0 }
    }

    init(_ run: WorkflowRun, files: LocalFiles, budget: Budget) {
        self.run = run
        self.files = files
        self.budget = budget
    }

    /// What came of a job, or of all jobs of a called workflow.
    private struct Outcome {
        /// The places of its runs among all.
        var runs: [Int] = []
        /// What the jobs behind it get to know; `nil` where that is not known.
        var outputs: ExpressionValue.Members?
        var isSkipped = false
        var steps: [PredictedStep] = []
    }

    /// The steps that call STS, or would.
    mutating func steps(of workflow: Workflow, _ diagnostics: inout Diagnostics) -> [PredictedStep] {
        let steps = follow(WorkflowCall(workflow), calledBy: nil, &diagnostics).steps
        // What GitHub does not start does not run in part either.
        let refused = steps.filter { $0.failure?.isOfWorkflow == true }
        return refused.isEmpty ? steps : refused
    }

    private mutating func follow(
        _ call: WorkflowCall, calledBy caller: Int?, _ diagnostics: inout Diagnostics
    ) -> Outcome {
        var outcomes: NameMap<Outcome> = [:]
        for job in JobOrder.of(call.workflow, &diagnostics) where !budget.isSpent {
            let needed = job.needs.compactMap { need in outcomes[need.string].map { (id: need.string, outcome: $0) } }
            outcomes[job.id] = follow(job, of: call, needed, calledBy: caller, &diagnostics)
        }
        var all = Outcome()
        let inOrder = call.workflow.jobs.compactMap { job in outcomes[job.id].map { (id: job.id, outcome: $0) } }
        for (_, outcome) in inOrder {
            all.runs += outcome.runs
            all.steps += outcome.steps
        }
        let evaluator = JobRunner.evaluator(call, run, jobs: Self.context(inOrder, open: run.open("jobs")))
        var outputs = ExpressionValue.Members()
        for output in call.workflow.outputs {
            outputs.set(output.name, evaluator.told(output.value, &diagnostics))
        }
        all.outputs = OutputLimits.bounded(outputs, &budget.outputBytes)
        return all
    }

    /// Follows a job with all combinations of its matrix.
    private mutating func follow(
        _ job: Job, of call: WorkflowCall, _ needed: [(id: String, outcome: Outcome)], calledBy caller: Int?,
        _ diagnostics: inout Diagnostics
    ) -> Outcome {
        var all = Outcome()
        let evaluator = JobRunner.evaluator(
            call, run, job: job, needs: Self.context(needed, open: run.open("needs")))
        let needs = needed.flatMap(\.outcome.runs)
        for matrix in Self.combinations(job, evaluator, &diagnostics) {
            budget.jobs -= 1
            guard !budget.isSpent else { break }
            let index = jobRuns.count
            jobRuns.append(JobRun(needs: needs, caller: caller, continuesOnError: false))
            all.runs.append(index)
            var runner = JobRunner(call, job, run, matrix: matrix, evaluator, files: files, budget: budget)
            runner.jobRun = index
            let prediction = runner.predict(&diagnostics)
            budget.steps = runner.innerSteps
            budget.commands = runner.commands
            budget.outputBytes = runner.outputBytes
            budget.calls -= prediction.steps.reduce(0) { $0 + $1.calls.count }
            jobRuns[index].continuesOnError = prediction.continuesOnError
            jobRuns[index].condition = prediction.condition
            all.isSkipped = prediction.condition.isNever
            var steps = prediction.steps
            var outputs = prediction.outputs
            if let called = prediction.call {
                let inner = follow(called, calledBy: index, &diagnostics)
                jobRuns[index].called = inner.runs
                outputs = inner.outputs
                steps += prediction.noting(inner.steps)
            }
            all.steps += steps
            all.outputs = Self.merged(all.outputs, outputs)
        }
        return all
    }

    /// What several runs of one job tell: the last one wins, and which that is nobody tells.
    private static func merged(
        _ first: ExpressionValue.Members?, _ second: ExpressionValue.Members?
    ) -> ExpressionValue.Members? {
        guard let first, let second else { return first ?? second }
        var merged = second
        for member in second.all where first[member.name] != member.value {
            merged.set(member.name, .unknown(["which job of the matrix ends last"]))
        }
        return merged
    }

    /// The context `needs`, or `jobs`. What is stated counts more than what was found.
    private static func context(
        _ outcomes: [(id: String, outcome: Outcome)], open stated: ExpressionValue
    ) -> ExpressionValue {
        guard case .object(var members) = stated else { return stated }
        for (id, outcome) in outcomes {
            var own = ExpressionValue.Members(openName: "\(members.openName ?? "needs").\(id)")
            if outcome.isSkipped { own.set("result", .string("skipped")) }
            if let outputs = outcome.outputs { own.set("outputs", .object(outputs)) }
            members.set(id, .object(own).overlaid(with: members[id]))
        }
        return .object(members)
    }

    private static func combinations(
        _ job: Job, _ evaluator: ExpressionEvaluator, _ diagnostics: inout Diagnostics
    ) -> [ExpressionValue.Members] {
        guard let matrix = job.matrix else { return [ExpressionValue.Members()] }
        do {
            switch try MatrixCombinations.of(matrix, evaluator) {
            case .known(let combinations): return combinations
            case .unknown: return [ExpressionValue.Members(openName: "matrix")]
            case .tooMany(let count):
                diagnostics.error(
                    "too-many", "a matrix of \(count) jobs: GitHub runs at most \(MatrixCombinations.limit)",
                    at: matrix.location)
                return []
            }
        } catch {
            diagnostics.error("invalid-expression", error.message, at: matrix.location)
            return []
        }
    }
}

extension ExpressionValue {
    /// An object with the known members of another one laid over its own.
    func overlaid(with top: ExpressionValue) -> ExpressionValue {
        guard case .object(var members) = self, case .object(let others) = top else {
            if case .unknown = top { return self }
            return top == .null ? self : top
        }
        for member in others.all { members.set(member.name, members[member.name].overlaid(with: member.value)) }
        return .object(members)
    }
}
