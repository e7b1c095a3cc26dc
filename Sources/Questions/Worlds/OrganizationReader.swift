import IAM
import SourceText

/// Reads the member `organization` of a question: root, units, and the policies attached to them.
struct OrganizationReader {
    let names: PolicyNames
    let accounts: [NumberedAccount]
    private var accountPlaces: [Text: Int] = [:]
    private var members: [AccountID: Organization.Membership] = [:]

    init(names: PolicyNames, accounts: [NumberedAccount]) {
        self.names = names
        self.accounts = accounts
        for (place, account) in accounts.enumerated() { accountPlaces[Text(account.name)] = place }
    }

    /// The policies of the levels above a place, and its path.
    private struct Level {
        var path: String
        var pathIsAssumed = false
        var serviceControl: [[Policy]] = []
        var resourceControl: [[Policy]] = []
    }

    private static let members: [MemberName] = ["serviceControl", "resourceControl", "accounts", "units"]

    static func read(
        _ node: Node, names: PolicyNames, accounts: [NumberedAccount], _ diagnostics: inout Diagnostics
    ) -> Organization? {
        var reader = OrganizationReader(names: names, accounts: accounts)
        return reader.read(node, &diagnostics)
    }

    private mutating func read(_ node: Node, _ diagnostics: inout Diagnostics) -> Organization? {
        guard let reader = NodeReader(node, "`organization`", &diagnostics) else { return nil }
        reader.allow(only: ["id", "root", "management", "delegatedAdministrators"] + Self.members, &diagnostics)
        let id = reader.required("id", &diagnostics)?.expectText("`id`", &diagnostics)
        let root = reader.text("root", &diagnostics) ?? "r-root"
        let management = reader.required("management", &diagnostics).flatMap { account($0, &diagnostics) }
        guard let id else { return nil }
        readLevel(reader, below: Level(path: "\(id)/\(root)/"), depth: 0, &diagnostics)
        guard let management else { return nil }
        if members[management.id] == nil {
            diagnostics.error(
                "unknown-account", "the management account is listed under neither the root nor a unit",
                at: reader["management"]?.location ?? node.location)
        }
        let administrators = readAdministrators(reader["delegatedAdministrators"], &diagnostics)
        return Organization(
            id: id, managementAccount: management.id, administrators: administrators, members: members)
    }

    /// Reads which accounts administer services for the organization, by service; only IAM bears on answers.
    private func readAdministrators(_ node: Node?, _ diagnostics: inout Diagnostics) -> [AccountID] {
        guard let node, NodeReader(node, "`delegatedAdministrators`", &diagnostics) != nil else { return [] }
        return node.member(named: "iam.amazonaws.com")?.elementsOrSelf
            .compactMap { account($0, &diagnostics)?.id } ?? []
    }

    /// Reads the policies, accounts and units of one place; units nest at most five deep (EV-16).
    private mutating func readLevel(
        _ reader: NodeReader, below parent: Level, depth: Int, _ diagnostics: inout Diagnostics
    ) {
        var level = parent
        level.serviceControl.append(policies(reader, "serviceControl", as: .serviceControl, &diagnostics))
        level.resourceControl.append(policies(reader, "resourceControl", as: .resourceControl, &diagnostics))
        for node in reader["accounts"]?.elementsOrSelf ?? .empty { addMember(node, level, &diagnostics) }
        guard let units = reader["units"], NodeReader(units, "`units`", &diagnostics) != nil else { return }
        guard depth < 5 else {
            diagnostics.error("too-deep", "organizational units nest at most five deep", at: units.location)
            return
        }
        for unit in units.members {
            guard let unitReader = NodeReader(unit.value, "a unit", &diagnostics) else { continue }
            unitReader.allow(only: ["id"] + Self.members, &diagnostics)
            var below = level
            let id = unitReader.text("id", &diagnostics)?.string
            below.path += "\(id ?? unit.name)/"
            if id == nil, !unit.name.hasPrefix("ou-") { below.pathIsAssumed = true }
            readLevel(unitReader, below: below, depth: depth + 1, &diagnostics)
        }
    }

    private mutating func addMember(_ node: Node, _ level: Level, _ diagnostics: inout Diagnostics) {
        guard let account = account(node, &diagnostics) else { return }
        let membership = Organization.Membership(
            path: Text(level.path), pathIsAssumed: level.pathIsAssumed,
            serviceControl: level.serviceControl
                + [policies(account.reader, "serviceControl", as: .serviceControl, &diagnostics)],
            resourceControl: level.resourceControl
                + [policies(account.reader, "resourceControl", as: .resourceControl, &diagnostics)])
        if members.updateValue(membership, forKey: account.id) != nil {
            diagnostics.error(
                "duplicate-account", "the account `\(account.name)` is listed twice in the organization",
                at: node.location)
        }
    }

    /// The policies of one level; without a list of service control policies `FullAWSAccess` is attached (EV-15).
    private func policies(
        _ reader: NodeReader, _ member: MemberName, as type: PolicyType, _ diagnostics: inout Diagnostics
    ) -> [Policy] {
        if let node = reader[member] { return names.list(node, as: type, &diagnostics) }
        guard type == .serviceControl else { return [] }
        return names.fullAccess(as: type, &diagnostics).map { [$0] } ?? []
    }

    private func account(_ node: Node, _ diagnostics: inout Diagnostics) -> NumberedAccount? {
        guard let name = node.expectText("an account's name", &diagnostics) else { return nil }
        if let place = accountPlaces[name] { return accounts[place] }
        diagnostics.error(
            "unknown-account",
            "no account is named `\(name)`\(Suggestion.hint(for: name.string, among: accounts.lazy.map(\.name)))",
            at: node.location)
        return nil
    }
}
