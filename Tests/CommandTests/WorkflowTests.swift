import Foundation
import TestSupport
import Testing

/// `iamsim workflow`, as people read it. Each workflow of the folder says in its first lines what it is about and with
/// which options it is asked; the golden files were read line by line when they were recorded.
@Suite struct WorkflowTests {
    private static let folder = "fixtures/workflows"
    private static let names = Repository.names(in: folder, suffix: ".yml")

    @Test(arguments: names)
    func aWorkflowIsToldAsRecorded(name: String) throws {
        let text = try String(
            contentsOf: URL(fileURLWithPath: "\(Repository.root)/\(Self.folder)/\(name)"), encoding: .utf8)
        let options = try #require(text.split(separator: "\n").first { $0.hasPrefix("# options: ") }?.dropFirst(11))
        let arguments =
            ["workflow", "\(Self.folder)/\(name)", "--extends", "\(Self.folder)/accounts.yaml", "--width", "100"]
            + options.split(separator: " ").map(String.init)
        let result = try Command.iamsim(arguments)
        Golden.expect(
            "status: \(result.status)\n\(result.output)\(result.errors)",
            equals: "\(Self.folder)/\(name.dropLast(4)).out")
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
}
