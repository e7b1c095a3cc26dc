import IAM
import SourceText

/// The ways to have a refused assuming of a role allowed.
///
/// Where the call passes something else than a condition wants, the call is wrong before the policy is: such a
/// correction comes first, with whatever else is needed. Then come changes of policies alone, and last what the caller
/// can leave out with the policies as they are.
struct RoleAssumptionRemedies {
    /// The call, with the changes that it needs whatever the policies say.
    let operation: RoleAssumption
    /// Those changes.
    let needed: [CallChange]
    let checks: [Check]
    /// The devices of multi-factor authentication that the caller has and does not use.
    let unusedDevices: [MFADevice]
    /// The checks of another call; `nil` where AWS would refuse it whatever the policies say.
    let checksOf: (RoleAssumption) -> [Check]?

    /// One change of the call.
    private struct Candidate {
        let change: CallChange
        let apply: (RoleAssumption) -> RoleAssumption
    }

    func all() -> [Remedy] {
        let policies = policiesAlone
        let loosens = policies.contains { $0.policyChanges.contains(where: \.isLoosening) }
        let corrected = loosens ? corrections.compactMap { remedy([$0], withPolicies: true) } : []
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

    /// A remedy that begins with some changes of the call; `nil` where it does not suffice, or where the rest of it would
    /// pass conditions by.
    private func remedy(_ candidates: [Candidate], withPolicies: Bool) -> Remedy? {
        let changed = candidates.reduce(operation) { $1.apply($0) }
        guard let checks = checksOf(changed) else { return nil }
        let callChanges = needed + candidates.map(\.change)
        if checks.allSatisfy(\.decision.isAllowed) {
            return Remedy(callChanges: callChanges, policyChanges: [], checks: checks)
        }
        guard withPolicies else { return nil }
        let changes = ChangeProposal(checks: checks).changes()
        guard !changes.isEmpty, !changes.contains(where: \.isLoosening) else { return nil }
        return Remedy(callChanges: callChanges, policyChanges: changes, checks: checks)
    }

    /// What suffices without any change of policies: single changes; where none does, pairs of them.
    private func callAlone(isCorrected: Bool) -> [Remedy] {
        let single = omissions.compactMap { remedy([$0], withPolicies: false) }
        if isCorrected || !single.isEmpty { return single }
        return corrections.flatMap { correction in
            omissions.compactMap { remedy([correction, $0], withPolicies: false) }
        }
    }

    /// Parameters for which a condition wants another value.
    private var corrections: [Candidate] {
        // An assertion says even the name of the session.
        guard operation.operation != "AssumeRoleWithSAML" else { return [] }
        let names = candidates("RoleSessionName", operation.roleSessionName, .sessionName) {
            $0.with(roleSessionName: $1)
        }
        // What a token says, the caller cannot change in the call.
        guard operation.federation == nil else { return names }
        let external = candidates("ExternalId", operation.externalID, .externalID) { $0.with(externalID: $1) }
        let identities = candidates("SourceIdentity", operation.sourceIdentity, .sessionName) {
            $0.with(sourceIdentity: $1)
        }
        return external + names + identities + codes
    }

    /// A code of a device, where a condition asks for multi-factor authentication (STS-30).
    private var codes: [Candidate] {
        guard operation.multiFactor == nil, checks.contains(where: { $0.reads(.multiFactorAuthPresent) }) else {
            return []
        }
        return unusedDevices.prefix(1).map { device in
            let (serialNumber, code) = (device.serialNumber, device.code ?? "123456")
            let text = "pass the SerialNumber `\(serialNumber)` with a TokenCode that the device shows"
            let change = CallChange(
                text, "AssumeRole", [("SerialNumber", .string(serialNumber)), ("TokenCode", .string(code))])
            return Candidate(change: change) {
                $0.with(multiFactor: MultiFactorCode(serialNumber: serialNumber, tokenCode: code))
            }
        }
    }

    /// Other values of a parameter that a condition wants, and that AWS takes.
    private func candidates(
        _ name: String, _ present: Text?, _ rule: ParameterRule,
        _ apply: @escaping (RoleAssumption, Text) -> RoleAssumption
    ) -> [Candidate] {
        wanted(ConditionKey(Text("sts:\(name)"))).filter { $0 != present && rule.accepts($0) }.map { value in
            let operationName = operation.operation.string
            let change = CallChange("pass the \(name) `\(value)`", operationName, [(name, .string(value))])
            return Candidate(change: change) { apply($0, value) }
        }
    }

    /// Parameters that the caller can do without.
    private var omissions: [Candidate] {
        guard operation.federation == nil else { return [] }
        var candidates: [Candidate] = []
        if !operation.tags.isEmpty {
            let text = "pass no session tags (`role-skip-session-tagging: true` in the GitHub action)"
            let change = CallChange(text, "AssumeRole", [("Tags", .null), ("TransitiveTagKeys", .null)])
            candidates.append(Candidate(change: change) { $0.with(tags: []) })
        }
        if operation.sourceIdentity != nil {
            let change = CallChange("pass no SourceIdentity", "AssumeRole", [("SourceIdentity", .null)])
            candidates.append(Candidate(change: change) { $0.with(sourceIdentity: nil) })
        }
        return candidates
    }

    /// The plain values that would pass conditions on a key, at most four: those that an Allow accepts, and those that a
    /// Deny leaves out.
    private func wanted(_ key: ConditionKey) -> [Text] {
        let conditions = checks.flatMap(\.policies.statements).flatMap { statement in
            statement.conditions.filter { condition in
                guard condition.key == key else { return false }
                return statement.effect == .allow
                    ? condition.comparison.acceptsMoreValues : condition.comparison.comparison.isNegated
            }
        }
        let values = conditions.flatMap(\.spellings).filter { value in
            !value.contains("*") && !value.contains("?") && !value.contains("$")
        }
        return values.reduce(into: [Text]()) { known, value in
            if !known.contains(value), known.count < 4 { known.append(value) }
        }
    }
}

extension PolicyChange {
    /// Whether the caller is let in past something that keeps it out now.
    fileprivate var isLoosening: Bool {
        if case .exempt = edit { return true }
        return !loosens.isEmpty
    }
}

extension Remedy {
    /// Whether a statement is added that asks less than those which are there.
    fileprivate var dropsConditions: Bool {
        policyChanges.contains { change in
            switch change.edit {
            case .addStatement, .exempt: change.isLoosening
            case .addActions, .addValue: false
            }
        }
    }
}

extension RoleAssumption {
    fileprivate func with(tags: [Tag]) -> RoleAssumption {
        var copy = self
        copy.tags = tags
        copy.transitiveTagKeys = []
        return copy
    }

    fileprivate func with(multiFactor: MultiFactorCode?) -> RoleAssumption {
        var copy = self
        copy.multiFactor = multiFactor
        return copy
    }

    fileprivate func with(externalID: Text) -> RoleAssumption {
        var copy = self
        copy.externalID = externalID
        return copy
    }

    fileprivate func with(roleSessionName: Text) -> RoleAssumption {
        var copy = self
        copy.roleSessionName = roleSessionName
        return copy
    }

    fileprivate func with(sourceIdentity: Text?) -> RoleAssumption {
        var copy = self
        copy.sourceIdentity = sourceIdentity
        return copy
    }
}

extension RoleAssumption {
    func remedies(_ call: CallSetting, _ checks: [Check]) -> [Remedy] {
        // Where the role does not exist, no change of the call helps.
        guard !isAbout(nothingIn: call) else { return ChangeProposal(checks: checks).remedies }
        let (operation, needed) = withinDuration(call)
        return RoleAssumptionRemedies(
            operation: operation, needed: needed, checks: checks, unusedDevices: multiFactor == nil ? devices(call) : []
        ) { changed in
            guard changed.refusal(of: call) == nil, changed.lateRefusal(of: call, call.question.choices) == nil
            else { return nil }
            return CallAnswer(call: call, operation: changed).checks().checks
        }.all()
    }

    /// The call with a duration that AWS takes, which no policy decides (STS-95).
    private func withinDuration(_ call: CallSetting) -> (RoleAssumption, [CallChange]) {
        guard let asked = durationSeconds, let longest = longestDuration(call, call.question.choices), asked > longest
        else { return (self, []) }
        var copy = self
        copy.durationSeconds = longest
        let change = CallChange(
            "pass a DurationSeconds of \(longest) at most", operation.string, [("DurationSeconds", .number(longest))])
        return (copy, [change])
    }

    private func devices(_ call: CallSetting) -> [MFADevice] {
        guard call.caller.kind == .user, call.caller.session == nil else { return [] }
        return call.caller.arn.flatMap { call.organization.user($0) }?.mfaDevices ?? []
    }
}
