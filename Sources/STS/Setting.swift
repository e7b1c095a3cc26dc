import IAM
import SourceText

/// One thing that is asked, by a known caller, within a question: everything that its policies depend on.
struct Setting {
    let question: Question
    let caller: Caller
    let stated: StatedPolicies
    /// The policies that do not depend on what the caller asks.
    private var shared = ApplicablePolicies()

    init(question: Question, caller: Caller, stated: StatedPolicies) {
        self.question = question
        self.caller = caller
        self.stated = stated
        shared.identity = identityPolicies
        if hasOwnPolicies {
            shared.permissionsBoundary = stated.permissionsBoundary ?? boundary
            shared.session = stated.session ?? caller.sessionPolicies
        }
        shared.serviceControl = serviceControl
    }

    var organization: Organization { question.organization }
    var principal: Principal { caller.principal }

    /// The role with an ARN, where its account is listed.
    func listedRole(_ arn: ARN) -> Role? {
        guard let account = arn.accountID, let name = arn.resource(ofType: "role") else { return nil }
        return organization.account(account)?.role(named: name)
    }

    /// The policies that apply to a request, with the keys that tell where caller and resource stand.
    /// - Parameter policy: the resource's own policy.
    func prepare(
        _ action: Action, on resource: RequestResource, owner: AccountID?, policy: Policy?,
        rule: EvaluationLogic.ResourceRule, context: RequestContext
    ) -> (request: Request, policies: ApplicablePolicies) {
        let request = Request(
            principal: principal, action: action, resource: resource, resourceAccount: owner, context: context)
        var policies = shared
        policies.resource = policy
        policies.resourceRule = rule
        policies.resourceControl = resourceControl(for: request)
        policies.vpcEndpoint = stated.vpcEndpoint ?? endpoint(in: context)
        return (request, policies)
    }

    // MARK: The caller's own policies

    /// The entity whose policies the caller has: a user, for a federated user the one who made the session, or a role.
    private enum Entity {
        case user(User)
        case role(Role)
    }

    private var entity: Entity? {
        guard let account = principal.account.flatMap({ organization.account($0) }) else { return nil }
        func user(_ arn: ARN?) -> Entity? {
            let name = arn?.resource(ofType: "user")
            return account.users.first { $0.pathAndName == name }.map(Entity.user)
        }
        return switch principal.kind {
        case .user: user(principal.arn)
        case .federatedUser(let issuer): user(issuer)
        case .roleSession(let role, _):
            role.resource(ofType: "role").flatMap { account.role(named: $0) }.map(Entity.role)
        case .root, .service, .anonymous: nil
        }
    }

    private var hasOwnPolicies: Bool {
        switch principal.kind {
        case .user, .federatedUser, .roleSession: true
        case .root, .service, .anonymous: false
        }
    }

    private var identityPolicies: [Policy] {
        guard hasOwnPolicies else { return [] }
        if let stated = stated.identity { return stated }
        return switch entity {
        case .user(let user): user.policies
        case .role(let role): role.policies
        case nil: []
        }
    }

    private var boundary: Policy? {
        switch entity {
        case .user(let user): user.permissionsBoundary
        case .role(let role): role.permissionsBoundary
        case nil: nil
        }
    }

    // MARK: Policies of the organization and of the way

    /// Stated service control policies bind whoever such policies can bind (EV-12).
    private var serviceControl: [[Policy]]? {
        guard let stated = stated.serviceControl else { return organization.serviceControl(for: principal) }
        let isManagement = principal.account == organization.structure?.managementAccount
        let canBind = !principal.isServiceLinkedRole && principal.account != nil
        return canBind && !(isManagement && organization.structure != nil) ? stated : nil
    }

    private func resourceControl(for request: Request) -> [[Policy]]? {
        guard let stated = stated.resourceControl else {
            return organization.resourceControl(
                for: principal, action: request.action, resource: request.resource, owner: request.resourceAccount)
        }
        return ResourceControlServices.cover(principal, request.action, request.resource) ? stated : nil
    }

    /// The endpoint whose id stands in `aws:SourceVpce`, where it has a policy of its own (EV-36).
    private func endpoint(in context: RequestContext) -> Policy? {
        guard case .single(let id) = context[.sourceVpce] else { return nil }
        return organization.vpcEndpoints[id]
    }
}
