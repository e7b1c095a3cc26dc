import Testing
import Workflows

/// The credentials action, version by version.
@Suite struct CredentialsActionTests {
    private static let role = "arn:aws:iam::222222222222:role/Deploy"

    private func action(_ version: ActionVersion, _ inputs: [(String, ExpressionValue)] = []) -> CredentialsAction {
        CredentialsAction(version: version, inputs: ExpressionValue.Members(inputs))
    }

    @Test(arguments: [
        ("v1", nil, ActionVersion(1, 7), true), ("v1-node16", nil, ActionVersion(1, 7), true),
        ("v1.5.10", nil, ActionVersion(1, 5), true), ("v2", nil, ActionVersion(2, 2), true),
        ("v4", nil, ActionVersion(4, 3), true), ("v4.0.2", nil, ActionVersion(4, 0), true),
        ("v6", nil, ActionVersion(6, 2), true), ("v6.1.0", nil, ActionVersion(6, 1), true),
        ("v9", nil, ActionVersion(6, 2), true), ("main", nil, ActionVersion(6, 2), false),
        ("e3dd6a429d7300a6a4c196c26e071d42e0343502", "v4.0.2", ActionVersion(4, 0), true),
        ("e3dd6a429d7300a6a4c196c26e071d42e0343502", "4.0.2 (pinned)", ActionVersion(4, 0), true),
        ("e3dd6a429d7300a6a4c196c26e071d42e0343502", "pinned", ActionVersion(6, 2), false),
        ("e3dd6a429d7300a6a4c196c26e071d42e0343502", nil, ActionVersion(6, 2), false),
    ])
    func versionsAreRead(_ reference: String, _ remark: String?, _ version: ActionVersion, _ isKnown: Bool) {
        let found = ActionVersion.read(reference, remark: remark)
        #expect(found.version == version)
        #expect(found.isKnown == isKnown)
    }

    private static let given: [String: ExpressionValue] = [
        "role": .string(role), "keys": .unknown(["secrets.KEY"]), "file": .string("/token"), "chain": .string("true"),
        "skip": .string("true"), "name": .string("Deploy"),
    ]
    private static let names = [
        "role": "role-to-assume", "keys": "aws-access-key-id", "file": "web-identity-token-file",
        "chain": "role-chaining", "skip": "force-skip-oidc", "name": "role-to-assume",
    ]

    /// CAC-1, CAC-4: the inputs, whether a token can be had, the version, and the way.
    @Test(arguments: [
        ("", true, 6, CredentialsAction.Path.existing), ("keys", true, 6, .existing), ("role", true, 6, .token),
        ("role", false, 6, .ambient), ("role keys", true, 6, .keys), ("role file", true, 6, .tokenFile),
        ("role file", false, 4, .tokenFile), ("role chain", true, 6, .chaining), ("role chain", false, 3, .chaining),
        ("role chain", true, 1, .token), ("role keys chain", true, 6, .keys), ("role", true, 1, .token),
        (
            "role skip", true, 5,
            .fails("If you set force-skip-oidc, you must provide aws-access-key-id or web-identity-token-file")
        ),
        ("role skip", true, 4, .token), ("role keys skip", true, 5, .keys), ("role file skip", true, 6, .tokenFile),
        (
            "name", true, 6,
            .fails("Source Account ID is needed if the Role Name is provided and not the Role Arn.")
        ),
        ("name keys", true, 6, .keys),
    ])
    func theInputsDecideTheWay(
        _ inputs: String, _ mayRequestToken: Bool, _ major: Int, _ path: CredentialsAction.Path
    ) {
        let given = inputs.split(separator: " ").map { (Self.names[String($0)] ?? "", Self.given[String($0)] ?? .null) }
        let version = ActionVersion.read("v\(major)", remark: nil).version
        #expect(action(version, given).path(mayRequestToken: mayRequestToken) == path)
    }

    @Test func tokensAreKnownFrom1_6() {
        let inputs: [(String, ExpressionValue)] = [("role-to-assume", .string(Self.role))]
        #expect(action(ActionVersion(1, 5), inputs).path(mayRequestToken: true) == .ambient)
        #expect(action(ActionVersion(1, 6), inputs).path(mayRequestToken: true) == .token)
    }

    /// CAC-2, CAC-13: with tokens nothing is tagged.
    @Test func onlyAssumeRoleTags() {
        #expect(action(.newest).isTagging(.keys))
        #expect(action(.newest).isTagging(.chaining))
        #expect(action(.newest).isTagging(.ambient))
        #expect(!action(.newest).isTagging(.token))
        #expect(!action(.newest).isTagging(.tokenFile))
        #expect(!action(.newest, [("role-skip-session-tagging", .string("true"))]).isTagging(.keys))
        #expect(action(.newest, [("role-skip-session-tagging", .string("false"))]).isTagging(.keys))
    }

    /// CAC-20.
    @Test(arguments: [
        (1, CredentialsAction.Path.keys, 21_600), (1, .ambient, 21_600), (1, .token, 3_600), (2, .keys, 21_600),
        (2, .chaining, 3_600), (2, .token, 3_600), (3, .keys, 3_600), (4, .keys, 3_600), (6, .chaining, 3_600),
    ])
    func durationsHaveStandards(_ major: Int, _ path: CredentialsAction.Path, _ seconds: Int) {
        let version = ActionVersion.read("v\(major)", remark: nil).version
        #expect(action(version).duration(path) == seconds)
        #expect(action(version, [("role-duration-seconds", .string("900"))]).duration(path) == 900)
        #expect(action(version, [("role-duration-seconds", .unknown(["vars.D"]))]).duration(path) == nil)
    }

    @Test func aSessionTokenShortensTheSecondVersion() {
        let session = action(ActionVersion(2, 2), [("aws-session-token", .unknown(["secrets.T"]))])
        #expect(session.duration(.keys) == 3_600)
    }

    // MARK: Tags

    /// CAC-10, CAC-11.
    @Test func tagsGrewWithTheVersions() {
        let old = ["Repository", "Workflow", "Action", "Actor", "Commit", "Branch"]
        for version in [ActionVersion(1, 7), ActionVersion(4, 3), ActionVersion(6, 1)] {
            #expect(SessionTags(version).sources.map(\.key) == old)
        }
        let new = ["EventName", "BaseRef", "HeadRef", "RunId", "Job", "TriggeringActor"]
        #expect(SessionTags(ActionVersion(6, 2)).sources.map(\.key) == old + new)
    }

    /// CAC-12: test 23. The worked example, and what each version lets through.
    @Test(arguments: [
        (1, "Workflow", "CI: build & test", "CI: build _ test"), (1, "Workflow", "a;b<c>d?e", "a;b<c>d?e"),
        (2, "Workflow", "a;b<c>d?e", "a;b<c>d?e"), (3, "Workflow", "a;b<c>d?e", "a_b_c_d_e"),
        (1, "Actor", "dependabot[bot]", "dependabot_bot_"), (1, "Actor", "a#b", "a#b"), (4, "Actor", "a#b", "a_b"),
        (4, "Actor", "dependabot[bot]", "dependabot_bot_"), (1, "Branch", "refs/heads/fix#1", "refs/heads/fix#1"),
        (4, "Branch", "refs/heads/fix#1", "refs/heads/fix_1"), (4, "Workflow", "CI: build & test", "CI: build _ test"),
        (4, "Repository", "acme/a#b", "acme/a#b"), (6, "Repository", "acme/a#b", "acme/a_b"),
        (6, "Commit", "a#b", "a_b"), (4, "Workflow", "Größe 测试 ٣", "Größe 测试 ٣"), (4, "Workflow", "x🚀y", "x_y"),
        (4, "Workflow", "e\u{301}", "e_"), (4, "Action", "__run#2", "__run#2"),
    ])
    func valuesAreSanitized(_ major: Int, _ key: String, _ value: String, _ sent: String) {
        let version = ActionVersion.read("v\(major)", remark: nil).version
        #expect(SessionTags(version).sanitized(value, of: key) == sent)
    }

    @Test func valuesAreCut() {
        let long = String(repeating: "x", count: 300)
        #expect(SessionTags(ActionVersion(4, 3)).sanitized(long, of: "Workflow").utf16.count == 256)
        #expect(SessionTags(ActionVersion(1, 7)).sanitized(long, of: "Workflow").utf16.count == 256)
        #expect(SessionTags(ActionVersion(1, 7)).sanitized(long, of: "Branch").utf16.count == 300)
        #expect(SessionTags(ActionVersion(6, 2)).sanitized(long, of: "Commit").utf16.count == 256)
    }

    /// CAC-14.
    @Test func transitiveKeysAreThoseThatAreSent() {
        let inputs: [(String, ExpressionValue)] = [("transitive-tag-keys", .string("Repository\nrepository, Nothing"))]
        #expect(action(.newest, inputs).transitiveKeys(among: ["GitHub", "Repository"]) == ["Repository"])
        #expect(action(.newest).transitiveKeys(among: ["GitHub"]) == nil)
        #expect(action(ActionVersion(5, 1), inputs).transitiveKeys(among: ["Repository"]) == nil)
    }
}
