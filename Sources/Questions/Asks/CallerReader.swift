import IAM
import STS
import SourceText

/// Reads who asks: an ARN, a service, `anonymous`, or a mapping for what these cannot say.
struct CallerReader {
    let entities: EntityFinder
    let names: PolicyNames

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
        guard let standing = entities.world.principal(arn) else {
            return refuse("`\(arn)`", at: place, &diagnostics)
        }
        return found(standing, arn, at: place, &diagnostics)
    }

    /// Who is there, or may be; of whom a listed account does not have, complaints tell.
    private func found(
        _ standing: Standing<Principal>, _ arn: ARN, at place: SourceLocation, _ diagnostics: inout Diagnostics
    ) -> Principal? {
        switch standing {
        case .known(let principal), .unlisted(let principal): return principal
        case .absent:
            diagnostics.error(
                "absent-caller", "the caller `\(arn)` is said to be absent, so it can ask nothing", at: place)
        case .missing(let account):
            if arn.isUser {
                entities.complain(ofUser: arn, account, at: place, &diagnostics)
            } else {
                entities.complain(ofRole: arn.roleOfSession ?? arn, account, at: place, &diagnostics)
            }
        }
        return nil
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
        let standing = entities.world.principal(user: arn, in: account, tags: tags, session: session)
        return found(standing, arn, at: node.location, &diagnostics)
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
                ? Principal(root: issuer, account: owner) : named(issuer, at: issuerNode.location, &diagnostics)
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
        let standing = entities.world.principal(
            sessionOf: role, in: account, named: name, tags: tags, session: state)
        return found(standing, role, at: node.location, &diagnostics)
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
}

extension ARN {
    /// The role of a session's ARN, without the path that it does not tell.
    fileprivate var roleOfSession: ARN? {
        guard let (role, _) = assumedRole, let account = accountID else { return nil }
        return ARN(partition: partition, service: "iam", account: account, resource: Text("role/\(role)"))
    }
}
