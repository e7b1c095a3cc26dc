public import SourceText

extension World {
    /// Whose policy a policy is: users, roles and resources by ARN, accounts that it binds, and endpoints, of those that are listed
    /// with the same statements of the same file.
    /// - Parameter partition: that of the caller, as accounts do not tell theirs.
    public func holders(of policy: Policy, partition: Text) -> [Text] {
        var found = accounts.flatMap { $0.holders(of: policy, partition) }
        for account in accounts {
            guard let member = organization?.binding(account.id) else { continue }
            let levels = member.serviceControl + member.resourceControl
            if levels.joined().contains(where: { $0.hasStatements(of: policy) }) { found.append(account.id.text) }
        }
        let endpoints = vpcEndpoints.filter { $0.value.hasStatements(of: policy) }.map(\.key)
        return found + endpoints.sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) }
    }
}

extension Account {
    fileprivate func holders(of policy: Policy, _ partition: Text) -> [Text] {
        func text(_ kind: Text, _ name: Text) -> Text {
            Text(joining: "arn:", partition, ":iam::", id.text, ":", kind, "/", name)
        }
        var found: [Text] = []
        for user in users where Self.hold(user.policies + [user.permissionsBoundary], policy) {
            found.append(text("user", user.pathAndName))
        }
        for role in roles where Self.hold(role.policies + [role.permissionsBoundary, role.trust], policy) {
            found.append(text("role", role.pathAndName))
        }
        for resource in resources where Self.hold([resource.policy], policy) { found.append(resource.arn.text) }
        return found
    }

    private static func hold(_ policies: [Policy?], _ policy: Policy) -> Bool {
        policies.contains { $0?.hasStatements(of: policy) == true }
    }
}
