import IAM
import STS
import SourceText

/// Tells one check: what each policy type says, the statements that decide, and those that came near.
struct CheckReport {
    private let check: Check
    private let evaluation: Evaluation
    /// The audiences that the provider of a token takes; `nil` where that is not known.
    private let audiences: [Text]?

    init(_ check: Check, audiences: [Text]? = nil) {
        self.check = check
        self.audiences = audiences
        self.evaluation = check.evaluation
    }

    var point: Outline.Point {
        let request = check.request
        let heading = "\(request.action) on \(request.resource): \(check.decision.verdict.words)"
        return .group(heading, evaluation.policyTypes.map(typePoint))
    }

    private func typePoint(_ type: PolicyTypeEvaluation) -> Outline.Point {
        let isBlocking = check.decision.blockedBy.types.contains(type.type)
        let deciding = type.policies.flatMap { policy in
            policy.statements.filter { decides($0, type) }.flatMap {
                statementPoints($0.statement, in: policy, type.type)
            }
        }
        var points = deciding
        if isBlocking, !type.result.denies { points += nearMisses(type) }
        return .group("\(type.type.rawValue): \(verdict(type, isBlocking: isBlocking))", points)
    }

    private func verdict(_ type: PolicyTypeEvaluation, isBlocking: Bool) -> String {
        if type.verdict == .unknown { return "hangs on what is unknown" }
        if type.result.denies { return "denies" }
        if type.result.allows { return "allows" + grant(type) }
        let silence = type.policies.isEmpty ? "no policy" : "no statement allows it"
        if check.decision.verdict == .explicitDeny { return silence }
        if !isBlocking { return "\(silence), and none is needed" }
        let anyOf = check.decision.anyOf.types
        let alternatives = anyOf.contains(type.type) ? anyOf.filter { $0 != type.type }.map(\.words) : []
        let other = alternatives.isEmpty ? "" : " (an Allow in \(alternatives.joined(separator: " or ")) would do too)"
        guard !type.silentLevels.isEmpty else { return silence + other }
        let levels = type.silentLevels.map { $0 == 0 ? "the root" : "level \($0) below the root" }
        return "nothing allows it at \(levels.joined(separator: " and "))"
    }

    /// How a resource-based policy names the caller, which decides what else is needed within one account (EV-40).
    private func grant(_ type: PolicyTypeEvaluation) -> String {
        guard check.request.isSameAccount, type.type == .trust || type.type == .resource else { return "" }
        switch type.result.grant {
        case .none: return ""
        case .account: return ", naming the account: the identity policies must allow it too"
        case .role: return ", naming the caller's role"
        case .everyone: return ", naming everybody"
        case .direct: return ", naming the caller itself"
        }
    }

    private func decides(_ statement: StatementEvaluation, _ type: PolicyTypeEvaluation) -> Bool {
        guard statement.mismatch == nil else { return false }
        return statement.statement.effect == (type.result.denies ? .deny : .allow)
    }

    /// A statement that decides, with its lines; of a Deny also what the keys of its conditions are in the request.
    private func statementPoints(
        _ statement: Statement, in policy: PolicyEvaluation, _ type: PolicyType
    ) -> [Outline.Point] {
        let level = type == .serviceControl || type == .resourceControl ? ", \(Self.level(policy.level))" : ""
        let head: [Outline.Point] = [
            .text(Self.title(statement, policy.policy.name) + level), .source(statement.location),
        ]
        guard statement.effect == .deny else { return head }
        return head
            + statement.conditions.map { condition in
                .text("as \(MisfitReport.holding(condition, in: check.request.context))")
            }
    }

    private static func level(_ level: Int) -> String {
        level == 0 ? "at the root" : "at level \(level) below the root"
    }

    static func title(_ statement: Statement, _ policy: String) -> String {
        let sid = statement.sid.map { $0.isEmpty ? "" : " `\($0)`" } ?? ""
        return "\(statement.effect.rawValue) in `\(policy)`, statement \(statement.index)\(sid), "
            + statement.location.description
    }

    // MARK: Near misses

    private func nearMisses(_ type: PolicyTypeEvaluation) -> [Outline.Point] {
        evaluation.nearMisses(of: type.type).enumerated().map { index, near in
            let title = "\(index == 0 ? "closest" : "then"): \(Self.title(near.fit.statement, near.policy.name))"
            if let claims = ClaimReport(near.fit, check.request, audiences) { return .group(title, claims.points) }
            guard let misfit = near.fit.misfits.first else { return .text(title) }
            let place = near.policy.document.place(of: misfit.element, in: near.fit.statement)
            let sides = near.fit.misfits.flatMap { MisfitReport($0, of: check.request).points }
            return .group(title, sides + (place.map { [.source($0)] } ?? []))
        }
    }
}

extension Verdict {
    /// The verdict in words.
    var words: String {
        switch self {
        case .allowed: "allowed"
        case .explicitDeny: "denied explicitly"
        case .implicitDeny: "denied, as nothing allows it"
        case .unknown: "unknown"
        }
    }
}
