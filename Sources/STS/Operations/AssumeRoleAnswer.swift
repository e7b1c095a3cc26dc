import IAM
import SourceText

/// Answers an `AssumeRole` call: parameters, then checks, then the duration (STS-1).
struct AssumeRoleAnswer {
    let question: Question
    let call: STSCall
    let operation: AssumeRole

    private var caller: Principal { call.caller }

    /// What is known of the role.
    private var role: Role? { question.listedRole(operation.roleARN) }

    /// Whether the role is said not to exist.
    private var roleIsAbsent: Bool {
        operation.roleARN.accountID.flatMap { question.organization.account($0) }?
            .absent.contains(operation.roleARN.resource) ?? false
    }

    func answer() -> Answer {
        if let error = operation.parameterError(caller: caller) { return failure(error, checks: []) }
        let checks = evaluations(question.choices)
        let failing = firstFailing(checks.map(\.decision))
        if roleIsAbsent { return noSuchRole(checks) }
        let duration = operation.durationError(caller: caller, maximum: role?.maxSessionDuration)
        if failing == nil, let duration { return failure(duration, checks: checks) }
        var draft = failing.map { denial(checks[$0]) } ?? AnswerDraft(decision: .allowed)
        draft.checks = checks
        if failing == nil { draft.session = session }
        draft.caveats = caveats(isAllowed: failing == nil)
        return draft.answer(id: question.id)
    }

    // MARK: The checks

    private func evaluations(_ choices: UndocumentedChoices) -> [Evaluation] {
        prepared(choices).map { Evaluator.evaluate($0.request, by: $0.policies) }
    }

    private func decisions(_ choices: UndocumentedChoices) -> [Decision] {
        prepared(choices).map { Evaluator.decide($0.request, by: $0.policies) }
    }

    private func prepared(
        _ choices: UndocumentedChoices
    ) -> [(request: Request, policies: ApplicablePolicies)] {
        let identity = question.identityPolicies(of: caller)
        let trust = roleIsAbsent ? nil : question.policies.trust ?? role?.trust
        return operation.checks(caller: caller, base: baseContext, choices: choices).map { check in
            let request = Request(
                principal: caller, action: check.action, resource: RequestResource(check.resource),
                resourceAccount: operation.roleARN.accountID, context: check.context)
            return (request, ApplicablePolicies(identity: identity, resource: trust, resourceRule: check.rule))
        }
    }

    /// The keys that all checks see: of the caller, of the role with inherited tags over its own (STS-4), and of the
    /// endpoint, where the global one counts as us-east-1 (STS-36).
    private var baseContext: RequestContext {
        var context = call.context
        let tags = (role?.tags ?? Tags()).overlaid(with: inheritedRoleTags)
        question.derivation.add(principal: caller, to: &context)
        question.derivation.add(resourceAccount: operation.roleARN.accountID, tags: tags, to: &context)
        for tag in tags.all {
            context.set(ConditionKey(prefix: "iam:ResourceTag/", tag: tag.key), tag.value)
        }
        context.set("aws:RequestedRegion", call.region ?? "us-east-1")
        return context
    }

    /// Inherited transitive tags whose key the role has too: these replace the role's (STS-4).
    private var inheritedRoleTags: Tags {
        Tags(caller.session.transitiveTags.all.filter { role?.tags.tag($0.key) != nil })
    }

    /// The check that AWS names of those that fail: the one for the source identity before that for tags, and the
    /// assuming itself last (STS-24).
    private func firstFailing(_ decisions: [Decision]) -> Int? {
        decisions.indices.last { !decisions[$0].isAllowed }
    }

    // MARK: What comes of them

    private func denial(_ evaluation: Evaluation) -> AnswerDraft {
        var draft = AnswerDraft(decision: Outcome(evaluation.decision.verdict))
        draft.action = evaluation.request.action
        draft.blockedBy = evaluation.decision.blockedBy.types.map(Blocker.policyType)
        draft.error = DeniedMessage.error(for: evaluation)
        draft.deciding = evaluation
        return draft
    }

    private func noSuchRole(_ checks: [Evaluation]) -> Answer {
        var draft = AnswerDraft(decision: .implicitDeny)
        draft.checks = checks
        draft.deciding = checks.last
        draft.action = checks.last?.request.action
        draft.blockedBy = [.noSuchRole]
        draft.error = checks.last.map(DeniedMessage.error(for:))
        return draft.answer(id: question.id)
    }

    private func failure(_ error: AWSError, checks: [Evaluation]) -> Answer {
        var draft = AnswerDraft(decision: .failed)
        draft.error = error
        draft.checks = checks
        return draft.answer(id: question.id)
    }

    private var session: Session? {
        operation.roleARN.accountID.map {
            operation.session(caller: caller, account: $0, roleTags: role?.tags ?? Tags(), time: question.time)
        }
    }

    /// Decides once more with the other reading of each undocumented point, one at a time.
    private func caveats(isAllowed: Bool) -> [Caveat] {
        operation.undocumentedPoints(caller: caller).compactMap { point in
            let decisions = decisions(question.choices.flipping(point))
            let failing = firstFailing(decisions)
            guard (failing == nil) != isAllowed else { return nil }
            let otherwise = failing.map { Outcome(decisions[$0].verdict) } ?? .allowed
            return Caveat(point: point, otherwise: otherwise)
        }
    }
}
