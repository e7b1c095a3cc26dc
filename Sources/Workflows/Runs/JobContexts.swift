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
