import IAM
import SourceText

/// An answer while it is put together.
struct AnswerDraft {
    var decision: Outcome
    var action: Action?
    var blockedBy: [Blocker] = []
    var error: AWSError?
    var caveats: [Caveat] = []
    var assumed: [Text] = []
    var session: Session?
    var checks: [Check] = []
    var deciding: Check?
    var step: String?
    var steps: [StepAnswer] = []
    var remedies: [Remedy] = []
    var isOfCall = false
    /// For an allowed call, what it yields.
    var result: CallResult?
    /// For a call that is not signed, who vouches for the caller.
    var vouchingProvider: Text?
    /// Why a token was not taken.
    var hints: [FederationHint] = []
    /// The audiences that its provider takes.
    var providerAudiences: [Text]?
    /// The session's principal, who asks the next step of a chain.
    var nextCaller: Caller?

    init(decision: Outcome) {
        self.decision = decision
    }

    /// What an answer may be that hangs on what nobody knows; of a refusal, only where it may be another one.
    private var either: [Outcome] {
        guard let narrow = deciding?.decision.narrow, decision != .failed else { return [] }
        return [Outcome(narrow), decision == .unknown ? .allowed : decision]
    }

    private var dependsOn: [WaitingStatement] {
        decision == .unknown ? checks.filter { $0.decision.verdict == .unknown }.flatMap(\.dependsOn) : []
    }

    func answer(id: String?, timeIsGiven: Bool) -> Answer {
        var all = assumed
        for check in checks {
            for key in check.assumedKeys where !all.contains(key) { all.append(key) }
        }
        return Answer(
            id: id, decision: decision, action: action, blockedBy: blockedBy,
            anyOf: deciding?.decision.anyOf.types ?? [], error: error, either: either, dependsOn: dependsOn,
            caveats: caveats, assumed: all,
            session: session, timeIsGiven: timeIsGiven, checks: checks, deciding: deciding, step: step, steps: steps,
            remedies: remedies, isOfCall: isOfCall, result: result, vouchingProvider: vouchingProvider, hints: hints,
            providerAudiences: providerAudiences)
    }
}
