import IAM
import SourceText

/// Warns of a resource that AWS would never decide by, as a policy could be passed by without a word.
struct ResourceWarnings {
    let action: Action
    let resource: RequestResource
    /// Where the question names the resource, or else the request.
    let place: SourceLocation

    /// - Parameter isStated: whether the question names a resource.
    func report(isStated: Bool, _ diagnostics: inout Diagnostics) {
        reportLineEnd(&diagnostics)
        // Patterns of buckets are asked about, and only as what they are: texts.
        if let arn = resource.arn, !arn.resource.hasPrefix("*"), let fault = arn.impossibility {
            diagnostics.warning("void-resource", "\(fault), so that nothing is `\(arn)`", at: place)
        }
        reportAlias(&diagnostics)
        if !isStated { reportAbsence(&diagnostics) }
    }

    /// A block scalar of YAML adds a line end, which no name has.
    private func reportLineEnd(_ diagnostics: inout Diagnostics) {
        guard let last = resource.text.bytes.last, last == 0x0A || last == 0x0D || last == 0x20 else { return }
        diagnostics.warning(
            "line-end",
            "the resource ends in a blank or a line end, which counts: a block scalar of YAML keeps it unless it begins with "
                + "`>-` or `|-`", at: place)
    }

    /// By whichever name a key is called, policies are compared with its ARN.
    /// <https://docs.aws.amazon.com/kms/latest/developerguide/cmks-in-iam-policies.html>
    private func reportAlias(_ diagnostics: inout Diagnostics) {
        guard let arn = resource.arn, arn.service == "kms", arn.resource.hasPrefix("alias/"),
            action.isOf(service: "kms"),
            !action.name.asciiLowercased.string.hasSuffix("alias")
        else { return }
        diagnostics.warning(
            "alias-resource",
            "KMS compares `Resource` with the key's ARN, never with that of an alias: name the key, and the alias as "
                + "kms:RequestAlias in the context", at: place)
    }

    /// Without a resource no key policy is asked, without which nobody uses a key (SV-10).
    private func reportAbsence(_ diagnostics: inout Diagnostics) {
        let name = action.name.asciiLowercased
        guard action.isOf(service: "kms"), Self.keyActions.contains(where: { name.hasPrefix($0) }) else { return }
        diagnostics.warning(
            "no-resource", "`\(action)` is asked of a key, whose policy must allow it: name its ARN as `resource`",
            at: place)
    }

    private static let keyActions: [Text] = [
        "decrypt", "encrypt", "generatedatakey", "generatemac", "reencrypt", "sign", "verify",
    ]
}
