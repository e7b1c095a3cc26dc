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
        let checks = prepared(choices).map {
            Check(evaluation: Evaluator.evaluate($0.request, by: $0.policies), policies: $0.policies)
        }
        let failing = firstFailing(checks.map(\.evaluation.decision))
        if roleIsAbsent { return noSuchRole(checks) }
        let duration = operation.durationError(caller: caller, maximum: role?.maxSessionDuration)
        if failing == nil, let duration { return failure(duration, checks: checks) }
        var draft = failing.map { denial(checks[$0]) } ?? success()
        draft.checks = checks
        draft.caveats = caveats(isAllowed: failing == nil)
        return draft
    }

    // MARK: The checks

    /// Whether every check is allowed under some readings, without recording why.
    private func decisions(_ choices: UndocumentedChoices) -> [Decision] {
        prepared(choices).map { Evaluator.decide($0.request, by: $0.policies) }
    }

    private func prepared(
        _ choices: UndocumentedChoices
    ) -> [(request: Request, policies: ApplicablePolicies)] {
        let trust = roleIsAbsent ? nil : setting.stated.trust ?? role?.trust
        return operation.checks(caller: caller, base: baseContext, choices: choices).map { check in
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
        context.set("aws:RequestedRegion", call.region ?? "us-east-1")
        return context
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
        var draft = AnswerDraft(decision: Outcome(check.evaluation.decision.verdict))
        draft.action = check.evaluation.request.action
        draft.blockedBy = check.evaluation.decision.blockedBy.types.map(Blocker.policyType)
        draft.error = DeniedMessage.error(for: check.evaluation)
        draft.deciding = check
        return draft
    }

    private func noSuchRole(_ checks: [Check]) -> AnswerDraft {
        var draft = AnswerDraft(decision: .implicitDeny)
        draft.checks = checks
        draft.deciding = checks.last
        draft.action = checks.last?.evaluation.request.action
        draft.blockedBy = [.noSuchRole]
        draft.error = checks.last.map { DeniedMessage.error(for: $0.evaluation) }
        return draft
    }

    private func failure(_ error: AWSError, checks: [Check]) -> AnswerDraft {
        var draft = AnswerDraft(decision: .failed)
        draft.error = error
        draft.checks = checks
        return draft
    }

    /// Decides once more with the other reading of each undocumented point, one at a time.
    private func caveats(isAllowed: Bool) -> [Caveat] {
        operation.undocumentedPoints(caller: caller).compactMap { point in
            let decisions = decisions(choices.flipping(point))
            let failing = firstFailing(decisions)
            guard (failing == nil) != isAllowed else { return nil }
            let otherwise = failing.map { Outcome(decisions[$0].verdict) } ?? .allowed
            return Caveat(point: point, otherwise: otherwise)
        }
    }
}
