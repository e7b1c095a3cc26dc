import IAM
import STS
import SourceText

/// Warns of a resource that AWS would never decide by, as a policy could be passed by without a word.
struct ResourceWarnings {
    let action: Action
    let resource: RequestResource
    /// Where the question names the resource, or else the request.
    let place: SourceLocation

    func report(_ diagnostics: inout Diagnostics) {
        LineEnd.report(resource.text, "the resource", at: place, &diagnostics)
        // Patterns of buckets are asked about, and only as what they are: texts.
        if let arn = resource.arn, !arn.resource.hasPrefix("*"), let fault = arn.impossibility {
            diagnostics.warning("void-resource", "\(fault), so that nothing is `\(arn)`", at: place)
        }
        reportAlias(&diagnostics)
        reportPartialSecret(&diagnostics)
        reportOtherForm(&diagnostics)
        if resource.arn == nil { reportAbsence(&diagnostics) }
    }

    /// By whichever name a key is called, policies are compared with its ARN.
    /// <https://docs.aws.amazon.com/kms/latest/developerguide/cmks-in-iam-policies.html>
    private func reportAlias(_ diagnostics: inout Diagnostics) {
        guard let arn = resource.arn, arn.isAlias, action.isOf(service: "kms"), !action.isOfAlias else { return }
        diagnostics.warning(
            "alias-resource",
            "KMS compares `Resource` with the key's ARN, never with that of an alias: name the key, and the alias as "
                + "kms:RequestAlias in the context", at: place)
    }

    /// Whichever way a secret is called, policies are compared with its whole ARN, which ends with six characters that AWS adds.
    /// <https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_iam-policies.html>
    private func reportPartialSecret(_ diagnostics: inout Diagnostics) {
        guard let arn = resource.arn, arn.service == "secretsmanager", arn.resource.hasPrefix("secret:"),
            !Self.endsWithSixCharacters(arn.resource), !action.name.isSame(ignoringASCIICase: "CreateSecret")
        else { return }
        diagnostics.warning(
            "partial-secret",
            "the ARN of a secret ends with a hyphen and six characters that AWS adds, as in `-a1B2c3`: policies are "
                + "compared with the whole of it", at: place)
    }

    /// A resource under a name with which AWS compares no policy for the action (SV-24), and an agent without the endpoint that
    /// is called (SV-23).
    private func reportOtherForm(_ diagnostics: inout Diagnostics) {
        if let used = ResourceForms.used(for: action, resource) {
            diagnostics.warning(
                "other-form", "for `\(action)` policies are compared with `\(used)`, which is taken", at: place)
        }
        if OwnJoining.lacksEndpoint(resource, for: action) {
            diagnostics.warning(
                "endpoint-not-asked",
                "`\(action)` needs to be allowed on the endpoint that is called, too: name that, such as "
                    + "`\(resource)/runtime-endpoint/DEFAULT`, and both are asked", at: place)
        }
    }

    private static func endsWithSixCharacters(_ text: Text) -> Bool {
        let end = text.bytes.suffix(7)
        guard end.count == 7, end.first == UInt8(ascii: "-") else { return false }
        return end.dropFirst().allSatisfy { byte in
            let letter = byte | 0x20
            return (0x30...0x39).contains(byte) || (0x61...0x7A).contains(letter)
        }
    }

    /// Without a resource no key policy is asked, without which nobody uses a key (SV-10).
    private func reportAbsence(_ diagnostics: inout Diagnostics) {
        let name = action.name.asciiLowercased
        guard action.isOf(service: "kms"), !Self.withoutKey.contains(name), !name.hasSuffix("customkeystore"),
            !name.hasSuffix("customkeystores")
        else { return }
        diagnostics.warning(
            "no-resource", "`\(action)` is asked of a key, whose policy must allow it: name its ARN as `resource`",
            at: place)
    }

    /// Actions of KMS that no key answers for.
    private static let withoutKey: Set<Text> = ["createkey", "generaterandom", "listaliases", "listkeys"]
}
