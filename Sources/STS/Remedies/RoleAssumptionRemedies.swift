import IAM
import SourceText

/// The ways to have a refused assuming of a role allowed.
///
/// Where the call passes something else than a condition wants, the call is wrong before the policy is: such a
/// correction comes first, with whatever else is needed. Then come changes of policies alone, and last what the caller
/// can leave out with the policies as they are; where the policies would let the caller in past conditions, it comes before
/// them. Changes that do so are told only where no correction of the call does, and with the corrections that leave fewer
/// conditions to pass.
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
        let corrected = loosens ? correctedCalls(leavingFewerThan: policies.first) : []
        let isNarrower = !corrected.isEmpty
        let kept = policies.filter { !isNarrower || !$0.dropsConditions }
        let known = corrected.filter(\.policyChanges.isEmpty)
        let omissions = callAlone(isCorrected: !known.isEmpty).filter { new in
            !known.contains { $0.changesCallAlike(new) }
        }
        return corrected + (loosens ? omissions + kept : kept + omissions)
    }

    /// Changes of policies, with what the call needs anyway; none where AWS would refuse the call all the same.
    private var policiesAlone: [Remedy] {
        guard checksOf(operation) != nil else { return [] }
        return ChangeProposal(checks: checks).remedies.map {
            Remedy(callChanges: needed, policyChanges: $0.policyChanges, checks: checks)
        }
    }

    /// Single corrections that do; where none does, one of each parameter together; where these do not either, those that
    /// leave policies fewer conditions to pass than without them.
    private func correctedCalls(leavingFewerThan policies: Remedy?) -> [Remedy] {
        let single = corrections.compactMap { remedy([$0], withPolicies: true) }
        let found = single.isEmpty ? [together ?? partly(policies)].compactMap { $0 } : single
        guard let earlierSession, needed.isEmpty, earlierSession.checks.allSatisfy(\.decision.isAllowed),
            checks.contains(where: { !$0.decision.isAllowed })
        else { return found }
        return found + [Remedy(callChanges: [earlierSession.change], checks: earlierSession.checks)]
    }

    /// The first value of each parameter, without those that are not needed.
    private var together: Remedy? {
        var kept: [CallCorrection] = []
        for correction in corrections { kept.add(correction) }
        guard kept.count > 1, var best = remedy(kept, withPolicies: true) else { return nil }
        for correction in kept {
            let fewer = kept.filter { $0.parameter != correction.parameter }
            guard !fewer.isEmpty, let smaller = remedy(fewer, withPolicies: true) else { continue }
            (kept, best) = (fewer, smaller)
        }
        return best
    }

    /// The corrections that the statements in the way ask for, with changes of policies for what the caller cannot meet:
    /// those have to pass fewer conditions than the changes of policies alone.
    private func partly(_ policies: Remedy?) -> Remedy? {
        var kept: [CallCorrection] = []
        for check in checks where !check.decision.isAllowed {
            for condition in conditionsInTheWay(of: check) {
                corrections.first { $0.isMade(for: condition) }.map { kept.add($0) }
            }
        }
        let (changed, callChanges) = changes(kept)
        guard !kept.isEmpty, let checks = checksOf(changed) else { return nil }
        let changes = ChangeProposal(checks: checks).changes()
        guard !changes.isEmpty, changes.passedBy < policies?.policyChanges.passedBy ?? .max else { return nil }
        return Remedy(callChanges: callChanges, policyChanges: changes, checks: checks)
    }

    /// The conditions of each Deny that matches; else those that fail of the statement that would allow the check once the
    /// caller has met the most of them.
    private func conditionsInTheWay(of check: Check) -> [Condition] {
        let evaluation = check.evaluation
        let denying = evaluation.decidingStatements.flatMap(\.statement.conditions)
        if check.decision.verdict == .explicitDeny { return denying }
        return check.decision.blockedBy.types.flatMap { type in
            let near = evaluation.nearMisses(of: type).map(\.fit)
            let left = near.map { fit in
                fit.misfits.count
                    - fit.failingConditions.filter { failing in
                        corrections.contains { $0.isMade(for: failing) }
                    }.count
            }
            let best = near.indices.min { (left[$0], $0) < (left[$1], $1) }
            return best.map { near[$0].failingConditions } ?? []
        }
    }

    /// The call with some corrections made one after the other, and what is told of all that changes.
    private func changes(_ corrections: [CallCorrection]) -> (RoleAssumption, [CallChange]) {
        corrections.reduce((operation, needed)) { ($1.applied(to: $0.0), $0.1 + [$1.change(of: $0.0)]) }
    }

    /// A remedy that begins with some changes of the call; `nil` where it does not suffice, or where the rest of it would
    /// pass conditions by.
    private func remedy(_ corrections: [CallCorrection], withPolicies: Bool) -> Remedy? {
        let (changed, callChanges) = changes(corrections)
        guard let checks = checksOf(changed) else { return nil }
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

extension CallCorrection {
    fileprivate func isMade(for condition: Condition) -> Bool {
        conditions.contains { $0 === condition }
    }
}

extension [CallCorrection] {
    /// Adds a correction of a parameter that none corrects yet.
    fileprivate mutating func add(_ correction: CallCorrection) {
        if !contains(where: { $0.parameter == correction.parameter }) { append(correction) }
    }
}

extension PolicyChange {
    /// Whether the caller is let in past something that keeps it out now.
    var isLoosening: Bool { narrowsDeny || !loosens.isEmpty }
}

extension [PolicyChange] {
    /// How much of what keeps the caller out the changes let it past: conditions, and each Deny.
    var passedBy: Int { reduce(0) { $0 + $1.loosens.count + ($1.narrowsDeny ? 1 : 0) } }
}

extension Remedy {
    /// Whether the caller changes the same in the call, however that is told.
    fileprivate func changesCallAlike(_ other: Remedy) -> Bool {
        callChanges.map { JSONWriter.text($0.overlay) } == other.callChanges.map { JSONWriter.text($0.overlay) }
    }

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
    func remediesOfDenial(_ call: CallSetting, _ checks: [Check]) -> [Remedy] {
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
        guard changed.refusal(of: call) == nil, changed.lateRefusal(of: call, call.circumstances.choices) == nil
        else { return nil }
        return CallChecks(call: call, operation: changed).list.checks
    }

    /// The same call with credentials of a session that was made with multi-factor authentication (SES-8).
    private func earlierSession(_ call: CallSetting) -> (change: CallChange, checks: [Check])? {
        guard let session = call.setting.withMultiFactorSession(.call) else { return nil }
        let changed = CallSetting(setting: session.setting, call: call.call)
        return checks(self, changed).map { (session.change, $0) }
    }

    /// The call with a duration that AWS takes, which no policy decides (STS-95).
    private func withinDuration(_ call: CallSetting) -> (RoleAssumption, [CallChange]) {
        guard let asked = durationSeconds, let longest = longestDuration(call, call.circumstances.choices),
            asked > longest.seconds
        else { return (self, []) }
        var copy = self
        copy.durationSeconds = longest.seconds
        let change = CallChange(
            "pass a DurationSeconds of \(longest.seconds) at most\(longest.isOfChain ? " (role chaining)" : "")",
            operation.rawValue, [("DurationSeconds", .number(longest.seconds))])
        return (copy, [change])
    }

    /// A session that is to last too long: shorter, or of a role that allows it where AWS lets it (STS-90, STS-95).
    func remediesOfLateRefusal(_ call: CallSetting, _ checks: [Check]) -> [Remedy] {
        guard let asked = durationSeconds, let longest = longestDuration(call, call.circumstances.choices),
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
