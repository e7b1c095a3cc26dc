import SourceText

/// What a job was found to do.
struct JobPrediction {
    /// The steps that call STS, or would.
    var steps: [PredictedStep] = []
    /// What the jobs behind get to know; `nil` where nobody tells it.
    var outputs: ExpressionValue.Members?
    /// The workflow that the job calls in place of steps.
    var call: WorkflowCall?
    /// When it runs.
    var condition = RunCondition()
    /// Whether the jobs behind it run although it fails.
    var continuesOnError = false
    /// What was supposed of the job as a whole.
    var notes: [String] = []

    /// Steps of the job, the first of which tells what was supposed of it.
    func noting(_ steps: [PredictedStep]) -> [PredictedStep] {
        var steps = steps
        if !steps.isEmpty { steps[0].notes += notes }
        return steps
    }
}

// Follows the workflows and the actions of the repository that a job uses.
extension JobRunner {
    // MARK: Workflows

    /// Follows a job that calls a workflow.
    func follow(workflow uses: Node, _ prediction: inout JobPrediction, _ diagnostics: inout Diagnostics) {
        var step = makeStep("the job itself", at: job.location)
        guard uses.string.hasPrefix("./") else {
            step.notes = ["the workflow `\(uses.string)` of another repository, which the job calls, is not followed"]
            prediction.steps = prediction.noting([step])
            return
        }
        guard case .found(let workflow) = files.workflow(uses, &diagnostics) else {
            diagnostics.error(
                "unknown-workflow", "`\(uses.string)` is no workflow of the repository", at: uses.location)
            return
        }
        guard isFollowed(workflow, uses, &diagnostics) else { return }
        var called = WorkflowCall(workflow, from: call)
        called.title = titleOfCalled
        called.mayRequestToken = mayRequestToken
        called.secrets = secrets(&diagnostics)
        called.inputs = inputs(of: workflow, &diagnostics)
        let refused = refusals(of: workflow)
        if refused.isEmpty { prediction.call = called }
        prediction.steps = refused.map { id in
            step.failure = PredictedStep.Failure(
                isOfWorkflow: true,
                message: "The nested job '\(id)' is requesting 'id-token: write', but is only allowed 'id-token: none'."
            )
            step.notes = ["the job that calls it takes `permissions: {id-token: write}`"]
            return step
        }
    }

    private func isFollowed(_ workflow: Workflow, _ uses: Node, _ diagnostics: inout Diagnostics) -> Bool {
        if call.trail.contains(workflow.file.path) {
            diagnostics.error(
                "cyclic-uses", "the workflow calls itself by way of `\(uses.string)`", at: uses.location)
            return false
        }
        guard call.trail.count < WorkflowCall.levels else {
            diagnostics.error(
                "too-many", "more than \(WorkflowCall.levels) workflows call each other, which GitHub refuses",
                at: uses.location)
            return false
        }
        guard workflow.triggers.contains(where: { $0.event == "workflow_call" }) else {
            diagnostics.error(
                "unknown-workflow", "`\(uses.string)` cannot be called, as it has no trigger `workflow_call`",
                at: uses.location)
            return false
        }
        return true
    }

    /// The jobs of a workflow that ask for a token which the job that calls it may not grant: GitHub then starts nothing.
    private func refusals(of workflow: Workflow) -> [String] {
        if mayRequestToken { return [] }
        return workflow.jobs.filter { $0.mayRequestToken ?? workflow.mayRequestToken ?? false }.map(\.id)
    }

    private func secrets(_ diagnostics: inout Diagnostics) -> ExpressionValue {
        switch job.secrets {
        case .inherited: return evaluator.contexts["secrets"]
        case .listed(let settings):
            var secrets = outputs(settings, &diagnostics)
            secrets.set("GITHUB_TOKEN", .unknown(["secrets.GITHUB_TOKEN"]))
            return .object(secrets)
        }
    }

    private func inputs(of workflow: Workflow, _ diagnostics: inout Diagnostics) -> ExpressionValue.Members {
        let declared = workflow.triggers.first { $0.event == "workflow_call" }?.inputs ?? []
        var own = Diagnostics()
        let known = NameSet(declared.map { $0.name.lowercased() })
        let passed = NameSet(job.with.map { $0.name.lowercased() })
        for given in job.with where !known.contains(given.name.lowercased()) {
            diagnostics.error(
                "unknown-input",
                "the workflow takes no input `\(given.name)`"
                    + Suggestion.hint(for: given.name, among: declared.map(\.name)), at: given.value.location)
        }
        for input in declared where input.isRequired && input.standard == nil {
            if passed.contains(input.name.lowercased()) { continue }
            diagnostics.error(
                "missing-input", "the workflow needs the input `\(input.name)`", at: job.uses?.location ?? job.location)
        }
        let inputs = WorkflowCall.inputs(declared, given: outputs(job.with, &diagnostics, ofJob)) {
            evaluator.told($0, &own)
        }
        diagnostics.add(contentsOf: own)
        return inputs
    }

    // MARK: Actions

    /// How deep composite actions are followed, as the runner does.
    private static let depthLimit = 9

    /// Follows a step that uses an action of the repository.
    mutating func follow(
        action uses: Node, of step: Step, _ empty: PredictedStep, _ diagnostics: inout Diagnostics
    ) -> [PredictedStep] {
        var predicted = empty
        func givenUp(_ why: String, _ runner: inout JobRunner) -> [PredictedStep] {
            runner.giveUp("`\(uses.string)` \(why): it may change credentials", &predicted)
            return [predicted]
        }
        switch files.action(uses, &diagnostics) {
        case .missing: return givenUp("is no action of the repository that is here", &self)
        case .unfit: return givenUp("is an action that runs a program, which is not followed", &self)
        case .found(let action):
            guard !actions.contains(where: { $0.path.isSame(as: action.file.path) }) else {
                diagnostics.error("cyclic-uses", "the action uses itself by way of `\(uses.string)`", at: uses.location)
                return []
            }
            guard actions.count < Self.depthLimit, innerSteps > 0 else {
                return givenUp("stands in more actions than are followed", &self)
            }
            let found = follow(action, of: step, predicted, &diagnostics)
            guard let first = found.first, first.job == predicted.job else { return found }
            var all = found
            all[0].notes += predicted.notes
            return all
        }
    }

    /// Follows the steps of a composite action. Inside, other steps and inputs are seen, and no secrets.
    private mutating func follow(
        _ action: CompositeAction, of step: Step, _ outer: PredictedStep, _ diagnostics: inout Diagnostics
    ) -> [PredictedStep] {
        let contexts = evaluator.contexts
        let given = outputs(step.with, &diagnostics)
        var own = Diagnostics()
        let inputs = WorkflowCall.inputs(action.inputs, given: given) { evaluator.told($0, &own) }
        diagnostics.add(contentsOf: own)
        evaluator.contexts.set("inputs", .object(inputs))
        evaluator.contexts.set("steps", .object(ExpressionValue.Members(openName: "steps")))
        evaluator.contexts.set("secrets", .null)
        actions.append((action.file.path, String(outer.step.dropFirst(trail.count))))
        var found: [PredictedStep] = []
        for inner in action.steps where innerSteps > 0 {
            innerSteps -= 1
            found += predict(inner, &diagnostics).map { inner in
                var inner = inner
                if outer.condition.onFailure != false { inner.condition.onFailure = inner.condition.onSuccess }
                inner.continuesOnError = inner.continuesOnError || outer.continuesOnError
                return inner
            }
        }
        let outputs = outputs(action.outputs, &diagnostics)
        actions.removeLast()
        evaluator.contexts = contexts
        put(outputs, of: step.id)
        return found
    }
}
