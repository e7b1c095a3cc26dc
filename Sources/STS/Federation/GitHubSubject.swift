import IAM
import SourceText

/// The subject of a token of GitHub Actions: `repo:O/R:environment:E`, `repo:O/R:pull_request` or `repo:O/R:ref:REF`
/// (GH-3); since 2026 with numbers beside the names, `repo:O@1/R@2:…` (GH-5).
/// <https://docs.github.com/actions/reference/security/oidc>
struct GitHubSubject: Sendable {
    /// The subject as it stands in the token.
    let text: Text
    private let repository: Text
    private let rest: Text

    /// Takes a subject; whatever follows the repository is its rest.
    init(_ text: Text) {
        self.text = text
        let parts = text.split(at: ":", maxSplits: 2)
        let isDefault = parts.count >= 2 && parts[0] == "repo"
        repository = isDefault ? parts[1] : ""
        rest = isDefault && parts.count == 3 ? parts[2] : ""
    }

    /// The environment that the job names, where it names one.
    var environment: Text? { rest.dropping(prefix: "environment:") }

    /// Whether the run is that of a pull request.
    var isOfPullRequest: Bool { rest == "pull_request" }

    /// The subject without the numbers that make it immutable; `nil` where it has none. Both published spellings are read,
    /// `octo-org@123` and `octo-org-123`.
    var classic: Text? {
        let names = repository.split(at: "/")
        guard names.count == 2 else { return nil }
        for mark in ["@", "-"] as [Unicode.Scalar] {
            let parts = names.compactMap { Self.withoutNumber($0, behind: mark) }
            if parts.count == 2 { return Text(joining: "repo:", parts[0], "/", parts[1], ":", rest) }
        }
        return nil
    }

    private static func withoutNumber(_ name: Text, behind mark: Unicode.Scalar) -> Text? {
        let number = name.suffix(behindLast: mark)
        guard number.isDigits, number.count + 1 < name.count else { return nil }
        return name[..<(name.count - number.count - 1)]
    }

    /// Why a pattern does not match the subject.
    func hints(wanted: Text) -> [FederationHint] {
        if let classic, Wildcard(wanted).matches(classic) {
            let numbered = Text(joining: "repo:", repository)
            return [
                FederationHint(
                    trap: .immutableSubject,
                    text: "the subject has its immutable form, with the numbers of owner and repository; `\(wanted)` "
                        + "is of the classic form: accept `\(numbered):…` too")
            ]
        }
        if let environment, !wanted.string.contains(":environment:") {
            return [
                FederationHint(
                    trap: .environmentInSubject,
                    text: "the job names the environment `\(environment)`, which stands in the subject in place of the "
                        + "ref: accept `repo:\(repository):environment:\(environment)`, or take the environment out of "
                        + "the job")
            ]
        }
        if isOfPullRequest, !wanted.string.contains(":pull_request") {
            return [
                FederationHint(
                    trap: .pullRequestInSubject,
                    text: "the subject of a pull request tells no ref, whichever branch it is for")
            ]
        }
        return []
    }
}
