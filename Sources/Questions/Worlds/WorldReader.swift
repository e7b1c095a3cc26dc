public import IAM
public import SourceText

/// Reads the `accounts` of a question.
public struct WorldReader {
    private let documents: Node?
    private let library: PolicyLibrary

    /// Makes a reader.
    /// - Parameters:
    ///   - documents: the member `documents` of the question.
    ///   - library: reads and keeps the policies.
    public init(documents: Node?, library: PolicyLibrary) {
        self.documents = documents
        self.library = library
    }

    /// Reads the accounts and how they hang together, and gathers the names of all policies.
    /// - Parameter question: the question, of which `accounts`, `organization` and `vpcEndpoints` are read.
    public func read(_ question: NodeReader, _ diagnostics: inout Diagnostics) -> (World, PolicyNames) {
        let sources = ReadWorld.Sources(
            documents: documents, accounts: question["accounts"], organization: question["organization"],
            vpcEndpoints: question["vpcEndpoints"])
        if let last = library.lastRead, last.sources == sources {
            diagnostics.add(contentsOf: last.diagnostics)
            return (last.world, PolicyNames(last.names, library: library))
        }
        var own = Diagnostics()
        let (world, names) = readAnew(question, &own)
        diagnostics.add(contentsOf: own)
        library.lastRead = ReadWorld(
            sources: sources, world: world, names: names.listed, diagnostics: own)
        return (world, names)
    }

    private func readAnew(_ question: NodeReader, _ diagnostics: inout Diagnostics) -> (World, PolicyNames) {
        let numbered = readNumbers(question["accounts"], &diagnostics)
        reportSharedNumbers(numbered, &diagnostics)
        reportPathsAsNames(&diagnostics)
        let managed = numbered.flatMap { ManagedPolicyReader.read($0.reader, account: $0.id, &diagnostics) }
        let names = PolicyNames(documents: documents, managed: managed, library: library)
        let accounts = numbered.map { AccountReader(names: names, account: $0).read(&diagnostics) }
        reportSharedResources(numbered, &diagnostics)
        let organization = question["organization"].flatMap {
            OrganizationReader.read($0, names: names, accounts: numbered, &diagnostics)
        }
        reportLoneAccounts(numbered, organization, &diagnostics)
        let endpoints = readEndpoints(question["vpcEndpoints"], names, &diagnostics)
        return (World(accounts: accounts, organization: organization, vpcEndpoints: endpoints), names)
    }

    private func readNumbers(_ accounts: Node?, _ diagnostics: inout Diagnostics) -> [NumberedAccount] {
        guard let accounts, NodeReader(accounts, "`accounts`", &diagnostics) != nil else { return [] }
        return accounts.members.compactMap { readNumber($0, &diagnostics) }
    }

    private func readEndpoints(
        _ node: Node?, _ names: PolicyNames, _ diagnostics: inout Diagnostics
    ) -> [Text: Policy] {
        guard let node, NodeReader(node, "`vpcEndpoints`", &diagnostics) != nil else { return [:] }
        var endpoints: [Text: Policy] = [:]
        for member in node.members {
            guard let reader = NodeReader(member.value, "an endpoint", &diagnostics) else { continue }
            reader.allow(only: ["policy"], &diagnostics)
            endpoints[member.key.text] = reader["policy"].flatMap {
                names.policy($0, as: .vpcEndpoint, place: "vpcEndpoint", &diagnostics)
            }
        }
        return endpoints
    }

    private func readNumber(_ member: Node.Member, _ diagnostics: inout Diagnostics) -> NumberedAccount? {
        guard let reader = NodeReader(member.value, "an account", &diagnostics),
            let node = reader.required("id", &diagnostics),
            let text = node.expectText("`id`", &diagnostics)
        else { return nil }
        guard let id = AccountID(text) else {
            diagnostics.error(
                "malformed-account-id", "an account id has twelve digits, found `\(text)`", at: node.location)
            return nil
        }
        return NumberedAccount(name: member.name, id: id, reader: reader, idNode: node)
    }

    /// Where a policy is named, a path is a file and an ARN a managed policy, whatever documents there are.
    private func reportPathsAsNames(_ diagnostics: inout Diagnostics) {
        for member in documents?.members ?? .empty {
            let isARN = member.name.hasPrefix("arn:")
            guard isARN || PolicyPath.isPath(member.name) else { continue }
            diagnostics.warning(
                "unreachable-document",
                "a policy named `\(member.name)` is \(isARN ? "a managed policy of an account" : "read from a file"), not "
                    + "this document: give it another name", at: member.key.location)
        }
    }

    /// A resource belongs to one account: of two that list it, the policy of one would be lost.
    private func reportSharedResources(_ accounts: [NumberedAccount], _ diagnostics: inout Diagnostics) {
        var owners: [Text: String] = [:]
        for account in accounts {
            for member in account.reader["resources"]?.members ?? .empty {
                if let other = owners.updateValue(account.name, forKey: member.key.text) {
                    diagnostics.error(
                        "duplicate-resource", "accounts `\(other)` and `\(account.name)` both list `\(member.name)`",
                        at: member.key.location)
                }
            }
        }
    }

    /// Policies of an organization count for its members alone (EV-12, EV-25).
    private func reportLoneAccounts(
        _ accounts: [NumberedAccount], _ organization: Organization?, _ diagnostics: inout Diagnostics
    ) {
        let types: [MemberName] = ["serviceControl", "resourceControl"]
        for account in accounts where organization?.members[account.id] == nil {
            for type in types {
                guard let node = account.reader[type], node.count > 0 else { continue }
                diagnostics.warning(
                    "no-organization",
                    "`\(type.string)` of account `\(account.name)` counts for nothing: `organization` does not list the "
                        + "account", at: node.location)
            }
        }
    }

    private func reportSharedNumbers(_ accounts: [NumberedAccount], _ diagnostics: inout Diagnostics) {
        var seen: [AccountID: String] = [:]
        for account in accounts {
            if let other = seen[account.id] {
                diagnostics.error(
                    "duplicate-account", "accounts `\(other)` and `\(account.name)` have the same id",
                    at: account.idNode.location)
            }
            seen[account.id] = account.name
        }
    }
}

/// What was read of the places of a question that tell who exists.
struct ReadWorld {
    /// The places themselves.
    struct Sources: Equatable {
        let documents: Node?
        let accounts: Node?
        let organization: Node?
        let vpcEndpoints: Node?
    }

    let sources: Sources
    let world: World
    let names: PolicyNames.Listed
    let diagnostics: Diagnostics
}

/// An account of which name and id are read, but nothing else yet.
struct NumberedAccount {
    let name: String
    let id: AccountID
    let reader: NodeReader
    let idNode: Node
}

/// Reads the customer managed policies of an account: of each, the version that is the default.
enum ManagedPolicyReader {
    static func read(
        _ reader: NodeReader, account: AccountID, _ diagnostics: inout Diagnostics
    ) -> [(arn: String, value: Node)] {
        guard let node = reader["managedPolicies"], NodeReader(node, "`managedPolicies`", &diagnostics) != nil
        else { return [] }
        return node.members.compactMap { member in
            version(member, &diagnostics).map { ("arn:aws:iam::\(account):policy/\(member.name)", $0) }
        }
    }

    private static func version(_ member: Node.Member, _ diagnostics: inout Diagnostics) -> Node? {
        guard member.value.kind == .mapping, member.value["Statement"] == nil else { return member.value }
        guard let reader = NodeReader(member.value, "a managed policy", &diagnostics),
            let name = reader.required("default", &diagnostics),
            let versions = reader.required("versions", &diagnostics)
        else { return nil }
        reader.allow(only: ["default", "versions"], &diagnostics)
        if let version = versions.member(named: name.string) { return version }
        diagnostics.error(
            "unknown-version",
            "there is no version `\(name.string)`"
                + Suggestion.hint(for: name.string, among: versions.members.lazy.map(\.name)),
            at: name.location)
        return nil
    }
}
