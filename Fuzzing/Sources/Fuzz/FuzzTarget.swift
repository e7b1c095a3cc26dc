import IAM
import Questions
import STS
import SourceText
import Workflows

/// What is given bytes that mean nothing, or nearly something. Whatever they are, it ends, and finds no trap.
enum FuzzTarget: String, CaseIterable {
    case json, yaml, policy, question, saml, workflow, script

    nonisolated(unsafe) static var chosen = FuzzTarget.json

    func run(_ bytes: [UInt8]) {
        var diagnostics = Diagnostics()
        switch self {
        case .json:
            check(JSONParser.parse(SourceFile(path: "fuzz.json", bytes: bytes), &diagnostics), diagnostics)
        case .yaml:
            check(SourceParser.parse(SourceFile(path: "fuzz.yaml", bytes: bytes), &diagnostics), diagnostics)
        case .policy:
            guard let node = Self.node(bytes, &diagnostics) else { return }
            for type in PolicyType.allCases {
                var own = Diagnostics()
                let document = PolicyReader.read(node, as: type, &own)
                precondition(document != nil || own.hasErrors, "a policy is refused without a word")
            }
        case .question: ask(bytes)
        case .saml: assume(bytes)
        case .workflow: follow(SourceFile(path: "fuzz.yaml", bytes: bytes))
        case .script: follow(Self.workflow(running: bytes))
        }
        for diagnostic in diagnostics.sorted { precondition(!diagnostic.rendered.isEmpty) }
    }

    /// A file that is refused has an error; the tree of another one can be walked, and each node knows its place.
    private func check(_ root: Node?, _ diagnostics: Diagnostics) {
        precondition(root != nil || diagnostics.hasErrors, "a file is refused without a word")
        if let root { Self.walk(root, depth: 0) }
    }

    private static func walk(_ node: Node, depth: Int) {
        precondition(depth < 1_000)
        precondition(node.location.offset <= node.file.bytes.count, "a value stands outside its file")
        switch node.kind {
        case .mapping:
            for member in node.members { walk(member.value, depth: depth + 1) }
        case .sequence:
            for element in node.elements { walk(element, depth: depth + 1) }
        default: _ = node.string
        }
    }

    private static func node(_ bytes: [UInt8], _ diagnostics: inout Diagnostics) -> Node? {
        JSONParser.parse(SourceFile(path: "fuzz.json", bytes: bytes), &diagnostics)
    }

    /// One question from its text to its answer; what is proposed to a denied caller is found too, so that it may be
    /// long, but must end.
    private func ask(_ bytes: [UInt8]) {
        var diagnostics = Diagnostics()
        guard let node = Self.node(bytes, &diagnostics) else { return }
        let reader = QuestionReader(library: PolicyLibrary { _, _ in nil })
        guard let question = reader.read(node, &diagnostics) else {
            precondition(diagnostics.hasErrors, "a question is refused without a word")
            return
        }
        let answer = question.answer()
        let explained = question.answer(explaining: true)
        precondition(answer.decision == explained.decision, "explaining changes the decision")
        if let response = QueryResponse(answer) { precondition(response.body.hasSuffix(">\n")) }
    }

    /// What happens when a workflow runs; whatever it uses is the workflow itself.
    private func follow(_ file: SourceFile) {
        var diagnostics = Diagnostics()
        guard let node = SourceParser.parse(file, &diagnostics) else { return }
        let library = PolicyLibrary { _, _ in node }
        let judge = CallJudge(base: nil, library: library, &diagnostics)
        guard let workflow = WorkflowReader.read(node, &diagnostics) else {
            precondition(diagnostics.hasErrors, "a workflow is refused without a word")
            return
        }
        let runs = WorkflowRun.all(of: workflow, repository: "acme/app", values: [:])
        let files = LocalFiles(library: library, of: workflow)
        var budget = WorkflowBudget()
        let prediction = WorkflowPrediction(
            workflow, runs: Array(runs.prefix(4)), files: files, judge: judge, sharing: &budget, &diagnostics)
        precondition(!WorkflowReport(prediction).outline.points.isEmpty)
    }

    /// A workflow whose only step runs a script.
    private static func workflow(running script: [UInt8]) -> SourceFile {
        let text = JSONWriter.text(.string(String(decoding: script, as: UTF8.self)))
        let steps = "[{\"run\": \(text)}, {\"run\": \"aws sts get-caller-identity\"}]"
        return SourceFile(
            path: "fuzz.json",
            text: "{\"on\": \"push\", \"permissions\": \"write-all\", \"jobs\": {\"a\": {\"steps\": \(steps)}}}")
    }

    private static let assumption = """
        {"policies": {"trust": {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Principal": "*",
        "Action": "sts:*", "Condition": {"StringLike": {"saml:sub": "*"}}}}}, "time": "2026-01-01T00:00:00Z",
        "call": {"AssumeRoleWithSAML": {"RoleArn": "arn:aws:iam::111111111111:role/Developer",
        "PrincipalArn": "arn:aws:iam::111111111111:saml-provider/Corp", "SAMLAssertion": {"file": "x.xml"}}}}
        """

    /// The bytes are the file that holds the assertion.
    private func assume(_ bytes: [UInt8]) {
        var diagnostics = Diagnostics()
        let file = SourceFile(path: "question.json", text: Self.assumption)
        let library = PolicyLibrary(load: { _, _ in nil }, loadBytes: { _, _, _ in bytes })
        guard let node = JSONParser.parse(file, &diagnostics),
            let question = QuestionReader(library: library).read(node, &diagnostics)
        else { preconditionFailure("the question cannot be read") }
        let answer = question.answer(explaining: true)
        precondition(QueryResponse(answer) != nil)
    }
}
