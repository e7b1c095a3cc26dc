import IAM
public import SourceText

/// What `aws iam get-account-authorization-details` prints, as an accounts file and policy files.
/// <https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountAuthorizationDetails.html>
public struct AuthorizationDetails: Sendable {
    /// The accounts file, as a question's `accounts`.
    public let accounts: JSONValue
    /// The policies by the paths of their files, relative to the accounts file.
    public let policies: [(path: String, document: JSONValue)]

    /// The members of which details have at least one.
    public static let lists: [MemberName] = ["Policies", "GroupDetailList", "UserDetailList", "RoleDetailList"]

    /// Reads the details.
    /// - Returns: `nil` where they are none; `diagnostics` then says why.
    public static func read(_ node: Node, _ diagnostics: inout Diagnostics) -> AuthorizationDetails? {
        let errors = diagnostics.errorCount
        guard let reader = NodeReader(node, "the details of an account", &diagnostics) else { return nil }
        var details = DetailsReader()
        let lists = Self.lists
        guard lists.contains(where: { reader[$0] != nil }) else {
            let names = lists.map { "`\($0.string)`" }.joined(separator: ", ")
            diagnostics.error("no-details", "expected one of \(names)", at: node.location)
            return nil
        }
        reader.allow(only: lists + ["IsTruncated", "Marker", "ResponseMetadata", "NextToken"], &diagnostics)
        if reader["IsTruncated"]?.hasText("true") == true || reader["NextToken"] != nil {
            diagnostics.error(
                "truncated", "the details go on in another page: let the command line fetch all pages into one file",
                at: node.location)
        }
        for entry in elements(reader["Policies"]) { details.addManagedPolicy(entry, &diagnostics) }
        for entry in elements(reader["GroupDetailList"]) { details.addGroup(entry, &diagnostics) }
        for entry in elements(reader["UserDetailList"]) { details.addUser(entry, &diagnostics) }
        for entry in elements(reader["RoleDetailList"]) { details.addRole(entry, &diagnostics) }
        let paths = details.policies.map { $0.path.lowercased() }
        if Set(paths).count < paths.count {
            diagnostics.error("duplicate-name", "two of its policies have one name", at: node.location)
        }
        guard diagnostics.errorCount == errors else { return nil }
        guard let account = details.account else {
            diagnostics.error("no-details", "nothing in it tells the account's id", at: node.location)
            return nil
        }
        return AuthorizationDetails(accounts: details.file(account), policies: details.policies)
    }

    static func elements(_ node: Node?) -> [Node] { node.map { Array($0.elementsOrSelf) } ?? [] }
}

/// Puts an account together, entity by entity.
private struct DetailsReader {
    typealias Members = [(name: String, value: JSONValue)]

    private(set) var account: String?
    private(set) var policies: [(path: String, document: JSONValue)] = []
    private var users: Members = []
    private var groups: Members = []
    /// The groups with their paths, by their plain names, by which users list them.
    private var groupPaths = NameMap<String>()
    private var roles: Members = []
    private var managed: Members = []
    /// How policies are named by their ARNs: those of the account by the ARN itself, those of AWS, and of other partitions,
    /// by the file of the version in use.
    private var files = NameMap<String>()

    func file(_ account: String) -> JSONValue {
        var members: Members = [("id", .string(account))]
        for (name, entries) in [("managedPolicies", managed), ("groups", groups), ("users", users), ("roles", roles)]
        where !entries.isEmpty {
            members.append((name, .object(entries)))
        }
        return .object([("accounts", .object([(account, .object(members))]))])
    }

    // MARK: Entities

    mutating func addManagedPolicy(_ node: Node, _ diagnostics: inout Diagnostics) {
        guard let name = name(of: node, "PolicyName", &diagnostics), let arn = node["Arn"]?.string else { return }
        let isOfAWS = arn.contains(":iam::aws:policy/")
        if !isOfAWS { take(arn) }
        let standard = node["DefaultVersionId"]?.string
        var versions: Members = []
        for version in AuthorizationDetails.elements(node["PolicyVersionList"]) {
            guard let id = version["VersionId"]?.string, id.dropFirst().allSatisfy(\.isNumber), id.first == "v",
                let document = document(version["Document"], &diagnostics)
            else { continue }
            let path = "policies/\(isOfAWS ? "aws" : "managed")/\(name).\(id).json"
            let isStandard = standard.map(id.isSame) ?? false
            if isOfAWS, !isStandard { continue }
            policies.append((path, document))
            versions.append((id, .string(path)))
            if isStandard { files[arn] = isOfAWS || !arn.hasPrefix("arn:aws:") ? path : arn }
        }
        guard !isOfAWS else { return }
        guard let standard, versions.contains(where: { $0.name.isSame(as: standard) }) else {
            diagnostics.error(
                "no-default-version", "the policy `\(name)` has no version that is the default", at: node.location)
            return
        }
        managed.append((name, .object([("default", .string(standard)), ("versions", .object(versions))])))
    }

    mutating func addGroup(_ node: Node, _ diagnostics: inout Diagnostics) {
        guard let name = name(of: node, "GroupName", &diagnostics) else { return }
        take(node["Arn"]?.string)
        let plainName = name.split(separator: "/").last.map(String.init) ?? name
        if groupPaths[plainName] == nil { groupPaths[plainName] = name }
        let own = inline(node["GroupPolicyList"], "groups/\(name)", &diagnostics)
        groups.append((name, .object([("policies", .array(own + attached(node, &diagnostics)))])))
    }

    mutating func addUser(_ node: Node, _ diagnostics: inout Diagnostics) {
        guard let name = name(of: node, "UserName", &diagnostics) else { return }
        take(node["Arn"]?.string)
        let own = inline(node["UserPolicyList"], "users/\(name)", &diagnostics)
        var members = common(node, id: "UserId", own + attached(node, &diagnostics), &diagnostics)
        let listed = AuthorizationDetails.elements(node["GroupList"])
        for group in listed where path(ofGroup: group.string) == nil {
            diagnostics.error(
                "missing-group", "there is no group `\(group.string)` in `GroupDetailList`", at: group.location)
        }
        let names = listed.compactMap { path(ofGroup: $0.string) }
        if !names.isEmpty { members.append(("groups", .array(names.map { .string($0) }))) }
        users.append((name, .object(members)))
    }

    mutating func addRole(_ node: Node, _ diagnostics: inout Diagnostics) {
        guard let name = name(of: node, "RoleName", &diagnostics) else { return }
        take(node["Arn"]?.string)
        var members: Members = []
        if let trust = document(node["AssumeRolePolicyDocument"], &diagnostics) {
            policies.append(("policies/trust/\(name).json", trust))
            members.append(("trust", .string("policies/trust/\(name).json")))
        }
        let own = inline(node["RolePolicyList"], "roles/\(name)", &diagnostics)
        roles.append(
            (name, .object(members + common(node, id: "RoleId", own + attached(node, &diagnostics), &diagnostics))))
    }

    private func common(
        _ node: Node, id: MemberName, _ policies: [JSONValue], _ diagnostics: inout Diagnostics
    ) -> Members {
        var members: Members = []
        if let id = node[id] { members.append(("id", .string(id.text))) }
        if !policies.isEmpty { members.append(("policies", .array(policies))) }
        if let arn = node["PermissionsBoundary"]?["PermissionsBoundaryArn"] {
            members.append(("permissionsBoundary", reference(arn, &diagnostics)))
        }
        let tags = AuthorizationDetails.elements(node["Tags"]).compactMap { tag in
            tag["Key"].map { (name: $0.string, value: JSONValue.string(tag["Value"]?.text ?? "")) }
        }
        if !tags.isEmpty { members.append(("tags", .object(tags))) }
        return members
    }

    /// A group as accounts name it: with its path.
    private func path(ofGroup name: String) -> String? {
        groupPaths[name]
    }

    // MARK: Policies

    private mutating func inline(
        _ list: Node?, _ owner: String, _ diagnostics: inout Diagnostics
    ) -> [JSONValue] {
        AuthorizationDetails.elements(list).compactMap { entry in
            guard let name = Self.plain(entry["PolicyName"]?.string ?? ""),
                let document = document(entry["PolicyDocument"], &diagnostics)
            else {
                complain(entry, entry["PolicyName"]?.string ?? "", &diagnostics)
                return nil
            }
            let path = "policies/\(owner)/\(name).json"
            policies.append((path, document))
            return .string(path)
        }
    }

    private func attached(_ node: Node, _ diagnostics: inout Diagnostics) -> [JSONValue] {
        var policies: [JSONValue] = []
        for arn in AuthorizationDetails.elements(node["AttachedManagedPolicies"]).compactMap({ $0["PolicyArn"] }) {
            policies.append(reference(arn, &diagnostics))
        }
        return policies
    }

    /// A policy by its ARN, or one of AWS by its file.
    private func reference(_ arn: Node, _ diagnostics: inout Diagnostics) -> JSONValue {
        if let path = files[arn.string] { return .string(path) }
        diagnostics.error(
            "missing-document",
            "`\(arn.string)` is attached, but its document is not among `Policies`: ask for policies, and those of AWS, too",
            at: arn.location)
        return .null
    }

    /// A document: as JSON, or as the API has it, a text that is percent-encoded.
    private func document(_ node: Node?, _ diagnostics: inout Diagnostics) -> JSONValue? {
        guard let node else { return nil }
        guard node.kind == .string else { return JSONValue(node) }
        let file = SourceFile(path: node.file.path, text: node.text.percentDecoded.string)
        var own = Diagnostics()
        guard let parsed = JSONParser.parse(file, &own) else {
            diagnostics.error("invalid-document", "the document of a policy is no JSON", at: node.location)
            return nil
        }
        return JSONValue(parsed)
    }

    // MARK: Names

    /// The path and name of an entity, which become the path of files: they hold nothing but what IAM allows in names.
    private func name(of node: Node, _ member: MemberName, _ diagnostics: inout Diagnostics) -> String? {
        let path = (node["Path"]?.string ?? "/").split(separator: "/").map(String.init)
        let parts = path + [node[member]?.string ?? ""]
        guard parts.allSatisfy({ Self.plain($0) != nil }) else {
            complain(node, parts.joined(separator: "/"), &diagnostics)
            return nil
        }
        return parts.joined(separator: "/")
    }

    private func complain(_ node: Node, _ name: String, _ diagnostics: inout Diagnostics) {
        diagnostics.error("invalid-name", "`\(name)` is no name that IAM gives", at: node.location)
    }

    private static func plain(_ name: String) -> String? {
        let isPlain = name.unicodeScalars.allSatisfy { scalar in
            scalar.isASCII
                && (scalar.properties.isAlphabetic || "0123456789+=,.@_-".unicodeScalars.contains(scalar))
        }
        return isPlain && !name.isEmpty && name != "." && name != ".." ? name : nil
    }

    private mutating func take(_ arn: String?) {
        if account == nil, let arn { account = ARN(Text(arn))?.account.description }
    }
}
