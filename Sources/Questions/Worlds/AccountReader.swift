public import IAM
public import SourceText

/// Reads one account: its users, groups, roles and resources.
struct AccountReader {
    let names: PolicyNames
    let account: NumberedAccount

    func read(_ diagnostics: inout Diagnostics) -> Account {
        let reader = account.reader
        let names: [MemberName] = [
            "id", "users", "groups", "roles", "managedPolicies", "resources", "serviceControl", "resourceControl",
            "identityProviders", "disabledRegions",
        ]
        reader.allow(only: names, &diagnostics)
        let groups = readGroups(reader["groups"], &diagnostics)
        var absent: Set<Text> = []
        let users = members(reader["users"], "`users`", "user", &absent, &diagnostics)
            .compactMap { readUser($0, groups, &diagnostics) }
        let roles = members(reader["roles"], "`roles`", "role", &absent, &diagnostics)
            .compactMap { readRole($0, &diagnostics) }
        reportSameNames(reader["users"], "user", &diagnostics)
        reportSameNames(reader["roles"], "role", &diagnostics)
        let resources = readResources(reader["resources"], &diagnostics)
        let providers = IdentityProviderReader.read(reader["identityProviders"], &diagnostics)
        return Account(
            name: account.name, id: account.id, users: users, roles: roles, absent: absent, resources: resources,
            oidcProviders: providers.oidc, samlProviders: providers.saml,
            disabledRegions: reader["disabledRegions"]?.expectTexts("`disabledRegions`", &diagnostics) ?? [])
    }

    /// Names are unique in an account, whatever the path and letter case: of two of one name, the policies of one would be lost.
    /// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html>
    private func reportSameNames(_ node: Node?, _ what: String, _ diagnostics: inout Diagnostics) {
        var seen: [Text: Text] = [:]
        for member in node?.members ?? .empty {
            let name = member.key.text.suffix(behindLast: "/").asciiLowercased
            if let other = seen.updateValue(member.key.text, forKey: name) {
                diagnostics.error(
                    "duplicate-name",
                    "`\(other)` and `\(member.name)` cannot both be: the name of a \(what) is unique in its account, whatever "
                        + "its path and letter case", at: member.key.location)
            }
        }
    }

    /// The members that exist; the names of the others go into `absent`, as `role/Name` or `user/Name`.
    private func members(
        _ node: Node?, _ what: String, _ type: String, _ absent: inout Set<Text>, _ diagnostics: inout Diagnostics
    ) -> [Node.Member] {
        guard let node, NodeReader(node, what, &diagnostics) != nil else { return [] }
        return node.members.filter { member in
            guard member.value.kind == .string, member.value.hasText("absent") else { return true }
            absent.insert(Text("\(type)/\(member.name)"))
            return false
        }
    }

    private func readGroups(_ node: Node?, _ diagnostics: inout Diagnostics) -> [Text: [Policy]] {
        guard let node, NodeReader(node, "`groups`", &diagnostics) != nil else { return [:] }
        var groups: [Text: [Policy]] = [:]
        for member in node.members {
            guard let reader = NodeReader(member.value, "a group", &diagnostics) else { continue }
            reader.allow(only: ["policies"], &diagnostics)
            groups[member.key.text] = readPolicies(reader["policies"], &diagnostics)
        }
        return groups
    }

    private func readUser(
        _ member: Node.Member, _ groups: [Text: [Policy]], _ diagnostics: inout Diagnostics
    ) -> User? {
        guard let reader = entity(member, "a user", &diagnostics) else { return nil }
        reader.allow(
            only: ["policies", "groups", "permissionsBoundary", "tags", "id", "mfaDevices", "accessKeys"], &diagnostics)
        var policies = readPolicies(reader["policies"], &diagnostics)
        for node in reader["groups"]?.elementsOrSelf ?? .empty {
            guard let name = node.expectText("`groups`", &diagnostics) else { continue }
            if let group = groups[name] {
                policies += group
            } else {
                diagnostics.error("unknown-group", unknownGroup(name.string), at: node.location)
            }
        }
        PolicyNames.checkTogether(
            policies.count, of: "the user `\(member.name)` and its groups", at: member.key.location, &diagnostics)
        return User(
            member.key.text, uniqueID: reader.text("id", &diagnostics), policies: policies,
            permissionsBoundary: readBoundary(reader, &diagnostics),
            tags: TagsReader.read(reader["tags"], &diagnostics),
            mfaDevices: readDevices(reader["mfaDevices"], &diagnostics),
            accessKeys: readKeys(reader["accessKeys"], &diagnostics))
    }

    private func unknownGroup(_ name: String) -> String {
        let names = account.reader["groups"]?.members ?? .empty
        return "account `\(account.name)` has no group `\(name)`"
            + Suggestion.hint(for: name, among: names.lazy.map(\.name))
    }

    /// The ids of a user's access keys; the secrets are for who signs requests with them.
    private func readKeys(_ node: Node?, _ diagnostics: inout Diagnostics) -> [Text] {
        guard let node, NodeReader(node, "`accessKeys`", &diagnostics) != nil else { return [] }
        return node.members.map(\.key.text)
    }

    /// The devices of a user by serial number, each with the code that it shows; without a code any is right.
    private func readDevices(_ node: Node?, _ diagnostics: inout Diagnostics) -> [MFADevice]? {
        guard let node, NodeReader(node, "`mfaDevices`", &diagnostics) != nil else { return nil }
        return node.members.map { member in
            guard let device = NodeReader(member.value, "a device", &diagnostics) else {
                return MFADevice(serialNumber: member.key.text, code: nil)
            }
            device.allow(only: ["code"], &diagnostics)
            return MFADevice(serialNumber: member.key.text, code: device.text("code", &diagnostics))
        }
    }

    private func readRole(_ member: Node.Member, _ diagnostics: inout Diagnostics) -> Role? {
        guard let reader = entity(member, "a role", &diagnostics) else { return nil }
        reader.allow(
            only: ["trust", "policies", "permissionsBoundary", "tags", "id", "maxSessionDuration"], &diagnostics)
        let duration = reader["maxSessionDuration"]?
            .expectInteger("`maxSessionDuration` (seconds)", in: 3_600...43_200, &diagnostics)
        return Role(
            member.key.text, uniqueID: reader.text("id", &diagnostics),
            trust: reader["trust"].flatMap { names.policy($0, as: .trust, place: "trust", &diagnostics) },
            policies: readPolicies(reader["policies"], &diagnostics),
            permissionsBoundary: readBoundary(reader, &diagnostics),
            tags: TagsReader.read(reader["tags"], &diagnostics), maxSessionDuration: duration ?? 3_600)
    }

    /// The members of a user or role, whose name must be a path and a name.
    private func entity(_ member: Node.Member, _ what: String, _ diagnostics: inout Diagnostics) -> NodeReader? {
        guard !member.key.text.isEmpty, !member.key.text.hasPrefix("/"), !member.key.text.hasSuffix("/") else {
            diagnostics.error("malformed-name", "expected path and name such as `team/ann`", at: member.key.location)
            return nil
        }
        return NodeReader(member.value, what, &diagnostics)
    }

    private func readPolicies(_ node: Node?, _ diagnostics: inout Diagnostics) -> [Policy] {
        node.map { names.list($0, as: .identity, &diagnostics) } ?? []
    }

    private func readBoundary(_ reader: NodeReader, _ diagnostics: inout Diagnostics) -> Policy? {
        reader["permissionsBoundary"].flatMap {
            names.policy($0, as: .permissionsBoundary, place: "permissionsBoundary", &diagnostics)
        }
    }

    private func readResources(_ node: Node?, _ diagnostics: inout Diagnostics) -> [Resource] {
        guard let node, NodeReader(node, "`resources`", &diagnostics) != nil else { return [] }
        return node.members.compactMap { member in
            guard let arn = ARN(member.key.text) else {
                diagnostics.error(
                    "malformed-arn", "expected the ARN of a resource, found `\(member.name)`", at: member.key.location)
                return nil
            }
            if let fault = arn.impossibility {
                diagnostics.warning(
                    "void-resource", "\(fault), so that nothing is `\(member.name)`", at: member.key.location)
            } else if arn.text.bytes.contains(where: { "*?".utf8.contains($0) }) {
                diagnostics.warning(
                    "pattern-resource",
                    "`\(member.name)` is a pattern, and nothing is asked of a pattern's policy, tags and grants: list the "
                        + "resources themselves", at: member.key.location)
            }
            guard let reader = NodeReader(member.value, "a resource", &diagnostics) else { return nil }
            reader.allow(only: ["policy", "tags", "grants"], &diagnostics)
            let policy = reader["policy"].flatMap { names.policy($0, as: .resource, place: "resource", &diagnostics) }
            return Resource(
                arn: arn, policy: policy, grants: KeyGrantReader.read(reader["grants"], of: arn, &diagnostics),
                tags: TagsReader.read(reader["tags"], &diagnostics))
        }
    }
}

/// Reads tags: a mapping, or the API's list of `{Key, Value}`.
public enum TagsReader {
    /// Reads tags in the order in which they stand; keys that differ in letter case alone are all kept.
    public static func list(_ node: Node?, _ diagnostics: inout Diagnostics) -> [Tag] {
        guard let node else { return [] }
        if node.kind == .sequence { return node.elements.compactMap { pair($0, &diagnostics) } }
        guard NodeReader(node, "tags", &diagnostics) != nil else { return [] }
        return node.members.compactMap { member in
            member.value.expectText("the tag `\(member.name)`", &diagnostics)
                .map { Tag(key: member.key.text, value: $0) }
        }
    }

    static func read(_ node: Node?, _ diagnostics: inout Diagnostics) -> Tags {
        Tags(list(node, &diagnostics))
    }

    private static func pair(_ node: Node, _ diagnostics: inout Diagnostics) -> Tag? {
        guard let reader = NodeReader(node, "a tag", &diagnostics) else { return nil }
        reader.allow(only: ["Key", "Value"], &diagnostics)
        guard let key = reader.required("Key", &diagnostics)?.expectText("`Key`", &diagnostics) else { return nil }
        return Tag(key: key, value: reader.text("Value", &diagnostics) ?? "")
    }
}
