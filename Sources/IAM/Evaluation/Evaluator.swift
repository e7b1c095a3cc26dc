/// Decides requests. It is written once, generic over what it records: nothing for `decide`, everything for `evaluate`.
public enum Evaluator {
    /// The decision alone. It allocates nothing.
    /// - Parameter choices: how undocumented points are read.
    public static func decide(
        _ request: Request, by policies: ApplicablePolicies, choices: UndocumentedChoices = UndocumentedChoices()
    ) -> Decision {
        var run = EvaluationRun(request: request, choices: choices, recorder: NothingRecorded())
        let narrow = run.decide(by: policies)
        guard run.isOpen, !narrow.isAllowed else { return narrow }
        var wide = EvaluationRun(request: request, choices: choices, recorder: NothingRecorded(), isWide: true)
        return narrow.joined(with: wide.decide(by: policies))
    }

    /// The decision with what every statement said.
    /// - Parameter choices: how undocumented points are read.
    public static func evaluate(
        _ request: Request, by policies: ApplicablePolicies, choices: UndocumentedChoices = UndocumentedChoices()
    ) -> Evaluation {
        let comparison = RequestComparison(request, by: policies, choices: choices)
        var run = EvaluationRun(request: request, choices: choices, recorder: EverythingRecorded(comparison))
        let narrow = run.decide(by: policies)
        guard run.isOpen, !narrow.isAllowed else {
            return Evaluation(request: request, decision: narrow, policyTypes: run.recorder.types)
        }
        var wide = EvaluationRun(
            request: request, choices: choices, recorder: EverythingRecorded(comparison), isWide: true)
        let decision = narrow.joined(with: wide.decide(by: policies))
        let told = decision.verdict == .unknown ? run.recorder.types : wide.recorder.types
        return Evaluation(request: request, decision: decision, policyTypes: told)
    }
}

extension Decision {
    /// The decision where this one takes what nobody knows as standing in the way of access, and another one as favouring it:
    /// as Allows only widen and Denies only narrow, the two enclose every real outcome (SRC-21, SRC-22).
    fileprivate func joined(with wide: Decision) -> Decision {
        var joined = wide.isAllowed ? Decision(.unknown, blockedBy: blockedBy, anyOf: anyOf) : wide
        if wide.isAllowed || verdict != wide.verdict { joined.narrow = verdict }
        joined.met = met.union(wide.met)
        return joined
    }
}

/// One request on its way through the policies.
private struct EvaluationRun<Recorder: EvaluationRecorder> {
    let request: Request
    var recorder: Recorder
    private var reading: Reading
    /// What stands around the policy whose statements are asked.
    private var setting = PolicySetting()
    /// Whether a statement hung on what nobody knows.
    private(set) var isOpen = false
    /// Whether what nobody knows favours access: an Allow that hangs on it matches then, and a Deny does not (SRC-21).
    private let isWide: Bool

    init(request: Request, choices: UndocumentedChoices, recorder: Recorder, isWide: Bool = false) {
        self.request = request
        self.recorder = recorder
        self.isWide = isWide
        reading = Reading(choices)
    }

    mutating func decide(by policies: ApplicablePolicies) -> Decision {
        #if DEBUG
            DecisionCount.note()
        #endif
        var decision = logic(policies).decision
        // A Deny that matches is told as what it is.
        if decision.verdict != .explicitDeny, let refusal = ServiceRefusal.of(request) {
            let isAllowed = decision.isAllowed
            decision = Decision(.implicitDeny)
            decision.refusal = refusal
            decision.policiesAllow = isAllowed
        }
        decision.met = reading.met
        return decision
    }

    private mutating func logic(_ policies: ApplicablePolicies) -> EvaluationLogic {
        var logic = EvaluationLogic(
            caller: request.principal.rule, resourceRule: policies.resourceRule,
            isSameAccount: request.isSameAccount)
        setting = PolicySetting(of: .identity, callerHasBoundary: policies.permissionsBoundary != nil, request)
        logic.identity = result(.identity, policies.identity)
        logic.resource = resourceResult(policies)
        if let boundary = policies.permissionsBoundary {
            logic.permissionsBoundary = result(.permissionsBoundary, boundary)
        }
        if let session = policies.session { logic.session = result(.session, session) }
        if let levels = policies.serviceControl { logic.serviceControl = result(.serviceControl, levels: levels) }
        if let levels = policies.resourceControl {
            logic.resourceControl = result(.resourceControl, levels: levels)
            logic.resourceControl?.allows = true
        }
        if let endpoint = policies.vpcEndpoint {
            setting = PolicySetting(of: .vpcEndpoint, callerHasBoundary: setting.callerHasBoundary, request)
            logic.vpcEndpoint = result(.vpcEndpoint, endpoint)
        }
        if logic.isSameAccount, logic.resourceRule == .trustMustSpeak, logic.resource.grant == .everyone {
            logic.everyoneSuffices = reading.take(.everyoneInTrustNeedsNoIdentityPolicy)
        }
        return logic
    }

    /// A policy cannot trust anybody of another partition, whatever it says (EV-54).
    private mutating func resourceResult(_ policies: ApplicablePolicies) -> PolicyTypeResult {
        var result = PolicyTypeResult()
        if let policy = policies.resource { add(policy, to: &result) }
        for grant in policies.grants { add(grant, to: &result) }
        if !request.isInPartition { result.allows = false }
        if request.principal.kind == .root, request.isSameAccount,
            ReservedResources.rootsActions.contains(request.action)
        {
            result.denies = false
        }
        recorder.end(policies.resourceRule.policyType, result)
        return result
    }

    private mutating func result(_ type: PolicyType, _ policies: [Policy]) -> PolicyTypeResult {
        var result = PolicyTypeResult()
        for policy in policies { add(policy, to: &result) }
        recorder.end(type, result)
        return result
    }

    private mutating func result(_ type: PolicyType, _ policy: Policy?) -> PolicyTypeResult {
        var result = PolicyTypeResult()
        if let policy { add(policy, to: &result) }
        recorder.end(type, result)
        return result
    }

    /// Within a level one Allow suffices; every level must have one (EV-17).
    private mutating func result(_ type: PolicyType, levels: [[Policy]]) -> PolicyTypeResult {
        var result = PolicyTypeResult(allows: true)
        for level in levels {
            var own = PolicyTypeResult()
            for policy in level { add(policy, to: &own) }
            result.denies = result.denies || own.denies
            result.allows = result.allows && own.allows
            recorder.endLevel(own)
        }
        recorder.end(type, result)
        return result
    }

    /// Asks the statements of a policy: all of them where each is recorded, else those that may speak of the action.
    private mutating func add(_ policy: Policy, to result: inout PolicyTypeResult) {
        recorder.begin(policy)
        let statements = policy.document.statements
        guard !Recorder.wantsEveryStatement, let index = policy.document.index else {
            for statement in statements { add(statement, to: &result) }
            return
        }
        for place in index.statements(naming: request.action) { add(statements[place], to: &result) }
        for place in index.ofAnyService { add(statements[place], to: &result) }
    }

    private mutating func add(_ statement: Statement, to result: inout PolicyTypeResult) {
        let match = StatementMatching.match(statement, request, setting, &reading)
        recorder.record(statement, match, setting)
        guard let grant = grant(match, statement.effect), statement.effect == .deny || counts(grant) else { return }
        switch statement.effect {
        case .deny:
            result.denies = true
        case .allow:
            result.allows = true
            result.grant = max(result.grant, grant)
        }
    }
}

extension EvaluationRun {
    /// How a statement that counts names the caller; `nil` where it does not count.
    private mutating func grant(_ match: StatementMatching.Result, _ effect: Statement.Effect) -> GrantKind? {
        switch match {
        case .matched(let grant): return grant
        case .mismatched: return nil
        case .open(let grant, _):
            isOpen = true
            return (effect == .allow) == isWide ? grant : nil
        }
    }

    /// Across accounts, whether a statement that names a federated user by its issuer counts is inferred (EV-52).
    private mutating func counts(_ grant: GrantKind) -> Bool {
        guard grant == .role, !request.isSameAccount, case .federatedUser = request.principal.kind else { return true }
        return reading.take(.issuerStandsForFederatedUserAcrossAccounts)
    }
}

extension Principal {
    /// Which policies of its own the caller has (EV-10).
    var rule: EvaluationLogic.CallerRule {
        switch kind {
        case .user, .roleSession: .ordinary
        case .federatedUser: .federatedUser
        case .root: .root
        case .service, .anonymous, .federated: .onlyResourcePolicy
        }
    }
}
