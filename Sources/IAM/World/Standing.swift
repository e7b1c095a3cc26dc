public import SourceText

/// What is known of a user, a role, or a session of one.
public enum Standing<Entity: Sendable>: Sendable {
    /// The account is listed, and has it.
    case known(Entity)
    /// The account is not listed: what is told of it is all that is known.
    case unlisted(Entity)
    /// The account is listed, and is said not to have it.
    case absent
    /// The account is listed, and does not have it.
    case missing(Account)
}

extension World {
    /// The user of an ARN.
    public func standing(ofUser arn: ARN) -> Standing<User> {
        let name = arn.resource(ofType: "user") ?? arn.resource
        guard let account = arn.accountID.flatMap({ self.account($0) }) else { return .unlisted(User(name)) }
        if let user = account.user(named: name) { return .known(user) }
        return account.absent.contains(arn.resource) ? .absent : .missing(account)
    }

    /// The role of an ARN.
    /// - Parameter byName: whether the ARN's path is unknown, so that only the role's name counts.
    public func standing(ofRole arn: ARN, byName: Bool = false) -> Standing<Role> {
        let name = arn.resource(ofType: "role") ?? arn.resource
        guard let account = arn.accountID.flatMap({ self.account($0) }) else { return .unlisted(Role(name)) }
        if let role = byName ? account.role(withLastName: name) : account.role(named: name) { return .known(role) }
        return account.absent.contains(Text("role/\(name)")) ? .absent : .missing(account)
    }
}

// Who calls, with what the accounts know of it.
extension World {
    /// A user as a caller.
    /// - Parameters:
    ///   - tags: those beside its own.
    ///   - session: what a session of `GetSessionToken` carries; `nil` for long-term keys.
    public func principal(
        user arn: ARN, in account: AccountID, tags: Tags = Tags(), session: Principal.SessionState? = nil
    ) -> Standing<Principal> {
        standing(ofUser: arn).map { user in
            Principal(
                user: arn, account: account, uniqueID: user.uniqueID, tags: user.tags.overlaid(with: tags),
                session: session)
        }
    }

    /// A session of a role as a caller.
    /// - Parameters:
    ///   - byName: whether the ARN's path is unknown, as the ARN of a session tells none (PR-3).
    ///   - tags: the session's own.
    public func principal(
        sessionOf arn: ARN, in account: AccountID, named name: Text, byName: Bool = false, tags: Tags = Tags(),
        session: Principal.SessionState = Principal.SessionState()
    ) -> Standing<Principal> {
        let standing = standing(ofRole: arn, byName: byName)
        let role: ARN
        if case .known(let known) = standing {
            role = known.arn(in: account, partition: arn.partition)
        } else {
            role = byName ? arn.withReservedPath : arn
        }
        var pathIsKnown = true
        if case .unlisted = standing { pathIsKnown = !byName }
        return standing.map { known in
            Principal(
                role: role, pathIsKnown: pathIsKnown, account: account, sessionName: name, uniqueID: known.uniqueID,
                tags: known.tags.overlaid(with: tags), session: session)
        }
    }

    /// Who an ARN names as a caller; a role stands for one of its sessions, no matter which.
    /// - Returns: `nil` where it names nobody who can call.
    public func principal(_ arn: ARN) -> Standing<Principal>? {
        guard let account = arn.accountID else { return nil }
        if arn.isUser { return principal(user: arn, in: account) }
        if arn.isAccountRoot { return .unlisted(Principal(root: arn, account: account)) }
        if arn.isFederatedUser { return .unlisted(Principal(federatedUser: arn, account: account, issuer: nil)) }
        if arn.isRole { return principal(sessionOf: arn, in: account, named: "session") }
        guard let (role, session) = arn.assumedRole else { return nil }
        let named = ARN(partition: arn.partition, service: "iam", account: account, resource: Text("role/\(role)"))
        return principal(sessionOf: named, in: account, named: session, byName: true)
    }
}

extension Standing {
    fileprivate func map<Other: Sendable>(_ change: (Entity) -> Other) -> Standing<Other> {
        switch self {
        case .known(let entity): .known(change(entity))
        case .unlisted(let entity): .unlisted(change(entity))
        case .absent: .absent
        case .missing(let account): .missing(account)
        }
    }
}

extension ARN {
    /// The ARN of a role of which only the name is known: those of IAM Identity Center have a path of their own, which may go on
    /// with a region.
    /// <https://docs.aws.amazon.com/singlesignon/latest/userguide/referencingpermissionsets.html>
    fileprivate var withReservedPath: ARN {
        guard let account = accountID, name.hasPrefix("AWSReservedSSO_") else { return self }
        return ARN(
            partition: partition, service: "iam", account: account,
            resource: Text(joining: "role/aws-reserved/sso.amazonaws.com/", name))
    }
}
