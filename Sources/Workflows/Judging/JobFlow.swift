/// What a failure ends: a step that fails ends its job, and a job that fails those that need it.
struct JobFlow {
    private let runs: [JobRun]
    /// How each run of a job goes, as far as that was asked: all before it are judged by then.
    private var states: [State] = []
    /// What became of all runs before each run, for as many as `states` has.
    private var befores: [Before] = []
    /// The runs in which a step failed.
    private var failed: Set<Int> = []
    /// The runs in which a step may have failed: a call was refused of which nobody tells whether it is made.
    private var doubtful: Set<Int> = []
    /// The calls that were refused, of which no credentials come.
    private var refused = RefusedCalls()

    /// How a run of a job goes.
    private enum State {
        /// It runs. Whether it fails is noted apart, step by step.
        case runs
        /// It does not, as its condition keeps it from running.
        case skipped
        /// It does not, as one that it needs fails or does not run.
        case notReached
    }

    /// What became of the runs that a run needs, of those that they need, and so on.
    private struct Before {
        /// Whether one fails.
        var fails = false
        /// Whether one does not run.
        var isLeftOut = false
    }

    init(_ runs: [JobRun]) {
        self.runs = runs
    }

    /// A step as it is reached: without calls where it is not, and `nil` where there is nothing to tell of it.
    mutating func reached(_ step: PredictedStep) -> PredictedStep? {
        switch state(of: step.jobRun) {
        case .skipped: return nil
        case .notReached: return Self.unreached(step, "not reached, as a job that it needs fails or is skipped")
        case .runs: break
        }
        let hasFailed = failed.contains(step.jobRun)
        if step.condition[hasFailed ? .failure : .success] == false {
            return hasFailed && step.condition.onSuccess != false
                ? Self.unreached(step, "not reached, as a step before it fails") : nil
        }
        var reached = step
        if doubtful.contains(step.jobRun), !hasFailed, step.condition.onFailure == false {
            reached.notes.append("reached only where the call before it that is refused is not made")
        }
        if !refused.isEmpty { reached.calls = step.calls.map { $0.losing(refused) } }
        return reached
    }

    private static func unreached(_ step: PredictedStep, _ why: String) -> PredictedStep {
        var step = step
        step.notes = [why]
        step.calls = []
        step.failure = nil
        step.ending = nil
        return step
    }

    /// Takes note of what became of a step.
    mutating func note(_ judged: WorkflowPrediction.JudgedStep) {
        let run = judged.step.jobRun
        for call in judged.calls where call.isRefused { refused.insert(call.call) }
        guard judged.endsJob, !judged.step.continuesOnError else { return }
        if judged.isConditional { doubtful.insert(run) } else { failed.insert(run) }
    }

    // MARK: Jobs

    private mutating func state(of index: Int) -> State {
        while states.count <= index {
            let next = states.count
            // Each run hands on what it knows of those before it, so that no chain of needs is walked twice.
            let before = runs[next].needs.reduce(into: Before()) { before, need in
                before.fails = before.fails || befores[need].fails || hasFailed(need)
                before.isLeftOut = before.isLeftOut || befores[need].isLeftOut || states[need] != .runs
            }
            states.append(find(next, behind: before))
            befores.append(before)
        }
        return states[index]
    }

    private func find(_ index: Int, behind before: Before) -> State {
        let run = runs[index]
        if let caller = run.caller, states[caller] != .runs { return states[caller] }
        let status: ExpressionEvaluator.Status = before.fails ? .failure : before.isLeftOut ? .skipped : .success
        if run.condition[status] != false { return .runs }
        // A job that would run if all went well is missed; of any other there is nothing to tell.
        return status == .success || run.condition.onSuccess == false ? .skipped : .notReached
    }

    /// Whether a run failed, or one of the workflow that it calls.
    private func hasFailed(_ index: Int) -> Bool {
        if runs[index].continuesOnError { return false }
        return failed.contains(index) || runs[index].called.contains(where: hasFailed)
    }
}

/// The calls that were refused, by what they ask for.
struct RefusedCalls {
    private var known: Set<PredictedCall.Wish> = []

    /// Whether none was refused.
    var isEmpty: Bool { known.isEmpty }

    mutating func insert(_ call: PredictedCall) { known.insert(call.wish) }

    func contains(_ call: PredictedCall) -> Bool { known.contains(call.wish) }
}

extension PredictedCall {
    /// The call where some others were refused: with what comes of them nothing can be signed.
    /// - Parameter depth: how many calls before it are looked at: longer chains are not asked in any case.
    func losing(_ refused: RefusedCalls, depth: Int = CallChain.limit) -> PredictedCall {
        guard depth > 0, case .session(let before) = signer else { return self }
        var call = self
        call.signer =
            refused.contains(before)
            ? .unknown("the credentials after a call that is refused")
            : .session(before.losing(refused, depth: depth - 1))
        return call
    }
}
