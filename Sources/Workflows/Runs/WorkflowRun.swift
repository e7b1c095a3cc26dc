import IAM
public import SourceText

/// One way in which a workflow may run: what started it, and where.
public struct WorkflowRun: Sendable, Hashable {
    /// The event, such as `push`.
    public var event: String
    /// The ref that it runs on, such as `refs/heads/main`.
    public var ref: String
    /// Owner and name of the repository; `nil` where nobody tells it.
    public var repository: String?
    /// The environment to which jobs deploy, in place of the one that they name.
    public var environment: String?
    /// Values by the names that expressions use, such as `secrets.AWS_ROLE`.
    public var values: NameMap<String>

    /// Makes a run.
    public init(
        event: String, ref: String, repository: String? = nil, environment: String? = nil,
        values: NameMap<String> = [:]
    ) {
        self.event = event
        self.ref = ref
        self.repository = repository
        self.environment = environment
        self.values = values
    }

    /// The run in a few words.
    public var title: String { "\(event) on \(ref)" }

    /// The runs that a workflow's triggers allow: for each event the branches and tags that its filters name, and one that
    /// fits each pattern.
    public static func all(
        of workflow: Workflow, repository: String?, environment: String? = nil, values: NameMap<String>
    ) -> [WorkflowRun] {
        workflow.triggers.flatMap { trigger in
            refs(of: trigger).map {
                WorkflowRun(
                    event: trigger.event, ref: $0, repository: repository, environment: environment, values: values)
            }
        }
    }

    private static func refs(of trigger: Workflow.Trigger) -> [String] {
        switch trigger.event {
        case "pull_request": return ["refs/pull/1/merge"]
        case "merge_group": return ["refs/heads/gh-readonly-queue/main/pr-1-0123456"]
        case "push":
            let onTagsAlone = trigger.branches.isEmpty && trigger.ignoredBranches.isEmpty && !trigger.tags.isEmpty
            let branches =
                onTagsAlone ? [] : examples(trigger.branches, but: trigger.ignoredBranches, usual: ["main", "feature"])
            let tags = trigger.tags.isEmpty ? [] : examples(trigger.tags, but: [], usual: ["v1.0.0", "x"])
            return branches.map { "refs/heads/\($0)" } + tags.map { "refs/tags/\($0)" }
        case "release": return ["refs/tags/v1.0.0"]
        default: return ["refs/heads/main"]
        }
    }

    /// Names that a trigger's patterns let through: those that are names themselves, and of every other pattern one.
    private static func examples(_ patterns: [String], but ignored: [String], usual: [String]) -> [String] {
        let wanted = patterns.filter { !$0.hasPrefix("!") }
        let unwanted = ignored + patterns.filter { $0.hasPrefix("!") }.map { String($0.dropFirst()) }
        func isLetThrough(_ name: String) -> Bool {
            !unwanted.contains { Wildcard(Text($0)).matches(Text(name)) }
        }
        if wanted.isEmpty { return Array(usual.filter(isLetThrough).prefix(1)) }
        var names: [String] = []
        for pattern in wanted {
            let candidates = pattern.contains { "*?[]+".contains($0) } ? usual + [plain(pattern)] : [pattern]
            let fitting = candidates.filter { $0 == pattern || Wildcard(Text(pattern)).matches(Text($0)) }
            guard let name = fitting.first(where: isLetThrough), !names.containsName(name) else { continue }
            names.append(name)
        }
        return names
    }

    /// A name that a pattern of stars matches.
    private static func plain(_ pattern: String) -> String {
        var name = ""
        for character in pattern {
            if character != "*" { name.append(character) } else if name.last != "x" { name.append("x") }
        }
        return name
    }
}

extension WorkflowRun {
    /// The `github` context, as far as it is known. <https://docs.github.com/actions/reference/workflows-and-actions/contexts#github-context>
    func gitHub(workflow: String, job: String?) -> ExpressionValue {
        var members = ExpressionValue.Members(openName: "github")
        func set(_ name: String, _ value: String?) {
            if let value = values["github.\(name)"] ?? value { members.set(name, .string(value)) }
        }
        let isPullRequest = event.hasPrefix("pull_request") || event == "workflow_call"
        // A workflow that another one calls has the event of that one.
        set("event_name", event == "workflow_call" ? nil : event)
        set("ref", ref)
        set("ref_name", Self.name(of: ref))
        set("ref_type", ref.hasPrefix("refs/tags/") ? "tag" : "branch")
        set("repository", repository)
        set("repository_owner", repository.map { String($0.prefix { $0 != "/" }) })
        set("workflow", workflow)
        set("job", job)
        if !isPullRequest {
            set("head_ref", "")
            set("base_ref", "")
        }
        // What the event tells is not known, but that only some events are about a pull request.
        if case .object(var event) = open("github.event") {
            if !isPullRequest, event.isEmpty { event.set("pull_request", .null) }
            members.set("event", .object(event))
        }
        for name in ["event_name", "actor", "triggering_actor", "sha", "run_id", "run_number", "head_ref", "base_ref"] {
            set(name, nil)
        }
        return .object(members)
    }

    private static func name(of ref: String) -> String {
        for prefix in ["refs/heads/", "refs/tags/", "refs/pull/"] where ref.hasPrefix(prefix) {
            return String(ref.dropFirst(prefix.count))
        }
        return ref
    }

    /// A context of which only the stated values are known, such as `secrets`. A name with dots, such as
    /// `needs.build.outputs.role`, states a member of members.
    func open(_ name: String) -> ExpressionValue {
        let stated = values.filter { $0.name.hasPrefix("\(name).") }
        let count = name.split(separator: ".").count
        return Self.open(name, stated.map { ($0.name.split(separator: ".").dropFirst(count), $0.value) }, depth: 0)
    }

    private static func open(
        _ name: String, _ stated: [(path: ArraySlice<Substring>, value: String)], depth: Int
    ) -> ExpressionValue {
        var below: [Text: [(path: ArraySlice<Substring>, value: String)]] = [:]
        // A name may be stated by itself and by its members; what is stated last counts.
        var last: [Text: Int] = [:]
        for (place, entry) in stated.enumerated() {
            guard let first = entry.path.first.map({ Text(String($0)) }) else { continue }
            last[first] = place
            if entry.path.count > 1 { below[first, default: []].append((entry.path.dropFirst(), entry.value)) }
        }
        var members = ExpressionValue.Members(openName: name)
        for (place, entry) in stated.enumerated() {
            guard let first = entry.path.first.map(String.init), last[Text(first)] == place else { continue }
            if entry.path.count == 1 || depth > 4 {
                members.set(first, .string(entry.value))
            } else {
                members.set(first, open("\(name).\(first)", below[Text(first)] ?? [], depth: depth + 1))
            }
        }
        return .object(members)
    }
}
