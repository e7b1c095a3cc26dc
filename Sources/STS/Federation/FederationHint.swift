public import IAM
public import SourceText

/// A well-known trap into which a trust policy, or a token, has fallen.
public struct FederationHint: Sendable, Hashable {
    /// The traps.
    public enum Trap: String, Sendable, Hashable, CaseIterable {
        /// `*` in a value of `StringEquals`, which takes it as an ordinary character.
        case wildcardUnderStringEquals
        /// The job names an environment, which takes the place of the ref in the subject (GH-3).
        case environmentInSubject
        /// The subject of a pull request tells no ref (GH-3).
        case pullRequestInSubject
        /// The values differ in letter case alone, which counts (GH-8).
        case letterCase
        /// The token is made for nobody, or for somebody else (GH-2).
        case missingAudience
        /// The provider, or a condition key, is named with `https://`.
        case schemeInProvider
        /// The subject has numbers beside its names, and the pattern does not (GH-5).
        case immutableSubject
        /// The claim is no condition key (GH-6).
        case notAConditionKey
        /// The token does not have the claim (GH-7).
        case missingClaim
        /// The statement allows another action than the one that takes a token (GH-9).
        case wrongAction
        /// The role's account does not have the provider (STS-50).
        case missingProvider
        /// The assertion is no XML that is read, or no assertion.
        case unreadable
        /// The assertion lacks a part that AWS may insist on.
        case incompleteAssertion
    }

    /// Which trap it is.
    public let trap: Trap
    /// What is the matter, and what to do.
    public let text: String
}

// MARK: - What AWS judges before the trust policy

extension FederationHint {
    /// - Parameter provider: the provider, where the account lists it.
    static func missing(_ claim: String, _ provider: OIDCProvider?) -> [FederationHint] {
        let what = "the token has no claim `\(claim)`"
        if claim != "aud" { return [FederationHint(trap: .missingClaim, text: what)] }
        let usual: Text = "sts.amazonaws.com"
        let audience = provider.map { $0.audiences.contains(usual) ? usual : $0.audiences.first ?? usual } ?? usual
        let advice = "ask the provider for a token for `\(audience)`"
        return [
            FederationHint(
                trap: .missingAudience, text: "\(what): \(advice)\(listing([audience], provider?.audiences))")
        ]
    }

    /// The step that makes a provider take audiences of which it lists none; nothing where it takes one, or is not known.
    fileprivate static func listing(_ wanted: [Text], _ listed: [Text]?) -> String {
        guard let listed, !wanted.isEmpty, !wanted.contains(where: { listed.contains($0) }) else { return "" }
        return ", and add \(wanted.count == 1 ? "it" : "that one") to the provider's client ids, which it is not among"
    }

    static func noProvider(_ issuer: Text, in account: Account) -> [FederationHint] {
        let near = Suggestion.hint(for: issuer.string, among: account.oidcProviders.map(\.issuer.string))
        let text = "account `\(account.name)` lists no OIDC provider `\(issuer)`\(near)"
        return [FederationHint(trap: .missingProvider, text: text)]
    }

    static func wrongAudience(_ audience: Text, of provider: OIDCProvider) -> [FederationHint] {
        let list = provider.audiences.map { "`\($0)`" }.joined(separator: ", ")
        let known = list.isEmpty ? "no audience" : "the audiences \(list)"
        let text =
            "the token is made for `\(audience)`, and the provider `\(provider.issuer)` takes \(known): ask for another "
            + "audience, or add it to the provider's client ids"
        return [FederationHint(trap: .missingAudience, text: text)]
    }
}

// MARK: - What the trust policy does not say

extension FederationHint {
    private static let assumingActions: Set<Action> = [.sts("AssumeRoleWithWebIdentity"), .sts("AssumeRoleWithSAML")]

    /// The traps that explain why a statement does not speak of a token's call.
    /// - Parameter audiences: the audiences that the provider takes; `nil` where that is not known.
    public static func explaining(
        _ misfit: StatementNearness.Misfit, of request: Request, audiences: [Text]? = nil
    ) -> [FederationHint] {
        guard case .federated(let provider) = request.principal.kind else { return [] }
        let issuer = ARN(provider)?.resource(ofType: "oidc-provider") ?? provider
        let traps = TrapFinder(issuer: issuer, provider: provider, request: request, audiences: audiences)
        switch misfit {
        case .principal(_, let wanted, _): return traps.ofPrincipal(wanted)
        case .condition(let condition, let found): return traps.ofCondition(condition, found)
        case .action(let found, let wanted, let isNegated):
            guard !isNegated, assumingActions.contains(request.action),
                wanted.contains(where: { $0.isSame(ignoringASCIICase: "sts:AssumeRole") })
            else { return [] }
            return [
                FederationHint(
                    trap: .wrongAction, text: "a token is used with \(found), and the statement allows sts:AssumeRole")
            ]
        case .resource: return []
        }
    }
}

/// Finds the traps in one part of a statement.
private struct TrapFinder {
    let issuer: Text
    let provider: Text
    let request: Request
    let audiences: [Text]?

    private static let scheme = "https://"

    func ofPrincipal(_ wanted: [Text]) -> [FederationHint] {
        wanted.compactMap { name in
            if name.string.contains(Self.scheme) {
                return FederationHint(
                    trap: .schemeInProvider,
                    text: "a provider is named without `https://`: `\(provider)`, not `\(name)`")
            }
            guard name.isSame(ignoringASCIICase: provider) else { return nil }
            return FederationHint(trap: .letterCase, text: "the letter case of `\(name)` is not that of `\(provider)`")
        }
    }

    func ofCondition(_ condition: Condition, _ found: ContextValue?) -> [FederationHint] {
        let key = condition.key.spelling
        if key.hasPrefix(Self.scheme) {
            return [
                FederationHint(
                    trap: .schemeInProvider,
                    text: "a condition key is named without `https://`: `\(key[Self.scheme.utf8.count...])`")
            ]
        }
        guard let claim = ConditionKey(key).tag(behind: "\(issuer):") else {
            return ofMisspelling(condition.key, found)
        }
        guard let found else { return ofAbsent(claim, key) }
        guard case .single(let value) = found, !condition.comparison.comparison.isNegated else { return [] }
        return ofValue(value, claim, condition)
    }

    /// A key whose provider, or name, is written otherwise than the token's.
    private func ofMisspelling(_ key: ConditionKey, _ found: ContextValue?) -> [FederationHint] {
        guard found == nil, let meant = request.context.keyMeant(by: key) else { return [] }
        return [
            FederationHint(
                trap: .notAConditionKey, text: "there is no condition key `\(key)`; did you mean `\(meant)`?")
        ]
    }

    private func ofAbsent(_ claim: Text, _ key: Text) -> [FederationHint] {
        let names = ClaimKeys.names(for: issuer)
        if !names.contains(where: { claim.isSame(ignoringASCIICase: Text($0)) }) {
            let near = Suggestion.hint(for: claim.string, among: names)
            return [
                FederationHint(
                    trap: .notAConditionKey,
                    text: "AWS offers no condition key `\(key)`\(near): a condition on it sees an absent key")
            ]
        }
        let advice = claim == "environment" ? ": the job names no environment" : ""
        return [FederationHint(trap: .missingClaim, text: "the token has no claim `\(claim)`\(advice)")]
    }

    private func ofValue(_ value: Text, _ claim: Text, _ condition: Condition) -> [FederationHint] {
        let operatorName = condition.comparison.comparison
        var hints: [FederationHint] = []
        for wanted in condition.spellings {
            if operatorName == .stringEquals, wanted.contains("*") || wanted.contains("?") {
                let matches = Wildcard(wanted).matches(value)
                let rest =
                    matches ? "use StringLike" : "a pattern needs StringLike, and this one would not match either"
                hints.append(
                    FederationHint(
                        trap: .wildcardUnderStringEquals,
                        text: "StringEquals takes the wildcard in `\(wanted)` as an ordinary character: \(rest)"))
                if matches { continue }
            }
            if Wildcard(wanted.asciiLowercased).matches(value.asciiLowercased) {
                hints.append(
                    FederationHint(
                        trap: .letterCase, text: "`\(wanted)` differs in letter case alone, and letter case counts"))
            } else if claim == "sub", ClaimKeys.isGitHub(issuer) {
                hints += GitHubSubject(value).hints(wanted: wanted)
            }
        }
        if claim == "aud" { hints.append(ofAudience(value, condition)) }
        return hints.reduce(into: []) { known, hint in if !known.contains(hint) { known.append(hint) } }
    }

    private func ofAudience(_ value: Text, _ condition: Condition) -> FederationHint {
        let wanted = condition.spellings.map { "`\($0)`" }.joined(separator: " or ")
        let advice = ClaimKeys.isGitHub(issuer) ? " (the action's input `audience`)" : ""
        return FederationHint(
            trap: .missingAudience,
            text: "the token is made for `\(value)`, and the statement wants \(wanted): ask for that audience\(advice)"
                + FederationHint.listing(condition.spellings, audiences))
    }
}
