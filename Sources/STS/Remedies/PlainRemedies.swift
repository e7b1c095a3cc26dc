import IAM
import SourceText

/// The ways to have a refused request allowed: what the caller can do itself comes first, with changes of policies for what
/// it cannot do where these pass fewer conditions then; and where that does, no change is told that drops a condition.
struct PlainRemedies {
    let setting: Setting
    let check: Check
    /// The same request by another caller.
    let checkOf: (Setting) -> Check?

    func all() -> [Remedy] {
        let policies = ChangeProposal(checks: [check]).remedies
        let loosens = policies.isEmpty || policies.contains { $0.policyChanges.contains(where: \.isLoosening) }
        let own = loosens ? [multiFactorSession(leavingFewerThan: policies.first)].compactMap { $0 } : []
        return own + policies.filter { own.isEmpty || !$0.dropsConditions }
    }

    /// A session that was made with multi-factor authentication, where a condition asks for it (SES-8).
    private func multiFactorSession(leavingFewerThan policies: Remedy?) -> Remedy? {
        guard check.reads(.multiFactorAuthPresent) || check.reads(.multiFactorAuthAge),
            let session = setting.withMultiFactorSession(.request), let check = checkOf(session.setting)
        else { return nil }
        if check.decision.isAllowed { return Remedy(callChanges: [session.change], checks: [check]) }
        let changes = ChangeProposal(checks: [check]).changes()
        guard !changes.isEmpty, changes.passedBy < policies?.policyChanges.passedBy ?? .max else { return nil }
        return Remedy(callChanges: [session.change], policyChanges: changes, checks: [check])
    }
}
