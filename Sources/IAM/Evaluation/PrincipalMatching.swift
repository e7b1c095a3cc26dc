import SourceText

/// How an Allow of a resource-based policy names the caller, weakest first (EV-40). Within one account it decides
/// whether the caller's own policies still have to allow.
public enum GrantKind: UInt8, Sendable, Hashable, Comparable {
    /// The policy does not name the caller.
    case none
    /// The policy names the caller's account: what the account's own policies allow is allowed.
    case account
    /// The policy names the caller's role: takes the place of an Allow in an identity policy.
    case role
    /// The policy names the user or session itself, or everybody: suffices by itself.
    case direct

    /// Orders grants by strength.
    public static func < (left: GrantKind, right: GrantKind) -> Bool { left.rawValue < right.rawValue }
}

/// Whether a `Principal` or `NotPrincipal` element speaks of a caller (PL-55 to PL-64, PR-20, PR-32).
enum PrincipalMatching {
    /// The strongest way in which the element names the caller; `nil` where it does not.
    static func match(_ element: PrincipalElement, _ caller: Principal) -> GrantKind? {
        switch element {
        case .principal(let entries):
            return strongest(entries, caller)
        case .notPrincipal(let entries):
            return exempts(entries, caller) ? nil : .direct
        }
    }

    private static func strongest(_ entries: [PrincipalEntry], _ caller: Principal) -> GrantKind? {
        var best: GrantKind?
        for entry in entries {
            guard let kind = grant(entry, caller) else { continue }
            if let known = best, kind <= known { continue }
            best = kind
        }
        return best
    }

    private static func grant(_ entry: PrincipalEntry, _ caller: Principal) -> GrantKind? {
        switch entry {
        case .everyone:
            return .direct
        case .account(let account, let partition):
            return names(account, partition, caller) ? .account : nil
        case .user(let arn):
            return caller.kind == .user && caller.arn.text == arn.text ? .direct : nil
        case .role(let arn):
            return isSession(caller, of: arn) ? .role : nil
        case .roleSession(let arn):
            return caller.isRoleSession && caller.arn.text == arn.text ? .direct : nil
        case .uniqueID(let id):
            guard let known = caller.uniqueID, known == id else { return nil }
            return caller.isRoleSession ? .role : .direct
        case .federatedUser, .service, .federated, .canonicalUser:
            return nil
        }
    }

    private static func names(_ account: AccountID, _ partition: Text?, _ caller: Principal) -> Bool {
        caller.account == account && (partition.map { $0 == caller.arn.partition } ?? true)
    }

    /// Whether the caller is a session of a role. Where the role's path is not known, its name decides (PR-3).
    private static func isSession(_ caller: Principal, of arn: ARN) -> Bool {
        guard case .roleSession(let role, let pathIsKnown) = caller.kind else { return false }
        if pathIsKnown { return role.text == arn.text }
        return caller.account == arn.accountID && role.partition == arn.partition && role.name == arn.name
    }

    /// Whether a `NotPrincipal` list exempts the caller: every identity of the caller must be listed (PR-32).
    private static func exempts(_ entries: [PrincipalEntry], _ caller: Principal) -> Bool {
        let account = entries.contains { grant($0, caller) == .account }
        switch caller.kind {
        case .user:
            let user = entries.contains { grant($0, caller) == .direct }
            return user && account
        case .roleSession:
            let session = entries.contains { grant($0, caller) == .direct }
            let role = entries.contains { grant($0, caller) == .role }
            return session && role
        }
    }
}
