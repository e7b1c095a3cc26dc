public import SourceText

/// How accounts hang together in AWS Organizations, and which policies are attached at each level (EV-16).
/// <https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_evaluation.html>
public struct Organization: Sendable {
    /// The organization's id, `o-…`.
    public let id: Text
    /// The account that neither SCPs nor RCPs bind (EV-12, EV-26).
    public let managementAccount: AccountID
    /// The accounts that administer IAM for the organization (STS-62).
    public let administrators: [AccountID]
    /// The accounts that belong to the organization, the management account too.
    public let members: [AccountID: Membership]

    /// The accounts from which root sessions of member accounts can be made (STS-62).
    public var mayAssumeRoot: [AccountID] { [managementAccount] + administrators }

    /// Where an account stands.
    public struct Membership: Sendable {
        /// The path as condition keys spell it, with a slash at the end: `o-1/r-1/ou-1/` (PL-226).
        public let path: Text
        /// Whether a unit of the path has no id, so that its name stands there.
        public let pathIsAssumed: Bool
        /// The service control policies of root, units and account, root first (EV-17).
        public let serviceControl: [[Policy]]
        /// The resource control policies of the same levels, without the one that is always attached (EV-25).
        public let resourceControl: [[Policy]]

        /// Places an account.
        public init(
            path: Text, pathIsAssumed: Bool = false, serviceControl: [[Policy]] = [], resourceControl: [[Policy]] = []
        ) {
            self.path = path
            self.pathIsAssumed = pathIsAssumed
            self.serviceControl = serviceControl
            self.resourceControl = resourceControl
        }
    }

    /// Makes an organization.
    public init(
        id: Text, managementAccount: AccountID, administrators: [AccountID] = [], members: [AccountID: Membership]
    ) {
        self.id = id
        self.managementAccount = managementAccount
        self.administrators = administrators
        self.members = members
    }

    /// The policies of a member's levels; `nil` for the management account and for strangers.
    func binding(_ account: AccountID?) -> Membership? {
        guard let account, account != managementAccount else { return nil }
        return members[account]
    }
}

extension World {
    /// The service control policies that bind a caller; `nil` where none do (EV-11, EV-12).
    public func serviceControl(for caller: Principal) -> [[Policy]]? {
        switch caller.kind {
        case .service, .anonymous, .federated: return nil
        case .user, .federatedUser, .root: break
        case .roleSession: if caller.isServiceLinkedRole { return nil }
        }
        return organization?.binding(caller.account)?.serviceControl
    }

    /// The service control policies that bind an account's own principals.
    public func serviceControl(in account: AccountID) -> [[Policy]]? {
        organization?.binding(account)?.serviceControl
    }

    /// The resource control policies that cover a request; `nil` where none do (EV-23, EV-26 to EV-28).
    /// - Parameter owner: the account of the resource; where nothing tells it, and for actions without a resource (EV-27), those
    ///   of the caller count.
    public func resourceControl(
        for caller: Principal, action: Action, resource: RequestResource, owner: AccountID?
    ) -> [[Policy]]? {
        guard let organization, ResourceControlServices.cover(caller, action, resource) else { return nil }
        let account = resource.arn == nil ? caller.account : owner ?? caller.account
        return organization.binding(account)?.resourceControl
    }

    /// Keys that name an account, and those that tell where it stands.
    private static let otherAccounts: [(account: ConditionKey, id: ConditionKey, paths: ConditionKey)] = [
        ("aws:SourceAccount", "aws:SourceOrgID", "aws:SourceOrgPaths"),
        ("aws:VpceAccount", "aws:VpceOrgID", "aws:VpceOrgPaths"),
    ]

    /// The keys that tell where caller, resource, source and endpoint stand in an organization (PL-238).
    /// - Parameter ownerIsAssumed: whether nothing says that `owner` owns the resource; then what follows is assumed too.
    public func addKeys(
        caller: Principal, owner: AccountID?, ownerIsAssumed: Bool = false, to context: inout RequestContext
    ) {
        guard let organization else { return }
        if let member = caller.account.flatMap({ organization.members[$0] }) {
            context.set(.principalOrgID, organization.id)
            context.set(.principalOrgPaths, .list([member.path]), member.pathIsAssumed ? .assumed : .derived)
        }
        if let member = owner.flatMap({ organization.members[$0] }) {
            let origin: ContextOrigin = ownerIsAssumed ? .assumed : .derived
            context.set(.resourceOrgID, .single(organization.id), origin)
            context.set(.resourceOrgPaths, .list([member.path]), member.pathIsAssumed ? .assumed : origin)
        }
        for (account, id, paths) in Self.otherAccounts {
            guard case .single(let text) = context[account], let number = AccountID(text),
                let member = organization.members[number]
            else { continue }
            context.set(id, organization.id)
            context.set(paths, .list([member.path]), .derived)
        }
    }
}

/// Which requests resource control policies cover (EV-26 to EV-29).
public enum ResourceControlServices {
    /// Whether resource control policies look at a request: not at calls by service-linked roles, nor at a service that
    /// assumes one, nor at `kms:RetireGrant` (EV-26).
    public static func cover(_ caller: Principal, _ action: Action, _ resource: RequestResource) -> Bool {
        guard ResourceControlPrefixes.contains(action.service), action != retireGrant, !caller.isServiceLinkedRole
        else {
            return false
        }
        if action.isOf(service: "sts") && !tokenActions.contains(action) { return false }
        // Nor at keys that AWS manages, which a request names by their alias.
        // <https://docs.aws.amazon.com/kms/latest/developerguide/resource-control-policies.html>
        if let arn = resource.arn, arn.service == "kms", arn.resource.hasPrefix("alias/aws/") { return false }
        let isServiceLinked = resource.arn?.resource.hasPrefix("role/aws-service-role/") ?? false
        return !(caller.kind == .service && action.isOf(service: "sts") && isServiceLinked)
    }

    /// What resource control policies see of the Security Token Service: assuming roles (EV-29).
    private static let tokenActions = Set<Action>(
        service: "sts",
        [
            "AssumeRole", "AssumeRoleWithSAML", "AssumeRoleWithWebIdentity", "TagSession", "SetSourceIdentity",
            "SetContext",
        ])

    private static let retireGrant = Action("kms:RetireGrant")
}
