import ArgumentParser
import SourceText

/// A question asked at the prompt, put into the same words as a question in a file.
struct AskOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Who asks.", valueName: "arn"))
    var caller: String?

    @Option(help: ArgumentHelp("The role that the caller wants to assume.", valueName: "arn"))
    var assumeRole: String?

    @Option(help: ArgumentHelp("The name of the new session.", valueName: "name"))
    var sessionName = "iamsim"

    @Option(
        name: .customLong("tag"), help: ArgumentHelp("A session tag, KEY=VALUE; repeatable.", valueName: "key=value"))
    var tags: [String] = []

    @Option(help: ArgumentHelp("The key of a transitive session tag; repeatable.", valueName: "key"))
    var transitive: [String] = []

    @Option(help: ArgumentHelp("The ExternalId of the call.", valueName: "id"))
    var externalId: String?

    @Option(help: ArgumentHelp("The SourceIdentity of the call.", valueName: "name"))
    var sourceIdentity: String?

    @Option(help: ArgumentHelp("The action of a plain request.", valueName: "service:name"))
    var action: String?

    @Option(help: ArgumentHelp("The resource of a plain request.", valueName: "arn"))
    var resource: String?

    @Option(help: ArgumentHelp("The owner of the resource, where its ARN does not tell it.", valueName: "account"))
    var resourceAccount: String?

    @Option(help: ArgumentHelp("The region of the endpoint.", valueName: "region"))
    var region: String?

    @Option(
        help: ArgumentHelp("A condition key, KEY=VALUE; the same key again makes a list.", valueName: "key=value"))
    var context: [String] = []

    @Option(help: ArgumentHelp("An identity policy of the caller; repeatable.", valueName: "file"))
    var identity: [String] = []

    @Option(help: ArgumentHelp("The trust policy of the role.", valueName: "file"))
    var trust: String?

    @Option(help: ArgumentHelp("The policy of the resource.", valueName: "file"))
    var resourcePolicy: String?

    @Option(help: ArgumentHelp("The permissions boundary of the caller.", valueName: "file"))
    var boundary: String?

    @Option(help: ArgumentHelp("A session policy of the caller; repeatable.", valueName: "file"))
    var sessionPolicy: [String] = []

    @Option(
        help: ArgumentHelp("A service control policy; repeatable, one for each level, root first.", valueName: "file"))
    var scp: [String] = []

    @Option(
        help: ArgumentHelp("A resource control policy; repeatable, one for each level, root first.", valueName: "file"))
    var rcp: [String] = []

    @Option(name: .customLong("extends"), help: ArgumentHelp("A file with accounts and policies.", valueName: "file"))
    var base: String?

    /// Whether something is asked at all.
    var isGiven: Bool {
        let single = [
            caller, assumeRole, action, externalId, sourceIdentity, resource, resourceAccount, region, trust,
            resourcePolicy, boundary, base,
        ]
        let many = [tags, transitive, context, identity, sessionPolicy, scp, rcp]
        return single.contains { $0 != nil } || many.contains { !$0.isEmpty }
    }

    func check() throws {
        guard caller != nil else { throw ValidationError("Who asks? Give --caller ARN.") }
        guard (assumeRole == nil) != (action == nil) else {
            throw ValidationError("What is asked? Give either --assume-role ARN or --action SERVICE:NAME.")
        }
        for pair in tags + context where !pair.contains("=") {
            throw ValidationError("Expected KEY=VALUE, found “\(pair)”.")
        }
        try checkFiles()
    }

    /// Complains of files that are missing by the option that names them.
    private func checkFiles() throws {
        let single = [("trust", trust), ("resource-policy", resourcePolicy), ("boundary", boundary), ("extends", base)]
        let many = [("identity", identity), ("session-policy", sessionPolicy), ("scp", scp), ("rcp", rcp)]
        let all = single.map { ($0, $1.map { [$0] } ?? []) } + many
        for (option, files) in all {
            for file in files where !FileAccess.exists(file) {
                Terminal.complain("iamsim: --\(option): there is no file `\(PlainText.escaped(file))`")
                throw ExitStatus.badInput
            }
        }
    }

    /// What is taken for granted as no option says it.
    var notices: [String] {
        guard base == nil else { return [] }
        var notices: [String] = []
        if identity.isEmpty { notices.append("no --identity: the caller is taken to have no identity policies") }
        if assumeRole != nil, trust == nil {
            notices.append("no --trust: the role is taken to have no trust policy, so that nobody may assume it")
        }
        return notices
    }

    /// The question in the words of a question file.
    var json: JSONValue {
        var members: [(name: String, value: JSONValue)] = []
        if let base { members.append(("extends", path(base))) }
        members.append((assumeRole == nil ? "request" : "call", asked))
        if !policies.isEmpty { members.append(("policies", .object(policies))) }
        return .object(members)
    }

    private var asked: JSONValue {
        var members: [(name: String, value: JSONValue)] = [("caller", .optional(caller))]
        if let region { members.append(("region", .string(region))) }
        if !context.isEmpty { members.append(("context", pairs(context))) }
        if let action {
            members.append(("action", .string(action)))
            if let resource { members.append(("resource", .string(resource))) }
            if let resourceAccount { members.append(("resourceAccount", .string(resourceAccount))) }
        } else {
            members.append(("AssumeRole", parameters))
        }
        return .object(members)
    }

    private var parameters: JSONValue {
        var members: [(name: String, value: JSONValue)] = [
            ("RoleArn", .optional(assumeRole)), ("RoleSessionName", .string(sessionName)),
        ]
        if let externalId { members.append(("ExternalId", .string(externalId))) }
        if let sourceIdentity { members.append(("SourceIdentity", .string(sourceIdentity))) }
        if !tags.isEmpty { members.append(("Tags", tagList)) }
        if !transitive.isEmpty { members.append(("TransitiveTagKeys", .strings(transitive))) }
        return .object(members)
    }

    private var policies: [(name: String, value: JSONValue)] {
        var members: [(name: String, value: JSONValue)] = []
        func one(_ name: String, _ file: String?) {
            if let file { members.append((name, path(file))) }
        }
        func list(_ name: String, _ files: [String], _ wrap: (JSONValue) -> JSONValue) {
            if !files.isEmpty { members.append((name, .array(files.map { wrap(path($0)) }))) }
        }
        list("identity", identity) { $0 }
        one("trust", trust)
        one("resource", resourcePolicy)
        one("permissionsBoundary", boundary)
        list("session", sessionPolicy) { $0 }
        list("serviceControl", scp) { .array([$0]) }
        list("resourceControl", rcp) { .array([$0]) }
        return members
    }

    /// A path is told from a document's name by its slash.
    private func path(_ file: String) -> JSONValue {
        .string(file.contains("/") ? file : "./" + file)
    }

    private var tagList: JSONValue {
        .array(
            tags.map { tag in
                let parts = Text(tag).split(at: "=", maxSplits: 1)
                return .object([("Key", .string(parts[0])), ("Value", .string(parts[1]))])
            })
    }

    private func pairs(_ pairs: [String]) -> JSONValue {
        var members: [(name: String, value: JSONValue)] = []
        for pair in pairs {
            let parts = Text(pair).split(at: "=", maxSplits: 1)
            let value = JSONValue.string(parts[1])
            if let index = members.firstIndex(where: { $0.name == parts[0].string }) {
                if case .array(let list) = members[index].value {
                    members[index].value = .array(list + [value])
                } else {
                    members[index].value = .array([members[index].value, value])
                }
            } else {
                members.append((parts[0].string, value))
            }
        }
        return .object(members)
    }
}
