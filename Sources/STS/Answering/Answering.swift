import IAM
import SourceText

extension Question {
    /// The answer.
    /// - Parameter explaining: whether changes are looked for that would allow what is refused.
    public func answer(explaining: Bool = false) -> Answer {
        switch body {
        case .one(let asked): answer(asked, caller: asked.caller, explaining).answer(id: id, timeIsGiven: timeIsGiven)
        case .steps(let steps): answer(steps, explaining)
        }
    }

    func answer(_ asked: Asked, caller: Caller?, _ explaining: Bool) -> AnswerDraft {
        var draft = plainAnswer(asked, caller: caller, explaining)
        if !draft.remedies.isEmpty, let principal = draft.checks.first?.request.principal {
            draft.remedies = draft.remedies.map { $0.told(in: world, besides: principal) }
        }
        return draft
    }

    private func plainAnswer(_ asked: Asked, caller: Caller?, _ explaining: Bool) -> AnswerDraft {
        switch asked.ask {
        case .request(let request):
            guard let caller else { return AnswerDraft(decision: .failed) }
            let setting = Setting(circumstances, caller: caller, stated: asked.policies)
            return PlainAnswer(setting: setting, plain: request).draft(explaining: explaining)
        case .call(let call):
            let operation = placed(call, by: caller)
            guard let caller = operation.unsignedCaller.map({ Caller($0) }) ?? caller else {
                return AnswerDraft(decision: .failed)
            }
            let setting = Setting(circumstances, caller: caller, stated: asked.policies)
            return CallAnswer(call: CallSetting(setting: setting, call: call), operation: operation)
                .draft(explaining: explaining)
        }
    }

    /// Follows a chain until a step is refused; later steps are not reached.
    private func answer(_ steps: [Step], _ explaining: Bool) -> Answer {
        var answers: [StepAnswer] = []
        var last = AnswerDraft(decision: .allowed)
        var caller = steps.first?.asked.caller
        for step in steps {
            guard last.decision == .allowed else {
                answers.append(StepAnswer(name: step.name, answer: nil))
                continue
            }
            last = answer(step.asked, caller: caller, explaining)
            if explaining, last.decision != .allowed {
                last.remedies = ChainRemedies(question: self, steps: steps).all(of: last)
            }
            answers.append(StepAnswer(name: step.name, answer: last.answer(id: nil, timeIsGiven: timeIsGiven)))
            if last.decision != .allowed { last.step = step.name }
            caller = last.nextCaller ?? caller
        }
        // Where a step is refused, the steps before it do not change that, whichever way they are read.
        let own = last.decision == .allowed ? answers.flatMap { $0.answer?.caveats ?? [] } : last.caveats
        last.caveats = own.reduce(into: []) { known, caveat in
            if !known.contains(where: { $0.point == caveat.point }) { known.append(caveat) }
        }
        last.assumed = answers.flatMap { $0.answer?.assumed ?? [] }.reduce(into: []) { known, key in
            if !known.contains(key) { known.append(key) }
        }
        last.steps = answers
        return last.answer(id: id, timeIsGiven: timeIsGiven)
    }
}

/// Answers a plain request.
final class PlainAnswer: Sendable {
    private let setting: Setting
    private let plain: PlainRequest
    /// What follows from the keys that the question gives.
    private let companions: [KeysSentTogether.Companion]
    /// The same question for what AWS asks for as well: the agent of an endpoint that is called (SV-23).
    private let other: PlainAnswer?

    init(setting: Setting, plain: PlainRequest) {
        let plain = ResourceForms.used(for: plain.action, plain.resource).map(plain.on) ?? plain
        self.setting = setting
        self.plain = plain
        // A policy that is stated is that of the resource which is asked for.
        other = OwnJoining.agent(of: plain.resource, for: plain.action).map {
            PlainAnswer(setting: setting.withoutResourcePolicy, plain: plain.on($0))
        }
        companions = KeysSentTogether.companions(of: plain.context, for: plain.action, on: plain.resource)
    }

    /// - Parameter explaining: whether changes are looked for that would allow what is refused.
    func draft(explaining: Bool) -> AnswerDraft {
        if let known = UnconditionalActions.answer(plain.action, on: plain.resource, in: setting) { return known }
        let points: UndocumentedPoints =
            plain.resource.arn == nil ? UndocumentedPoints(.callersResourceControlCoversActionsWithoutResource) : []
        let list = list(points)
        // A Deny is told before what is not allowed.
        let denied = list.checks.last { $0.decision.verdict == .explicitDeny }
        guard let check = denied ?? list.firstFailing ?? list.checks.last else { return AnswerDraft(decision: .failed) }
        var draft = AnswerDraft(decision: Outcome(check.decision.verdict))
        draft.checks = list.checks
        draft.caveats = list.caveats
        draft.deciding = check
        draft.action = plain.action
        if !check.decision.isAllowed {
            let isRefused = check.decision.verdict != .unknown
            if isRefused {
                draft.blockedBy = Blocker.all(of: check.decision)
                draft.error = DeniedMessage.error(for: check)
            }
            if explaining, isRefused {
                draft.remedies = PlainRemedies(setting: setting, checks: list.checks) { other in
                    PlainAnswer(setting: other, plain: self.plain).list(points).checks
                }.all()
            }
        }
        if owner == nil, ResourceAccountKeys.arePresent(for: plain.action) {
            draft.assumed.append("aws:ResourceAccount")
        }
        return draft
    }

    private func list(_ points: UndocumentedPoints) -> CheckList {
        CheckList(setting.circumstances.choices, points: points) { choices in
            [self.other, self].compactMap { $0?.prepared(choices) }
        }
    }

    /// The owner of the resource: told by the ARN, stated as a member or as a condition key, or known from the accounts
    /// (PL-230).
    private var owner: AccountID? {
        if let named = plain.resource.arn?.accountID { return named }
        if let stated = plain.resourceAccount { return stated }
        if case .single(let text) = given(.resourceAccount), let stated = AccountID(text) { return stated }
        guard let arn = plain.resource.arn else { return setting.principal.account }
        if arn.account == "aws" { return setting.principal.account }
        return setting.world.resource(arn)?.account.id
    }

    /// The value of a key that is given, or follows from one that is.
    private func given(_ key: ConditionKey) -> ContextValue? {
        plain.context[key] ?? companions.first { $0.key == key }?.value
    }

    private func prepared(_ choices: UndocumentedChoices) -> CheckList.Part {
        let (policy, rule) = resourcePolicy
        var part = setting.prepare(
            plain.action, on: plain.resource, owner: owner, policy: policy, rule: rule, context: context(choices),
            choices)
        if isOfKey, let arn = plain.resource.arn {
            part.policies.grants = setting.world.resource(arn)?.resource.grants ?? []
        } else if policy != nil, rule == .eitherSide || rule == .bothMustAllow, setting.stated.resource == nil {
            part.policies.grants = Array(listedPolicies.dropFirst())
        }
        return part
    }

    func context(_ choices: UndocumentedChoices) -> RequestContext {
        var context = plain.context
        context.reserve(24)
        let derivation = setting.circumstances.derivation
        derivation.add(principal: setting.principal, choices, to: &context)
        let (tags, container) = tags
        ServiceKeys.addResourceTags(tags ?? container, of: plain.resource, for: plain.action, to: &context)
        addOwner(to: &context)
        addRegion(to: &context)
        ServiceKeys.add(for: plain.action, on: plain.resource, tags: tags, ofContainer: container, to: &context)
        OwnJoining.addMountTarget(for: plain.action, on: plain.resource, to: &context)
        KeysSentTogether.add(companions, to: &context)
        KeysSentTogether.leaveOpen(besides: plain.context, in: &context) {
            KeysSentTogether.companions(of: $0, for: plain.action, on: plain.resource)
        }
        return context
    }

    /// The account that owns the resource, and where it stands; where nothing tells the owner, the caller's account is
    /// assumed (PL-230).
    private func addOwner(to context: inout RequestContext) {
        guard ResourceAccountKeys.arePresent(for: plain.action) else {
            return setting.world.addKeys(caller: setting.principal, owner: nil, to: &context)
        }
        let known = owner ?? setting.principal.account
        if let known { context.set(.resourceAccount, .single(known.text), owner == nil ? .assumed : .derived) }
        setting.world.addKeys(
            caller: setting.principal, owner: known, ownerIsAssumed: owner == nil, to: &context)
    }

    private func addRegion(to context: inout RequestContext) {
        let inResource = plain.resource.arn.map(\.region) ?? ""
        if let region = plain.region {
            context.set(.requestedRegion, region)
        } else if !inResource.isEmpty {
            context.set(.requestedRegion, inResource)
        } else {
            context.set(.requestedRegion, "us-east-1", .assumed)
        }
    }

    /// The tags of the resource, `nil` where it is not listed itself, and of what holds it, as a bucket holds an object.
    private var tags: (own: Tags?, container: Tags) {
        guard let arn = plain.resource.arn else { return (nil, Tags()) }
        if arn.isRole { return (setting.world.role(arn)?.tags, Tags()) }
        if arn.isUser { return (setting.world.user(arn)?.tags, Tags()) }
        let listed = setting.world.resources(holding: arn).map(\.resource)
        let container = listed.first { $0.arn != arn }?.tags ?? Tags()
        // The tags of a table are those of its indexes.
        if arn.service == "dynamodb", !container.isEmpty { return (nil, container) }
        return (listed.first { $0.arn == arn }?.tags, container)
    }

    /// Whether the request is about a KMS key. By an alias it is, too, but for what changes the alias itself.
    private var isOfKey: Bool {
        guard let arn = plain.resource.arn, arn.service == "kms", plain.action.isOf(service: "kms") else {
            return false
        }
        return arn.resource.hasPrefix("key/") || arn.isAlias && !plain.action.isOfAlias
    }

    /// The policies of the resource and of what holds it, as far as they are listed.
    private var listedPolicies: [Policy] {
        guard let arn = plain.resource.arn else { return [] }
        let holders = setting.world.resources(holding: arn).map(\.resource)
        return holders.filter { other == nil || $0.arn == arn }.compactMap(\.policy)
    }

    /// Whether what is asked for has no policy (STS-2): the root user of another account, and one's own federated users.
    private var isDecidedByCallerAlone: Bool {
        if plain.action == .sts("AssumeRoot") { return true }
        guard plain.action == .sts("GetFederationToken") || plain.action == .sts("TagSession"),
            let arn = plain.resource.arn, arn.isFederatedUser
        else { return false }
        return arn.accountID == setting.principal.account
    }

    /// A role's trust policy is the resource-based policy of `sts:` actions on it; every other resource has its own (SV-1),
    /// which KMS keys cannot do without (SV-10).
    private var resourcePolicy: (policy: Policy?, rule: EvaluationLogic.ResourceRule) {
        if let arn = plain.resource.arn, arn.isRole, plain.action.isOf(service: "sts") {
            let trust =
                setting.isAbsent(role: arn) ? nil : setting.stated.trust ?? setting.world.role(arn)?.trust
            return (trust, .trustMustSpeak)
        }
        if isDecidedByCallerAlone { return (nil, .callerAlone) }
        let policy =
            setting.stated.resource ?? listedPolicies.first
            ?? OwnJoining.defaultPolicy(of: plain.resource, for: plain.action)
        if isOfKey { return (policy, .keyMustSpeak) }
        let needsBoth = policy != nil && OwnJoining.needsBothSides(plain.action, on: plain.resource)
        return (policy, needsBoth ? .bothMustAllow : .eitherSide)
    }
}
