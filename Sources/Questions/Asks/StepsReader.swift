import IAM
import STS
import SourceText

/// Reads the steps of a chain.
struct StepsReader {
    let asks: AskReader

    func read(_ node: Node, _ diagnostics: inout Diagnostics) -> [Question.Step]? {
        guard NodeReader(node, "`steps`", &diagnostics) != nil else { return nil }
        let errors = diagnostics.errorCount
        var steps: [Question.Step] = []
        for (index, member) in node.members.enumerated() {
            if let asked = readStep(member.value, isFirst: index == 0, &diagnostics) {
                steps.append(Question.Step(name: member.name, asked: asked))
            }
        }
        if node.count == 0 { diagnostics.error("empty-list", "`steps` has no step", at: node.location) }
        return diagnostics.errorCount == errors ? steps : nil
    }

    private func readStep(_ node: Node, isFirst: Bool, _ diagnostics: inout Diagnostics) -> Asked? {
        guard let reader = NodeReader(node, "a step", &diagnostics) else { return nil }
        if !isFirst, let caller = reader["caller"] {
            diagnostics.error(
                "caller-in-step", "only the first step has a caller: the others go on with the session before them",
                at: caller.location)
        }
        let policies = StatedPoliciesReader(names: asks.names).read(reader["policies"], &diagnostics)
        if let request = reader["request"] {
            reader.allow(only: ["caller", "policies", "request"], &diagnostics)
            let asked = asks.readRequest(request, policies, isFirst: false, &diagnostics)
            let caller = isFirst ? asks.readCaller(reader, &diagnostics) : nil
            return asked.map { Asked(caller: caller, policies: policies, ask: $0.ask) }
        }
        return CallReader(asks: asks).read(step: reader, isFirst: isFirst, policies, &diagnostics)
    }
}
