import IAM
import SourceText

/// The ways to have a refused step of a chain allowed: what changes in the step itself, and first what changes where the
/// chain begins, where a later step asks for multi-factor authentication (SES-8). A code that is passed to `AssumeRole` is
/// seen by the trust policy alone; sessions know of it only where `GetSessionToken` was called with it.
struct ChainRemedies {
    let question: Question
    let steps: [Question.Step]

    /// - Parameter last: the step that is refused, with its own remedies.
    func all(of last: AnswerDraft) -> [Remedy] {
        let wantsCode = last.checks.contains { $0.reads(.multiFactorAuthPresent) || $0.reads(.multiFactorAuthAge) }
        guard steps.count > 1, wantsCode, !last.remedies.contains(where: \.isCallersOwn), let first = steps.first,
            let caller = first.asked.caller, let remedy = fromTheStart(first, caller)
        else { return last.remedies }
        return [remedy] + last.remedies.filter { !$0.dropsConditions }
    }

    private func fromTheStart(_ first: Question.Step, _ caller: Caller) -> Remedy? {
        let setting = Setting(question.circumstances, caller: caller, stated: first.asked.policies)
        guard let device = setting.device, let session = caller.withMultiFactorSession else { return nil }
        let change: CallChange
        if case .call(let call) = first.asked.ask, call.operation.name == .getSessionToken {
            change = CallChange(
                "pass \(device.words) to GetSessionToken", .steps,
                [(first.name, .object([("GetSessionToken", .object(device.parameters))]))])
            return checks(from: session, after: 1).map { Remedy(callChanges: [change], checks: $0) }
        }
        guard let made = setting.withMultiFactorSession(.steps) else { return nil }
        change = CallChange(made.change.text, .steps, [(first.name, made.change.overlay)])
        return checks(from: session, after: 0).map { Remedy(callChanges: [change], checks: $0) }
    }

    /// The checks of the last step where another caller begins; `nil` where a step is refused still.
    private func checks(from caller: Caller, after skipped: Int) -> [Check]? {
        var caller = caller
        var checks: [Check] = []
        for step in steps.dropFirst(skipped) {
            let draft = question.answer(step.asked, caller: caller, false)
            guard draft.decision == .allowed else { return nil }
            caller = draft.nextCaller ?? caller
            checks = draft.checks
        }
        return checks
    }
}
