public import SourceText

/// Reads a workflow. What has no bearing on credentials is passed over: GitHub judges it better.
public struct WorkflowReader {
    /// How many jobs and steps one file may have.
    private static let limit = 1_000

    /// Whether a file that was found by searching is a workflow at all.
    public static func isWorkflow(_ node: Node) -> Bool {
        node.kind == .mapping && node["on"] != nil && node["jobs"] != nil
    }

    /// Reads a file.
    /// - Returns: `nil` where it is no workflow; `diagnostics` then says why.
    public static func read(_ node: Node, _ diagnostics: inout Diagnostics) -> Workflow? {
        guard let reader = NodeReader(node, "a workflow", &diagnostics) else { return nil }
        let triggers = reader["on"].map { TriggerReader.read($0, &diagnostics) }
        guard let triggers else {
            diagnostics.error("not-a-workflow", "a workflow says under `on` what starts it", at: node.location)
            return nil
        }
        guard let jobs = reader.required("jobs", &diagnostics), NodeReader(jobs, "`jobs`", &diagnostics) != nil,
            isWithinLimit(jobs, &diagnostics)
        else { return nil }
        return Workflow(
            file: node.file, name: reader["name"]?.string ?? node.file.path, triggers: triggers,
            env: settings(reader["env"], "`env`", &diagnostics),
            mayRequestToken: mayRequestToken(reader["permissions"]),
            jobs: jobs.members.compactMap { job($0, shell: shell(of: reader), &diagnostics) },
            outputs: outputs(reader["on"]?["workflow_call"]?["outputs"], &diagnostics))
    }

    /// Outputs, each a mapping with a `value`.
    static func outputs(_ node: Node?, _ diagnostics: inout Diagnostics) -> [Workflow.Setting] {
        settings(node, "`outputs`", &diagnostics).compactMap { output in
            output.value["value"].map { Workflow.Setting(name: output.name, value: $0) }
        }
    }

    private static func isWithinLimit(_ node: Node, _ diagnostics: inout Diagnostics) -> Bool {
        if node.count <= limit { return true }
        diagnostics.error("too-many", "more than \(limit) entries are not read", at: node.location)
        return false
    }

    /// The shell that `defaults` names.
    private static func shell(of reader: NodeReader) -> String? { reader["defaults"]?["run"]?["shell"]?.string }

    /// - Parameter shell: the one that the workflow names for all its scripts.
    private static func job(
        _ member: Node.Member, shell: String?, _ diagnostics: inout Diagnostics
    ) -> Job? {
        guard let reader = NodeReader(member.value, "a job", &diagnostics) else { return nil }
        let environment = reader["environment"].flatMap { $0.kind == .mapping ? $0["name"] : $0 }
        return Job(
            id: member.name, condition: reader["if"], runsOn: reader["runs-on"], environment: environment,
            mayRequestToken: mayRequestToken(reader["permissions"]),
            env: settings(reader["env"], "`env`", &diagnostics), matrix: reader["strategy"]?["matrix"],
            needs: reader["needs"].map { Array($0.elementsOrSelf) } ?? [], uses: reader["uses"],
            with: settings(reader["with"], "`with`", &diagnostics), secrets: secrets(reader["secrets"], &diagnostics),
            outputs: settings(reader["outputs"], "`outputs`", &diagnostics),
            continuesOnError: reader["continue-on-error"],
            steps: steps(reader["steps"], shell: Self.shell(of: reader) ?? shell, &diagnostics),
            location: member.key.location)
    }

    private static func secrets(_ node: Node?, _ diagnostics: inout Diagnostics) -> Secrets {
        if let node, node.hasText("inherit") { return .inherited }
        return .listed(settings(node, "`secrets`", &diagnostics))
    }

    /// The steps of a job, or of a composite action.
    /// - Parameter shell: the one of scripts that name none.
    static func steps(_ node: Node?, shell: String?, _ diagnostics: inout Diagnostics) -> [Step] {
        guard let node else { return [] }
        guard node.kind == .sequence else {
            diagnostics.error("wrong-kind", "expected a list for `steps`", at: node.location)
            return []
        }
        guard isWithinLimit(node, &diagnostics) else { return [] }
        return node.elements.enumerated().compactMap { index, element in
            guard let reader = NodeReader(element, "a step", &diagnostics) else { return nil }
            return Step(
                number: index + 1, id: reader["id"]?.string, name: reader["name"], condition: reader["if"],
                uses: reader["uses"], remark: reader["uses"].flatMap(remark), run: reader["run"],
                isElsewhere: reader["working-directory"].map { !$0.hasText(".") } ?? false,
                continuesOnError: reader["continue-on-error"], shell: reader["shell"]?.string ?? shell,
                with: settings(reader["with"], "`with`", &diagnostics),
                env: settings(reader["env"], "`env`", &diagnostics), location: element.location)
        }
    }

    static func settings(_ node: Node?, _ what: String, _ diagnostics: inout Diagnostics) -> [Workflow.Setting] {
        // A whole mapping may be one expression; then nothing is known of it.
        guard let node, node.kind != .string, NodeReader(node, what, &diagnostics) != nil,
            isWithinLimit(node, &diagnostics)
        else { return [] }
        return node.members.map { Workflow.Setting(name: $0.name, value: $0.value) }
    }

    /// `read-all`, `write-all`, or a mapping in which what is not listed is not permitted.
    private static func mayRequestToken(_ node: Node?) -> Bool? {
        guard let node else { return nil }
        if node.kind == .mapping { return node["id-token"]?.hasText("write") ?? false }
        return node.hasText("write-all")
    }

    /// How long the comment may be, in bytes: a version.
    private static let remarkLimit = 200

    /// The comment right behind a value on its line.
    private static func remark(_ node: Node) -> String? {
        let bytes = node.location.file.bytes[max(node.location.offset, node.location.end)...].prefix(remarkLimit)
        let rest = bytes.prefix { $0 != 0x0A && $0 != 0x0D }.drop { " \t\"'}]".utf8.contains($0) }
        guard rest.first == UInt8(ascii: "#") else { return nil }
        let text = rest.dropFirst().drop { $0 == UInt8(ascii: " ") }
        return text.isEmpty ? nil : String(decoding: text, as: UTF8.self)
    }
}
