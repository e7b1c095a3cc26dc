import IAM
import SourceText

/// Finds the policies that apply whatever a caller asks: its own, and those of its organization (EV-10).
struct SharedPolicies {
    let world: World
    let caller: Caller
    let stated: StatedPolicies

    private var principal: Principal { caller.principal }

    var policies: ApplicablePolicies {
        var policies = ApplicablePolicies(identity: identityPolicies)
        if hasOwnPolicies {
            policies.permissionsBoundary = stated.permissionsBoundary ?? boundary
        }
        if mayHaveSessionPolicies { policies.session = stated.session ?? caller.sessionPolicies }
        policies.serviceControl = serviceControl
        return policies
    }

    /// The entity whose policies the caller has: a user, for a federated user the one who made the session, or a role.
    private enum Entity {
        case user(User)
        case role(Role)
    }

    private var entity: Entity? {
        switch principal.kind {
        case .user: principal.arn.flatMap { world.user($0) }.map(Entity.user)
        case .federatedUser(let issuer): issuer.flatMap { world.user($0) }.map(Entity.user)
        case .roleSession(let role, _): world.role(role).map(Entity.role)
        case .root, .service, .anonymous, .federated: nil
        }
    }

    private var hasOwnPolicies: Bool {
        switch principal.kind {
        case .user, .federatedUser, .roleSession: true
        case .root, .service, .anonymous, .federated: false
        }
    }

    /// A user's own sessions, of `GetSessionToken`, cannot have any; root sessions have a task policy.
    private var mayHaveSessionPolicies: Bool {
        switch principal.kind {
        case .federatedUser, .roleSession: true
        case .root: principal.session != nil
        case .user, .service, .anonymous, .federated: false
        }
    }

    private var identityPolicies: [Policy] {
        guard hasOwnPolicies else { return [] }
        if let stated = stated.identity { return stated }
        // What a root user's federated users may do, the session policies alone decide.
        if case .federatedUser(let issuer?) = principal.kind, issuer.isAccountRoot {
            return [Policy.unrestricted].compactMap { $0 }
        }
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

    /// Stated service control policies bind whoever such policies can bind (EV-12).
    private var serviceControl: [[Policy]]? {
        guard let stated = stated.serviceControl else { return world.serviceControl(for: principal) }
        let isManagement = principal.account == world.organization?.managementAccount
        let canBind = !principal.isServiceLinkedRole && principal.account != nil
        return canBind && !(isManagement && world.organization != nil) ? stated : nil
    }
}
