import IAM
import Testing

/// Every combination of what the policy types can say, for each caller and rule, within one account and across two.
@Suite struct EvaluationLogicTests {
    private static let silent = PolicyTypeResult()
    private static let allows = PolicyTypeResult(allows: true)
    private static let denies = PolicyTypeResult(denies: true, allows: true)
    private static let limits: [PolicyTypeResult?] = [nil, silent, allows, denies]
    private static let grants: [GrantKind] = [.account, .role, .everyone, .direct]
    private static let resources =
        [silent, PolicyTypeResult(denies: true)] + grants.map { PolicyTypeResult(allows: true, grant: $0) }

    /// Hands each combination to a check, and reports the first that fails it.
    private func expectAll(_ holds: (EvaluationLogic) -> Bool) {
        for caller in EvaluationLogic.CallerRule.allCases {
            for rule in EvaluationLogic.ResourceRule.allCases {
                for isSame in [false, true] {
                    let base = EvaluationLogic(caller: caller, resourceRule: rule, isSameAccount: isSame)
                    for logic in Self.sides(base) {
                        for one in Self.gates(logic) where !holds(one) {
                            Issue.record("\(one)")
                            return
                        }
                    }
                }
            }
        }
    }

    private static func sides(_ base: EvaluationLogic) -> [EvaluationLogic] {
        [silent, allows, denies].flatMap { identity in
            resources.map { resource in
                var logic = base
                logic.identity = identity
                logic.resource = resource
                return logic
            }
        }
    }

    private static func gates(_ base: EvaluationLogic) -> [EvaluationLogic] {
        let keys: [WritableKeyPath<EvaluationLogic, PolicyTypeResult?>] = [
            \.permissionsBoundary, \.session, \.serviceControl, \.vpcEndpoint,
        ]
        let withLimits = keys.reduce([base]) { known, key in
            known.flatMap { logic in
                limits.map { limit in
                    var logic = logic
                    logic[keyPath: key] = limit
                    return logic
                }
            }
        }
        return withLimits.flatMap { logic in
            [nil, allows, denies].map { result in
                var logic = logic
                logic.resourceControl = result
                return logic
            }
        }
    }

    private static func results(_ logic: EvaluationLogic) -> [PolicyTypeResult?] {
        [
            logic.identity, logic.resource, logic.permissionsBoundary, logic.session, logic.serviceControl,
            logic.resourceControl, logic.vpcEndpoint,
        ]
    }

    /// EV-1.
    @Test func aDenyAnywhereBeatsEveryAllow() {
        expectAll { logic in
            let denies = Self.results(logic).filter { $0?.denies == true }.count
            let decision = logic.decision
            return (decision.verdict == .explicitDeny) == (denies > 0)
                && (denies == 0 || decision.blockedBy.types.count == denies)
        }
    }

    /// EV-31, EV-35, EV-41, EV-46, EV-50, SV-3, SV-4, STS-2, STS-21: what is allowed, told a second time.
    @Test func whatIsAllowedFollowsFromTheTables() {
        expectAll { logic in
            if Self.results(logic).contains(where: { $0?.denies == true }) { return !logic.decision.isAllowed }
            return logic.decision.isAllowed == Self.tablesAllow(logic)
        }
    }

    private static func tablesAllow(_ logic: EvaluationLogic) -> Bool {
        guard logic.serviceControl?.allows != false, logic.vpcEndpoint?.allows != false else { return false }
        let boundary = logic.permissionsBoundary?.allows != false
        let session = logic.session.map(\.allows) ?? (logic.caller != .federatedUser)
        let limited = boundary && session
        let (identity, resource) = (logic.identity.allows, logic.resource.allows)
        switch logic.caller {
        case .root:
            let isOwn = logic.isSameAccount && logic.resourceRule == .eitherSide
            return resource || isOwn || logic.resourceRule == .callerAlone
        case .onlyResourcePolicy: return resource
        case .ordinary, .federatedUser: break
        }
        if logic.resourceRule == .callerAlone { return identity && limited }
        guard logic.isSameAccount, ![.bothSides, .bothMustAllow].contains(logic.resourceRule) else {
            return identity && resource && limited
        }
        switch resource ? logic.resource.grant : .none {
        case .direct, .everyone: return true
        case .role: return limited
        case .account: return identity && limited
        case .none: return identity && limited && logic.resourceRule == .eitherSide
        }
    }

    @Test func addingADenyNeverWidens() {
        expectAll { logic in
            var identity = logic
            identity.identity.denies = true
            var resource = logic
            resource.resource.denies = true
            return !identity.decision.isAllowed && !resource.decision.isAllowed
        }
    }

    @Test func removingAnAllowOrWeakeningAGrantNeverWidens() {
        expectAll { logic in
            if logic.decision.isAllowed { return true }
            var identity = logic
            identity.identity.allows = false
            var silent = logic
            silent.resource = PolicyTypeResult(denies: logic.resource.denies)
            let weaker = Self.grants.filter { logic.resource.allows && $0 < logic.resource.grant }.map { grant in
                var logic = logic
                logic.resource.grant = grant
                return logic
            }
            return ([identity, silent] + weaker).allSatisfy { !$0.decision.isAllowed }
        }
    }

    /// EV-60, EV-11, EV-36: a limit never grants.
    @Test func addingALimitNeverWidens() {
        expectAll { logic in
            if logic.decision.isAllowed || logic.caller == .federatedUser { return true }
            var unlimited = logic
            unlimited.permissionsBoundary = Self.allows
            unlimited.session = Self.allows
            let hadBoundary = logic.permissionsBoundary == nil && logic.session == nil
            return !hadBoundary || !unlimited.decision.isAllowed
        }
    }

    @Test func whatIsRefusedNamesWhatStandsInTheWay() {
        expectAll { logic in
            let decision = logic.decision
            return decision.isAllowed == decision.blockedBy.isEmpty
                && (decision.anyOf.isEmpty
                    || decision.blockedBy.contains(.init(.identity)) && decision.anyOf.types == [.identity, .resource])
        }
    }

    private func decision(
        _ rule: EvaluationLogic.ResourceRule, isSame: Bool, identity: Bool = false, grant: GrantKind? = nil
    ) -> Decision {
        var logic = EvaluationLogic(caller: .ordinary, resourceRule: rule, isSameAccount: isSame)
        logic.identity = PolicyTypeResult(allows: identity)
        logic.resource = PolicyTypeResult(allows: grant != nil, grant: grant ?? .none)
        return logic.decision
    }

    @Test func oneAllowOfEitherSideIsReportedAsSuch() {
        for grant in [nil, GrantKind.account] {
            let refused = decision(.eitherSide, isSame: true, grant: grant)
            #expect(refused.blockedBy.types == [.identity])
            #expect(refused.anyOf.types == [.identity, .resource])
        }
    }

    @Test func aSilentTrustPolicyIsReportedAlone() {
        for identity in [false, true] {
            let refused = decision(.trustMustSpeak, isSame: true, identity: identity)
            #expect(refused.blockedBy.types == [.trust])
            #expect(refused.anyOf.isEmpty)
        }
        #expect(decision(.trustMustSpeak, isSame: true, grant: .account).blockedBy.types == [.identity])
    }

    @Test func acrossAccountsEachSilentSideIsReported() {
        #expect(decision(.eitherSide, isSame: false).blockedBy.types == [.identity, .resource])
        #expect(decision(.eitherSide, isSame: false, identity: true).blockedBy.types == [.resource])
        #expect(decision(.trustMustSpeak, isSame: false, grant: .direct).blockedBy.types == [.identity])
        #expect(decision(.bothSides, isSame: true, grant: .direct).blockedBy.types == [.identity])
        #expect(decision(.bothSides, isSame: true).blockedBy.types == [.identity, .trust])
        #expect(decision(.bothMustAllow, isSame: true, grant: .direct).blockedBy.types == [.identity])
        #expect(decision(.bothMustAllow, isSame: true, identity: true).blockedBy.types == [.resource])
    }

    @Test func setsListTheirTypesInOrder() {
        let all = PolicyType.allCases.reduce(into: PolicyTypeSet()) { $0.insert(PolicyTypeSet($1)) }
        #expect(all.types == PolicyType.allCases)
        #expect(PolicyTypeSet().types.isEmpty)
    }
}
