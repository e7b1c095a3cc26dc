public import IAM
import STS
import SourceText

/// One assertion that does not hold.
public struct Difference: Sendable, Hashable {
    /// Which assertion.
    public let what: String
    /// What is expected.
    public let expected: String
    /// What the answer says.
    public let got: String
}

extension Expectation {
    /// The assertions that an answer does not fulfil.
    func differences(from answer: Answer) -> [Difference] {
        var found: [Difference] = []
        func compare(_ what: String, _ expected: String?, _ got: String) {
            if let expected, !expected.isSame(as: got) {
                found.append(Difference(what: what, expected: expected, got: got))
            }
        }
        if !outcome.fits(answer.decision) {
            found.append(Difference(what: "outcome", expected: outcome.rawValue, got: answer.decision.rawValue))
        }
        compare("error", error, answer.error?.code ?? "none")
        if let action, action != answer.action {
            compare("action", action.description, answer.action?.description ?? "none")
        }
        found += Self.differences("blockedBy", blockedBy, answer.blockedBy.map(\.name), Self.blockers)
        found += Self.differences("caveats", caveats, answer.caveats.map(\.rule), Self.list)
        found += Self.differences("dependsOn", dependsOn, answer.openKeys.map(\.string), Self.list)
        found += blockedByAtLeastDifference(answer) + checkDifferences(answer)
        found += statementDifference(answer) + messageDifference(answer) + sessionDifferences(answer)
        found += steps.flatMap { stepDifferences($0.name, $0.expectation, answer) }
        return found
    }

    private func stepDifferences(_ name: String, _ expectation: Expectation?, _ answer: Answer) -> [Difference] {
        guard let step = answer.steps.first(where: { $0.name.isSame(as: name) }) else {
            return [Difference(what: "steps: \(name)", expected: "a step of this name", got: "none")]
        }
        switch (expectation, step.answer) {
        case (nil, nil):
            return []
        case (nil, let answer?):
            return [Difference(what: "steps: \(name)", expected: "not reached", got: answer.decision.rawValue)]
        case (let expectation?, nil):
            return [Difference(what: "steps: \(name)", expected: expectation.outcome.rawValue, got: "not reached")]
        case (let expectation?, let answer?):
            return expectation.differences(from: answer).map {
                Difference(what: "steps: \(name): \($0.what)", expected: $0.expected, got: $0.got)
            }
        }
    }

    /// How a list differs that is to be exactly as it stands: what is missing, and what nobody expects.
    private static func differences(
        _ what: String, _ expected: [String]?, _ got: [String], _ told: ([String]) -> String
    ) -> [Difference] {
        guard let expected, told(expected) != told(got) else { return [] }
        let (wanted, found) = (NameSet(expected), NameSet(got))
        let missing = expected.filter { !found.contains($0) }
        let more = got.filter { !wanted.contains($0) }
        // Of what agrees in nothing, both lists tell all.
        let isApart = missing.count == expected.count && more.count == got.count
        let parts = [("missing", missing), ("not expected", more)].filter { !$0.1.isEmpty }
        let words = isApart ? "" : " (\(parts.map { "\($0.0): \(told($0.1))" }.joined(separator: "; ")))"
        return [Difference(what: what, expected: told(expected), got: told(got) + words)]
    }

    private static func list(_ names: [String]) -> String {
        names.isEmpty ? "none" : names.sorted().joined(separator: ", ")
    }

    /// Blockers in the order in which answers list them, so that the order in a scenario does not count.
    private static func blockers(_ names: [String]) -> String {
        let ordered = Blocker.allNames.filter(names.contains)
        return ordered.isEmpty ? "none" : ordered.joined(separator: ", ")
    }

    private func blockedByAtLeastDifference(_ answer: Answer) -> [Difference] {
        let names = answer.blockedBy.map(\.name)
        guard let wanted = blockedByAtLeast else { return [] }
        let missing = wanted.filter { !names.contains($0) }
        if missing.isEmpty { return [] }
        let words = missing.count == wanted.count ? "" : " (missing: \(Self.blockers(missing)))"
        return [
            Difference(
                what: "blockedByAtLeast", expected: Self.blockers(wanted), got: Self.blockers(names) + words)
        ]
    }

    private func checkDifferences(_ answer: Answer) -> [Difference] {
        checks.compactMap { wanted in
            let check = answer.checks.first { $0.request.action == wanted.action }
            let got = check.map { STS.Outcome($0.decision.verdict) }
            if let got, wanted.outcome.fits(got) { return nil }
            return Difference(
                what: "checks: \(wanted.action)", expected: wanted.outcome.rawValue,
                got: got?.rawValue ?? "no such check is made")
        }
    }

    private func statementDifference(_ answer: Answer) -> [Difference] {
        guard let statement else { return [] }
        let evaluations = answer.deciding.map { [$0] } ?? answer.checks
        let deciding = evaluations.flatMap(\.evaluation.decidingStatements)
        if deciding.contains(where: { $0.isNamed(statement) }) { return [] }
        let names = deciding.map(\.reference)
        return [
            Difference(
                what: "statement", expected: statement,
                got: names.isEmpty ? "no statement decides" : names.joined(separator: ", "))
        ]
    }

    private func messageDifference(_ answer: Answer) -> [Difference] {
        guard let message else { return [] }
        let got = answer.error?.message ?? ""
        if got.holds(Text(message)) { return [] }
        return [Difference(what: "message", expected: message, got: got.isEmpty ? "none" : got.string)]
    }

    private func sessionDifferences(_ answer: Answer) -> [Difference] {
        guard let session else { return [] }
        guard let got = answer.session else {
            return [Difference(what: "session", expected: "a session", got: "none")]
        }
        var found: [Difference] = []
        func compare(_ what: String, _ expected: String?, _ got: String) {
            guard let expected, !expected.isSame(as: got) else { return }
            found.append(Difference(what: "session: \(what)", expected: expected, got: got))
        }
        compare("arn", session.arn?.string, got.arn.description)
        compare("tags", session.tags.map(Self.tags), Self.tags(got.tags.map(\.tag)))
        compare(
            "transitiveTagKeys", session.transitiveTagKeys.map { Self.list($0.map(\.string)) },
            Self.list(got.transitiveTagKeys.map(\.string)))
        compare("sourceIdentity", session.sourceIdentity?.string, got.sourceIdentity?.string ?? "none")
        compare("federatedProvider", session.federatedProvider?.string, got.federatedProvider?.string ?? "none")
        compare("mfa", session.mfa?.description, got.hasMFA.description)
        compare(
            "sessionPolicies", session.sessionPolicies.map { Self.list($0.map(\.string)) },
            Self.list(got.sessionPolicies))
        compare("expires", session.expires?.string, got.expires.text.string)
        return found
    }

    private static func tags(_ tags: [Tag]) -> String {
        list(tags.map { "\($0.key)=\($0.value)" })
    }
}

extension DecidingStatement {
    /// The statement by its Sid, or by its policy and place: `policies/scp.json#1`.
    public var reference: String {
        if let sid = statement.sid, !sid.isEmpty { return sid.string }
        return "\(policy)#\(statement.index)"
    }

    /// Whether a name is the statement's Sid, or its place with any tail of the policy's name.
    func isNamed(_ name: String) -> Bool {
        if statement.sid == Text(name) { return true }
        let place = "\(policy)#\(statement.index)"
        return place.isSame(as: name) || Text(place).hasSuffix(Text("/" + name))
    }
}
