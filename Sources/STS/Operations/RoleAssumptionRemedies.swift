import IAM
import SourceText

/// The ways to have a refused assuming of a role allowed.
///
/// Where the call passes something else than a condition wants, the call is wrong before the policy is: such a
/// correction comes first, with whatever else is needed. Then come changes of policies alone, and last what the caller
/// can leave out with the policies as they are. Changes that let the caller in past conditions are told only where no
/// correction of the call does.
struct RoleAssumptionRemedies {
    /// The call, with the changes that it needs whatever the policies say.
    let operation: RoleAssumption
    /// Those changes.
    let needed: [CallChange]
    let checks: [Check]
    /// The values that a condition wants, and that the call could pass.
    let corrections: [CallCorrection]
    /// Another way to give the code of multi-factor authentication: in a session before the call. `nil` where the caller
    /// cannot have one.
    let earlierSession: (change: CallChange, checks: [Check])?
    /// The checks of another call; `nil` where AWS would refuse it whatever the policies say.
    let checksOf: (RoleAssumption) -> [Check]?

    func all() -> [Remedy] {
        let policies = policiesAlone
        let loosens = policies.isEmpty || policies.contains { $0.policyChanges.contains(where: \.isLoosening) }
        let corrected = loosens ? correctedCalls : []
        let isNarrower = !corrected.isEmpty
        let kept = policies.filter { !isNarrower || !$0.dropsConditions }
        let known = corrected.filter(\.policyChanges.isEmpty)
        return corrected + kept + callAlone(isCorrected: !known.isEmpty)
    }

    /// Changes of policies, with what the call needs anyway; none where AWS would refuse the call all the same.
    private var policiesAlone: [Remedy] {
        guard checksOf(operation) != nil else { return [] }
        return ChangeProposal(checks: checks).remedies.map {
            Remedy(callChanges: needed, policyChanges: $0.policyChanges, checks: checks)
        }
    }

    /// Single corrections that do; where none does, one of each parameter together.
    private var correctedCalls: [Remedy] {
        let single = corrections.compactMap { remedy([$0], withPolicies: true) }
        let found = single.isEmpty ? [together].compactMap { $0 } : single
        guard let earlierSession, needed.isEmpty, earlierSession.checks.allSatisfy(\.decision.isAllowed),
            checks.contains(where: { !$0.decision.isAllowed })
        else { return found }
        return found + [Remedy(callChanges: [earlierSession.change], checks: earlierSession.checks)]
    }

    /// The first value of each parameter, without those that are not needed.
    private var together: Remedy? {
        var kept: [CallCorrection] = []
        for correction in corrections where !kept.contains(where: { $0.parameter == correction.parameter }) {
            kept.append(correction)
        }
        guard kept.count > 1, var best = remedy(kept, withPolicies: true) else { return nil }
        for correction in kept {
            let fewer = kept.filter { $0.parameter != correction.parameter }
            guard !fewer.isEmpty, let smaller = remedy(fewer, withPolicies: true) else { continue }
            (kept, best) = (fewer, smaller)
        }
        return best
    }

    /// A remedy that begins with some changes of the call; `nil` where it does not suffice, or where the rest of it would
    /// pass conditions by.
    private func remedy(_ corrections: [CallCorrection], withPolicies: Bool) -> Remedy? {
        let changed = corrections.reduce(operation) { $1.apply($0) }
        guard let checks = checksOf(changed) else { return nil }
        let callChanges = needed + corrections.map(\.change)
        if checks.allSatisfy(\.decision.isAllowed) { return Remedy(callChanges: callChanges, checks: checks) }
        // A correction that takes nothing out of the way is none, and each proposal decides again and again.
        guard withPolicies, Self.blockers(checks) < Self.blockers(self.checks) else { return nil }
        let changes = ChangeProposal(checks: checks).changes()
        guard !changes.isEmpty, !changes.contains(where: \.isLoosening) else { return nil }
        return Remedy(callChanges: callChanges, policyChanges: changes, checks: checks)
    }

    /// How many policy types stand in the way, those of each check counted.
    private static func blockers(_ checks: [Check]) -> Int {
        checks.reduce(0) { $0 + $1.decision.blockedBy.types.count }
    }

    /// What suffices without any change of policies: single changes; where none does, pairs of them.
    private func callAlone(isCorrected: Bool) -> [Remedy] {
        let omissions = CallCorrection.omissions(of: operation)
        let single = omissions.compactMap { remedy([$0], withPolicies: false) }
        if isCorrected || !single.isEmpty { return single }
        return corrections.flatMap { correction in
            omissions.filter { $0.parameter != correction.parameter }.compactMap {
                remedy([correction, $0], withPolicies: false)
            }
        }
    }
}

extension PolicyChange {
    /// Whether the caller is let in past something that keeps it out now.
    var isLoosening: Bool { narrowsDeny || !loosens.isEmpty }
}

extension Remedy {
    /// Whether the caller is let in past conditions that stay as they are, or a Deny passes over more.
    var dropsConditions: Bool {
        policyChanges.contains { change in
            switch change.edit {
            case .addStatement, .addActions, .exempt, .addNotActions: change.isLoosening
            case .addValue, .renameKey: false
            }
        }
    }
}

extension RoleAssumption {
    func remedies(_ call: CallSetting, _ checks: [Check]) -> [Remedy] {
        // Where the role does not exist, no change of the call helps.
        guard !isAbout(nothingIn: call) else { return ChangeProposal(checks: checks).remedies }
        let (operation, needed) = withinDuration(call)
        let finder = CallCorrections(
            operation: operation, checks: checks, device: multiFactor == nil ? call.device : nil)
        return RoleAssumptionRemedies(
            operation: operation, needed: needed, checks: checks, corrections: finder.all,
            earlierSession: finder.wantsCode ? earlierSession(call) : nil
        ) { self.checks($0, call) }.all()
    }

    /// The checks of another call in this one's place; `nil` where AWS would refuse it whatever the policies say.
    private func checks(_ changed: RoleAssumption, _ call: CallSetting) -> [Check]? {
        guard changed.refusal(of: call) == nil, changed.lateRefusal(of: call, call.question.choices) == nil
        else { return nil }
        return CallAnswer(call: call, operation: changed).checks().checks
    }

    /// The same call with credentials of a session that was made with multi-factor authentication (SES-8).
    private func earlierSession(_ call: CallSetting) -> (change: CallChange, checks: [Check])? {
        guard let session = call.setting.withMultiFactorSession(.call) else { return nil }
        let changed = CallSetting(setting: session.setting, call: call.call)
        return checks(self, changed).map { (session.change, $0) }
    }

    /// The call with a duration that AWS takes, which no policy decides (STS-95).
    private func withinDuration(_ call: CallSetting) -> (RoleAssumption, [CallChange]) {
        guard let asked = durationSeconds, let longest = longestDuration(call, call.question.choices),
            asked > longest.seconds
        else { return (self, []) }
        var copy = self
        copy.durationSeconds = longest.seconds
        let change = CallChange(
            "pass a DurationSeconds of \(longest.seconds) at most\(longest.isOfChain ? " (role chaining)" : "")",
            operation.string, [("DurationSeconds", .number(longest.seconds))])
        return (copy, [change])
    }

    /// A session that is to last too long: shorter, or of a role that allows it where AWS lets it (STS-90, STS-95).
    func remediesOfFailure(_ call: CallSetting, _ checks: [Check]) -> [Remedy] {
        guard let asked = durationSeconds, let longest = longestDuration(call, call.question.choices),
            asked > longest.seconds
        else { return [] }
        let (shorter, changes) = withinDuration(call)
        var remedies: [Remedy] = []
        if let checks = self.checks(shorter, call) { remedies.append(Remedy(callChanges: changes, checks: checks)) }
        var raised = self
        raised.raisedMaximum = asked
        if !longest.isOfChain, let checks = self.checks(raised, call) {
            let change = AccountChange(role: roleARN, maxSessionDuration: asked)
            remedies.append(Remedy(accountChanges: [change], checks: checks))
        }
        return remedies.filter { $0.checks.allSatisfy(\.decision.isAllowed) }
    }
}
