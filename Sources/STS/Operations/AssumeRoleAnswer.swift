import IAM
import SourceText

/// Answers an `AssumeRole` call: parameters, then checks, then the duration (STS-1).
final class AssumeRoleAnswer {
    let setting: Setting
    let call: STSCall
    let operation: AssumeRole

    init(setting: Setting, call: STSCall, operation: AssumeRole) {
        self.setting = setting
        self.call = call
        self.operation = operation
    }

    private var caller: Principal { setting.principal }
    private var choices: UndocumentedChoices { setting.question.choices }

    /// What is known of the role.
    private var role: Role? { setting.organization.role(operation.roleARN) }

    /// Whether the role is said not to exist.
    private var roleIsAbsent: Bool { setting.isAbsent(role: operation.roleARN) }

    /// - Parameter explaining: whether changes are looked for, which have to hold under every reading.
    func draft(explaining: Bool) -> AnswerDraft {
        if let error = operation.callerError(caller) ?? operation.parameterError(caller: caller) {
            return failure(error, checks: [])
        }
        let list = checks(operation, explaining: explaining)
        let failing = list.firstFailing
        if roleIsAbsent { return noSuchRole(list.checks, explaining: explaining) }
        if failing == nil, let error = durationError(choices) {
            var draft = failure(error, checks: list.checks)
            draft.caveats = durationCaveats
            return draft
        }
        var draft = failing.map(denial) ?? success()
        draft.checks = list.checks
        draft.caveats = list.caveats + (failing == nil ? durationCaveats : [])
        if explaining, failing != nil { draft.remedies = remedies(list.checks) }
        return draft
    }

    private func durationError(_ choices: UndocumentedChoices) -> AWSError? {
        operation.durationError(caller: caller, maximum: role?.maxSessionDuration, choices)
    }

    /// Whether the duration is refused hangs on what counts as role chaining (STS-96).
    private var durationCaveats: [Caveat] {
        let other = durationError(choices.flipping(.sessionTokensStartARoleChain))
        guard (other == nil) != (durationError(choices) == nil) else { return [] }
        return [Caveat(point: .sessionTokensStartARoleChain, otherwise: other == nil ? .allowed : .failed)]
    }

    // MARK: The checks

    private func checks(_ operation: AssumeRole, explaining: Bool = false) -> CheckList {
        let base = baseContext(operation, choices)
        let made = operation.checks(caller: caller, base: base, choices: choices)
        return CheckList(
            choices, points: made.reduce(into: []) { $0.formUnion($1.points) },
            possible: explaining ? operation.undocumentedPoints(caller: caller) : []
        ) { choices in
            guard choices != self.choices else { return made.map { self.prepare($0, choices) } }
            let seen = self.baseContext(operation, choices)
            return operation.checks(caller: self.caller, base: seen, choices: choices).map { self.prepare($0, choices) }
        }
    }

    private func prepare(_ check: AuthorizationCheck, _ choices: UndocumentedChoices) -> CheckList.Part {
        setting.prepare(
            check.action, on: RequestResource(check.resource), owner: operation.roleARN.accountID,
            policy: roleIsAbsent ? nil : setting.stated.trust ?? role?.trust, rule: check.rule, context: check.context,
            choices)
    }

    /// The keys that all checks see: of the caller, of the role with inherited tags over its own (STS-4), and of the
    /// endpoint, where the global one counts as us-east-1 (STS-36).
    private func baseContext(_ operation: AssumeRole, _ choices: UndocumentedChoices) -> RequestContext {
        var context = call.context
        context.reserve(24)
        let owner = operation.roleARN.accountID
        let tags = (role?.tags ?? Tags()).overlaid(with: inheritedRoleTags)
        setting.question.derivation.add(principal: caller, choices, to: &context)
        setting.question.derivation.add(resourceAccount: owner, tags: tags, to: &context)
        setting.organization.addKeys(caller: caller, owner: owner, to: &context)
        for tag in tags.all {
            context.set(ConditionKey(prefix: "iam:ResourceTag/", tag: tag.key), tag.value)
        }
        addRegion(choices, to: &context)
        operation.addTags(to: &context)
        return context.sealed
    }

    /// The global endpoint counts as us-east-1, which is only moderately certain (STS-36).
    private func addRegion(_ choices: UndocumentedChoices, to context: inout RequestContext) {
        if let region = call.region { return context.set(.requestedRegion, region) }
        context.set(.requestedRegion, choices[.globalEndpointIsUsEast1] ? "us-east-1" : "another region")
        context.doubt(.requestedRegion, .globalEndpointIsUsEast1)
    }

    /// Inherited transitive tags whose key the role has too: these replace the role's (STS-4).
    private var inheritedRoleTags: Tags {
        Tags(caller.transitiveTags.all.filter { role?.tags.tag($0.key) != nil })
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
        draft.blockedBy = Blocker.all(of: check.decision)
        draft.error = DeniedMessage.error(for: check)
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
        if explaining { draft.remedies = remedies(checks) }
        return draft
    }

    private func failure(_ error: AWSError, checks: [Check]) -> AnswerDraft {
        var draft = AnswerDraft(decision: .failed)
        draft.error = error
        draft.checks = checks
        return draft
    }

    /// What would have the call allowed. Where the role does not exist, no change of the call helps.
    private func remedies(_ checks: [Check]) -> [Remedy] {
        guard !roleIsAbsent else { return ChangeProposal(checks: checks).remedies }
        return AssumeRoleRemedies(operation: operation, checks: checks) { changed in
            changed.parameterError(caller: self.caller) == nil
                ? self.checks(changed, explaining: true).checks : nil
        }.all()
    }
}
