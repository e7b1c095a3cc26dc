import IAM
import Questions
import STS
import SourceText
import Testing

/// Reads and answers questions that stand in a test.
enum Asking {
    static func question(_ text: String) throws -> Question {
        var diagnostics = Diagnostics()
        let node = SourceParser.parse(SourceFile(path: "question.yaml", text: text), &diagnostics)
        let question = node.flatMap { QuestionReader(library: library).read($0, &diagnostics) }
        return try #require(question, "\(diagnostics.all.map(\.rendered))")
    }

    static func answer(_ text: String) throws -> Answer {
        try question(text).answer()
    }

    static var library: PolicyLibrary { PolicyLibrary { _, _ in nil } }

    /// The ids of what is wrong with a question, and whether each stands where a `↓` marks it.
    static func faults(_ marked: String) throws -> (ids: [String], offsets: [Int], marks: [Int]) {
        let pieces = marked.split(separator: "↓", omittingEmptySubsequences: false)
        let marks = pieces.indices.dropLast().map { pieces[...$0].joined().utf8.count }
        var diagnostics = Diagnostics()
        let node = SourceParser.parse(SourceFile(path: "question.yaml", text: pieces.joined()), &diagnostics)
        let question = QuestionReader(library: library).read(try #require(node), &diagnostics)
        #expect((question == nil) == diagnostics.hasErrors)
        let sorted = diagnostics.sorted
        return (sorted.map(\.id), sorted.map(\.location.offset), marks)
    }
}

/// Policies in YAML's flow form.
enum Policies {
    static func identity(_ actions: String..., effect: String = "Allow", more: String = "") -> String {
        let list = actions.map { #""\#($0)""# }.joined(separator: ", ")
        return #"{Version: "2012-10-17", Statement: [{Effect: \#(effect), Action: [\#(list)], Resource: "*"\#(more)}]}"#
    }

    /// A policy with a principal and without a resource: a trust policy, or that of a bucket.
    static func naming(
        _ principal: String, _ actions: String..., effect: String = "Allow", condition: String = "{}"
    ) -> String {
        let list = actions.map { #""\#($0)""# }.joined(separator: ", ")
        let name = principal == "*" ? #""*""# : #"{AWS: ["\#(principal)"]}"#
        return
            #"{Version: "2012-10-17", Statement: [{Effect: \#(effect), Principal: \#(name), Action: [\#(list)], "#
            + #"Condition: \#(condition)}]}"#
    }
}

/// A call of AssumeRole, of which a test changes what matters to it.
struct Call {
    static let everything = ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"]

    var caller = "arn:aws:sts::111111111111:assumed-role/CI/run1"
    var role = "arn:aws:iam::222222222222:role/Deploy"
    var parameters = ""
    var region: String?
    var context = "{}"
    var identity: String? = Policies.identity("*")
    var trust: String? = Policies.naming("*", "sts:*")
    var accounts: String?
    var choices = "{}"
    var more = ""

    var text: String {
        var lines = [
            "call:", "  caller: \(caller)", "  context: \(context)",
            "  AssumeRole: {RoleArn: \"\(role)\", RoleSessionName: deploy\(parameters.isEmpty ? "" : ", ")\(parameters)}",
            "choices: \(choices)", "policies:",
        ]
        if let identity { lines.append("  identity: [\(identity)]") }
        if let trust { lines.append("  trust: \(trust)") }
        if identity == nil, trust == nil { lines.removeLast() }
        if let region { lines.insert("  region: \(region)", at: 1) }
        if let accounts { lines.append("accounts: \(accounts)") }
        return (lines + [more]).joined(separator: "\n")
    }

    func answer() throws -> Answer {
        try Asking.answer(text)
    }
}

extension Answer {
    /// The actions that were checked, in order, each with its verdict.
    var verdicts: [String] {
        checks.map { "\($0.request.action): \($0.decision.verdict.rawValue)" }
    }

    /// What stands in the way, by name.
    var blockers: [String] { blockedBy.map(\.name) }

    /// The value of a key in each check; `nil` where the check does not see it.
    func values(of key: Text) -> [[Text]?] {
        checks.map { $0.request.context[ConditionKey(key)]?.texts }
    }
}
