public import SourceText

extension Organization {
    /// Whose policy a policy is, by ARN: users, roles and resources that are listed with the same statements of the same file.
    public func holders(of policy: Policy) -> [Text] {
        accounts.flatMap { $0.holders(of: policy) }
    }
}

extension Account {
    fileprivate func holders(of policy: Policy) -> [Text] {
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

    private func text(_ kind: Text, _ name: Text) -> Text {
        Text(joining: "arn:aws:iam::", id.text, ":", kind, "/", name)
    }
}
