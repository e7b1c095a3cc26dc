import IAM
public import STS
public import SourceText

/// What happens when a workflow runs: for each way of running it, the steps that call STS and what AWS answers.
public struct WorkflowPrediction: Sendable {
    /// The workflow.
    public let workflow: Workflow
    /// The ways of running it.
    public let runs: [Run]

    /// One way of running the workflow.
    public struct Run: Sendable {
        /// What started it, and where.
        public let run: WorkflowRun
        /// The steps that call STS.
        public let steps: [JudgedStep]
    }

    /// A step with the answers to its calls.
    public struct JudgedStep: Sendable {
        /// What the step does.
        public let step: PredictedStep
        /// Its calls with what becomes of them, up to the first that is refused.
        public let calls: [JudgedCall]

        /// Whether the step ends with a refusal.
        public var isRefused: Bool { step.failure != nil || calls.contains(where: \.isRefused) }
    }

    /// A call with what becomes of it.
    public struct JudgedCall: Sendable {
        /// The call.
        public let call: PredictedCall
        /// What becomes of it.
        public let verdict: CallJudge.Verdict
        /// Whether the decision hangs on what nobody tells, as policies read it.
        public let dependence: Dependence?
        /// What would become of it with the token's subject in its immutable form, where that is something else (GH-5).
        public let immutable: Outcome?
        /// A change of the step, in place of the policies, that would have the call allowed.
        public let change: String?

        /// Whether AWS refuses the call.
        public var isRefused: Bool {
            dependence == nil && verdict.decision.map { $0 != .allowed } ?? false
        }
    }

    /// Whether some step would be refused.
    public var isRefused: Bool { runs.contains { $0.steps.contains(where: \.isRefused) } }

    /// Follows a workflow through some runs.
    public init(
        _ workflow: Workflow, runs: [WorkflowRun], judge: CallJudge, _ diagnostics: inout Diagnostics
    ) {
        self.workflow = workflow
        var budget = Self.limit
        self.runs = runs.map { run in
            Run(run: run, steps: Self.judged(Self.steps(of: workflow, in: run, &budget, &diagnostics), judge))
        }
        guard budget < 0, let place = workflow.jobs.first?.location else { return }
        diagnostics.error(
            "too-many", "\(workflow.file.path) comes to more than \(Self.limit) jobs; the others are not followed",
            at: place)
    }

    /// A step that fails ends its job.
    private static func judged(_ steps: [PredictedStep], _ judge: CallJudge) -> [JudgedStep] {
        var ended: Set<Int> = []
        return steps.map { step in
            guard step.runsAlways || !ended.contains(step.jobRun) else {
                var step = step
                step.notes = ["not reached, as a step before it fails"]
                step.failure = nil
                return JudgedStep(step: step, calls: [])
            }
            let judged = judged(step, judge)
            if judged.isRefused { ended.insert(step.jobRun) }
            return judged
        }
    }

    /// How many jobs are followed, those of matrices and of other events counted each.
    static let limit = 1_000

    /// The steps that call STS in one way of running a workflow, or would.
    /// - Parameter budget: how many jobs more are followed; less than none where there are more.
    static func steps(
        of workflow: Workflow, in run: WorkflowRun, _ budget: inout Int, _ diagnostics: inout Diagnostics
    ) -> [PredictedStep] {
        var steps: [PredictedStep] = []
        for job in workflow.jobs where budget >= 0 {
            for matrix in combinations(workflow, job, run, &diagnostics) {
                budget -= 1
                guard budget >= 0 else { break }
                var runner = JobRunner(workflow, job, run, matrix: matrix)
                steps += runner.predict(&diagnostics).map { step in
                    var step = step
                    step.jobRun = budget
                    return step
                }
            }
        }
        return steps
    }

    private static func combinations(
        _ workflow: Workflow, _ job: Job, _ run: WorkflowRun, _ diagnostics: inout Diagnostics
    ) -> [ExpressionValue.Members] {
        guard let matrix = job.matrix else { return [ExpressionValue.Members()] }
        let evaluator = ExpressionEvaluator(contexts: JobRunner.contexts(workflow, run, job: job.id))
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

    private static func judged(_ step: PredictedStep, _ judge: CallJudge) -> JudgedStep {
        var calls: [JudgedCall] = []
        for call in step.calls {
            calls.append(judged(call, of: step, judge))
            if calls.last?.isRefused == true { break }
        }
        return JudgedStep(step: step, calls: calls)
    }

    private static func judged(_ call: PredictedCall, of step: PredictedStep, _ judge: CallJudge) -> JudgedCall {
        let verdict = judge.verdict(on: call)
        let other = call.operation == step.immutable?.operation ? step.immutable.map(judge.verdict) : nil
        return JudgedCall(
            call: call, verdict: verdict, dependence: Dependence.find(call, verdict, judge),
            immutable: other?.decision == verdict.decision ? nil : other?.decision,
            change: change(call, of: step, verdict, judge))
    }

    /// Without tags the check of `sts:TagSession` falls away (CAC-13); whether that is enough is asked.
    private static func change(
        _ call: PredictedCall, of step: PredictedStep, _ verdict: CallJudge.Verdict, _ judge: CallJudge
    ) -> String? {
        guard call.hasTags, let decision = verdict.decision, decision != .allowed,
            judge.verdict(on: call.withoutTags).decision == .allowed
        else { return nil }
        return step.untagging
    }
}
