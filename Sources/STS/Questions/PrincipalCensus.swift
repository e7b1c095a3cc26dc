import IAM
import SourceText

/// Warns of principals of policies whom nobody can be by what a question lists: users and roles that their listed account does
/// not have, and unique ids that nobody has, as AWS shows for deleted ones (PL-46, PL-60). A statement that names them alone
/// matches nobody, a Deny too.
struct PrincipalCensus {
    private let organization: Organization
    /// The unique ids of all that are known.
    private let uniqueIDs: Set<Text>
    /// What the listed accounts have, as `role/path/Name` and `user/path/Name`, by account.
    private let names: [AccountID: Set<Text>]

    init(_ organization: Organization, callers: [Principal]) {
        self.organization = organization
        var ids = Set(callers.compactMap(\.uniqueID))
        var names: [AccountID: Set<Text>] = [:]
        for account in organization.accounts {
            ids.formUnion(account.users.compactMap(\.uniqueID) + account.roles.compactMap(\.uniqueID))
            names[account.id] = Set(
                account.users.map { Text(joining: "user/", $0.pathAndName) }
                    + account.roles.map { Text(joining: "role/", $0.pathAndName) })
        }
        uniqueIDs = ids
        self.names = names
    }

    /// Counts the principals of all policies that have some: those of the accounts, and those that are stated.
    func report(stated: [StatedPolicies], _ diagnostics: inout Diagnostics) {
        var policies: [Policy] = stated.flatMap { [$0.trust, $0.resource, $0.vpcEndpoint].compactMap(\.self) }
        for account in organization.accounts {
            policies += account.roles.compactMap(\.trust) + account.resources.compactMap(\.policy)
        }
        for (_, policy) in organization.vpcEndpoints.sorted(by: { $0.key < $1.key }) { policies.append(policy) }
        for policy in policies { report(policy.document, &diagnostics) }
    }

    private func report(_ document: PolicyDocument, _ diagnostics: inout Diagnostics) {
        for statement in document.statements {
            guard let principal = statement.principal else { continue }
            for entry in principal.entries {
                guard let fault = fault(of: entry) else { continue }
                diagnostics.warning(
                    "unknown-principal", "\(fault.reason), so that this names nobody\(fault.hint)",
                    at: document.place(ofPrincipal: entry, in: statement) ?? statement.location)
            }
        }
    }

    private struct Fault {
        let reason: String
        /// Who may have been meant.
        var hint = ""
    }

    /// Why nobody is who an entry names; `nil` where somebody may be.
    private func fault(of entry: PrincipalEntry) -> Fault? {
        switch entry {
        case .user(let arn), .role(let arn): missing(arn.resource, arn)
        case .roleSession(let arn): missing(session: arn)
        case .uniqueID(let id):
            uniqueIDs.contains(id)
                ? nil : Fault(reason: "nobody is known by the unique id `\(id)`, as AWS shows it of who was deleted")
        case .everyone, .account, .federatedUser, .service, .federated, .canonicalUser, .originAccessIdentity: nil
        }
    }

    private func missing(_ name: Text, _ arn: ARN) -> Fault? {
        guard let id = arn.accountID, let known = names[id], !known.contains(name) else { return nil }
        return told(name, in: id, known)
    }

    /// A session's ARN tells its role without the path.
    private func missing(session arn: ARN) -> Fault? {
        guard let id = arn.accountID, let known = names[id], let role = arn.assumedRole?.role,
            organization.account(id)?.roles.contains(where: { $0.pathAndName.suffix(behindLast: "/") == role }) == false
        else { return nil }
        return told(Text(joining: "role/", role), in: id, known)
    }

    private func told(_ name: Text, in id: AccountID, _ known: Set<Text>) -> Fault {
        let account = organization.account(id)?.name ?? id.text.string
        let last = name.suffix(behindLast: "/")
        let kind = name[..<((name.firstIndex(of: "/") ?? -1) + 1)]
        let moved = known.filter { $0.hasPrefix(kind) && $0.suffix(behindLast: "/") == last }.sorted().first
        let near = Suggestion.hint(for: name.string, among: known.sorted().map(\.string))
        return Fault(
            reason: "account `\(account)` has no `\(name)`", hint: moved.map { "; did you mean `\($0)`?" } ?? near)
    }
}
