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

    /// How names and numbers are written together; the first is unmistakable, the second may be a part of a name.
    private enum Spelling: CaseIterable {
        case at, hyphen

        var mark: Unicode.Scalar { self == .at ? "@" : "-" }
    }

    /// The subject without the numbers that make it immutable, in one of the published spellings, `octo-org@123` and
    /// `octo-org-123`; `nil` where it has none.
    private func classic(_ spelling: Spelling) -> Text? {
        let names = repository.split(at: "/").compactMap { Self.withoutNumber($0, behind: spelling.mark) }
        guard names.count == 2 else { return nil }
        return Text(joining: "repo:", names[0], "/", names[1], ":", rest)
    }

    private static func withoutNumber(_ name: Text, behind mark: Unicode.Scalar) -> Text? {
        let number = name.suffix(behindLast: mark)
        guard number.isDigits, number.count + 1 < name.count else { return nil }
        return name[..<(name.count - number.count - 1)]
    }

    /// Why a pattern does not match the subject.
    func hints(wanted: Text) -> [FederationHint] {
        for spelling in Spelling.allCases {
            if let classic = classic(spelling), Wildcard(wanted).matches(classic) {
                return [FederationHint(trap: .immutableSubject, text: words(spelling, wanted))]
            }
        }
        guard isOfRepository(wanted) else { return [] }
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

    /// Whether a pattern speaks of the same repository, and of something within it.
    private func isOfRepository(_ wanted: Text) -> Bool {
        let parts = wanted.split(at: ":", maxSplits: 2)
        guard parts.count == 3 else { return false }
        return Wildcard(Text(joining: parts[0], ":", parts[1])).matches(Text(joining: "repo:", repository))
    }

    private func words(_ spelling: Spelling, _ wanted: Text) -> String {
        switch spelling {
        case .at:
            "the subject has its immutable form, with the numbers of owner and repository; `\(wanted)` is of the classic "
                + "form: accept `repo:\(repository):…` too"
        case .hyphen:
            "the subject may have its immutable form, with the numbers of owner and repository behind the names, while "
                + "`\(wanted)` is of the classic form; but names may end in numbers as well: make sure that "
                + "`\(repository)` is not somebody else's repository"
        }
    }
}
