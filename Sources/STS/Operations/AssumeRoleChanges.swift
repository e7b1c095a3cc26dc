import IAM
import SourceText

/// What the caller of a refused `AssumeRole` could change in the call, with the policies as they are.
struct AssumeRoleChanges {
    let operation: AssumeRole
    let checks: [Check]
    /// Whether all checks of another call would be allowed.
    let allows: (AssumeRole) -> Bool

    /// One change of the call, and what it makes of it.
    private struct Candidate {
        let text: String
        let change: (AssumeRole) -> AssumeRole
    }

    /// The single changes that suffice; where none does, the pairs of them.
    func changes() -> [CallChange] {
        let candidates = candidates
        let single = candidates.filter { allows($0.change(operation)) }
        if !single.isEmpty { return single.map { CallChange(text: $0.text) } }
        var pairs: [CallChange] = []
        for (index, first) in candidates.enumerated() {
            for second in candidates[(index + 1)...] where allows(second.change(first.change(operation))) {
                pairs.append(CallChange(text: "\(first.text), and \(second.text)"))
            }
        }
        return pairs
    }

    private var candidates: [Candidate] {
        var candidates: [Candidate] = []
        if !operation.tags.isEmpty {
            let text = "pass no session tags (`role-skip-session-tagging: true` in the GitHub action)"
            candidates.append(Candidate(text: text) { $0.with(tags: []) })
        }
        for value in wanted("sts:ExternalId") where value != operation.externalID {
            candidates.append(Candidate(text: "pass the ExternalId `\(value)`") { $0.with(externalID: value) })
        }
        for value in wanted("sts:RoleSessionName") where value != operation.roleSessionName {
            candidates.append(
                Candidate(text: "pass the RoleSessionName `\(value)`") { $0.with(roleSessionName: value) })
        }
        if operation.sourceIdentity != nil {
            candidates.append(Candidate(text: "pass no SourceIdentity") { $0.with(sourceIdentity: nil) })
        }
        return candidates
    }

    /// The plain values that conditions on a key accept, at most four.
    private func wanted(_ key: ConditionKey) -> [Text] {
        let conditions = checks.flatMap(\.policies.statements).filter { $0.effect == .allow }.flatMap(\.conditions)
        let values =
            conditions
            .filter { $0.key == key && $0.comparison.acceptsMoreValues }
            .flatMap(\.spellings)
            .filter { !$0.contains("*") && !$0.contains("?") && !$0.contains("$") }
        return values.reduce(into: [Text]()) { known, value in
            if !known.contains(value), known.count < 4 { known.append(value) }
        }
    }
}

extension AssumeRole {
    fileprivate func with(tags: [Tag]) -> AssumeRole {
        var copy = self
        copy.tags = tags
        copy.transitiveTagKeys = []
        return copy
    }

    fileprivate func with(externalID: Text) -> AssumeRole {
        var copy = self
        copy.externalID = externalID
        return copy
    }

    fileprivate func with(roleSessionName: Text) -> AssumeRole {
        var copy = self
        copy.roleSessionName = roleSessionName
        return copy
    }

    fileprivate func with(sourceIdentity: Text?) -> AssumeRole {
        var copy = self
        copy.sourceIdentity = sourceIdentity
        return copy
    }
}
