import IAM
import STS
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

        /// Whether a call of the step is refused, or it fails before: but for calls whose refusal it tolerates.
        public var isRefused: Bool {
            step.failure != nil || calls.contains { $0.isRefused && !$0.call.isTolerated }
        }

        /// The refused call with which it ends.
        private var refusal: JudgedCall? {
            calls.first { $0.isRefused && !$0.call.isTolerated && !$0.call.isOverlooked }
        }

        /// Whether it ends its job.
        var endsJob: Bool { step.failure != nil || refusal != nil || step.ending != nil }

        /// Whether it is nobody's knowledge that it ends its job: neither whether it runs, nor whether the call is made.
        var isConditional: Bool {
            step.condition.onSuccess == nil || step.failure == nil && refusal?.call.isConditional == true
        }
    }

    /// A call with what becomes of it.
    public struct JudgedCall: Sendable {
        /// The call.
        public let call: PredictedCall
        /// What becomes of it.
        public let verdict: CallJudge.Verdict
        /// Whether the decision hangs on what nobody tells, as policies read it.
        public let dependence: Dependence?
        /// What would become of it with another form of the token's subject, where that is something else (GH-3, GH-5).
        let otherForms: [(form: TokenClaims.Form, outcome: Outcome)]
        /// A change of the step, in place of the policies, that would have the call allowed.
        public let change: String?

        /// Whether AWS refuses the call.
        public var isRefused: Bool {
            dependence == nil && verdict.decision.map { $0 != .allowed } ?? false
        }
    }

    /// Whether some call cannot be asked, as a role or user in it is none of the accounts.
    public var isUnreadable: Bool {
        runs.contains { run in
            run.steps.contains { step in
                step.calls.contains { if case .unreadable = $0.verdict { true } else { false } }
            }
        }
    }

    /// Whether some call hangs on what nobody tells.
    public var isUnknown: Bool {
        runs.contains { run in
            run.steps.contains { step in
                step.calls.contains { call in
                    if case .unknown = call.verdict { true } else { call.dependence != nil }
                }
            }
        }
    }

    /// Whether some step would be refused.
    public var isRefused: Bool { runs.contains { $0.steps.contains(where: \.isRefused) } }

    /// Follows a workflow through some runs.
    /// - Parameters:
    ///   - files: where the workflows and actions are that it names.
    ///   - shared: what all workflows together may still come to.
    public init(
        _ workflow: Workflow, runs: [WorkflowRun], files: LocalFiles, judge: CallJudge,
        sharing shared: inout WorkflowBudget, _ diagnostics: inout Diagnostics
    ) {
        self.workflow = workflow
        let whole = WorkflowRunner.Budget().bounded(by: shared.left)
        var budget = whole
        defer { shared.left = shared.left.less(whole.less(budget)) }
        self.runs = runs.map { run in
            var runner = WorkflowRunner(run, files: files, budget: budget)
            let steps = runner.steps(of: workflow, &diagnostics)
            budget = runner.budget
            return Run(run: run, steps: Self.judged(steps, runner.jobRuns, judge))
        }
        guard budget.isSpent, let place = workflow.jobs.first?.location else { return }
        diagnostics.error(
            "too-many",
            "\(workflow.file.path) comes to more than \(WorkflowRunner.Budget().jobs) jobs, or "
                + "\(WorkflowRunner.Budget().calls) calls, or all workflows of the command to more than "
                + "\(WorkflowBudget.whole.jobs) and \(WorkflowBudget.whole.calls); the others are not followed",
            at: place)
    }

    /// The steps with what becomes of their calls. Jobs are told in the order of the file, and run in that of their needs.
    private static func judged(_ steps: [PredictedStep], _ runs: [JobRun], _ judge: CallJudge) -> [JudgedStep] {
        var flow = JobFlow(runs)
        var judged: [Int: JudgedStep] = [:]
        for index in steps.indices.sorted(by: { (steps[$0].jobRun, $0) < (steps[$1].jobRun, $1) }) {
            guard let step = flow.reached(steps[index]) else { continue }
            let result = Self.judged(step, judge)
            flow.note(result)
            judged[index] = result
        }
        return steps.indices.compactMap { judged[$0] }
    }

    private static func judged(_ step: PredictedStep, _ judge: CallJudge) -> JudgedStep {
        var calls: [JudgedCall] = []
        var refused = RefusedCalls()
        for call in step.calls {
            let result = judged(refused.isEmpty ? call : call.losing(refused), of: step, judge)
            calls.append(result)
            guard result.isRefused else { continue }
            if !call.isTolerated, !call.isConditional, !call.isOverlooked { break }
            refused.insert(call)
        }
        return JudgedStep(step: step, calls: calls)
    }

    private static func judged(_ call: PredictedCall, of step: PredictedStep, _ judge: CallJudge) -> JudgedCall {
        let verdict = judge.verdict(on: call)
        let others = step.otherForms.filter { $0.call.isOfSameOperation(as: call) }.compactMap { other in
            judge.verdict(on: other.call).decision.map { (form: other.form, outcome: $0) }
        }
        return JudgedCall(
            call: call, verdict: verdict, dependence: Dependence.find(call, verdict, judge),
            otherForms: others.filter { $0.outcome != verdict.decision },
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
