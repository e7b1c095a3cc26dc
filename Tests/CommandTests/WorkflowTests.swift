import Foundation
import TestSupport
import Testing

/// `iamsim workflow`, as people read it. Each workflow of the folder says in its first lines what it is about and with
/// which options it is asked; the golden files were read line by line when they were recorded.
@Suite struct WorkflowTests {
    /// Single workflows, and those of a repository whose workflows and actions use each other.
    private static let paths = ["fixtures/workflows", "fixtures/repository/.github/workflows"].flatMap { folder in
        Repository.names(in: folder, suffix: ".yml").map { "\(folder)/\($0)" }
    }

    @Test(arguments: paths)
    func aWorkflowIsToldAsRecorded(path: String) throws {
        let text = try String(contentsOf: URL(fileURLWithPath: "\(Repository.root)/\(path)"), encoding: .utf8)
        guard let options = text.split(separator: "\n").first(where: { $0.hasPrefix("# options: ") })?.dropFirst(11)
        else {
            #expect(text.contains("workflow_call"), "whatever is not asked by itself is called by others")
            return
        }
        let result = try Command.iamsim(
            ["workflow", path, "--extends", "fixtures/workflows/accounts.yaml", "--width", "100"]
                + options.split(separator: " ").map(String.init))
        Golden.expect(
            "status: \(result.status)\n\(result.output)\(result.errors)", equals: "\(path.dropLast(4)).out")
    }

    /// Every answer as data: the step that fails is the one with the action, and the remedy is told.
    @Test func aPredictionIsDataToo() throws {
        let result = try Command.iamsim([
            "workflow", "fixtures/avesa/workflows/deploy-production.yml", "--extends", "fixtures/avesa/accounts.yaml",
            "--set", "secrets.AWS_ACCESS_KEY_ID_PROD=AKIAAVESADEPLOYER001", "--set",
            "secrets.AWS_PROD_DEPLOYMENT_ROLE_ARN=arn:aws:iam::210987654321:role/GitHubActionsDeploymentRole",
            "--format", "json",
        ])
        #expect(result.status == 1)
        let json = try #require(JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [[String: Any]])
        let run = try #require((json.first?["runs"] as? [[String: Any]])?.first)
        let step = try #require((run["steps"] as? [[String: Any]])?.first)
        #expect(step["refused"] as? Bool == true)
        let call = try #require((step["calls"] as? [[String: Any]])?.last)
        #expect((call["answer"] as? [String: Any])?["action"] as? String == "sts:TagSession")
        #expect(call["change"] as? String == "`role-skip-session-tagging: true`")
    }

    private static let folder = "fixtures/repository"
    private static let accounts = ["--extends", "fixtures/workflows/accounts.yaml", "--repository", "acme/app"]

    /// A repository stands for its workflows; those that only others call are not asked by themselves.
    @Test func aFolderStandsForItsWorkflows() throws {
        let whole = try Command.iamsim(["workflow", Self.folder, "--format", "json"] + Self.accounts)
        let paths = try Self.workflows(whole.output)
        #expect(paths.contains("\(Self.folder)/.github/workflows/release.yml"))
        #expect(!paths.contains { $0.hasSuffix("/deploy.yml") })
        #expect(paths == paths.sorted())
        let own = try Command.iamsim(
            ["workflow", "\(Self.folder)/.github/workflows", "--format", "json"] + Self.accounts)
        #expect(try Self.workflows(own.output) == paths)
        #expect(try Command.iamsim(["workflow", "fixtures/saml"]).status == 65)
    }

    private static func workflows(_ json: String) throws -> [String] {
        let all = try #require(JSONSerialization.jsonObject(with: Data(json.utf8)) as? [[String: Any]])
        return all.compactMap { $0["workflow"] as? String }
    }

    /// A file supplies what `--set` supplies; the command line wins.
    @Test func valuesMayStandInAFile() throws {
        let workflow = ["workflow", "fixtures/workflows/unknown-role.yml", "--values"]
        let known = try Command.iamsim(workflow + ["fixtures/values/roles.yaml"] + Self.accounts)
        #expect(known.status == 0)
        #expect(known.output.contains("role/Deploy: allowed"))
        let other = ["--set", "secrets.AWS_ROLE=arn:aws:iam::222222222222:role/NoTags"]
        #expect(try Command.iamsim(workflow + ["fixtures/values/roles.yaml"] + Self.accounts + other).status == 1)
        let wrong = try Command.iamsim(workflow + ["fixtures/values/no-context.yaml"] + Self.accounts)
        #expect(wrong.status == 65)
        #expect(wrong.errors.contains("no-context.yaml:1:1: error: expected a name such as `secrets.AWS_ROLE`"))
    }

    @Test func aPredictionMayBeMarkdown() throws {
        let result = try Command.iamsim(
            ["workflow", "fixtures/workflows/chain-tags.yml", "--format", "markdown"] + Self.accounts)
        #expect(result.status == 1)
        #expect(
            result.output.hasPrefix("\n### fixtures/workflows/chain-tags.yml, push on refs/heads/main\n\n- job deploy"))
    }

    /// The credentials action exports its region to the steps behind it: a lock on the region sees that one.
    @Test(arguments: [("eu-west-1", "allowed"), ("eu-central-1", "denied")])
    func theRegionOfTheActionHoldsForTheStepsBehindIt(_ region: String, _ answer: String) throws {
        let folder = try TemporaryFolder()
        let lock = """
            {Version: "2012-10-17", Statement: [{Effect: Allow, Action: "sts:*", Resource: "*"}, {Effect: Deny, Action: \
            "*", Resource: "*", Condition: {StringNotEquals: {"aws:RequestedRegion": \(region)}}}]}
            """
        let trust = """
            {Version: "2012-10-17", Statement: [{Effect: Allow, Principal: {AWS: "111111111111"}, Action: "sts:*"}]}
            """
        try folder.write(
            """
            accounts:
              a:
                id: "111111111111"
                users: {u: {policies: [\(lock)], accessKeys: {AKIAIOSFODNN7EXAMPLE: x}}}
                roles: {R: {trust: \(trust), policies: []}}
            """, to: "accounts.yaml")
        try folder.write(
            """
            on: push
            jobs:
              a:
                runs-on: ubuntu-latest
                steps:
                  - uses: aws-actions/configure-aws-credentials@v4
                    with: {aws-region: eu-west-1, aws-access-key-id: AKIAIOSFODNN7EXAMPLE, aws-secret-access-key: x}
                  - run: aws sts assume-role --role-arn arn:aws:iam::111111111111:role/R --role-session-name run
            """, to: "w.yml")
        let result = try Command.iamsim(
            ["workflow", "w.yml", "--extends", "accounts.yaml", "--width", "200"], in: folder.path)
        #expect(result.output.contains("role/R: \(answer)"), "\(result.output)\(result.errors)")
    }
}
