import IAM
import STS
import SourceText

/// Reads who asks: an ARN, a service, `anonymous`, or a mapping for what these cannot say.
struct CallerReader {
    let entities: EntityFinder
    let names: PolicyNames

    /// The name of the session where a role itself is said to call: one of its sessions, no matter which.
    private static let anySession: Text = "session"

    func read(_ node: Node, _ diagnostics: inout Diagnostics) -> Caller? {
        if node.kind == .mapping { return readMapping(node, &diagnostics) }
        guard node.kind == .string else {
            diagnostics.error("wrong-kind", "expected a caller: an ARN or a mapping", at: node.location)
            return nil
        }
        if node.hasText("anonymous") { return Caller(.anonymous) }
        if let arn = ARN(node.text) { return read(arn, at: node.location, &diagnostics) }
        if node.string.hasSuffix(".amazonaws.com") || node.string.hasSuffix(".amazonaws.com.cn") {
            return Caller(Principal(service: node.text))
        }
        return refuse(node.told, at: node.location, &diagnostics)
    }

    /// Who an ARN names.
    func read(_ arn: ARN, at place: SourceLocation, _ diagnostics: inout Diagnostics) -> Caller? {
        named(arn, at: place, &diagnostics).map { Caller($0) }
    }

    func refuse<Value>(
        _ told: String, at place: SourceLocation, _ diagnostics: inout Diagnostics
    ) -> Value? {
        diagnostics.error(
            "malformed-arn",
            "expected the ARN of a user, role, role session, federated user or account root, a service such as "
                + "`ec2.amazonaws.com`, or `anonymous`; found \(told)", at: place)
        return nil
    }

    /// A caller by ARN. The ARN of a session tells no path, so there the role is found by its name (PR-3).
    private func named(_ arn: ARN, at place: SourceLocation, _ diagnostics: inout Diagnostics) -> Principal? {
        guard let account = arn.accountID else { return refuse("`\(arn)`", at: place, &diagnostics) }
        if arn.isUser { return user(arn, account, at: place, &diagnostics) }
        if arn.isAccountRoot { return Principal(root: arn, account: account) }
        if arn.isFederatedUser { return Principal(federatedUser: arn, account: account, issuer: nil) }
        if arn.isRole {
            let parts = SessionParts(role: arn, name: Self.anySession)
            return roleSession(parts, account, at: place, byName: false, &diagnostics)
        }
        guard let (role, session) = arn.assumedRole else { return refuse("`\(arn)`", at: place, &diagnostics) }
        let named = ARN(partition: arn.partition, service: "iam", account: account, resource: Text("role/\(role)"))
        return roleSession(SessionParts(role: named, name: session), account, at: place, byName: true, &diagnostics)
    }

    private func absent(
        _ arn: ARN, at place: SourceLocation, _ diagnostics: inout Diagnostics
    ) -> Principal? {
        diagnostics.error(
            "absent-caller", "the caller `\(arn)` is said to be absent, so it can ask nothing", at: place)
        return nil
    }

    private func user(
        _ arn: ARN, _ account: AccountID, at place: SourceLocation, tags: Tags = Tags(),
        session: Principal.SessionState? = nil, _ diagnostics: inout Diagnostics
    ) -> Principal? {
        switch entities.user(arn, at: place, &diagnostics) {
        case .missing: return nil
        case .absent: return absent(arn, at: place, &diagnostics)
        case .stranger: return Principal(user: arn, account: account, tags: tags, session: session)
        case .known(let user):
            return Principal(
                user: arn, account: account, uniqueID: user.uniqueID, tags: user.tags.overlaid(with: tags),
                session: session)
        }
    }

    // MARK: Mappings

    private func readMapping(_ node: Node, _ diagnostics: inout Diagnostics) -> Caller? {
        guard let reader = NodeReader(node, "`caller`", &diagnostics) else { return nil }
        if reader["role"] != nil { return readRoleSession(reader, &diagnostics) }
        if reader["user"] != nil { return readUser(reader, &diagnostics).map { Caller($0) } }
        if reader["federatedUser"] != nil { return readFederatedUser(reader, &diagnostics).map { Caller($0) } }
        if reader["root"] != nil { return readRoot(reader, &diagnostics) }
        diagnostics.error(
            "missing-member", "`caller` needs one of `role`, `user`, `federatedUser` and `root`", at: node.location)
        return nil
    }

    private func readUser(_ reader: NodeReader, _ diagnostics: inout Diagnostics) -> Principal? {
        reader.allow(only: ["user", "tags", "temporary", "mfa"], &diagnostics)
        let isTemporary = reader["temporary"]?.expectBoolean("`temporary`", &diagnostics) ?? false
        let hasMFA = reader["mfa"]?.expectBoolean("`mfa`", &diagnostics) ?? false
        let tags = Tags(TagsReader.list(reader["tags"], &diagnostics))
        guard let node = reader["user"], let (arn, account) = readARN(node, \.isUser, "a user", &diagnostics)
        else { return nil }
        var session: Principal.SessionState?
        if isTemporary || hasMFA {
            session = Principal.SessionState()
            session?.hasMFA = hasMFA
        }
        return user(arn, account, at: node.location, tags: tags, session: session, &diagnostics)
    }

    private func readFederatedUser(_ reader: NodeReader, _ diagnostics: inout Diagnostics) -> Principal? {
        reader.allow(only: ["federatedUser", "issuedBy", "tags"], &diagnostics)
        let tags = Tags(TagsReader.list(reader["tags"], &diagnostics))
        guard let node = reader["federatedUser"],
            let (arn, account) = readARN(node, \.isFederatedUser, "a federated user", &diagnostics)
        else { return nil }
        guard let issuerNode = reader["issuedBy"] else {
            return Principal(federatedUser: arn, account: account, issuer: nil, tags: tags)
        }
        guard
            let (issuer, owner) = readARN(
                issuerNode, { $0.isUser || $0.isAccountRoot }, "a user or an account's root", &diagnostics),
            let user = issuer.isAccountRoot
                ? Principal(root: issuer, account: owner) : user(issuer, owner, at: issuerNode.location, &diagnostics)
        else { return nil }
        guard owner == account else {
            diagnostics.error(
                "contradicting-account",
                "a federated user belongs to the account of the user who issued it, \(owner.text)",
                at: node.location)
            return nil
        }
        return Principal(
            federatedUser: arn, account: account, issuer: issuer, tags: user.tags.overlaid(with: tags))
    }

    /// A root user; with a task policy, a session of `AssumeRoot` (STS-62).
    private func readRoot(_ reader: NodeReader, _ diagnostics: inout Diagnostics) -> Caller? {
        reader.allow(only: ["root", "taskPolicy"], &diagnostics)
        guard let node = reader["root"],
            let (root, account) = readARN(node, \.isAccountRoot, "an account's root", &diagnostics)
        else { return nil }
        guard let task = reader["taskPolicy"] else { return Caller(Principal(root: root, account: account)) }
        guard let policy = RootTaskPolicies.policy(task.text) else {
            let hint = Suggestion.hint(for: task.string, among: RootTaskPolicies.arns)
            diagnostics.error(
                "unknown-policy", "`\(task.string)` is not the ARN of a task policy of AWS\(hint)", at: task.location)
            return nil
        }
        return Caller(assumedRoot: root, of: account, taskPolicy: policy)
    }

    private func readARN(
        _ node: Node, _ isRight: (ARN) -> Bool, _ what: String, _ diagnostics: inout Diagnostics
    ) -> (ARN, AccountID)? {
        if node.kind == .string, let arn = ARN(node.text), isRight(arn), let account = arn.accountID {
            return (arn, account)
        }
        diagnostics.error(
            "malformed-arn", "expected the ARN of \(what), found \(node.told)", at: node.location)
        return nil
    }

    // MARK: Role sessions

    private struct SessionParts {
        var role: ARN
        var name: Text
        var tags = Tags()
        var state = Principal.SessionState()
    }

    private func readRoleSession(_ reader: NodeReader, _ diagnostics: inout Diagnostics) -> Caller? {
        reader.allow(
            only: [
                "role", "session", "tags", "transitiveTagKeys", "sourceIdentity", "federatedProvider",
                "sessionPolicies",
            ], &diagnostics)
        let name = reader.required("session", &diagnostics)?.expectText("`session`", &diagnostics)
        let tags = Tags(TagsReader.list(reader["tags"], &diagnostics))
        var state = Principal.SessionState()
        state.sourceIdentity = reader.text("sourceIdentity", &diagnostics)
        state.federatedProvider = reader.text("federatedProvider", &diagnostics)
        state.transitiveTags = readTransitiveTags(reader["transitiveTagKeys"], among: tags, &diagnostics)
        let listed = reader["sessionPolicies"].map { names.list($0, as: .session, &diagnostics) }
        // An empty list passes none (SES-3).
        let policies = listed?.isEmpty == true ? nil : listed
        guard let node = reader["role"], let name,
            let (role, account) = readARN(node, \.isRole, "a role", &diagnostics)
        else { return nil }
        let parts = SessionParts(role: role, name: name, tags: tags, state: state)
        return roleSession(parts, account, at: node.location, byName: false, &diagnostics)
            .map { Caller($0, sessionPolicies: policies) }
    }

    private func readTransitiveTags(_ node: Node?, among tags: Tags, _ diagnostics: inout Diagnostics) -> Tags {
        var transitive = Tags()
        for element in node?.elementsOrSelf ?? .empty {
            guard let key = element.expectText("`transitiveTagKeys`", &diagnostics) else { continue }
            if let tag = tags.tag(key) {
                transitive.set(tag)
            } else {
                let hint = Suggestion.hint(for: key.string, among: tags.all.map(\.key.string))
                diagnostics.error(
                    "unknown-tag", "the session has no tag `\(key)`, so it cannot be transitive\(hint)",
                    at: element.location)
            }
        }
        return transitive
    }

    private func roleSession(
        _ parts: SessionParts, _ account: AccountID, at place: SourceLocation, byName: Bool,
        _ diagnostics: inout Diagnostics
    ) -> Principal? {
        switch entities.role(parts.role, at: place, byName: byName, &diagnostics) {
        case .missing:
            return nil
        case .absent:
            return absent(parts.role, at: place, &diagnostics)
        case .stranger:
            return Principal(
                role: byName ? parts.role.withReservedPath : parts.role, pathIsKnown: !byName, account: account,
                sessionName: parts.name,
                tags: parts.tags, session: parts.state)
        case .known(let role):
            return Principal(
                role: role.arn(in: account, partition: parts.role.partition), pathIsKnown: true, account: account,
                sessionName: parts.name, uniqueID: role.uniqueID, tags: role.tags.overlaid(with: parts.tags),
                session: parts.state)
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
