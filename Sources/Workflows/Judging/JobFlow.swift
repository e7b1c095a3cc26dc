/// What a failure ends: a step that fails ends its job, and a job that fails those that need it.
struct JobFlow {
    private let runs: [JobRun]
    /// The runs of jobs in which a step failed.
    private var failed: Set<Int> = []
    /// Whether each run is reached, as far as that was asked: all before it are judged by then.
    private var isReached: [Bool] = []
    /// The calls that were refused, of which no credentials come.
    private var refused: [PredictedCall] = []

    init(_ runs: [JobRun]) {
        self.runs = runs
    }

    /// A step as it is reached: without calls, where it is not.
    mutating func reached(_ step: PredictedStep) -> PredictedStep {
        var reached = step
        if !isReached(step.jobRun) {
            reached.notes = ["not reached, as a job that it needs fails"]
        } else if failed.contains(step.jobRun), !step.runsAlways {
            reached.notes = ["not reached, as a step before it fails"]
        } else {
            if !refused.isEmpty { reached.calls = step.calls.map { $0.losing(refused) } }
            return reached
        }
        reached.failure = nil
        reached.calls = []
        return reached
    }

    /// Takes note of what became of a step.
    mutating func note(_ judged: WorkflowPrediction.JudgedStep) {
        refused += judged.calls.filter(\.isRefused).map(\.call)
        if judged.isRefused, !judged.step.continuesOnError { failed.insert(judged.step.jobRun) }
    }

    private mutating func isReached(_ index: Int) -> Bool {
        for run in runs[isReached.count..<max(index + 1, isReached.count)] {
            let isLetThrough = run.needs.allSatisfy { need in
                isReached[need] && (!failed.contains(need) || runs[need].continuesOnError)
            }
            isReached.append(run.runsAlways || isLetThrough)
        }
        return isReached[index]
    }
}

extension PredictedCall {
    /// The call where some others were refused: with what comes of them nothing can be signed.
    fileprivate func losing(_ refused: [PredictedCall]) -> PredictedCall {
        guard case .session(let before) = signer else { return self }
        let isLost = refused.contains { $0.isSame(as: before) }
        return PredictedCall(
            operation: operation, parameters: parameters, unknown: unknown, madeUp: madeUp, region: region,
            signer: isLost ? .unknown("the credentials after a step that fails") : .session(before.losing(refused)))
    }
}
