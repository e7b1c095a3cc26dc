import IAM
import STS
import SourceText

// Follows the credentials action in a job.
extension JobRunner {
    mutating func configure(
        _ reference: String, _ step: Step, _ predicted: inout PredictedStep, _ diagnostics: inout Diagnostics
    ) {
        let (version, isKnown) = ActionVersion.read(reference, remark: step.remark)
        if !isKnown { predicted.notes.append("`\(reference)` tells no version: the newest that is known is taken") }
        if step.id == nil { unnamedUses += 1 }
        var inputs = ExpressionValue.Members()
        for setting in step.with { inputs.set(setting.name, evaluator.told(setting.value, &diagnostics)) }
        let action = CredentialsAction(version: version, inputs: inputs)
        let path = action.path(mayRequestToken: mayRequestToken)
        let found = action.unsetsCredentials ? nil : ambient(step)
        let source = keys(of: action) ?? found
        if action.keepsWorkingCredentials, let found {
            predicted.notes.append("`use-existing-credentials`: the credentials that are there are kept, if they work")
            predicted.calls = [ActionCalls.identity(of: found, region: action.input("aws-region")?.text)]
            return
        }
        if let message = failure(path, source, &predicted) {
            predicted.failure = PredictedStep.Failure(isOfWorkflow: false, message: message)
            credentials = .unknown("the credentials after a step that fails")
            return
        }
        let claims = TokenClaims(
            call: call, run: run, environment: environment(&diagnostics), audience: action.audience)
        var variables = variables()
        variables["GITHUB_ACTION"] = name(of: step)
        let calls = ActionCalls(
            action: action, path: path, source: source, claims: claims, variables: variables)
        predicted.calls = calls.all
        predicted.otherForms = calls.otherForms
        if path == .token, statedPermission == nil, call.mayRequestToken == nil {
            predicted.notes.append("the job that calls this workflow is taken to grant `id-token: write`")
        }
        predicted.untagging = "`role-skip-session-tagging: true`"
        if action.exportsCredentials {
            credentials = calls.assuming.map(Credentials.session) ?? source
            if let region = action.input("aws-region") {
                for name in ["AWS_REGION", "AWS_DEFAULT_REGION"] { handedOn.set(name, region) }
            }
        }
        putOutputs(of: action, calls.assuming, step)
    }

    /// The keys that the action is given. Those of a session come with their secret and token, or AWS refuses them.
    private func keys(of action: CredentialsAction) -> Credentials? {
        let others = ["aws-secret-access-key", "aws-session-token"].map { action.input($0).map(credentials(of:)) }
        return action.input("aws-access-key-id").map { credentials(of: $0).complete(with: others) }
    }

    /// The credentials that a step finds: its own variables win over what an earlier step has set, and that over the
    /// variables of the job.
    func ambient(_ step: Step) -> Credentials? {
        func isOfStep(_ name: String) -> Bool { step.env.contains { $0.name.isSame(as: name) } }
        if let credentials {
            guard isOfStep("AWS_ACCESS_KEY_ID") else { return credentials }
            if case .session = credentials, !isOfStep("AWS_SESSION_TOKEN") {
                return .withOtherToken
            }
        }
        let others = [ScriptState.secret, ScriptState.token].map { name -> Credentials? in
            env.members.contains(name) ? credentials(of: env.members[name]) : nil
        }
        let own = env.keyID.map { credentials(of: $0).complete(with: others) }
        return own ?? Credentials.of(profile: "default") { profiles[$0] }
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

    /// What the steps behind get to know of the action. <https://github.com/aws-actions/configure-aws-credentials>
    private mutating func putOutputs(of action: CredentialsAction, _ assuming: PredictedCall?, _ step: Step) {
        let name = step.id.map { "steps.\($0).outputs" } ?? ""
        var outputs = ExpressionValue.Members(openName: name)
        if let role = assuming?.role.flatMap({ ARN(Text($0)) }) {
            outputs.set("aws-account-id", .string(role.account.description))
        }
        if action.flag("output-credentials"), let assuming {
            for output in ["aws-access-key-id", "aws-secret-access-key", "aws-session-token"] {
                outputs.set(output, part(of: assuming, called: "\(name).\(output)"))
            }
        }
        put(outputs, of: step.id)
    }

    /// A value that only AWS tells, of which it is known to which response it belongs.
    mutating func part(of call: PredictedCall, called name: String) -> ExpressionValue {
        let words = "\(name), from the response of \(call.operation.name.rawValue)"
        responses[words] = call
        return .unknown([words])
    }

    /// The credentials whose key id a value is.
    func credentials(of id: ExpressionValue) -> Credentials {
        if case .unknown(let names) = id, names.count == 1, let call = responses[names[0]] { return .session(call) }
        return .keys(id)
    }

    /// The environment to which the job deploys.
    func environment(_ diagnostics: inout Diagnostics) -> ExpressionValue {
        if let stated = run.environment { return .string(stated) }
        guard let environment = job.environment else { return .null }
        return ofJob.told(environment, &diagnostics)
    }

    /// The variables of the environment that the action reads.
    func variables() -> NameMap<ExpressionValue> {
        guard case .object(let gitHub) = evaluator.contexts["github"] else { return [:] }
        let names: NameMap<String> = [
            "GITHUB_REPOSITORY": "repository", "GITHUB_WORKFLOW": "workflow", "GITHUB_ACTOR": "actor",
            "GITHUB_SHA": "sha", "GITHUB_REF": "ref", "GITHUB_EVENT_NAME": "event_name", "GITHUB_BASE_REF": "base_ref",
            "GITHUB_HEAD_REF": "head_ref", "GITHUB_RUN_ID": "run_id", "GITHUB_JOB": "job",
            "GITHUB_TRIGGERING_ACTOR": "triggering_actor", "GITHUB_REF_NAME": "ref_name", "GITHUB_REF_TYPE": "ref_type",
            "GITHUB_REPOSITORY_OWNER": "repository_owner", "GITHUB_RUN_NUMBER": "run_number",
        ]
        return names.mapValues { gitHub[$0] }
    }

    /// How the runner calls the step that is being followed: by its id, else by its action, counted.
    func name(of step: Step) -> ExpressionValue {
        if let id = step.id, actions.isEmpty { return .string(id) }
        if !actions.isEmpty { return .unknown(["github.action"]) }
        let suffix = unnamedUses > 1 ? "_\(unnamedUses)" : ""
        return .string("__aws-actions_configure-aws-credentials\(suffix)")
    }
}
