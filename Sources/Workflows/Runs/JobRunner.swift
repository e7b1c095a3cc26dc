import SourceText

/// Goes through the steps of a job with what is known, and finds the calls of STS.
struct JobRunner {
    let call: WorkflowCall
    let job: Job
    let run: WorkflowRun
    let files: LocalFiles
    private let title: String
    /// The place of this run of the job among all.
    var jobRun = 0
    var evaluator: ExpressionEvaluator
    /// The credentials that a step before has set for the next one.
    var credentials: Credentials?
    /// The profiles of the command line's configuration, which steps share.
    var profiles: NameMap<Credentials> = [:]
    /// The environment as the steps see it.
    var env = JobEnvironment()
    /// Whether a step before may have set variables that are not known.
    var isEnvironmentOpen = false
    /// What scripts hand on to the steps behind them.
    var handedOn = ExpressionValue.Members()
    /// Values that stand for a part of a call's response, by the name of what is not known.
    var responses: NameMap<PredictedCall> = [:]
    /// The composite actions that the step being followed stands in, from the outside in.
    var actions: [(path: String, step: String)] = []
    /// How many steps of composite actions are still followed.
    var innerSteps: Int
    /// How many more commands of scripts are followed.
    var commands: Int
    /// Whether scripts of the job were not followed, as there were too many commands before.
    var hasUnfollowed = false
    /// How many bytes of outputs are still kept.
    var outputBytes: Int
    /// How often the credentials action was used by steps without an id.
    var unnamedUses = 0

    init(
        _ call: WorkflowCall, _ job: Job, _ run: WorkflowRun, matrix: ExpressionValue.Members,
        _ evaluator: ExpressionEvaluator, files: LocalFiles, budget: WorkflowRunner.Budget
    ) {
        self.call = call
        self.job = job
        self.run = run
        self.files = files
        self.evaluator = evaluator
        innerSteps = budget.steps
        commands = budget.commands
        outputBytes = budget.outputBytes
        let values = matrix.all.compactMap { member in Self.words(member.value).map { "\(member.name)=\($0)" } }
        title = call.title + (values.isEmpty ? job.id : "\(job.id) (\(values.joined(separator: ", ")))")
        self.evaluator.contexts.set("matrix", .object(matrix))
        for (name, value) in variables() { env.add(name, value) }
    }

    /// A value of a matrix, for the job's title.
    private static func words(_ value: ExpressionValue) -> String? {
        guard case .object(let members) = value else { return value.text }
        return "{"
            + members.all.compactMap { member in member.value.text.map { "\(member.name)=\($0)" } }
            .joined(separator: ", ") + "}"
    }

    // MARK: The job

    /// The steps that call STS, or would.
    mutating func predict(_ diagnostics: inout Diagnostics) -> JobPrediction {
        var prediction = JobPrediction()
        lay(call.workflow.env, &diagnostics)
        prediction.condition = RunCondition.of(job.condition, ofJob, &diagnostics)
        if prediction.condition.isNever { return prediction }
        lay(job.env, &diagnostics, ofJob)
        if prediction.condition.onSuccess == nil {
            prediction.notes.append("whether the job runs hangs on what nobody tells; it is taken to run")
        }
        prediction.continuesOnError = job.continuesOnError.map { evaluator.holds($0, &diagnostics) ?? false } ?? false
        if let uses = job.uses {
            follow(workflow: uses, &prediction, &diagnostics)
            return prediction
        }
        var found: [PredictedStep] = []
        for step in job.steps { found += predict(step, &diagnostics) }
        prediction.steps = prediction.noting(found)
        prediction.outputs = OutputLimits.bounded(masked(outputs(job.outputs, &diagnostics)), &outputBytes)
        return prediction
    }

    func outputs(
        _ settings: [Workflow.Setting], _ diagnostics: inout Diagnostics, _ reader: ExpressionEvaluator? = nil
    ) -> ExpressionValue.Members {
        var outputs = ExpressionValue.Members()
        for setting in settings {
            outputs.set(setting.name, (reader ?? evaluator).told(setting.value, &diagnostics))
        }
        return outputs
    }

    /// The outputs of the job as others get them: GitHub drops those that hold a secret.
    private func masked(_ outputs: ExpressionValue.Members) -> ExpressionValue.Members {
        let secrets = run.values.filter { $0.name.hasPrefix("secrets.") && !$0.value.isEmpty }.map(\.value)
        var masked = outputs
        for output in outputs.all {
            guard let text = output.value.text, secrets.contains(where: text.contains) else { continue }
            masked.set(output.name, .unknown(["the output `\(output.name)`, which GitHub drops as it holds a secret"]))
        }
        return masked
    }

    /// A step of this job of which nothing is known yet.
    func makeStep(_ name: String, at location: SourceLocation) -> PredictedStep {
        var step = PredictedStep(job: title, step: trail + name, location: location)
        step.jobRun = jobRun
        return step
    }

    /// What the names of the steps begin with that stand in composite actions.
    var trail: String { actions.map { "\($0.step) / " }.joined() }

    /// What the titles of the jobs begin with that a job calls.
    var titleOfCalled: String { title + " / " }

    /// What expressions of the job itself see: no environment, as GitHub reads them before there is one.
    var ofJob: ExpressionEvaluator {
        var own = evaluator
        own.missing = ["env", "steps", "job", "runner"]
        return own
    }

    /// Lays settings over the environment.
    private mutating func lay(
        _ settings: [Workflow.Setting], _ diagnostics: inout Diagnostics, _ reader: ExpressionEvaluator? = nil
    ) {
        for setting in settings { env.set(setting.name, (reader ?? evaluator).told(setting.value, &diagnostics)) }
        evaluator.contexts.set("env", .object(env.members))
    }

    // MARK: Steps

    /// What there is to tell of a step; of one that uses a composite action, of the steps of that.
    mutating func predict(_ step: Step, _ diagnostics: inout Diagnostics) -> [PredictedStep] {
        let outer = env
        let before = self
        // The condition of a step sees its environment.
        if !step.env.isEmpty { lay(step.env, &diagnostics) }
        let condition = RunCondition.of(step.condition, evaluator, &diagnostics)
        if condition.isNever {
            restore(before)
            return []
        }
        let name =
            step.id ?? step.name.map { evaluator.told($0, &diagnostics).text ?? $0.string } ?? "step \(step.number)"
        var predicted = makeStep(name, at: step.location)
        if condition.onSuccess == nil {
            predicted.notes.append("whether the step runs hangs on what nobody tells; it is taken to run")
        }
        predicted.condition = condition
        predicted.continuesOnError = step.continuesOnError.map { evaluator.holds($0, &diagnostics) ?? false } ?? false
        let found = follow(step, predicted, &diagnostics)
        if condition.onSuccess == nil { doubt(since: before, step, predicted.step) }
        leave(outer)
        // What runs only after a failure leaves nothing where all goes well.
        if condition.isOfFailure { restore(before) }
        return found
    }

    /// Takes back what a step did to those behind it.
    private mutating func restore(_ before: JobRunner) {
        credentials = before.credentials
        profiles = before.profiles
        env = before.env
        handedOn = before.handedOn
        evaluator = before.evaluator
    }

    /// What a step leaves that may not run: whatever it changed is unknown.
    private mutating func doubt(since before: JobRunner, _ step: Step, _ name: String) {
        let why = "whether \(name) runs"
        if credentials.map(\.mark) != before.credentials.map(\.mark) { credentials = .unknown(why) }
        for (profile, value) in profiles where value.mark != before.profiles[profile]?.mark {
            profiles[profile] = .unknown(why)
        }
        for member in handedOn.all where before.handedOn[member.name] != member.value {
            handedOn.set(member.name, .unknown(["env.\(member.name), which hangs on \(why)"]))
        }
        guard let id = step.id, case .object(let steps) = evaluator.contexts["steps"],
            case .object(let own) = steps[id], case .object(let outputs) = own["outputs"]
        else { return }
        var unknown = ExpressionValue.Members(openName: outputs.openName)
        for output in outputs.all {
            unknown.set(output.name, .unknown(["steps.\(id).outputs.\(output.name), which hangs on \(why)"]))
        }
        evaluator = before.evaluator
        put(unknown, of: id)
    }

    private mutating func follow(
        _ step: Step, _ empty: PredictedStep, _ diagnostics: inout Diagnostics
    ) -> [PredictedStep] {
        var predicted = empty
        guard let uses = step.uses else {
            guard let script = step.run, follow(script: script, step, &predicted, &diagnostics) else { return [] }
            return [predicted]
        }
        if let reference = uses.string.dropping(prefix: "aws-actions/configure-aws-credentials@") {
            isEnvironmentOpen = true
            configure(reference, step, &predicted, &diagnostics)
            return [predicted]
        }
        if uses.string.hasPrefix("./") { return follow(action: uses, of: step, predicted, &diagnostics) }
        // Any action may set variables, but for those of GitHub itself.
        if !uses.string.lowercased().hasPrefix("actions/") { isEnvironmentOpen = true }
        return []
    }

    /// Notes why a step is not followed: what it leaves to the steps behind it is unknown.
    mutating func giveUp(_ why: String, _ predicted: inout PredictedStep) {
        predicted.notes.append(why)
        credentials = .unknown("the credentials after \(predicted.step)")
        isEnvironmentOpen = true
    }

    /// Takes back the environment of a step, and lays what scripts hand on over that of the job.
    private mutating func leave(_ outer: JobEnvironment) {
        env = outer
        for member in handedOn.all { env.set(member.name, member.value) }
        if isEnvironmentOpen { env.openName = "env" }
        if actions.isEmpty { handedOn = ExpressionValue.Members() }
        evaluator.contexts.set("env", .object(env.members))
    }

    /// Tells the steps behind what a step puts out. What is stated counts more.
    mutating func put(_ outputs: ExpressionValue.Members, of id: String?) {
        guard let id, case .object(var steps) = evaluator.contexts["steps"] else { return }
        let own = ExpressionValue.Members([("outputs", .object(outputs))], openName: "steps.\(id)")
        steps.set(id, .object(own).overlaid(with: steps[id]))
        evaluator.contexts.set("steps", .object(steps))
    }

    /// Whether the job runs on a machine of GitHub.
    var isHosted: Bool {
        guard let label = job.runsOn, label.isScalar else { return false }
        return ["ubuntu-", "windows-", "macos-"].contains(where: label.string.hasPrefix)
    }

    /// What the job, else its workflow, says of whether it may ask for a token.
    var statedPermission: Bool? { job.mayRequestToken ?? call.workflow.mayRequestToken }

    /// Whether the job may ask for a token. Where nothing is said, a called workflow may what the job may that calls it;
    /// by itself, a job may not.
    var mayRequestToken: Bool {
        let isCalled = run.event == "workflow_call"
        return (statedPermission ?? call.mayRequestToken ?? isCalled) && (call.mayRequestToken ?? true)
    }
}

extension String {
    fileprivate func dropping(prefix: String) -> String? {
        lowercased().hasPrefix(prefix) ? String(dropFirst(prefix.count)) : nil
    }
}
