import IAM
public import Questions
public import STS
public import SourceText

/// Reads a question, of which the call may be the one that a step of a workflow makes:
/// `call: {workflow: PATH, job, step, event, ref, repository, environment, set}`.
///
/// Questions that ask about one run of a workflow share what it comes to. The reader is used by one thread at a time.
public final class WorkflowQuestionReader {
    private let library: PolicyLibrary
    private lazy var followed = FollowedRuns()

    private static let members: [MemberName] = [
        "workflow", "job", "step", "event", "ref", "repository", "environment", "set",
    ]

    /// Makes a reader.
    /// - Parameter library: reads and keeps policies, and reads workflows.
    public init(library: PolicyLibrary) {
        self.library = library
    }

    /// Reads a question whose `extends` is resolved already.
    /// - Returns: `nil` where it has an error; `diagnostics` then says which.
    public func read(_ node: Node, _ diagnostics: inout Diagnostics) -> Question? {
        guard node.kind == .mapping, let call = node["call"], call.kind == .mapping, let path = call["workflow"],
            path.kind != .null
        else {
            return QuestionReader(library: library).read(node, &diagnostics)
        }
        let errors = diagnostics.errorCount
        guard path.expectText("`workflow`", &diagnostics) != nil, let calls = calls(call, &diagnostics) else {
            // Whatever went wrong has been told.
            return nil
        }
        let judge = CallJudge(base: node.keeping { $0 != "call" }, library: library, &diagnostics)
        guard diagnostics.errorCount == errors else { return nil }
        return judge.question(of: calls, at: call["workflow"] ?? call, &diagnostics)
    }

    /// The calls of the step that is meant.
    private func calls(_ call: Node, _ diagnostics: inout Diagnostics) -> [PredictedCall]? {
        guard let reader = NodeReader(call, "`call`", &diagnostics) else { return nil }
        reader.allow(only: Self.members, &diagnostics)
        guard let path = reader["workflow"], let file = library.file(at: path, &diagnostics),
            let prediction = followed.steps(
                asking: call, of: file, at: path, &diagnostics,
                following: { diagnostics in
                    self.follow(file, reader, at: path, &diagnostics)
                })
        else { return nil }
        let (job, step) = (reader.text("job", &diagnostics)?.string, reader.text("step", &diagnostics)?.string)
        let found = prediction.filter { predicted in
            !predicted.calls.isEmpty && (job.map { Self.isNamed($0, predicted.job) } ?? true)
                && (step.map { Self.isNamed($0, predicted.step) } ?? true)
        }
        guard found.count == 1, let only = found.first else {
            let names = found.map { "`\($0.job)`, `\($0.step)`" }.joined(separator: "; ")
            let what = found.isEmpty ? "no such step calls STS" : "several steps call STS: \(names)"
            diagnostics.error(
                "no-single-step", "expected one step of \(file.file.path), by `job` and `step`: \(what)",
                at: path.location)
            return nil
        }
        return chain(only.calls, at: path, &diagnostics)
    }

    /// Whether a name is that of a job or step: all of it, or without the values of its matrix, or without the jobs or steps
    /// inside.
    private static func isNamed(_ name: String, _ whole: String) -> Bool {
        whole.isSame(as: name) || whole.hasPrefix("\(name) (") || whole.hasPrefix("\(name) / ")
    }

    /// The calls that can be refused; all of them where none can.
    private func chain(
        _ calls: [PredictedCall], at path: Node, _ diagnostics: inout Diagnostics
    ) -> [PredictedCall]? {
        let deciding = calls.filter { $0.operation.name != .getCallerIdentity }
        let chain = deciding.isEmpty ? Array(calls.prefix(1)) : deciding
        for (earlier, later) in zip(chain, chain.dropFirst()) {
            if case .session(let before) = later.signer, before.wish == earlier.wish { continue }
            diagnostics.error(
                "no-single-chain",
                "the step makes several calls that do not go on from each other: ask the command "
                    + "`workflow`, which judges each", at: path.location)
            return nil
        }
        return chain
    }

    /// The steps of a run that call STS, with what is left of the readers' budget.
    private func follow(
        _ file: Node, _ reader: NodeReader, at path: Node, _ diagnostics: inout Diagnostics
    ) -> [PredictedStep]? {
        guard let workflow = WorkflowReader.read(file, &diagnostics),
            let run = run(of: workflow, reader, &diagnostics)
        else { return nil }
        var runner = WorkflowRunner(run, files: LocalFiles(library: library, of: workflow), budget: followed.budget)
        let steps = runner.steps(of: workflow, &diagnostics)
        followed.spend(upTo: runner.budget)
        return steps
    }

    private func run(
        of workflow: Workflow, _ reader: NodeReader, _ diagnostics: inout Diagnostics
    ) -> WorkflowRun? {
        let event = reader.text("event", &diagnostics)?.string
        let usual = WorkflowRun.all(of: workflow, repository: nil, values: [:])
        guard var run = usual.first(where: { event == nil || $0.event == event }) ?? usual.first else { return nil }
        if let event { run.event = event }
        if let ref = reader.text("ref", &diagnostics)?.string { run.ref = ref }
        run.repository = reader.text("repository", &diagnostics)?.string
        run.environment = reader.text("environment", &diagnostics)?.string
        guard let values = reader["set"] else { return run }
        let errors = diagnostics.errorCount
        run.values = WorkflowValues.read(values, &diagnostics)
        return diagnostics.errorCount == errors ? run : nil
    }
}
