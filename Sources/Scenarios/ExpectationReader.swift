import IAM
import Questions
import STS
import SourceText

/// Reads what is expected: `outcome` and the assertions beside it.
struct ExpectationReader {
    static let members: [MemberName] = [
        "outcome", "error", "action", "blockedBy", "blockedByAtLeast", "checks", "statement", "message", "session",
        "caveats", "dependsOn", "todo", "steps",
    ]

    /// - Parameter more: members that are legal beside the assertions, such as `when`.
    static func read(_ node: Node, more: [MemberName] = [], _ diagnostics: inout Diagnostics) -> Expectation? {
        guard let reader = NodeReader(node, "an expectation", &diagnostics) else { return nil }
        reader.allow(only: members + more, &diagnostics)
        guard let outcome = reader.required("outcome", &diagnostics).flatMap({ readOutcome($0, &diagnostics) })
        else { return nil }
        var expectation = Expectation(outcome: outcome, location: node.location)
        expectation.error = reader.text("error", &diagnostics)?.string
        expectation.action = reader["action"].flatMap { readAction($0, &diagnostics) }
        expectation.blockedBy = reader["blockedBy"].map { readBlockers($0, &diagnostics) }
        expectation.blockedByAtLeast = reader["blockedByAtLeast"].map { readBlockers($0, &diagnostics) }
        expectation.checks = readChecks(reader["checks"], &diagnostics)
        expectation.statement = reader.text("statement", &diagnostics)?.string
        expectation.message = reader.text("message", &diagnostics)?.string
        expectation.session = reader["session"].flatMap { readSession($0, &diagnostics) }
        expectation.caveats = reader["caveats"].map { readCaveats($0, &diagnostics) }
        expectation.dependsOn = reader["dependsOn"].map { node in
            node.expectTexts("`dependsOn`", &diagnostics).map(\.string)
        }
        expectation.steps = readSteps(reader["steps"], &diagnostics)
        expectation.todo = reader.text("todo", &diagnostics)?.string
        return expectation
    }

    private static func readOutcome(_ node: Node, _ diagnostics: inout Diagnostics) -> Expectation.Outcome? {
        if node.isScalar, let outcome = Expectation.Outcome(rawValue: node.string) { return outcome }
        let names = Expectation.Outcome.allCases.map(\.rawValue)
        let near = Suggestion.hint(for: node.string, among: names)
        let hint = near.isEmpty ? "; expected one of \(names.map { "`\($0)`" }.joined(separator: ", "))" : near
        diagnostics.error("unknown-outcome", "unknown outcome `\(node.string)`\(hint)", at: node.location)
        return nil
    }

    private static func readAction(_ node: Node, _ diagnostics: inout Diagnostics) -> Action? {
        if node.isScalar, let action = Action(node.text) { return action }
        diagnostics.error(
            "invalid-action", "expected one action such as `sts:AssumeRole`, found \(node.told)",
            at: node.location)
        return nil
    }

    private static func readBlockers(_ node: Node, _ diagnostics: inout Diagnostics) -> [String] {
        node.elementsOrSelf.compactMap { element in
            let name = element.string
            if Blocker.allNames.containsName(name) { return name }
            diagnostics.error(
                "unknown-policy-type",
                "unknown policy type `\(name)`\(Suggestion.hint(for: name, among: Blocker.allNames))",
                at: element.location)
            return nil
        }
    }

    private static func readChecks(
        _ node: Node?, _ diagnostics: inout Diagnostics
    ) -> [(action: Action, outcome: Expectation.Outcome)] {
        guard let node, NodeReader(node, "`checks`", &diagnostics) != nil else { return [] }
        return node.members.compactMap { member in
            guard let action = readAction(member.key, &diagnostics),
                let outcome = readOutcome(member.value, &diagnostics)
            else { return nil }
            return (action, outcome)
        }
    }

    /// For each step an outcome, a whole expectation, or `not reached`.
    private static func readSteps(
        _ node: Node?, _ diagnostics: inout Diagnostics
    ) -> [(name: String, expectation: Expectation?)] {
        guard let node, NodeReader(node, "`steps`", &diagnostics) != nil else { return [] }
        return node.members.compactMap { member in
            if member.value.kind == .mapping {
                return read(member.value, &diagnostics).map { (member.name, $0) }
            }
            if member.value.isScalar, member.value.hasText("not reached") { return (member.name, nil) }
            return readOutcome(member.value, &diagnostics).map {
                (member.name, Expectation(outcome: $0, location: member.value.location))
            }
        }
    }

    private static func readSession(_ node: Node, _ diagnostics: inout Diagnostics) -> SessionExpectation? {
        guard let reader = NodeReader(node, "`session`", &diagnostics) else { return nil }
        reader.allow(
            only: [
                "arn", "tags", "transitiveTagKeys", "sourceIdentity", "federatedProvider", "mfa", "sessionPolicies",
                "expires",
            ], &diagnostics)
        return SessionExpectation(
            arn: reader.text("arn", &diagnostics),
            tags: reader["tags"].map { TagsReader.list($0, &diagnostics) },
            transitiveTagKeys: reader["transitiveTagKeys"]?.expectTexts("`transitiveTagKeys`", &diagnostics),
            sourceIdentity: reader.text("sourceIdentity", &diagnostics),
            federatedProvider: reader.text("federatedProvider", &diagnostics),
            mfa: reader["mfa"]?.expectBoolean("`mfa`", &diagnostics),
            sessionPolicies: reader["sessionPolicies"]?.expectTexts("`sessionPolicies`", &diagnostics),
            expires: reader.text("expires", &diagnostics))
    }

    private static func readCaveats(_ node: Node, _ diagnostics: inout Diagnostics) -> [String] {
        if node.kind == .string, node.hasText("none") { return [] }
        let known = UndocumentedPoint.allCases.map(\.rule)
        return node.elementsOrSelf.compactMap { element in
            if known.containsName(element.string) { return element.string }
            diagnostics.error(
                "unknown-caveat",
                "expected `none` or rules such as `STS-31`, found \(element.told)"
                    + Suggestion.hint(for: element.string, among: known), at: element.location)
            return nil
        }
    }
}
