import IAM
import SourceText

/// Answers a call of any operation: what AWS refuses at once, then the checks, then what it refuses after them (STS-1).
final class CallAnswer: Sendable {
    private let call: CallSetting
    private let operation: any CallOperation

    init(call: CallSetting, operation: any CallOperation) {
        self.call = call
        self.operation = operation
    }

    private var choices: UndocumentedChoices { call.circumstances.choices }

    /// - Parameter explaining: whether changes are looked for, which have to hold under every reading.
    func draft(explaining: Bool) -> AnswerDraft {
        var draft = draftOfResult(explaining: explaining)
        draft.assumed += operation.assumptions(call)
        draft.isOfCall = true
        draft.vouchingProvider = operation.unsignedCaller?.name
        draft.hints = operation.hints
        draft.providerAudiences = operation.providerAudiences
        return draft
    }

    private func draftOfResult(explaining: Bool) -> AnswerDraft {
        if let error = operation.refusal(of: call) ?? regionError { return failure(error, checks: []) }
        let list = CallChecks(call: call, operation: operation).list
        let failing = list.firstFailing
        if operation.isAbout(nothingIn: call) { return noSuchRole(list.checks, explaining: explaining) }
        let mayPass = failing == nil || failing?.decision.verdict == .unknown
        if mayPass, let error = operation.lateRefusal(of: call, choices) {
            var draft = failure(error, checks: list.checks)
            draft.caveats = lateCaveats(isRefused: true)
            if explaining, failing == nil { draft.remedies = operation.remediesOfFailure(call, list.checks) }
            return draft
        }
        var draft = failing.map(denial) ?? success()
        draft.checks = list.checks
        draft.caveats = list.caveats.filter(isOfUse) + (mayPass ? lateCaveats(isRefused: false) : [])
        if explaining, !mayPass { draft.remedies = operation.remedies(call, list.checks) }
        return draft
    }

    /// Points on which it hangs whether AWS refuses the call after the policies allowed it: what counts as role chaining
    /// (STS-96), how large the session is (STS-94), and which keys of tags are the same (STS-92).
    private static let latePoints: [UndocumentedPoint] = [
        .sessionTokensStartARoleChain, .packedSizeIsWithinLimit, .tagKeysFoldBeyondASCII,
    ]

    private func lateCaveats(isRefused: Bool) -> [Caveat] {
        Self.latePoints.compactMap { point in
            let other = operation.lateRefusal(of: call, choices.flipping(point))
            guard (other != nil) != isRefused else { return nil }
            return Caveat(point: point, otherwise: other == nil ? .allowed : .failed)
        }
    }

    /// Where the policies would allow the call by the other reading, but AWS then refuses it all the same, nothing hangs on
    /// the point.
    private func isOfUse(_ caveat: Caveat) -> Bool {
        caveat.otherwise != .allowed || operation.lateRefusal(of: call, choices.flipping(caveat.point)) == nil
    }

    /// The service must be active in the region for the account whose credentials are made; at the global endpoint and in
    /// us-east-1 it always is. An opt-in region must be enabled for the account of the caller too, of whom it knows nothing
    /// otherwise; the error's words for that are taken by analogy (STS-37).
    private var regionError: AWSError? {
        guard let region = call.call.region, region != "us-east-1" else { return nil }
        let asked = [operation.issuer(in: call), OptInRegions.contains(region) ? call.caller.account : nil]
        guard
            let account = asked.compactMap({ $0 }).first(where: {
                call.world.account($0)?.disabledRegions.contains(region) == true
            })
        else { return nil }
        let message =
            "STS is not activated in this region for account:\(account). Your account administrator can activate STS in "
            + "this region using the IAM Console."
        return AWSError(code: "RegionDisabledException", status: 403, message: Text(message)).because(
            "STS-37", "account \(account) has the Security Token Service deactivated in \(region)",
            advice: "activate it there, or call another region's endpoint")
    }

    // MARK: What comes of them

    private func success() -> AnswerDraft {
        var draft = AnswerDraft(decision: .allowed)
        let result = operation.result(of: call)
        draft.session = result?.session
        draft.nextCaller = result?.nextCaller
        draft.result = result
        return draft
    }

    private func denial(_ check: Check) -> AnswerDraft {
        var draft = AnswerDraft(decision: Outcome(check.decision.verdict))
        draft.action = check.request.action
        draft.blockedBy = check.decision.verdict == .unknown ? [] : Blocker.all(of: check.decision)
        if check.decision.verdict != .unknown { draft.error = DeniedMessage.error(for: check) }
        draft.deciding = check
        return draft
    }

    private func noSuchRole(_ checks: [Check], explaining: Bool) -> AnswerDraft {
        var draft = AnswerDraft(decision: .implicitDeny)
        draft.checks = checks
        draft.deciding = checks.last
        draft.action = checks.last?.request.action
        draft.blockedBy = [.noSuchRole]
        draft.error = checks.last.map { DeniedMessage.noSuchRole(for: $0) }
        if explaining { draft.remedies = operation.remedies(call, checks) }
        return draft
    }

    private func failure(_ error: AWSError, checks: [Check]) -> AnswerDraft {
        var draft = AnswerDraft(decision: .failed)
        draft.error = error
        draft.checks = checks
        return draft
    }
}
