import SourceText

// Principals that nobody can be, though most of them may be saved (PL-55 to PL-62).
extension PolicyReader {
    /// Tells of a user, role or session whose name none can have: it is made of `[\w+=,.@-]+`.
    /// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html>
    mutating func reportImpossible(principal arn: ARN, at node: Node) {
        guard !arn.isAccountRoot, !arn.isOriginAccessIdentity else { return }
        let name = arn.resource.suffix(behindLast: "/")
        if !name.isEmpty, !arn.resource.contains(" "), name.isMade(of: "_+=,.@-") { return }
        diagnostics.warning(
            "void-principal",
            "`\(arn)` names nobody: names of users, roles and sessions are made of letters, digits and `_+=,.@-`",
            at: node.location)
    }

    /// Tells of what is no name of a service (PL-61).
    mutating func reportImpossible(service text: Text, at node: Node) {
        let isName = text.contains(".") && text.isMade(of: ".-")
        reportNameless(text, isName, "the name of a service, such as `lambda.amazonaws.com`", at: node)
    }

    /// Tells of what is neither the ARN nor the host name of an identity provider (PL-62).
    mutating func reportImpossible(provider text: Text, at node: Node) {
        let isName =
            if text.hasPrefix("arn:") {
                ["oidc-provider/", "saml-provider/"].contains { ARN(text)?.resource.hasPrefix($0) ?? false }
            } else {
                text.contains(".") && !text.contains(" ")
            }
        reportNameless(text, isName, "an identity provider, by ARN or host name", at: node)
    }

    /// A service or provider is one whole name: no wildcard stands for several (PL-55).
    private mutating func reportNameless(_ text: Text, _ isName: Bool, _ wanted: String, at node: Node) {
        if text.bytes.contains(where: Wildcard.isWildcard) {
            refuse("void-principal", "expected \(wanted), without wildcards, found `\(text)`", at: node)
        } else if !isName {
            diagnostics.warning(
                "void-principal", "expected \(wanted), found `\(text)`, which names nobody", at: node.location)
        }
    }

    mutating func reportCanonicalUser(_ text: Text, at node: Node) {
        diagnostics.warning(
            "void-principal",
            "nothing tells which account the canonical user `\(text)` stands for: it is taken to name nobody, so name the "
                + "account by its number", at: node.location)
    }
}

extension Text {
    /// Whether the text is made of letters, digits and some marks. Characters that are not seen, or beyond ASCII, are told of by
    /// themselves.
    fileprivate func isMade(of marks: StaticString) -> Bool {
        let marks = marks.description.utf8
        return bytes.allSatisfy { ASCII.isAlphanumeric($0) || marks.contains($0) || $0 < 0x20 || $0 >= 0x7F }
    }
}
