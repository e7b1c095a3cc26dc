import IAM
import STS
import SourceText

/// What a question says, and what counts for nothing: policies that nothing asks, principals whom nobody can be, and values that a
/// given condition key takes the place of. A Deny in these would be lost without a word.
struct VoidParts {
    let question: Question
    /// Where the policies stand that are stated for one request or call.
    let placeOfPolicies: Node?
    /// The members of the question; `nil` where what is asked was made as values.
    let reader: NodeReader?

    func report(_ diagnostics: inout Diagnostics) {
        reportUnknownPrincipals(&diagnostics)
        switch question.body {
        case .one(let asked):
            IdlePolicies(asked: asked, caller: KnownCaller(of: asked)).report(placeOfPolicies, &diagnostics)
            let ask = reader?["request"] ?? reader?["call"]
            GivenKeys(
                question: question, asked: asked, caller: asked.caller, tellsSessionTags: Self.tellsTags(ask?["caller"])
            ).report(ask?["context"], &diagnostics)
            reportCrowdedKey(of: asked, at: reader?["call"], &diagnostics)
        case .steps(let steps):
            let nodes = (reader?["steps"]?.members ?? .empty).map(\.value)
            var caller = KnownCaller(of: steps.first?.asked)
            for (step, node) in zip(steps, nodes) {
                let asking = step.asked.isUnsigned ? KnownCaller(of: step.asked) : caller
                IdlePolicies(asked: step.asked, caller: asking).report(node["policies"], &diagnostics)
                reportCrowdedKey(of: step.asked, at: node, &diagnostics)
                caller = caller.after(step.asked.ask)
            }
            reportGivenKeys(of: steps, nodes, &diagnostics)
        }
    }

    /// Whether a caller is written with the tags of its session.
    private static func tellsTags(_ caller: Node?) -> Bool { caller?.kind == .mapping && caller?["tags"] != nil }

    /// The values of a token are compared like those that a question gives.
    private func reportCrowdedKey(of asked: Asked, at node: Node?, _ diagnostics: inout Diagnostics) {
        guard let node, let crowded = question.crowdedKey(of: asked) else { return }
        diagnostics.error(
            "too-large",
            "the token gives `\(crowded.key)` \(crowded.count) values; at most \(RequestContext.valueLimit) are compared",
            at: node.location)
    }

    /// Who asks a later step, only the answers to the steps before it tell.
    private func reportGivenKeys(of steps: [Question.Step], _ nodes: [Node], _ diagnostics: inout Diagnostics) {
        let contexts = nodes.map { ($0["request"] ?? $0)["context"] }
        guard let last = contexts.lastIndex(where: { $0 != nil }) else { return }
        var caller = steps.first?.asked.caller
        var tellsTags = nodes.first.map { Self.tellsTags(($0["request"] ?? $0)["caller"]) } ?? false
        for (step, context) in zip(steps, contexts).prefix(last + 1) {
            GivenKeys(question: question, asked: step.asked, caller: caller, tellsSessionTags: tellsTags)
                .report(context, &diagnostics)
            guard let next = question.caller(after: step.asked, by: caller) else { return }
            // The tags of a session that a step makes are those of its call.
            tellsTags = tellsTags || next.principal != caller?.principal
            caller = next
        }
    }

    /// Warns of principals of policies whom nobody can be, but for those who ask: their unique ids are known.
    private func reportUnknownPrincipals(_ diagnostics: inout Diagnostics) {
        let (asked, world) = (question.body.asked, question.world)
        let callers = Set(asked.compactMap { $0.caller?.principal.uniqueID })
        let stated = asked.map(\.policies).flatMap { [$0.trust, $0.resource, $0.vpcEndpoint].compactMap(\.self) }
        let ofStated = stated.flatMap { world.unknownPrincipals(in: $0.document) }
        for principal in ofStated + world.unknownPrincipals {
            if let id = principal.uniqueID, callers.contains(id) { continue }
            diagnostics.warning(
                "unknown-principal", "\(principal.reason), so that this names nobody\(principal.hint)",
                at: principal.location)
        }
    }
}
