import IAM
import SourceText

extension Question {
    /// The answer.
    public func answer() -> Answer {
        switch ask {
        case .request(let request): answer(request)
        case .call(let call): answer(call)
        }
    }

    private func answer(_ call: STSCall) -> Answer {
        switch call.operation {
        case .assumeRole(let operation):
            return AssumeRoleAnswer(question: self, call: call, operation: operation).answer()
        case .getCallerIdentity:
            return AnswerDraft(decision: .allowed).answer(id: id)
        }
    }

    private func answer(_ plain: PlainRequest) -> Answer {
        let evaluation = Evaluator.evaluate(request(plain), by: applicablePolicies(plain))
        var draft = AnswerDraft(decision: Outcome(evaluation.decision.verdict))
        draft.checks = [evaluation]
        draft.deciding = evaluation
        draft.action = plain.action
        if !evaluation.decision.isAllowed {
            draft.blockedBy = evaluation.decision.blockedBy.types.map(Blocker.policyType)
            draft.error = DeniedMessage.error(for: evaluation)
        }
        if owner(of: plain) == nil { draft.assumed.append("aws:ResourceAccount") }
        return draft.answer(id: id)
    }

    /// The owner of a resource: stated, or told by the ARN or by the accounts.
    private func owner(of plain: PlainRequest) -> AccountID? {
        if let stated = plain.resourceAccount { return stated }
        guard let arn = plain.resource.arn else { return plain.caller.account }
        return arn.accountID ?? organization.resource(arn)?.account.id
    }

    private func request(_ plain: PlainRequest) -> Request {
        let owner = owner(of: plain)
        var context = plain.context
        derivation.add(principal: plain.caller, to: &context)
        derivation.add(resourceAccount: owner, tags: tags(of: plain.resource), to: &context)
        if owner == nil { context.set("aws:ResourceAccount", plain.caller.account.text, .assumed) }
        addRegion(of: plain, to: &context)
        addTagKeys(to: &context)
        return Request(
            principal: plain.caller, action: plain.action, resource: plain.resource, resourceAccount: owner,
            context: context)
    }

    private func addRegion(of plain: PlainRequest, to context: inout RequestContext) {
        let inResource = plain.resource.arn.map(\.region) ?? ""
        if let region = plain.region {
            context.set("aws:RequestedRegion", region)
        } else if !inResource.isEmpty {
            context.set("aws:RequestedRegion", inResource)
        } else {
            context.set("aws:RequestedRegion", "us-east-1", .assumed)
        }
    }

    /// The tag keys of a request are those of its `aws:RequestTag/K` (PL-234).
    private func addTagKeys(to context: inout RequestContext) {
        let keys = context.entries.compactMap { entry -> Text? in
            guard entry.key.folded.hasPrefix("aws:requesttag/") else { return nil }
            return Text(bytes: entry.key.spelling.bytes.dropFirst("aws:RequestTag/".utf8.count))
        }
        if !keys.isEmpty { context.set("aws:TagKeys", .list(keys), .derived) }
    }

    private func tags(of resource: RequestResource) -> Tags {
        guard let arn = resource.arn else { return Tags() }
        if arn.isRole { return listedRole(arn)?.tags ?? Tags() }
        return organization.resource(arn)?.resource.tags ?? Tags()
    }

    /// A role's trust policy is the resource-based policy of `sts:` actions on it; every other resource has its own (SV-1).
    private func applicablePolicies(_ plain: PlainRequest) -> ApplicablePolicies {
        let identity = identityPolicies(of: plain.caller)
        if let arn = plain.resource.arn, arn.isRole, plain.action.service == "sts" {
            let trust = policies.trust ?? listedRole(arn)?.trust
            return ApplicablePolicies(identity: identity, resource: trust, resourceRule: .trustMustSpeak)
        }
        let listed = plain.resource.arn.flatMap { organization.resource($0)?.resource.policy }
        return ApplicablePolicies(identity: identity, resource: policies.resource ?? listed)
    }

    /// The role with an ARN, where its account is listed.
    func listedRole(_ arn: ARN) -> Role? {
        guard let account = arn.accountID, let name = arn.resource(ofType: "role") else { return nil }
        return organization.account(account)?.role(named: name)
    }
}

/// An answer while it is put together.
struct AnswerDraft {
    var decision: Outcome
    var action: Action?
    var blockedBy: [Blocker] = []
    var error: AWSError?
    var caveats: [Caveat] = []
    var assumed: [Text] = []
    var session: Session?
    var checks: [Evaluation] = []
    var deciding: Evaluation?

    init(decision: Outcome) {
        self.decision = decision
    }

    func answer(id: String?) -> Answer {
        Answer(
            id: id, decision: decision, action: action, blockedBy: blockedBy,
            anyOf: deciding?.decision.anyOf.types ?? [], error: error, caveats: caveats,
            assumed: assumed + AssumedKeys.read(by: checks).filter { !assumed.contains($0) }, session: session,
            checks: checks, deciding: deciding)
    }
}

/// The condition keys that a policy read and that a default filled.
enum AssumedKeys {
    /// The keys in the order in which the policies read them, each once. A statement reads its conditions only where
    /// principal, action and resource fit.
    static func read(by checks: [Evaluation]) -> [Text] {
        var keys: [Text] = []
        for check in checks {
            let statements = check.policyTypes.flatMap(\.policies).flatMap(\.statements)
            for statement in statements where statement.readsConditions {
                for condition in statement.statement.conditions {
                    guard let entry = check.request.context.entry(condition.key), entry.origin == .assumed,
                        !keys.contains(entry.key.spelling)
                    else { continue }
                    keys.append(entry.key.spelling)
                }
            }
        }
        return keys
    }
}

extension StatementEvaluation {
    fileprivate var readsConditions: Bool {
        switch mismatch {
        case nil, .condition: true
        case .principal, .action, .resource: false
        }
    }
}
