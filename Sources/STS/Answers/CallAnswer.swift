import IAM
import SourceText

/// Answers a call of any operation: what AWS refuses at once, then the checks, then what it refuses after them (STS-1).
final class CallAnswer: Sendable {
    private let call: CallSetting
    private let operation: any CallOperation

    init(call: CallSetting, operation: any CallOperation) {
        self.call = call
        self.operation = operation
    }

    private var choices: UndocumentedChoices { call.question.choices }

    /// - Parameter explaining: whether changes are looked for, which have to hold under every reading.
    func draft(explaining: Bool) -> AnswerDraft {
        var draft = draftOfResult(explaining: explaining)
        draft.assumed += operation.assumptions(call)
        draft.isOfCall = true
        draft.vouchingProvider = operation.unsignedCaller?.name
        draft.hints = operation.hints
        draft.providerAudiences = operation.providerAudiences
        return draft
    }

    private func draftOfResult(explaining: Bool) -> AnswerDraft {
        if let error = operation.refusal(of: call) ?? regionError { return failure(error, checks: []) }
        let list = checks()
        let failing = list.firstFailing
        if operation.isAbout(nothingIn: call) { return noSuchRole(list.checks, explaining: explaining) }
        if failing == nil, let error = operation.lateRefusal(of: call, choices) {
            var draft = failure(error, checks: list.checks)
            draft.caveats = lateCaveats(isRefused: true)
            if explaining { draft.remedies = operation.remediesOfFailure(call, list.checks) }
            return draft
        }
        var draft = failing.map(denial) ?? success()
        draft.checks = list.checks
        draft.caveats = list.caveats.filter(isOfUse) + (failing == nil ? lateCaveats(isRefused: false) : [])
        if explaining, failing != nil { draft.remedies = operation.remedies(call, list.checks) }
        return draft
    }

    /// Points on which it hangs whether AWS refuses the call after the policies allowed it: what counts as role chaining
    /// (STS-96), how large the session is (STS-94), and which keys of tags are the same (STS-92).
    private static let latePoints: [UndocumentedPoint] = [
        .sessionTokensStartARoleChain, .packedSizeIsWithinLimit, .tagKeysFoldBeyondASCII,
    ]

    private func lateCaveats(isRefused: Bool) -> [Caveat] {
        Self.latePoints.compactMap { point in
            let other = operation.lateRefusal(of: call, choices.flipping(point))
            guard (other != nil) != isRefused else { return nil }
            return Caveat(point: point, otherwise: other == nil ? .allowed : .failed)
        }
    }

    /// Where the policies would allow the call by the other reading, but AWS then refuses it all the same, nothing hangs on
    /// the point.
    private func isOfUse(_ caveat: Caveat) -> Bool {
        caveat.otherwise != .allowed || operation.lateRefusal(of: call, choices.flipping(caveat.point)) == nil
    }

    /// The service must be active in the region for the account whose credentials are made; at the global endpoint and in
    /// us-east-1 it always is. An opt-in region must be enabled for the account of the caller too, of whom it knows nothing
    /// otherwise; the error's words for that are taken by analogy (STS-37).
    private var regionError: AWSError? {
        guard let region = call.call.region, region != "us-east-1" else { return nil }
        let asked = [operation.issuer(in: call), OptInRegions.contains(region) ? call.caller.account : nil]
        guard
            let account = asked.compactMap({ $0 }).first(where: {
                call.world.account($0)?.disabledRegions.contains(region) == true
            })
        else { return nil }
        let message =
            "STS is not activated in this region for account:\(account). Your account administrator can activate STS in "
            + "this region using the IAM Console."
        return AWSError(code: "RegionDisabledException", status: 403, message: Text(message)).because(
            "STS-37", "account \(account) has the Security Token Service deactivated in \(region)",
            advice: "activate it there, or call another region's endpoint")
    }

    // MARK: The checks

    func checks() -> CheckList {
        let made = operation.checks(call, choices)
        return CheckList(
            choices, points: made.reduce(into: pointsOfCaller) { $0.formUnion($1.points) }
        ) { choices in
            let checks = choices == self.choices ? made : self.operation.checks(self.call, choices)
            return checks.map { self.inOtherRegion(self.prepare($0, choices), choices) }
        }
    }

    /// If a call to the global endpoint counts for another region than us-east-1, that may be the one of which the policies
    /// speak (STS-36).
    private func inOtherRegion(_ part: CheckList.Part, _ choices: UndocumentedChoices) -> CheckList.Part {
        guard call.call.region == nil, !choices[.globalEndpointIsUsEast1], self.choices[.globalEndpointIsUsEast1],
            let region = part.policies.namedRegions.first
        else { return part }
        var context = part.request.context
        context.set(.requestedRegion, region)
        context.doubt(.requestedRegion, .globalEndpointIsUsEast1)
        let old = part.request
        let request = Request(
            principal: old.principal, action: old.action, resource: old.resource, resourceAccount: old.resourceAccount,
            context: context.sealed)
        return (request, part.policies)
    }

    /// Whether the service control policies of the role's account cover a call that is not signed (EV-22).
    private var pointsOfCaller: UndocumentedPoints {
        call.caller.isFederated ? UndocumentedPoints(.roleAccountsServiceControlCoversFederation) : []
    }

    private func prepare(_ check: AuthorizationCheck, _ choices: UndocumentedChoices) -> CheckList.Part {
        call.setting.prepare(
            check.action, on: RequestResource(check.resource), owner: check.resource.accountID, policy: check.policy,
            rule: check.rule, context: check.context, choices)
    }

    // MARK: What comes of them

    private func success() -> AnswerDraft {
        var draft = AnswerDraft(decision: .allowed)
        let result = operation.result(of: call)
        draft.session = result?.session
        draft.nextCaller = result?.nextCaller
        draft.result = result
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
        if explaining { draft.remedies = operation.remedies(call, checks) }
        return draft
    }

    private func failure(_ error: AWSError, checks: [Check]) -> AnswerDraft {
        var draft = AnswerDraft(decision: .failed)
        draft.error = error
        draft.checks = checks
        return draft
    }
}

extension ApplicablePolicies {
    /// The regions other than us-east-1 that conditions name in full.
    fileprivate var namedRegions: [Text] {
        var regions: [Text] = []
        forEachStatement { statement in
            for condition in statement.conditions where condition.key == .requestedRegion {
                regions += condition.spellings.filter { $0 != "us-east-1" && !$0.contains("*") && !$0.contains("?") }
            }
        }
        return regions
    }
}
