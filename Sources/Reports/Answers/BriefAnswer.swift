public import IAM
public import STS
import SourceText

/// The short form of an explanation: a few lines for a case that is not as expected.
public struct BriefAnswer: Sendable {
    private let answer: Answer
    /// The statements that decide, as many of them as are told.
    public let evidence: [Finding.Evidence]
    /// How many further ones decide.
    public let furtherEvidence: Int
    /// How many are told: where all of a large policy allow each of many cases, reports would grow with their product.
    private static let evidenceLimit = 50
    /// The statements that come nearest where nothing decides.
    private let near: [Near]

    /// Makes the short form of an answer; it tells what to change where the answer was made for explaining.
    public init(_ answer: Answer) {
        self.answer = answer
        let checks = answer.deciding.map { [$0] } ?? answer.checks
        let evaluations = checks.map(\.evaluation)
        let statements = evaluations.flatMap { evaluation in
            evaluation.decidingStatements.map { (evaluation: evaluation, deciding: $0) }
        }
        evidence = statements.prefix(Self.evidenceLimit).map { Self.evidence($0.deciding, of: $0.evaluation) }
        furtherEvidence = statements.count - evidence.count
        let deciding = answer.deciding == nil ? nil : evaluations.first
        near = answer.blockedBy == [.noSuchRole] ? [] : deciding.map(Self.near) ?? []
    }

    /// The lines: the answer, the statements that decide, what came nearest where nothing decides, and what to change.
    public var lines: [String] {
        [Self.headline(answer)] + deciding + nearest + remedy
    }

    /// The answer in one line.
    public static func headline(_ answer: Answer) -> String {
        var text = answer.step.map { "step \($0): " } ?? ""
        text += answer.decision.rawValue
        if let action = answer.action, answer.decision != .allowed { text += " of \(action)" }
        if !answer.blockedBy.isEmpty { text += ", blocked by \(answer.blockedBy.map(\.name).joined(separator: ", "))" }
        if !answer.dependsOn.isEmpty { text += ", depends on \(answer.openKeys.map(\.string).joined(separator: ", "))" }
        if answer.decision == .failed, let error = answer.error { text += ": \(error.code): \(error.message)" }
        if !answer.caveats.isEmpty { text += ", rests on \(answer.caveats.map(\.rule).joined(separator: ", "))" }
        return text
    }

    private var deciding: [String] {
        let further = furtherEvidence == 0 ? [] : ["and \(Report.told(furtherEvidence, "further statement"))"]
        return evidence.map { "\($0.text) (\($0.location.description))" } + further
    }

    private static func evidence(
        _ deciding: DecidingStatement, of evaluation: Evaluation
    ) -> Finding.Evidence {
        let statement = deciding.statement
        let kind = "\(statement.effect.rawValue) by \(deciding.type.rawValue) policy `\(deciding.policy)`"
        return Finding.Evidence(
            text: "\(evaluation.request.action): \(kind), statement \(statement.numberOrSid)",
            location: statement.location)
    }

    private var nearest: [String] {
        near.map { entry in
            guard let place = entry.place else { return entry.text }
            return "\(entry.head) (\(place.description)): \(entry.text)"
        }
    }

    /// The statements that come nearest where nothing allows, with what differs.
    public var nearestEvidence: [Finding.Evidence] {
        near.compactMap { entry in
            entry.statement.map { Finding.Evidence(text: "\(entry.head): \(entry.text)", location: $0) }
        }
    }

    /// What is nearest for a policy type.
    private struct Near {
        var head = ""
        let text: String
        /// The part that does not fit.
        var place: SourceLocation?
        /// The statement.
        var statement: SourceLocation?
    }

    private static func near(_ evaluation: Evaluation) -> [Near] {
        guard evaluation.decision.verdict == .implicitDeny else { return [] }
        return evaluation.decision.blockedBy.types.map { type in
            guard let near = evaluation.nearMisses(of: type).first, let misfit = near.fit.misfits.first else {
                return Near(text: silence(type, evaluation))
            }
            let place = near.policy.document.place(of: misfit.element, in: near.fit.statement)
            return Near(
                head:
                    "\(type.rawValue): closest is statement \(near.fit.statement.numberOrSid) of `\(near.policy.name)`",
                text: MisfitReport(misfit, of: evaluation.request).line, place: place ?? near.fit.statement.location,
                statement: near.fit.statement.location)
        }
    }

    private static func silence(_ type: PolicyType, _ evaluation: Evaluation) -> String {
        let policies = evaluation.policyTypes.first { $0.type == type }?.policies ?? []
        let names = policies.map { "`\($0.policy.name)`" }.joined(separator: ", ")
        return policies.isEmpty
            ? "there is no \(type.rawValue) policy" : "no statement of \(type.rawValue) policy \(names) allows it"
    }

    private var remedy: [String] {
        guard let remedy = answer.remedies.first else { return [] }
        let changes =
            remedy.callChanges.map(\.text) + remedy.accountChanges.map(\.text)
            + remedy.policyChanges.map { PolicyChangeReport($0).line }
        if changes.count == 1 { return changes.map { "to have it allowed: \($0)" } }
        return changes.enumerated().map { "to have it allowed, change \($0 + 1) of \(changes.count): \($1)" }
    }
}

extension Statement {
    /// The statement's id, or its place among those of the policy where it has none.
    public var numberOrSid: String {
        if let sid, !sid.isEmpty { return sid.string }
        return String(index)
    }
}
