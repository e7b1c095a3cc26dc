import SourceText

/// Goes through the steps of a job with what is known, and finds the calls of STS.
struct JobRunner {
    private let workflow: Workflow
    let job: Job
    private let run: WorkflowRun
    private let title: String
    var evaluator: ExpressionEvaluator
    /// The credentials that a step before has set for the next one.
    var credentials: Credentials?
    /// The profiles of the command line's configuration, which steps share.
    var profiles: [String: Credentials] = [:]
    /// The environment as the steps see it.
    var env: ExpressionValue.Members
    /// Whether a step before may have set variables that are not known.
    var isEnvironmentOpen = false
    /// What a script hands on to the steps behind it.
    var handedOn: [(name: String, value: ExpressionValue)] = []

    init(_ workflow: Workflow, _ job: Job, _ run: WorkflowRun, matrix: ExpressionValue.Members) {
        self.workflow = workflow
        self.job = job
        self.run = run
        let values = matrix.all.compactMap { member in Self.words(member.value).map { "\(member.name)=\($0)" } }
        title = values.isEmpty ? job.id : "\(job.id) (\(values.joined(separator: ", ")))"
        var contexts = Self.contexts(workflow, run, job: job.id)
        contexts.set("matrix", .object(matrix))
        evaluator = ExpressionEvaluator(contexts: contexts)
        env = ExpressionValue.Members()
    }

    /// A value of a matrix, for the job's title.
    private static func words(_ value: ExpressionValue) -> String? {
        guard case .object(let members) = value else { return value.text }
        return "{"
            + members.all.compactMap { member in member.value.text.map { "\(member.name)=\($0)" } }
            .joined(separator: ", ") + "}"
    }

    /// What expressions see before any step ran.
    static func contexts(_ workflow: Workflow, _ run: WorkflowRun, job: String) -> ExpressionValue.Members {
        var inputs = ExpressionValue.Members()
        let triggers = workflow.triggers.filter { $0.event == run.event }
        for input in triggers.flatMap(\.inputs) { inputs.set(input.name, .string(input.value.string)) }
        inputs.openName = triggers.contains { $0.event.hasPrefix("workflow_") } ? "inputs" : nil
        if case .object(let stated) = run.open("inputs") {
            for member in stated.all { inputs.set(member.name, member.value) }
        }
        return ExpressionValue.Members([
            ("github", run.gitHub(workflow: workflow.name, job: job)), ("secrets", run.open("secrets")),
            ("vars", run.open("vars")), ("inputs", .object(inputs)), ("needs", run.open("needs")),
            ("steps", run.open("steps")), ("runner", run.open("runner")), ("job", run.open("job")),
            ("strategy", run.open("strategy")), ("env", .object(ExpressionValue.Members())),
        ])
    }

    /// The steps that call STS, or would.
    mutating func predict(_ diagnostics: inout Diagnostics) -> [PredictedStep] {
        lay(workflow.env, &diagnostics)
        let isRun = holds(job.condition, &diagnostics)
        guard isRun != false else { return [] }
        lay(job.env, &diagnostics)
        if let uses = job.uses {
            var call = PredictedStep(job: title, step: "the job itself", location: job.location)
            call.notes = ["the workflow `\(uses.string)`, which the job calls, is not followed"]
            return [call]
        }
        var found: [PredictedStep] = []
        for step in job.steps {
            if let predicted = predict(step, &diagnostics) { found.append(predicted) }
        }
        if isRun == nil, !found.isEmpty {
            found[0].notes.append("whether the job runs hangs on what nobody tells; it is taken to run")
        }
        return found
    }

    /// Lays settings over the environment.
    private mutating func lay(_ settings: [Workflow.Setting], _ diagnostics: inout Diagnostics) {
        for setting in settings { env.set(setting.name, value(of: setting.value, &diagnostics)) }
        evaluator.contexts.set("env", .object(env))
    }

    /// The value of a node; one that is no expression is told, and counts as unknown.
    private func value(of node: Node?, _ diagnostics: inout Diagnostics) -> ExpressionValue {
        guard let node else { return .null }
        do {
            return try evaluator.deepValue(of: node)
        } catch {
            diagnostics.warning("invalid-expression", error.message, at: node.location)
            return .unknown(["an expression that is invalid"])
        }
    }

    /// Whether a condition lets the step run; `nil` where nobody tells. A condition is an expression without `${{ }}`, too.
    private func holds(_ node: Node?, _ diagnostics: inout Diagnostics) -> Bool? {
        guard let node else { return true }
        if node.kind == .boolean { return node.hasText("true") }
        let text = node.string
        do {
            let value =
                text.contains("${{")
                ? try ExpressionTemplate(text).value(evaluator)
                : try evaluator.value(of: try ExpressionParser.parse(text))
            return value.isTruthy
        } catch {
            diagnostics.warning("invalid-expression", error.message, at: node.location)
            return nil
        }
    }

    // MARK: Steps

    private mutating func predict(_ step: Step, _ diagnostics: inout Diagnostics) -> PredictedStep? {
        let isRun = holds(step.condition, &diagnostics)
        guard isRun != false else { return nil }
        let outer = env
        defer { leave(step, outer) }
        lay(step.env, &diagnostics)
        let name = step.id ?? step.name.map { value(of: $0, &diagnostics).text ?? $0.string } ?? "step \(step.number)"
        var predicted = PredictedStep(job: title, step: name, location: step.location)
        if isRun == nil {
            predicted.notes.append("whether the step runs hangs on what nobody tells; it is taken to run")
        }
        let (before, profilesBefore) = (credentials, profiles)
        let isToldOf = follow(step, &predicted, &diagnostics)
        if isRun == nil, credentials.map(\.mark) != before.map(\.mark) || profiles.count != profilesBefore.count {
            credentials = .unknown("whether \(predicted.step) runs")
        }
        predicted.runsAlways = step.condition.map { Self.runsAlways($0.string) } ?? false
        return isToldOf ? predicted : nil
    }

    /// Whether a condition lets a step run although one before it fails.
    private static func runsAlways(_ condition: String) -> Bool {
        ["always()", "failure()", "cancelled()"].contains(where: condition.contains)
    }

    /// Follows a step.
    /// - Returns: whether there is anything to tell of it.
    private mutating func follow(
        _ step: Step, _ predicted: inout PredictedStep, _ diagnostics: inout Diagnostics
    ) -> Bool {
        if let uses = step.uses?.string {
            if let reference = uses.dropping(prefix: "aws-actions/configure-aws-credentials@") {
                isEnvironmentOpen = true
                configure(reference, step, &predicted, &diagnostics)
                return true
            }
            // Any action may set variables, but for those of GitHub itself.
            if !uses.lowercased().hasPrefix("actions/") { isEnvironmentOpen = true }
            guard uses.hasPrefix("./") else { return false }
            giveUp("`\(uses)` is an action of the repository, and not followed: it may change credentials", &predicted)
            return true
        }
        guard let script = step.run else { return false }
        return follow(script: script, step, &predicted, &diagnostics)
    }

    /// Notes why a step is not followed: what it leaves to the steps behind it is unknown.
    mutating func giveUp(_ why: String, _ predicted: inout PredictedStep) {
        predicted.notes.append(why)
        credentials = .unknown("the credentials after \(predicted.step)")
        isEnvironmentOpen = true
    }

    /// Takes back the environment of a step, and lays what its script hands on over that of the job.
    private mutating func leave(_ step: Step, _ outer: ExpressionValue.Members) {
        env = outer
        for entry in handedOn { env.set(entry.name, entry.value) }
        if isEnvironmentOpen { env.openName = "env" }
        handedOn = []
        evaluator.contexts.set("env", .object(env))
    }

    private mutating func configure(
        _ reference: String, _ step: Step, _ predicted: inout PredictedStep, _ diagnostics: inout Diagnostics
    ) {
        let (version, isKnown) = ActionVersion.read(reference, remark: step.remark)
        if !isKnown { predicted.notes.append("`\(reference)` tells no version: the newest that is known is taken") }
        var inputs = ExpressionValue.Members()
        for setting in step.with { inputs.set(setting.name, value(of: setting.value, &diagnostics)) }
        let action = CredentialsAction(version: version, inputs: inputs)
        let path = action.path(mayRequestToken: mayRequestToken)
        let found = action.unsetsCredentials ? nil : ambient(step)
        let source = action.input("aws-access-key-id").map(Credentials.keys) ?? found
        if action.keepsWorkingCredentials, let found {
            predicted.notes.append("`use-existing-credentials`: the credentials that are there are kept, if they work")
            predicted.calls = [ActionCalls.identity(of: found, region: action.input("aws-region")?.text)]
            return
        }
        if let message = failure(path, source, &predicted) {
            predicted.failure = message
            credentials = .unknown("the credentials after a step that fails")
            return
        }
        let claims = TokenClaims(
            workflow: workflow, run: run,
            environment: run.environment.map { .string($0) } ?? value(of: job.environment, &diagnostics),
            audience: action.audience)
        let calls = ActionCalls(
            action: action, path: path, source: source, claims: claims, variables: variables(step))
        predicted.calls = calls.all
        predicted.immutable = calls.immutable
        if path == .token, run.event == "pull_request_target" {
            predicted.notes.append(
                "the subject of pull_request_target is undocumented (GH-3): that of a branch is taken")
        }
        predicted.untagging = "`role-skip-session-tagging: true`"
        if action.exportsCredentials { credentials = calls.assuming.map(Credentials.session) ?? source }
    }

    /// The credentials that a step finds: its own variables win over what an earlier step has set, and that over the
    /// variables of the job.
    func ambient(_ step: Step) -> Credentials? {
        func isOfStep(_ name: String) -> Bool { step.env.contains { $0.name == name } }
        if let credentials {
            guard isOfStep("AWS_ACCESS_KEY_ID") else { return credentials }
            if case .session = credentials, !isOfStep("AWS_SESSION_TOKEN") {
                return .withOtherToken
            }
        }
        let id = env.all.first { $0.name == "AWS_ACCESS_KEY_ID" }?.value
        return id.map(Credentials.keys) ?? profiles["default"]
    }

    /// With which error the action ends before it calls STS. Runners of GitHub have no credentials of their own (CAC-30).
    private func failure(
        _ path: CredentialsAction.Path, _ source: Credentials?, _ predicted: inout PredictedStep
    ) -> String? {
        if case .fails(let message) = path { return message }
        let needsSource = path == .ambient || path == .existing || path == .chaining
        guard needsSource, source == nil, isHosted else { return nil }
        if path == .ambient, !mayRequestToken {
            predicted.notes.append("the job may not ask for a token: it takes `permissions: {id-token: write}`")
        }
        return "Credentials could not be loaded, please check your action inputs: "
            + "Could not load credentials from any providers"
    }

    /// Whether the job runs on a machine of GitHub.
    private var isHosted: Bool {
        guard let label = job.runsOn, label.isScalar else { return false }
        return ["ubuntu-", "windows-", "macos-"].contains(where: label.string.hasPrefix)
    }

    /// Whether the job may ask for a token: what the job says counts, else what the workflow says, else it may not.
    private var mayRequestToken: Bool {
        job.mayRequestToken ?? workflow.mayRequestToken ?? false
    }

    /// The variables of the environment that the action reads.
    func variables(_ step: Step) -> [String: ExpressionValue] {
        guard case .object(let gitHub) = evaluator.contexts["github"] else { return [:] }
        let names = [
            "GITHUB_REPOSITORY": "repository", "GITHUB_WORKFLOW": "workflow", "GITHUB_ACTOR": "actor",
            "GITHUB_SHA": "sha", "GITHUB_REF": "ref", "GITHUB_EVENT_NAME": "event_name", "GITHUB_BASE_REF": "base_ref",
            "GITHUB_HEAD_REF": "head_ref", "GITHUB_RUN_ID": "run_id", "GITHUB_JOB": "job",
            "GITHUB_TRIGGERING_ACTOR": "triggering_actor",
        ]
        var variables = names.mapValues { gitHub[$0] }
        variables["GITHUB_ACTION"] = .string(step.id ?? "__aws-actions_configure-aws-credentials")
        return variables
    }
}

extension String {
    fileprivate func dropping(prefix: String) -> String? {
        lowercased().hasPrefix(prefix) ? String(dropFirst(prefix.count)) : nil
    }
}
