import IAM
import SourceText

/// Answers an `AssumeRole` call: parameters, then checks, then the duration (STS-1).
struct AssumeRoleAnswer {
    let setting: Setting
    let call: STSCall
    let operation: AssumeRole

    private var caller: Principal { setting.principal }
    private var choices: UndocumentedChoices { setting.question.choices }

    /// What is known of the role.
    private var role: Role? { setting.listedRole(operation.roleARN) }

    /// Whether the role is said not to exist.
    private var roleIsAbsent: Bool {
        operation.roleARN.accountID.flatMap { setting.organization.account($0) }?
            .absent.contains(operation.roleARN.resource) ?? false
    }

    func draft() -> AnswerDraft {
        if let error = operation.callerError(caller) ?? operation.parameterError(caller: caller) {
            return failure(error, checks: [])
        }
        let points = operation.undocumentedPoints(caller: caller)
        let checks = checksWithAlternatives(points)
        let failing = firstFailing(checks.map(\.decision))
        if roleIsAbsent { return noSuchRole(checks) }
        let duration = operation.durationError(caller: caller, maximum: role?.maxSessionDuration)
        if failing == nil, let duration { return failure(duration, checks: checks) }
        var draft = failing.map { denial(checks[$0]) } ?? success()
        draft.checks = checks
        draft.caveats = caveats(points, checks, isAllowed: failing == nil)
        draft.findCallChanges = { callChanges(checks) }
        return draft
    }

    // MARK: The checks

    /// The checks, each with itself under the other reading of every point.
    private func checksWithAlternatives(_ points: [UndocumentedChoices.Point]) -> [Check] {
        let base = baseContext
        let others = points.map { checks(operation, base, choices.flipping($0)) }
        return prepared(operation, base, choices).enumerated().map { index, parts in
            Check(parts.request, parts.policies, alternatives: others.map { $0[index] })
        }
    }

    private func checks(
        _ operation: AssumeRole, _ base: RequestContext, _ choices: UndocumentedChoices
    ) -> [Check] {
        prepared(operation, base, choices).map { Check($0.request, $0.policies) }
    }

    private func prepared(
        _ operation: AssumeRole, _ base: RequestContext, _ choices: UndocumentedChoices
    ) -> [(request: Request, policies: ApplicablePolicies)] {
        let trust = roleIsAbsent ? nil : setting.stated.trust ?? role?.trust
        return operation.checks(caller: caller, base: base, choices: choices).map { check in
            setting.prepare(
                check.action, on: RequestResource(check.resource), owner: operation.roleARN.accountID, policy: trust,
                rule: check.rule, context: check.context)
        }
    }

    /// The keys that all checks see: of the caller, of the role with inherited tags over its own (STS-4), and of the
    /// endpoint, where the global one counts as us-east-1 (STS-36).
    private var baseContext: RequestContext {
        var context = call.context
        let owner = operation.roleARN.accountID
        let tags = (role?.tags ?? Tags()).overlaid(with: inheritedRoleTags)
        setting.question.derivation.add(principal: caller, to: &context)
        setting.question.derivation.add(resourceAccount: owner, tags: tags, to: &context)
        setting.organization.addKeys(caller: caller, owner: owner, to: &context)
        for tag in tags.all {
            context.set(ConditionKey(prefix: "iam:ResourceTag/", tag: tag.key), tag.value)
        }
        context.set(.requestedRegion, call.region ?? "us-east-1")
        return context.sealed
    }

    /// Inherited transitive tags whose key the role has too: these replace the role's (STS-4).
    private var inheritedRoleTags: Tags {
        Tags(caller.transitiveTags.all.filter { role?.tags.tag($0.key) != nil })
    }

    /// The check that AWS names of those that fail: the one for the source identity before that for tags, and the
    /// assuming itself last (STS-24).
    private func firstFailing(_ decisions: [Decision]) -> Int? {
        decisions.indices.last { !decisions[$0].isAllowed }
    }

    // MARK: What comes of them

    private func success() -> AnswerDraft {
        var draft = AnswerDraft(decision: .allowed)
        guard let account = operation.roleARN.accountID else { return draft }
        let session = operation.session(
            caller: caller, account: account, roleTags: role?.tags ?? Tags(), time: setting.question.time)
        draft.session = session
        draft.nextCaller = operation.nextCaller(session, caller: caller, account: account, role: role)
        return draft
    }

    private func denial(_ check: Check) -> AnswerDraft {
        var draft = AnswerDraft(decision: Outcome(check.decision.verdict))
        draft.action = check.request.action
        draft.blockedBy = check.decision.blockedBy.types.map(Blocker.policyType)
        draft.error = DeniedMessage.error(for: check)
        draft.deciding = check
        return draft
    }

    private func noSuchRole(_ checks: [Check]) -> AnswerDraft {
        var draft = AnswerDraft(decision: .implicitDeny)
        draft.checks = checks
        draft.deciding = checks.last
        draft.action = checks.last?.request.action
        draft.blockedBy = [.noSuchRole]
        draft.error = checks.last.map { DeniedMessage.noSuchRole(for: $0) }
        return draft
    }

    private func failure(_ error: AWSError, checks: [Check]) -> AnswerDraft {
        var draft = AnswerDraft(decision: .failed)
        draft.error = error
        draft.checks = checks
        return draft
    }

    private func callChanges(_ checks: [Check]) -> [CallChange] {
        guard !roleIsAbsent else { return [] }
        let base = baseContext
        return AssumeRoleChanges(operation: operation, checks: checks) { changed in
            changed.parameterError(caller: caller) == nil
                && self.checks(changed, base, choices).allSatisfy(\.decision.isAllowed)
        }.changes()
    }

    /// Decides once more with the other reading of each undocumented point, one at a time.
    private func caveats(
        _ points: [UndocumentedChoices.Point], _ checks: [Check], isAllowed: Bool
    ) -> [Caveat] {
        points.enumerated().compactMap { index, point in
            let decisions = checks.map { $0.alternatives[index].decision }
            let failing = firstFailing(decisions)
            guard (failing == nil) != isAllowed else { return nil }
            let otherwise = failing.map { Outcome(decisions[$0].verdict) } ?? .allowed
            return Caveat(point: point, otherwise: otherwise)
        }
    }
}
