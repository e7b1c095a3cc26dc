public import SourceText

extension World {
    /// Whose policies some are: users, roles and resources by ARN, accounts that they bind, and endpoints, of those that are
    /// listed.
    /// - Parameters:
    ///   - partition: that of the caller, as accounts do not tell theirs.
    ///   - isMeant: whether a policy is one of them.
    public func holders(partition: Text, of isMeant: (Policy) -> Bool) -> [Text] {
        var found = accounts.flatMap { $0.holders(partition, isMeant) }
        for account in accounts {
            guard let member = organization?.binding(account.id) else { continue }
            let levels = member.serviceControl + member.resourceControl
            if levels.joined().contains(where: isMeant) { found.append(account.id.text) }
        }
        let endpoints = vpcEndpoints.filter { isMeant($0.value) }.map(\.key)
        return found + endpoints.sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) }
    }
}

extension Account {
    fileprivate func holders(_ partition: Text, _ isMeant: (Policy) -> Bool) -> [Text] {
        func text(_ kind: Text, _ name: Text) -> Text {
            Text(joining: "arn:", partition, ":iam::", id.text, ":", kind, "/", name)
        }
        func hold(_ policies: [Policy?]) -> Bool { policies.contains { $0.map(isMeant) == true } }
        var found: [Text] = []
        for user in users where hold(user.policies + [user.permissionsBoundary]) {
            found.append(text("user", user.pathAndName))
        }
        for role in roles where hold(role.policies + [role.permissionsBoundary, role.trust]) {
            found.append(text("role", role.pathAndName))
        }
        for resource in resources where hold([resource.policy]) { found.append(resource.arn.text) }
        return found
    }
}
