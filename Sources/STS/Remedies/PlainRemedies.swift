import IAM
import SourceText

/// The ways to have a refused request allowed: what the caller can do itself comes first, with changes of policies for what
/// it cannot do where these pass fewer conditions then; and where that does, no change is told that drops a condition.
struct PlainRemedies {
    let setting: Setting
    /// The request's checks: mostly one.
    let checks: [Check]
    /// The same request by another caller.
    let checksOf: (Setting) -> [Check]

    func all() -> [Remedy] {
        let policies = ChangeProposal(checks: checks).remedies
        let loosens = policies.isEmpty || policies.contains { $0.policyChanges.contains(where: \.isLoosening) }
        let own = loosens ? [multiFactorSession(leavingFewerThan: policies.first)].compactMap { $0 } : []
        return own + policies.filter { own.isEmpty || !$0.dropsConditions }
    }

    /// A session that was made with multi-factor authentication, where a condition asks for it (SES-8).
    private func multiFactorSession(leavingFewerThan policies: Remedy?) -> Remedy? {
        guard checks.contains(where: { $0.reads(.multiFactorAuthPresent) || $0.reads(.multiFactorAuthAge) }),
            let session = setting.withMultiFactorSession(.request)
        else { return nil }
        let checks = checksOf(session.setting)
        if checks.allSatisfy(\.decision.isAllowed) {
            return Remedy(callChanges: [session.change], checks: checks)
        }
        let changes = ChangeProposal(checks: checks).changes()
        guard !changes.isEmpty, changes.passedBy < policies?.policyChanges.passedBy ?? .max else { return nil }
        return Remedy(callChanges: [session.change], policyChanges: changes, checks: checks)
    }
}
