import IAM
import SourceText

/// One thing that is asked, by a known caller, within a question: everything that its policies depend on.
final class Setting: Sendable {
    let circumstances: Circumstances
    let caller: Caller
    let stated: StatedPolicies
    /// The policies that do not depend on what the caller asks.
    private let shared: ApplicablePolicies

    init(_ circumstances: Circumstances, caller: Caller, stated: StatedPolicies) {
        self.circumstances = circumstances
        self.caller = caller
        self.stated = stated
        shared = SharedPolicies(world: circumstances.world, caller: caller, stated: stated).policies
    }

    /// The same without a policy that is stated for the resource.
    var withoutResourcePolicy: Setting {
        guard stated.resource != nil else { return self }
        var less = stated
        less.resource = nil
        return Setting(circumstances, caller: caller, stated: less)
    }

    var world: World { circumstances.world }
    var principal: Principal { caller.principal }

    /// Whether a role is said not to exist.
    func isAbsent(role arn: ARN) -> Bool {
        arn.accountID.flatMap { world.account($0) }?.absent.contains(arn.resource) ?? false
    }

    /// The policies that apply to a request, with the keys that tell where caller and resource stand.
    /// - Parameter policy: the resource's own policy.
    func prepare(
        _ action: Action, on resource: RequestResource, owner: AccountID?, policy: Policy?,
        rule: EvaluationLogic.ResourceRule, context: RequestContext, _ choices: UndocumentedChoices
    ) -> (request: Request, policies: ApplicablePolicies) {
        let request = Request(
            principal: principal, action: action, resource: resource, resourceAccount: owner, context: context)
        var policies = shared
        policies.resource = policy
        policies.resourceRule = rule
        policies.resourceControl = resourceControl(for: request, choices)
        if principal.isFederated, choices[.roleAccountsServiceControlCoversFederation], let owner {
            policies.serviceControl = stated.serviceControl ?? world.serviceControl(in: owner)
        }
        policies.vpcEndpoint = stated.vpcEndpoint ?? endpoint(in: context)
        return (request, policies)
    }

    // MARK: Policies of the resource's organization and of the way

    /// Where no resource tells whose policies count, those of the caller's account are taken (EV-27); the resources of the
    /// management account are not covered (EV-26).
    private func resourceControl(for request: Request, _ choices: UndocumentedChoices) -> [[Policy]]? {
        if request.resource.arn == nil, !choices[.callersResourceControlCoversActionsWithoutResource] { return nil }
        guard let stated = stated.resourceControl else {
            return world.resourceControl(
                for: principal, action: request.action, resource: request.resource, owner: request.resourceAccount)
        }
        let owner = request.resource.arn == nil ? principal.account : request.resourceAccount
        if let owner, owner == world.organization?.managementAccount { return nil }
        return ResourceControlServices.cover(principal, request.action, request.resource) ? stated : nil
    }

    /// The endpoint whose id stands in `aws:SourceVpce`, where it has a policy of its own (EV-36).
    private func endpoint(in context: RequestContext) -> Policy? {
        guard let ids = context[.sourceVpce]?.texts, ids.count == 1, let id = ids.first else { return nil }
        return world.vpcEndpoints[id]
    }
}
