import IAM
public import STS
import SourceText

/// Tells an answer to people: in one line, and then why, and what to change.
public struct AnswerReport: Sendable {
    private let answer: Answer
    private let place: DiffPlace

    /// Makes the report of an answer.
    /// - Parameter place: where a diff is to be applied.
    public init(_ answer: Answer, place: DiffPlace = DiffPlace()) {
        self.answer = answer
        self.place = place
    }

    /// Everything there is to tell.
    /// - Parameter showsDiff: whether changes of policies are shown as a unified diff too.
    public func outline(showsDiff: Bool = false) -> Outline {
        if !answer.steps.isEmpty { return chain(showsDiff: showsDiff) }
        var points: [Outline.Point] = [.text(headline)]
        if let error = answer.error {
            points.append(.group("AWS says", [.text("\(error.code) (\(error.status)): \(error.message)")]))
        }
        points += why + waiting + token
        points += answer.checks.map { CheckReport($0, audiences: answer.providerAudiences).point }
        points += ChangeReport(answer, place: place).points(showsDiff: showsDiff)
        points += session + caveats + assumed
        return Outline(points)
    }

    /// Why AWS refuses what no policy decides, and what to do.
    private var why: [Outline.Point] {
        guard let cause = answer.error?.cause else { return [] }
        return [.group("why", [.text("\(cause.reason) (\(cause.rule))"), .text("to do: \(cause.advice)")])]
    }

    private func chain(showsDiff: Bool) -> Outline {
        var points: [Outline.Point] = [.text(headline)]
        let isCutShort = answer.steps.contains { $0.answer == nil }
        for step in answer.steps {
            guard let own = step.answer else {
                points.append(.group("step \(step.name): not reached", []))
                continue
            }
            var told = AnswerReport(own, place: place).outline(showsDiff: showsDiff).points
            if isCutShort, !own.remedies.isEmpty { told.append(.text(Self.isOfThisStep)) }
            points.append(.group("step \(step.name)", told))
        }
        return Outline(points)
    }

    /// A remedy is tried on the step that is refused.
    private static let isOfThisStep =
        "(this lets the step through; those after it were not tried, and may be refused still)"

    /// The answer in one line.
    public var headline: String {
        let step = answer.step.map { "step \($0): " } ?? ""
        switch answer.decision {
        case .allowed: return "allowed"
        case .failed: return "\(step)failed: \(answer.error?.code ?? "")"
        case .unknown:
            let either = answer.either.map(\.rawValue).joined(separator: " or ")
            return "\(step)unknown: \(answer.action?.description ?? "the call"), \(either)"
        case .explicitDeny, .implicitDeny:
            return "\(step)denied: \(answer.action?.description ?? "the call"), blocked by \(blockers)\(others)"
        }
    }

    /// The other checks of the call that are denied as well: AWS names only one.
    private var others: String {
        let denied = answer.checks.filter { Outcome($0.decision.verdict).isRefusal && $0 !== answer.deciding }
        return denied.map { check in
            let types = check.decision.blockedBy.types.map(\.words).joined(separator: " and ")
            return "; \(check.request.action) is denied as well, by \(types)"
        }.joined()
    }

    private var blockers: String {
        if answer.blockedBy == [.noSuchRole] { return "the role not existing" }
        return answer.blockedBy.map { blocker in
            guard case .policyType(let type) = blocker else { return blocker.name }
            return type.words
        }.joined(separator: " and ")
    }

    /// That a token was believed, and why it may not have been taken.
    private var token: [Outline.Point] {
        guard let provider = answer.vouchingProvider else { return [] }
        let note = "decoded, and not verified: whether its signature is genuine, nobody can tell offline"
        let hints = answer.hints.map { Outline.Point.text("hint: \($0.text)") }
        return [.group("the token of \(provider)", [.text(note)] + hints)]
    }

    private var session: [Outline.Point] {
        guard let session = answer.session else { return [] }
        var points: [Outline.Point] = [.pair("ARN", session.arn.description)]
        points += session.tags.map { .pair("tag \($0.tag.key)", "\($0.tag.value) (\($0.origin.words))") }
        if !session.transitiveTagKeys.isEmpty {
            points.append(.pair("transitive", session.transitiveTagKeys.map(\.string).joined(separator: ", ")))
        }
        if let identity = session.sourceIdentity { points.append(.pair("source identity", identity.string)) }
        if let provider = session.federatedProvider { points.append(.pair("identity provider", provider.string)) }
        if session.hasMFA { points.append(.pair("multi-factor authentication", "true")) }
        if !session.sessionPolicies.isEmpty {
            points.append(.pair("session policies", session.sessionPolicies.joined(separator: ", ")))
        }
        let clock = answer.timeIsGiven ? "" : " (the question states no time)"
        points.append(.pair("expires", session.expires.text.string + clock))
        return [.group("the session", points)]
    }

    /// On what the answer hangs that nobody knows, with the statements that wait for it.
    private var waiting: [Outline.Point] {
        guard !answer.dependsOn.isEmpty else { return [] }
        let points = answer.dependsOn.flatMap { waiting -> [Outline.Point] in
            let reason = waiting.key.reason.isEmpty ? "" : " (\(waiting.key.reason))"
            let title = CheckReport.title(waiting.statement, waiting.policy)
            return [
                .text("\(waiting.key.key)\(reason), for \(waiting.type.words): \(title)"),
                .source(waiting.statement.location),
            ]
        }
        return [.group("depends on", points)]
    }

    private var caveats: [Outline.Point] {
        guard !answer.caveats.isEmpty else { return [] }
        let points = answer.caveats.map { caveat in
            Outline.Point.text(
                "\(caveat.rule): \(caveat.point.advice). Read the other way: \(caveat.otherwise.rawValue).")
        }
        return [.group("rests on undocumented behaviour", points)]
    }

    private var assumed: [Outline.Point] {
        guard !answer.assumed.isEmpty else { return [] }
        return [.group("assumed, as the question does not say", answer.assumed.map(assumption))]
    }

    private func assumption(_ key: Text) -> Outline.Point {
        if key == RoleAssumption.maximumName {
            return .pair(key.string, "long enough: no account lists the role, whose sessions last an hour by default")
        }
        let entry = answer.checks.lazy.compactMap { $0.request.context.entry(ConditionKey(key)) }.first
        guard case .single(let value) = entry?.value else { return .text(key.string) }
        return .pair(key.string, value.string)
    }
}

extension PolicyType {
    /// The type in words.
    var words: String {
        switch self {
        case .identity: "the identity policies"
        case .trust: "the role's trust policy"
        case .resource: "the resource's policy"
        case .permissionsBoundary: "the permissions boundary"
        case .session: "the session policies"
        case .serviceControl: "the service control policies"
        case .resourceControl: "the resource control policies"
        case .vpcEndpoint: "the VPC endpoint policy"
        }
    }
}

extension Session.TagOrigin {
    fileprivate var words: String {
        switch self {
        case .role: "of the role"
        case .user: "of the user"
        case .request: "passed in the call"
        case .inherited: "inherited"
        }
    }
}
