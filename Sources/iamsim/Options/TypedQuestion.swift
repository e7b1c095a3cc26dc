import Questions
import SourceText

/// A question that was asked at the prompt, in the members of a question of a file: the value of each option is a text by itself,
/// which complaints name by the option.
struct TypedQuestion {
    let ask: AskOptions

    /// The question.
    var node: Node {
        var members: [(key: Node, value: Node)] = []
        if let base = ask.base {
            members.append(member("extends", "--extends", base == "-" ? "/dev/stdin" : base))
        }
        members.append((Self.name(ask.assumeRole == nil ? "request" : "call"), asked))
        if !policies.isEmpty { members.append((Self.name("policies"), Self.mapping(policies))) }
        return Self.mapping(members)
    }

    // MARK: Pieces

    /// What no single option says stands nowhere.
    private static func name(_ text: String) -> Node { typed("", text) }

    private static func typed(_ option: String, _ text: String) -> Node {
        Node(wholeTextOf: SourceFile(path: option, text: text, isTyped: true))
    }

    private static func mapping(_ members: [(key: Node, value: Node)]) -> Node {
        .mapping(members, at: name(""))
    }

    private func member(_ name: String, _ option: String, _ text: String) -> (key: Node, value: Node) {
        (Self.typed(option, name), Self.typed(option, text))
    }

    private func member(_ name: String, _ option: String, _ values: [Node]) -> (key: Node, value: Node) {
        (Self.typed(option, name), .list(values, at: Self.typed(option, "")))
    }

    // MARK: What is asked

    private var asked: Node {
        var members: [(key: Node, value: Node)] = []
        func add(_ name: String, _ option: String, _ text: String?) {
            if let text { members.append(member(name, option, text)) }
        }
        add("caller", "--caller", ask.caller)
        add("region", "--region", ask.region)
        if !ask.context.isEmpty { members.append((Self.typed("--context", "context"), context)) }
        if ask.action != nil {
            add("action", "--action", ask.action)
            add("resource", "--resource", ask.resource)
            add("resourceAccount", "--resource-account", ask.resourceAccount)
        } else {
            members.append((Self.name("AssumeRole"), parameters))
        }
        return Self.mapping(members)
    }

    private var parameters: Node {
        var members: [(key: Node, value: Node)] = []
        func add(_ name: String, _ option: String, _ text: String?) {
            if let text { members.append(member(name, option, text)) }
        }
        add("RoleArn", "--assume-role", ask.assumeRole)
        add("RoleSessionName", "--session-name", ask.sessionName ?? "iamsim")
        add("ExternalId", "--external-id", ask.externalId)
        add("SourceIdentity", "--source-identity", ask.sourceIdentity)
        if !ask.tags.isEmpty { members.append(member("Tags", "--tag", ask.tags.map(tag))) }
        if !ask.transitive.isEmpty {
            let keys = ask.transitive.map { Self.typed("--transitive", $0) }
            members.append(member("TransitiveTagKeys", "--transitive", keys))
        }
        return Self.mapping(members)
    }

    private func tag(_ pair: String) -> Node {
        let parts = Text(pair).split(at: "=", maxSplits: 1)
        let members = [
            member("Key", "--tag", parts[0].string), member("Value", "--tag", parts[1].string),
        ]
        return .mapping(members, at: Self.typed("--tag", pair))
    }

    /// The condition keys; the same key again makes a list.
    private var context: Node {
        var keys: [(key: Text, values: [Node])] = []
        for pair in ask.context {
            let parts = Text(pair).split(at: "=", maxSplits: 1)
            let value = Self.typed("--context", parts[1].string)
            if let index = keys.firstIndex(where: { $0.key == parts[0] }) {
                keys[index].values.append(value)
            } else {
                keys.append((parts[0], [value]))
            }
        }
        let members = keys.map { key, values -> (key: Node, value: Node) in
            let name = Self.typed("--context", key.string)
            return (name, values.count == 1 ? values[0] : .list(values, at: name))
        }
        return .mapping(members, at: Self.typed("--context", ""))
    }

    // MARK: Policies

    private var policies: [(key: Node, value: Node)] {
        var members: [(key: Node, value: Node)] = []
        func one(_ name: String, _ option: String, _ policy: String?) {
            if let policy { members.append(member(name, option, ask.path(policy))) }
        }
        func list(_ name: String, _ option: String, _ policies: [String]) {
            if !policies.isEmpty { members.append(member(name, option, self.policies(policies, option))) }
        }
        func levels(_ name: String, _ option: String, _ levels: [[String]]) {
            guard !levels.isEmpty else { return }
            let lists = levels.map { Node.list(policies($0, option), at: Self.typed(option, "")) }
            members.append(member(name, option, lists))
        }
        list("identity", "--identity", ask.identity)
        one("trust", "--trust", ask.trust)
        one("resource", "--resource-policy", ask.resourcePolicy)
        one("permissionsBoundary", "--boundary", ask.boundary)
        list("session", "--session-policy", ask.sessionPolicy)
        levels(
            "serviceControl", ask.scpLevel.isEmpty ? "--scp" : "--scp-level",
            AskOptions.levels(ask.scp, ask.scpLevel))
        levels(
            "resourceControl", ask.rcpLevel.isEmpty ? "--rcp" : "--rcp-level",
            AskOptions.levels(ask.rcp, ask.rcpLevel))
        return members
    }

    private func policies(_ policies: [String], _ option: String) -> [Node] {
        policies.map { Self.typed(option, ask.path($0)) }
    }
}

extension AskOptions {
    /// A policy as questions name it: a path is told from a document's name by its slash or its ending.
    fileprivate func path(_ policy: String) -> String {
        if TypedInput(policy)?.descriptor == 0 { return "/dev/stdin" }
        return isPath(policy) && !PolicyPath.isPath(policy) ? "./\(policy)" : policy
    }
}
