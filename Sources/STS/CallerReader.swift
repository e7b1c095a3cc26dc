import IAM
import SourceText

/// Reads who asks: an ARN, or a mapping for what an ARN cannot say.
struct CallerReader {
    let entities: EntityFinder

    func read(_ node: Node, _ diagnostics: inout Diagnostics) -> Principal? {
        if node.kind == .mapping { return readRoleSession(node, &diagnostics) }
        guard node.kind == .string else {
            diagnostics.error("wrong-kind", "expected a caller: an ARN or a mapping", at: node.location)
            return nil
        }
        guard let arn = ARN(node.text), let account = arn.accountID else { return refuse(node, &diagnostics) }
        if arn.isUser { return user(arn, account, node, &diagnostics) }
        if let (role, session) = arn.assumedRole {
            let named = ARN(partition: arn.partition, service: "iam", account: account, resource: Text("role/\(role)"))
            return roleSession(
                SessionParts(role: named, name: session), account, at: node, byName: true, &diagnostics)
        }
        return refuse(node, &diagnostics)
    }

    private func refuse(_ node: Node, _ diagnostics: inout Diagnostics) -> Principal? {
        let text = node.string
        let isLater =
            text == "anonymous" || text.hasSuffix(".amazonaws.com") || text.hasSuffix(":root")
            || text.contains(":federated-user/")
        if isLater {
            diagnostics.error("not-supported-yet", "the caller `\(text)` is not supported yet", at: node.location)
        } else {
            diagnostics.error(
                "malformed-arn", "expected the ARN of a user or of a role session, found `\(text)`", at: node.location)
        }
        return nil
    }

    private func absent(_ node: Node, _ diagnostics: inout Diagnostics) -> Principal? {
        diagnostics.error(
            "absent-caller", "the caller `\(node.string)` is said to be absent, so it can ask nothing",
            at: node.location)
        return nil
    }

    private func user(
        _ arn: ARN, _ account: AccountID, _ node: Node, _ diagnostics: inout Diagnostics
    ) -> Principal? {
        switch entities.user(arn, at: node, &diagnostics) {
        case .missing: nil
        case .absent: absent(node, &diagnostics)
        case .stranger: Principal(user: arn, account: account)
        case .known(let user): Principal(user: arn, account: account, uniqueID: user.uniqueID, tags: user.tags)
        }
    }

    // MARK: Role sessions

    private struct SessionParts {
        var role: ARN
        var name: Text
        var tags = Tags()
        var state = Principal.SessionState()
    }

    private func readRoleSession(_ node: Node, _ diagnostics: inout Diagnostics) -> Principal? {
        guard let reader = NodeReader(node, "`caller`", &diagnostics) else { return nil }
        let later = [
            "federatedProvider", "sessionPolicies", "user", "temporary", "mfa", "federatedUser", "issuedBy", "root",
            "taskPolicy",
        ]
        reader.allow(only: ["role", "session", "tags", "transitiveTagKeys", "sourceIdentity"] + later, &diagnostics)
        reader.refuse(notYet: later, &diagnostics)
        if later.contains(where: { reader[$0] != nil }) { return nil }
        guard let roleNode = reader.required("role", &diagnostics),
            let name = reader.required("session", &diagnostics)?.expectText("`session`", &diagnostics)
        else { return nil }
        guard roleNode.kind == .string, let role = ARN(roleNode.text), role.isRole, let account = role.accountID else {
            diagnostics.error(
                "malformed-arn", "expected the ARN of a role, found `\(roleNode.string)`", at: roleNode.location)
            return nil
        }
        let tags = Tags(TagsReader.list(reader["tags"], &diagnostics))
        var state = Principal.SessionState(sourceIdentity: reader.text("sourceIdentity", &diagnostics))
        state.transitiveTags = readTransitiveTags(reader["transitiveTagKeys"], among: tags, &diagnostics)
        let parts = SessionParts(role: role, name: name, tags: tags, state: state)
        return roleSession(parts, account, at: roleNode, byName: false, &diagnostics)
    }

    private func readTransitiveTags(_ node: Node?, among tags: Tags, _ diagnostics: inout Diagnostics) -> Tags {
        var transitive = Tags()
        for element in node?.elementsOrSelf ?? [] {
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

    /// A session of a role. The ARN of a session tells no path, so there the role is found by its name (PR-3).
    private func roleSession(
        _ parts: SessionParts, _ account: AccountID, at node: Node, byName: Bool, _ diagnostics: inout Diagnostics
    ) -> Principal? {
        switch entities.role(parts.role, at: node, byName: byName, &diagnostics) {
        case .missing:
            return nil
        case .absent:
            return absent(node, &diagnostics)
        case .stranger:
            return Principal(
                role: parts.role, pathIsKnown: !byName, account: account, sessionName: parts.name,
                tags: parts.tags, session: parts.state)
        case .known(let role):
            return Principal(
                role: role.arn(in: account, partition: parts.role.partition), pathIsKnown: true, account: account,
                sessionName: parts.name, uniqueID: role.uniqueID, tags: role.tags.overlaid(with: parts.tags),
                session: parts.state)
        }
    }
}
