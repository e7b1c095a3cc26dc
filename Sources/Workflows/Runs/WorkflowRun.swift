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
    public var values: [String: String]

    /// Makes a run.
    public init(
        event: String, ref: String, repository: String? = nil, environment: String? = nil,
        values: [String: String] = [:]
    ) {
        self.event = event
        self.ref = ref
        self.repository = repository
        self.environment = environment
        self.values = values
    }

    /// The run in a few words.
    public var title: String { "\(event) on \(ref)" }

    /// The runs that a workflow's triggers allow, one for each event; branches and tags without wildcards are taken at
    /// their word, else the usual ones stand for all.
    public static func all(
        of workflow: Workflow, repository: String?, environment: String? = nil, values: [String: String]
    ) -> [WorkflowRun] {
        workflow.triggers.flatMap { trigger in
            refs(of: trigger).map {
                WorkflowRun(
                    event: trigger.event, ref: $0, repository: repository, environment: environment, values: values)
            }
        }
    }

    private static func refs(of trigger: Workflow.Trigger) -> [String] {
        func plain(_ patterns: [String]) -> [String] {
            patterns.filter { !$0.contains { "*?[]!+".contains($0) } }
        }
        switch trigger.event {
        case "pull_request": return ["refs/pull/1/merge"]
        case "push":
            let branches = plain(trigger.branches).map { "refs/heads/\($0)" }
            let tags = plain(trigger.tags).map { "refs/tags/\($0)" }
            let others =
                (trigger.branches.isEmpty && !trigger.tags.isEmpty ? [] : branches.isEmpty ? ["refs/heads/main"] : [])
                + (!trigger.tags.isEmpty && tags.isEmpty ? ["refs/tags/v1.0.0"] : [])
            return branches + tags + others
        case "release": return ["refs/tags/v1.0.0"]
        default: return ["refs/heads/main"]
        }
    }
}

extension WorkflowRun {
    /// The `github` context, as far as it is known. <https://docs.github.com/actions/reference/workflows-and-actions/contexts#github-context>
    func gitHub(workflow: String, job: String) -> ExpressionValue {
        var members = ExpressionValue.Members(openName: "github")
        func set(_ name: String, _ value: String?) {
            if let value = values["github.\(name)"] ?? value { members.set(name, .string(value)) }
        }
        let isPullRequest = event.hasPrefix("pull_request")
        set("event_name", event)
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
        for name in ["actor", "triggering_actor", "sha", "run_id", "run_number", "head_ref", "base_ref"] {
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

    /// A context of which only the stated values are known, such as `secrets`.
    func open(_ name: String) -> ExpressionValue {
        var members = ExpressionValue.Members(openName: name)
        for (key, value) in values.sorted(by: { $0.key < $1.key }) where key.hasPrefix("\(name).") {
            members.set(String(key.dropFirst(name.count + 1)), .string(value))
        }
        return .object(members)
    }
}
