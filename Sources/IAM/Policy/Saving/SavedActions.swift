import SourceText

// Actions that AWS refuses to save, and those that no service has (PL-45, PL-74, PL-75, PL-250).
extension PolicyReader {
    /// Complains of an action whose service or name cannot be. Whether a well-formed one exists is not asked (PL-78).
    /// - Parameter isTold: whether its characters were told of already.
    mutating func reportImpossible(_ pattern: ActionPattern, isTold: Bool, at node: Node) {
        let text = pattern.spelling
        guard let colon = text.firstIndex(of: ":"), !node.file.isOwn else { return }
        let (service, name) = (text[..<colon], text[(colon + 1)...])
        if !service.bytes.allSatisfy({ ASCII.isAlphanumeric($0) || "-.*? ".utf8.contains($0) }) {
            return refuse(
                "invalid-action",
                "`\(service)` is no service's prefix, which is made of letters, digits, `-` and `.`", at: node)
        }
        // Blanks are saved, before the service too, and kept (PL-75).
        let isName = name.bytes.allSatisfy { ASCII.isAlphanumeric($0) || Wildcard.isWildcard($0) }
        if name.isEmpty || !isName || service.contains(" ") {
            guard !isTold else { return }
            return tellVoid(
                "void-action", "an action is made of letters and digits around one colon, found `\(text)`", at: node)
        }
        if type == .trust { reportMisplaced(pattern, service, name, at: node) }
    }

    /// The actions of a trust policy are those by which a role is assumed (PL-45).
    private mutating func reportMisplaced(_ pattern: ActionPattern, _ service: Text, _ name: Text, at node: Node) {
        if TrustActions.assuming.contains(where: { pattern.matches($0) }) { return }
        let isPattern = pattern.spelling.bytes.contains(where: Wildcard.isWildcard)
        let isOtherService = !Wildcard.glob(service, "sts", ignoringCase: true)
        if isOtherService || !isPattern && !TrustActions.others.contains(where: { pattern.matches($0) }) {
            let known = TrustActions.assuming.map(\.spelling.string)
            let hint = Suggestion.hint(for: pattern.spelling.string, among: known)
            return refuse(
                "invalid-action",
                "`\(pattern.spelling)` is none of the actions by which a role is assumed, of which a trust policy speaks",
                hint: hint, at: node)
        }
        tellVoid(
            "void-action", "`\(pattern.spelling)` is none of the actions by which a role is assumed", at: node)
    }
}

/// The actions of the Security Token Service, by whether they concern a role that is assumed.
/// <https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecuritytokenservice.html>
private enum TrustActions {
    static let assuming: [Action] = [
        .sts("AssumeRole"), .sts("AssumeRoleWithSAML"), .sts("AssumeRoleWithWebIdentity"), .sts("SetContext"),
        .sts("SetSourceIdentity"), .sts("TagSession"),
    ]

    static let others: [Action] = [
        .sts("AssumeRoot"), .sts("DecodeAuthorizationMessage"), .sts("GetAccessKeyInfo"), .sts("GetCallerIdentity"),
        .sts("GetDelegatedAccessToken"), .sts("GetFederationToken"), .sts("GetServiceBearerToken"),
        .sts("GetSessionToken"), .sts("GetWebIdentityToken"), .sts("TagGetWebIdentityToken"),
    ]
}
