import IAM
import Questions
import Reports
import SourceText

/// How what a file holds differs from what it held.
struct ContentDifference {
    /// Whether the file says, or said, who exists or what policies allow.
    let holdsPolicies: Bool
    /// Whether the file said who exists.
    let heldFacts: Bool
    let policiesDiffer: Bool
    let valuesDiffer: Bool
    let statements: [String]
    let effect: StatementDifference.Effect?

    init(_ before: FileContent, _ after: FileContent) {
        let (old, new) = (before.node, after.node)
        let (oldPolicies, newPolicies) = (old.map { HeldPolicies(in: $0) }, new.map { HeldPolicies(in: $0) })
        let (oldOnes, newOnes) = (oldPolicies?.documents ?? [], newPolicies?.documents ?? [])
        let pair =
            oldOnes.count == 1 && newOnes.count == 1 && oldOnes[0].kind == .mapping && newOnes[0].kind == .mapping
            ? StatementDifference(before: oldOnes[0], after: newOnes[0]) : nil
        let holdsFacts = [old, new].contains { $0.map(Self.holdsFacts) ?? false }
        heldFacts = old.map(Self.holdsFacts) ?? false
        holdsPolicies = holdsFacts || !oldOnes.isEmpty || !newOnes.isEmpty
        policiesDiffer = oldOnes.map(\.compactText) != newOnes.map(\.compactText) && pair?.isEmpty != true
        // A file that is one policy differs as its statements do, another document as its values do, and every other file as its
        // bytes do.
        let isPolicy = old.map(Self.isPolicy) == true && new.map(Self.isPolicy) == true
        if isPolicy {
            valuesDiffer = policiesDiffer
        } else if let old, let new {
            valuesDiffer = old.compactText != new.compactText
        } else {
            valuesDiffer = before.isMissing != after.isMissing || before.bytes != after.bytes
        }
        statements = pair?.names ?? []
        effect = isPolicy ? pair?.effect : nil
    }

    /// Whether changed answers show what the change may open: an answer that is allowed now does, and any does where the
    /// change can only take away.
    func isShown(by kinds: Set<ComparisonReport.Kind>) -> Bool {
        !kinds.isEmpty && (kinds.contains(.newlyAllowed) || effect == .takesAway)
    }

    /// Whether a file says who exists, and what is attached to whom.
    private static func holdsFacts(_ node: Node) -> Bool {
        let names: [MemberName] = ["accounts", "organization", "vpcEndpoints"]
        // Of a scenario its own policies are compared apart; in another file these are what others extend.
        let shared: [MemberName] = node["scenario"] == nil ? ["policies", "documents"] : []
        return (names + shared + AuthorizationDetails.lists).contains { node[$0] != nil }
    }

    private static func isPolicy(_ node: Node) -> Bool {
        HeldPolicies(in: node).documents.first == node
    }
}
