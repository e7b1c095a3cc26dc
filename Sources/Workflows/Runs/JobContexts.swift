import SourceText

// What expressions see.
extension JobRunner {
    /// An evaluator that sees what is known before any step ran.
    /// - Parameters:
    ///   - needs: the jobs that come before.
    ///   - jobs: all jobs, for what a called workflow tells at its end.
    static func evaluator(
        _ call: WorkflowCall, _ run: WorkflowRun, job: Job? = nil, needs: ExpressionValue = .null,
        jobs: ExpressionValue = .null
    ) -> ExpressionEvaluator {
        let gitHub = run.gitHub(workflow: call.entry.name, job: job?.id)
        return ExpressionEvaluator(
            contexts: ExpressionValue.Members([
                ("github", gitHub), ("secrets", call.secrets ?? run.open("secrets")), ("vars", run.open("vars")),
                ("inputs", .object(call.inputs ?? inputs(call.workflow, run))), ("needs", needs), ("jobs", jobs),
                ("steps", run.open("steps")), ("runner", run.open("runner")), ("job", run.open("job")),
                ("strategy", run.open("strategy")), ("env", .object(ExpressionValue.Members())),
            ]))
    }

    /// The inputs of a workflow that no other one calls: those that are stated, else their standard values. Whoever starts
    /// it may choose others, which nobody tells.
    private static func inputs(_ workflow: Workflow, _ run: WorkflowRun) -> ExpressionValue.Members {
        var inputs = ExpressionValue.Members()
        let triggers = workflow.triggers.filter { $0.event == run.event }
        let declared = triggers.flatMap(\.inputs)
        for input in declared {
            if let standard = input.standard { inputs.set(input.name, input.typed(.string(standard.string))) }
        }
        inputs.openName = triggers.contains { $0.event.hasPrefix("workflow_") } ? "inputs" : nil
        guard case .object(let stated) = run.open("inputs") else { return inputs }
        var byName: NameMap<Workflow.Input> = [:]
        for input in declared.reversed() { byName[input.name.lowercased()] = input }
        for member in stated.all {
            let input = byName[member.name.lowercased()]
            inputs.set(member.name, input?.typed(member.value) ?? member.value)
        }
        return inputs
    }
}

extension ExpressionEvaluator {
    /// The value of a node; an expression that is invalid is told, and counts as unknown.
    func told(_ node: Node, _ diagnostics: inout Diagnostics) -> ExpressionValue {
        do {
            return try deepValue(of: node)
        } catch {
            diagnostics.warning("invalid-expression", error.message, at: node.location)
            return .unknown(["an expression that is invalid"])
        }
    }
}

/// The environment as the steps of a job see it: what expressions find as `env`, and scripts as variables. Both grow
/// together, so that a step finds them without going through all of them.
struct JobEnvironment {
    /// The members of `env`.
    private(set) var members = ExpressionValue.Members()
    /// The variables that scripts find; their credentials are known by themselves.
    private(set) var variables: NameMap<ScriptValue> = [:]
    /// The names of what the commands of scripts see.
    private(set) var exported: NameMap<Bool> = [:]
    /// The id of the access key.
    private(set) var keyID: ExpressionValue?

    /// The name of `env`, where it may hold more than is known.
    var openName: String? {
        get { members.openName }
        set { members.openName = newValue }
    }

    /// Sets a member of `env`.
    mutating func set(_ name: String, _ value: ExpressionValue) {
        // Two names that differ in letter case alone are one to expressions.
        let isSpelledAnew = variables[name] == nil && members.contains(name)
        members.set(name, value)
        if isSpelledAnew { drop(name) }
        if name.isSame(as: ScriptState.keyID) {
            keyID = value
        } else {
            variables[name] = ScriptValue(value)
        }
        exported[name] = true
    }

    /// Drops a variable that is spelled in other letter case.
    private mutating func drop(_ name: String) {
        for other in variables.names where other.lowercased().isSame(as: name.lowercased()) { variables[other] = nil }
    }

    /// Adds a variable of the runner, which is no member of `env`, and gives way to one.
    mutating func add(_ name: String, _ value: ExpressionValue) {
        if members.contains(name) { return }
        variables[name] = ScriptValue(value)
        exported[name] = true
    }
}
