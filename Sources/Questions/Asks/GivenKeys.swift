import IAM
import STS
import SourceText

/// The condition keys that a question gives, beside what else it says. A given value counts (PL-228), so that where the rest
/// of the question says another one, a Deny on that would be lost without a word.
struct GivenKeys {
    let question: Question
    let asked: Asked
    /// Who asks; `nil` where nobody knows, or the call is not signed.
    let caller: Caller?
    /// Whether the tags of the caller's session are told: else the context may tell them, which no account lists.
    let tellsSessionTags: Bool

    /// Warns of each key that contradicts the caller, the resource, the region, the parameters or another given key.
    /// - Parameter context: the member `context`.
    func report(_ context: Node?, _ diagnostics: inout Diagnostics) {
        guard let context, context.kind == .mapping, !context.members.isEmpty else { return }
        let derived = question.derivedContexts(of: asked, by: caller)
        let companions = asked.companions
        reportContradictions(in: context, Dictionary(grouping: companions, by: \.key), &diagnostics)
        let followers = Dictionary(grouping: companions, by: \.source)
        for member in context.members {
            let key = ConditionKey(member.key.text)
            if key.tag(behind: "aws:PrincipalTag/") != nil, mayBeOfSession { continue }
            guard let entry = derived.lazy.compactMap({ $0.entry(key) }).first else {
                if let absence = absence(of: key, followers[key] ?? []) {
                    diagnostics.warning(
                        "contradicting-key", "\(absence); the given value counts", at: member.value.location)
                }
                continue
            }
            // At the global endpoint the region is in doubt, of which a caveat tells (STS-36).
            if key == .requestedRegion, case .call(let call) = asked.ask, call.region == nil { continue }
            guard entry.origin == .derived, let told = Self.difference(member.value, entry.value) else { continue }
            diagnostics.warning(
                "contradicting-key", "the rest of the question says that \(key) is \(told); the given value counts",
                at: member.value.location)
        }
    }

    /// Warns of two given keys that AWS sends with one value, and that have two (PL-245).
    private func reportContradictions(
        in context: Node, _ companions: [ConditionKey: [KeysSentTogether.Companion]],
        _ diagnostics: inout Diagnostics
    ) {
        var told: Set<ConditionKey> = []
        for member in context.members {
            let key = ConditionKey(member.key.text)
            guard !told.contains(key), let all = companions[key] else { continue }
            let contradictions = all.lazy.compactMap { companion in
                Self.difference(member.value, companion).map { (source: companion.source, value: $0) }
            }
            guard let found = contradictions.first else { continue }
            told.insert(found.source)
            diagnostics.warning(
                "contradicting-key",
                "by \(found.source), which is given too, \(key) is \(found.value); both given values count",
                at: member.value.location)
        }
    }

    /// Whether a tag of the caller may be one of a session of which nothing else tells.
    private var mayBeOfSession: Bool {
        guard !tellsSessionTags, let kind = caller?.principal.kind else { return false }
        switch kind {
        case .roleSession, .federatedUser: return true
        case .user, .root, .service, .federated, .anonymous: return false
        }
    }

    /// Why the rest of the question says that a key is absent; `nil` where it says nothing.
    /// - Parameter followers: what follows from the key.
    private func absence(of key: ConditionKey, _ followers: [KeysSentTogether.Companion]) -> String? {
        if let principal = caller?.principal, let absence = absence(of: key, beside: principal) { return absence }
        if case .call = asked.ask, key.isOfParameters { return "the call has no parameter from which \(key) follows" }
        if key.tag(behind: "aws:PrincipalTag/") != nil, let principal = caller?.principal, isListed(principal) {
            return "the accounts list the caller without the tag of \(key)"
        }
        let names = [key] + followers.map(\.key)
        if names.contains(where: { $0.tag(behind: "aws:ResourceTag/") != nil }), case .request(let request) = asked.ask,
            let arn = request.resource.arn,
            question.world.resource(arn)?.resource.arn == arn
        {
            return "the accounts list the resource without the tag of \(key)"
        }
        return nil
    }

    private func absence(of key: ConditionKey, beside caller: Principal) -> String? {
        if key == "aws:username", caller.isRoleSession { return "a session of a role has no aws:username" }
        guard key == "aws:PrincipalOrgID" || key == "aws:PrincipalOrgPaths", let account = caller.account,
            let organization = question.world.organization, organization.members[account] == nil,
            question.world.account(account) != nil
        else { return nil }
        return "the caller's account is in no organization, so that it has no \(key)"
    }

    private func isListed(_ principal: Principal) -> Bool {
        guard let arn = principal.principalARN else { return false }
        return question.world.user(arn) != nil || question.world.role(arn) != nil
    }

    /// The value that another key tells, where this one is given another: of a list that may be longer, one that lacks some.
    private static func difference(_ node: Node, _ companion: KeysSentTogether.Companion) -> String? {
        guard companion.isPartial else { return difference(node, companion.value) }
        let given = Set(node.elementsOrSelf.filter(\.isScalar).map(\.text))
        let missing = companion.value.texts.filter { !given.contains($0) }
        return missing.isEmpty ? nil : difference(node, companion.value)
    }

    /// The value that follows from the question, where another one is given.
    private static func difference(_ node: Node, _ value: ContextValue) -> String? {
        let given = node.elementsOrSelf.filter(\.isScalar).map(\.text)
        let texts = value.texts
        guard given.count == node.elementsOrSelf.count, Set(given.map(meaning)) != Set(texts.map(meaning)) else {
            return nil
        }
        if texts.isEmpty { return "an empty list" }
        return texts.prefix(3).map { "`\($0)`" }.joined(separator: ", ") + (texts.count > 3 ? ", …" : "")
    }

    /// A value as conditions mostly compare it: a moment in any of its forms, `true` and `false` in any letter case.
    private static func meaning(_ text: Text) -> Text {
        let lowered = text.asciiLowercased
        if lowered == "true" || lowered == "false" { return lowered }
        guard text.contains("-"), text.contains(":"), let time = Timestamp(conditionValue: text) else { return text }
        return time.text
    }
}

extension Asked {
    /// What follows from the keys that are given.
    fileprivate var companions: [KeysSentTogether.Companion] {
        switch ask {
        case .request(let request):
            KeysSentTogether.companions(of: request.context, for: request.action, on: request.resource)
        case .call(let call): KeysSentTogether.companions(of: call.context)
        }
    }
}

extension ConditionKey {
    /// Whether the parameters of a call of the Security Token Service alone can bring the key (STS-30).
    fileprivate var isOfParameters: Bool {
        tag(behind: "aws:RequestTag/") != nil || Self.parameters.contains(self)
    }

    private static let parameters: Set<ConditionKey> = [
        "aws:TagKeys", "sts:ExternalId", "sts:RoleSessionName", "sts:SourceIdentity", "sts:TransitiveTagKeys",
    ]
}
