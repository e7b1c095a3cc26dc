import TestSupport
import Testing

/// `iamsim explain`, as people read it. The golden files were read line by line when they were recorded.
@Suite struct ExplainTests {
    private static let tagSession = "scenarios/github-actions/tag-session.yaml"
    private static let oidc = "fixtures/explain/oidc.yaml"
    private static let remedies = "fixtures/explain/remedies.yaml"

    /// A name for the golden file, the scenario, and the case.
    private static let cases: [(name: String, file: String, testCase: String)] = [
        (
            "original-tagging", tagSession,
            "identity policy=original, trust policy=assume only, workflow=action with tagging"
        ),
        ("caveat", tagSession, "identity policy=option 4, trust policy=assume and tag, workflow=action with tagging"),
        (
            "wrong-account", tagSession,
            "identity policy=option 4, trust policy=wrong account, workflow=manual assume-role"
        ),
        (
            "external-id-off-by-one", "scenarios/github-actions/troubleshooting.yaml",
            "the external id passed is off by one character"
        ),
        ("no-such-role", "scenarios/github-actions/troubleshooting.yaml", "the role does not exist"),
        ("explicit-deny", "fixtures/explain/explicit-deny.yaml", "the question"),
        ("missing-scp-level", "fixtures/explain/scp-level.yaml", "the question"),
        ("chain", "fixtures/explain/chain.yaml", "the question"),
        ("oidc-wildcard", oidc, "wildcard under StringEquals"),
        ("oidc-environment", oidc, "environment in place of a ref"), ("oidc-letter-case", oidc, "letter case"),
        ("oidc-missing-audience", oidc, "missing audience"), ("oidc-other-audience", oidc, "another audience"),
        ("remedy-variable", remedies, "the name that a variable stands for"),
        ("remedy-two-parameters", remedies, "two parameters together"),
        ("remedy-tag", remedies, "the tag that is wanted"),
        ("remedy-misspelled-key", remedies, "a misspelled key"),
        ("remedy-partly", remedies, "a condition that the caller cannot meet"),
        ("misspelled-resource", remedies, "a misspelled resource"),
        ("remedy-duration", remedies, "a session that the role does not allow"),
        ("remedy-session-first", remedies, "a request with multi-factor authentication"),
        ("remedy-not-action", remedies, "a service control policy that leaves actions out"),
        ("remedy-chain", "scenarios/observed/mfa-in-assume-role-is-not-passed-on.yaml", "SES-8: with the code"),
        ("oidc-scheme", oidc, "provider with its scheme"), ("oidc-immutable-subject", oidc, "immutable subject"),
    ]

    @Test(arguments: cases.indices, [80, 120])
    func anExplanationReadsAsRecorded(index: Int, width: Int) throws {
        let (name, file, testCase) = Self.cases[index]
        let selected = try fullName(of: testCase, in: file)
        let result = try Command.iamsim(["explain", file, "--case", selected, "--diff", "--width", "\(width)"])
        Golden.expect(
            "status: \(result.status)\n\(result.output)\(result.errors)",
            equals: "fixtures/explain/\(name).\(width).out")
    }

    /// The whole title of the case that begins so.
    private func fullName(of testCase: String, in file: String) throws -> String {
        let titles = try Command.iamsim(["test", "--list", file]).output.split(separator: "\n")
            .map { String($0.dropFirst("\(file): ".count)) }
        return try #require(titles.first { $0 == testCase } ?? titles.first { $0.hasPrefix(testCase) })
    }

    @Test func theOriginalFailureNamesBothSidesAndProposesBothEdits() throws {
        let result = try Command.iamsim(["explain", Self.tagSession, "--case", Self.cases[0].testCase, "--diff"])
        #expect(result.status == 2)
        #expect(
            result.output.hasPrefix("denied: sts:TagSession, blocked by the identity policies and the role's trust"))
        #expect(result.output.contains("+++ b/fixtures/avesa/policies/assume-production-role.original.json"))
        #expect(result.output.contains("+++ b/fixtures/avesa/policies/deployment-trust.assume-only.json"))
    }

    @Test func aQuestionAtThePromptIsAnsweredLikeOneInAFile() throws {
        let policies = "fixtures/avesa/policies"
        let result = try Command.iamsim([
            "explain", "--caller", "arn:aws:iam::123938354448:user/github-actions/github-actions-deployer",
            "--assume-role", "arn:aws:iam::210987654321:role/GitHubActionsDeploymentRole",
            "--external-id", "avesa-github-actions-2024", "--tag", "GitHub=Actions", "--region", "us-east-1",
            "--identity", "\(policies)/assume-production-role.original.json",
            "--trust", "\(policies)/deployment-trust.assume-only.json",
        ])
        #expect(result.status == 2)
        #expect(result.output.hasPrefix("denied: sts:TagSession"))
    }

    @Test(arguments: [
        ["explain"], ["explain", "--caller", "arn:aws:iam::111111111111:user/a"],
        ["explain", tagSession], ["explain", tagSession, "--case", "no such case"],
        ["simulate"], ["simulate", tagSession, "--lines"], ["simulate", "--lines", "--jobs", "0"],
    ])
    func aCommandLineThatSaysTooLittleIsWrongUsage(arguments: [String]) throws {
        #expect(try Command.iamsim(arguments).status == 64)
    }
}
