import IAM
public import Reports
import STS
import SourceText

/// Tells what happens when a workflow runs.
public struct WorkflowReport: Sendable {
    private let prediction: WorkflowPrediction

    /// Makes the report of a prediction.
    public init(_ prediction: WorkflowPrediction) {
        self.prediction = prediction
    }

    /// For people: each run, each step, each call, and what to change.
    public var outline: Outline {
        let path = prediction.workflow.file.path
        guard prediction.runs.contains(where: { !$0.steps.isEmpty }) else {
            return Outline([.text("\(path): no step that calls STS was found")])
        }
        return Outline(
            prediction.runs.filter { !$0.steps.isEmpty }.map { run in
                .group("\(path), \(run.run.title)", run.steps.map(point))
            })
    }

    private func point(_ step: WorkflowPrediction.JudgedStep) -> Outline.Point {
        let place = step.step.location.description
        var points: [Outline.Point] = step.step.failure.map { [.text(Self.words($0))] } ?? []
        points += step.calls.flatMap { self.points(of: $0) }
        if let ending = step.step.ending { points.append(.text(ending)) }
        points += step.step.notes.map { .text("note: \($0)") }
        return .group("job \(step.step.job), \(step.step.step) (\(place))", points)
    }

    private func points(of judged: WorkflowPrediction.JudgedCall) -> [Outline.Point] {
        let head = judged.call.operation.name.rawValue + (judged.call.role.map { " of \($0)" } ?? "")
        switch judged.verdict {
        case .unknown(let names):
            return [.text("\(head): unknown, as nobody tells \(names.joined(separator: " and "))")]
        case .unreadable(let diagnostics):
            return [.group("\(head): cannot be asked", diagnostics.map { .text($0.message) })]
        case .answered(let answer):
            let own = answer.steps.last?.answer ?? answer
            let more = Self.more(judged, own)
            if let dependence = judged.dependence {
                return [.text("\(head): unknown, as it hangs on \(Self.words(dependence))")] + more
            }
            if answer.decision == .allowed { return [.text("\(head): allowed")] + more }
            let name: [Outline.Point] =
                Self.isNameMadeUp(judged.call)
                ? [.text("the name of the calling session is made up, as nobody tells it")] : []
            return [.group("\(head): \(AnswerReport(own).headline)", Self.refusal(answer, own) + name + more)]
        }
    }

    private static func words(_ failure: PredictedStep.Failure) -> String {
        (failure.isOfWorkflow ? "GitHub does not start the workflow: " : "the action fails: ") + failure.message
    }

    /// Whether AWS's words name a session whose name nobody tells.
    private static func isNameMadeUp(_ call: PredictedCall) -> Bool {
        guard case .session(let before) = call.signer else { return false }
        return before.madeUp.contains { $0.parameter == "sts:RoleSessionName" } || isNameMadeUp(before)
    }

    private static func words(_ dependence: Dependence) -> String {
        "\(dependence.names.joined(separator: " and ")): with `\(dependence.value)` \(word(dependence.decision)), "
            + "else \(word(dependence.otherwise))"
    }

    private static func word(_ outcome: Outcome) -> String {
        switch outcome {
        case .allowed: "allowed"
        case .implicitDeny, .explicitDeny: "denied"
        case .failed: "refused"
        case .unknown: "unknown"
        }
    }

    private static func refusal(_ answer: Answer, _ own: Answer) -> [Outline.Point] {
        var points: [Outline.Point] = []
        if let error = answer.error { points.append(.text("AWS says: \(error.message)")) }
        points += (own.hints + traps(own)).map { .text("hint: \($0.text)") }
        return points + BriefAnswer(own).lines.dropFirst().map { .text($0) }
    }

    /// Why statements do not fit the token, where that is known to be a trap.
    private static func traps(_ answer: Answer) -> [FederationHint] {
        guard let check = answer.deciding else { return [] }
        return check.decision.blockedBy.types.flatMap { check.evaluation.nearMisses(of: $0) }
            .flatMap { $0.fit.misfits.flatMap { FederationHint.explaining($0, of: check.request) } }
    }

    private static func more(_ judged: WorkflowPrediction.JudgedCall, _ own: Answer) -> [Outline.Point] {
        var points: [Outline.Point] = []
        if judged.isRefused, judged.call.isTolerated || judged.call.isOverlooked {
            points.append(.text("the script goes on all the same"))
        }
        if let change = judged.change { points.append(.text("or change the step: \(change) has it allowed")) }
        points += judged.otherForms.map { .text("\($0.form.words): \(word($0.outcome))") }
        return points + own.caveats.map { .text("rests on undocumented behaviour, \($0.rule): \($0.point.advice)") }
    }
}
