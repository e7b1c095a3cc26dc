import SourceText

/// How an Allow of a resource-based policy names the caller, weakest first (EV-40). Within one account it decides
/// whether the caller's own policies still have to allow.
public enum GrantKind: UInt8, Sendable, Hashable, Comparable {
    /// The policy does not name the caller.
    case none
    /// The policy names the caller's account: what the account's own policies allow is allowed.
    case account
    /// The policy names the caller's role, or the user who made a federated session: takes the place of an Allow in an
    /// identity policy.
    case role
    /// The policy names everybody: suffices by itself (EV-44).
    case everyone
    /// The policy names the user or session itself: suffices by itself.
    case direct

    /// Orders grants by strength.
    public static func < (left: GrantKind, right: GrantKind) -> Bool { left.rawValue < right.rawValue }
}

/// Whether a `Principal` or `NotPrincipal` element speaks of a caller (PL-55 to PL-64, PR-20, PR-32).
enum PrincipalMatching {
    /// The strongest way in which the element of a statement with an effect names the caller; `nil` where it does not.
    static func match(
        _ element: PrincipalElement, of effect: Statement.Effect, _ caller: Principal, _ reading: inout Reading
    ) -> GrantKind? {
        switch element {
        case .principal(let entries):
            return strongest(entries, caller, &reading)
        case .notPrincipal(let entries):
            return excepts(entries, from: effect, caller, &reading) ? nil : .everyone
        }
    }

    /// Whether a `NotPrincipal` list excepts the caller: from an Allow as soon as one entry names it, from a Deny only
    /// where all its identities are named (PL-64, PR-32).
    private static func excepts(
        _ entries: [PrincipalEntry], from effect: Statement.Effect, _ caller: Principal, _ reading: inout Reading
    ) -> Bool {
        let isNamed = strongest(entries, caller, &reading) != nil
        guard effect == .deny, isNamed, caller.kind != .anonymous else { return isNamed && effect == .allow }
        if exempts(entries, caller) || entries.contains(where: { grant($0, caller) == .everyone }) { return true }
        return !reading.take(.notPrincipalNeedsEveryIdentity)
    }

    private static func strongest(
        _ entries: [PrincipalEntry], _ caller: Principal, _ reading: inout Reading
    ) -> GrantKind? {
        var best: GrantKind?
        for entry in entries {
            guard let kind = grant(entry, caller) ?? federatedGrant(entry, caller, &reading) else { continue }
            if let known = best, kind <= known { continue }
            best = kind
        }
        return best
    }

    private static func grant(_ entry: PrincipalEntry, _ caller: Principal) -> GrantKind? {
        switch entry {
        case .everyone(let isString): isString || !caller.isFederated ? .everyone : nil
        case .account(let account, let partition): names(account, partition, caller) ? .account : nil
        case .user(let arn): userGrant(arn, caller)
        case .role(let arn): isSession(caller, of: arn) ? .role : nil
        case .roleSession(let arn): caller.isRoleSession && caller.name == arn.text ? .direct : nil
        case .federatedUser(let arn): isFederated(caller) && caller.name == arn.text ? .direct : nil
        case .uniqueID(let id): uniqueIDGrant(id, caller)
        case .service(let name): caller.kind == .service && caller.name == name ? .direct : nil
        case .federated(let provider): caller.kind == .federated(provider: provider) ? .direct : nil
        case .canonicalUser, .originAccessIdentity: nil
        }
    }

    /// Whether `{"AWS": "*"}` names those for whom an identity provider vouches is undocumented; `"*"` does (PR-26).
    private static func federatedGrant(
        _ entry: PrincipalEntry, _ caller: Principal, _ reading: inout Reading
    ) -> GrantKind? {
        guard caller.isFederated, case .everyone = entry else { return nil }
        return reading.take(.everyAWSPrincipalIncludesFederated) ? .everyone : nil
    }

    private static func names(_ account: AccountID, _ partition: Text?, _ caller: Principal) -> Bool {
        caller.account == account && (partition == nil || partition == caller.partition)
    }

    /// A user's ARN names the user, and the federated sessions that the user made (PR-20).
    private static func userGrant(_ arn: ARN, _ caller: Principal) -> GrantKind? {
        switch caller.kind {
        case .user: caller.name == arn.text ? .direct : nil
        case .federatedUser(let issuer): issuer?.text == arn.text ? .role : nil
        case .roleSession, .root, .service, .anonymous, .federated: nil
        }
    }

    private static func uniqueIDGrant(_ id: Text, _ caller: Principal) -> GrantKind? {
        guard let known = caller.uniqueID, known == id else { return nil }
        return caller.isRoleSession ? .role : .direct
    }

    private static func isFederated(_ caller: Principal) -> Bool {
        if case .federatedUser = caller.kind { true } else { false }
    }

    /// Whether the caller is a session of a role. Where the role's path is not known, its name decides (PR-3).
    private static func isSession(_ caller: Principal, of arn: ARN) -> Bool {
        guard case .roleSession(let role, let pathIsKnown) = caller.kind else { return false }
        if pathIsKnown { return role.text == arn.text }
        return caller.account == arn.accountID && role.partition == arn.partition && role.name == arn.name
    }

    /// Whether a `NotPrincipal` list exempts the caller: every identity of the caller must be listed (PR-32).
    private static func exempts(_ entries: [PrincipalEntry], _ caller: Principal) -> Bool {
        func lists(_ kind: GrantKind) -> Bool { entries.contains { grant($0, caller) == kind } }
        return switch caller.kind {
        case .user: lists(.direct) && lists(.account)
        case .roleSession: lists(.direct) && lists(.role)
        case .federatedUser(let issuer):
            // An issuing root user is its account.
            lists(.direct) && lists(.account) && (lists(.role) || issuer?.resource == "root")
        case .root: lists(.account)
        case .service, .federated: lists(.direct)
        case .anonymous: false
        }
    }
}

/// What is particular to the policies of gateway endpoints. A request tells the id of its endpoint, and not of which kind it
/// is: so whatever hangs on the kind hangs on an undocumented point (EV-36).
/// <https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html>
enum GatewayEndpoint {
    /// The services that have gateway endpoints beside interface endpoints.
    /// <https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html>
    /// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-express-networking.html>
    private static let services = ["s3", "dynamodb", "s3express"].map { FoldedHash.of($0) }

    /// Whether a request with an action may pass a gateway endpoint.
    static func serves(_ action: Action) -> Bool { services.contains(action.serviceNumber) }

    /// Whether a statement that names the caller does so at this endpoint: by `*` at both kinds, and by its account the root
    /// user at both. Other names count at interface endpoints alone.
    static func names(_ caller: Principal, by grant: GrantKind, _ reading: inout Reading) -> Bool {
        if grant == .everyone || grant == .account && caller.kind == .root { return true }
        return reading.take(.endpointsAreInterfaces)
    }
}
