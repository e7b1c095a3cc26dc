import SourceText

/// A workflow as it runs: by itself, or called by a job of another one.
/// <https://docs.github.com/actions/reference/workflows-and-actions/reusing-workflow-configurations>
struct WorkflowCall {
    /// The workflow.
    let workflow: Workflow
    /// The workflow with which all began: its name is the one that GitHub speaks of.
    let entry: Workflow
    /// What the titles of its jobs begin with: the titles of the jobs that call it.
    var title = ""
    /// The inputs that it is given; `nil` where no workflow calls it.
    var inputs: ExpressionValue.Members?
    /// The secrets that it is given; `nil` where it has those of the repository.
    var secrets: ExpressionValue?
    /// Whether the job that calls it may ask for a token; `nil` where no workflow calls it.
    var mayRequestToken: Bool?
    /// The paths of the workflows on the way to it, with its own.
    let trail: [String]

    /// A workflow that no other one calls.
    init(_ workflow: Workflow) {
        self.workflow = workflow
        entry = workflow
        trail = [workflow.file.path]
    }

    /// A workflow that a job calls.
    init(_ workflow: Workflow, from caller: WorkflowCall) {
        self.workflow = workflow
        entry = caller.entry
        trail = caller.trail + [workflow.file.path]
    }

    /// How many workflows may call each other, the first one counted.
    static let levels = 10

    /// The inputs as a called workflow sees them: what it is given, else the standard value, else the empty value of the
    /// kind.
    static func inputs(
        _ declared: [Workflow.Input], given: ExpressionValue.Members, _ standard: (Node) -> ExpressionValue
    ) -> ExpressionValue.Members {
        var inputs = ExpressionValue.Members()
        for input in declared {
            let value = given[input.name]
            inputs.set(input.name, value == .null ? input.standard.map(standard) ?? input.empty : input.typed(value))
        }
        return inputs
    }
}

extension Workflow.Input {
    /// The value where there is none.
    var empty: ExpressionValue {
        switch type {
        case "boolean": .boolean(false)
        case "number": .number(0)
        default: .string("")
        }
    }

    /// A value as the kind of the input has it: texts come from the command line, too.
    func typed(_ value: ExpressionValue) -> ExpressionValue {
        guard case .string(let text) = value else { return value }
        switch type {
        case "boolean": return .boolean(text.lowercased() == "true")
        case "number": return .number(ExpressionValue.number(of: text))
        default: return value
        }
    }
}
