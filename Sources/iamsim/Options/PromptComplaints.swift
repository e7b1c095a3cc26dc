import SourceText

/// What is wrong with a question that was asked at the prompt, told by the options that somebody typed: the text in which
/// the question was put together is nobody's.
struct PromptComplaints {
    /// The question as it was put together.
    let question: Node
    let ask: AskOptions

    func complain(of diagnostics: Diagnostics) {
        var others = Diagnostics()
        for diagnostic in diagnostics.all {
            if Text(diagnostic.location.file.path) == SourceLoader.prompt {
                Terminal.complain("iamsim: \(PlainText.escaped(words(diagnostic)))")
            } else {
                others.add(diagnostic)
            }
        }
        Terminal.complain(of: others)
    }

    /// A complaint as reports tell it: of a place that somebody typed, the option is named.
    func told(_ diagnostic: Diagnostic) -> Diagnostic {
        guard Text(diagnostic.location.file.path) == SourceLoader.prompt else { return diagnostic }
        let place = SourceLocation(startOf: SourceFile(path: SourceLoader.prompt, bytes: []))
        return Diagnostic(diagnostic.id, message(diagnostic), at: place, severity: diagnostic.severity)
    }

    private func words(_ diagnostic: Diagnostic) -> String {
        let severity = diagnostic.severity == .warning ? "warning: " : ""
        return "\(severity)\(message(diagnostic)) [\(diagnostic.id)]"
    }

    private func message(_ diagnostic: Diagnostic) -> String {
        let option = ask.option(at: path(to: diagnostic.location.offset)).map { "\($0): " } ?? ""
        return option + diagnostic.message
    }

    /// The names of the members within which a place lies, from the outermost.
    private func path(to offset: Int) -> [String] {
        var path: [String] = []
        var node = question
        while true {
            let member = node.members.first { $0.key.location.offset <= offset && offset < $0.value.location.end }
            let element = node.elements.first { $0.location.offset <= offset && offset < $0.location.end }
            guard let next = member?.value ?? element else { return path }
            if let member { path.append(member.name) }
            node = next
        }
    }
}

extension AskOptions {
    /// The option that says what stands in a place of the question.
    func option(at path: [String]) -> String? {
        let options = [
            "caller": "--caller", "region": "--region", "context": "--context", "action": "--action",
            "resource": "--resource", "resourceAccount": "--resource-account", "RoleArn": "--assume-role",
            "RoleSessionName": "--session-name", "ExternalId": "--external-id", "SourceIdentity": "--source-identity",
            "Tags": "--tag", "TransitiveTagKeys": "--transitive", "extends": "--extends",
        ]
        let policies = [
            "identity": "--identity", "trust": "--trust", "resource": "--resource-policy",
            "permissionsBoundary": "--boundary", "session": "--session-policy",
            "serviceControl": scpLevel.isEmpty ? "--scp" : "--scp-level",
            "resourceControl": rcpLevel.isEmpty ? "--rcp" : "--rcp-level",
        ]
        if path.first == "policies" { return path.count > 1 ? policies[path[1]] : nil }
        return path.lazy.compactMap { options[$0] }.first
    }
}
