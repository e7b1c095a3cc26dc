import IAM
import STS
import SourceText

/// What is given bytes that mean nothing, or nearly something. Whatever they are, it ends, and finds no trap.
enum FuzzTarget: String, CaseIterable {
    case json, yaml, policy, question

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
    }
}
