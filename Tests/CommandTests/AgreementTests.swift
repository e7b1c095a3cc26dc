import Foundation
import TestSupport
import Testing

/// One question, asked of every verb: the answers are the same.
@Suite struct AgreementTests {
    private static let file = "scenarios/github-actions/tag-session.yaml"

    @Test func simulateExplainTestAndTableGiveOneAnswer() throws {
        let table = try Command.iamsim(["table", Self.file, "--format", "csv"]).output
            .split(separator: "\r\n").dropFirst().map { row(String($0)) }
        let test = try Command.iamsim(["test", Self.file, "--verbose"]).output.split(separator: "\n")
        #expect(table.count == 36)
        for cells in table {
            let title = "identity policy=\(cells[0]), trust policy=\(cells[1]), workflow=\(cells[2])"
            let outcome = String(cells[5].split(separator: " ").first ?? "")
            let explained = try Command.iamsim(["explain", Self.file, "--case", title, "--format", "json"])
            #expect(explained.output.contains(#""decision": "\#(outcome)""#), "\(title)")
            let line = test.first { $0.contains(": \(title): ") }
            #expect(line?.contains(": \(title): \(outcome)") == true, "\(title)")
        }
    }

    @Test func simulateAndExplainTellTheSameOfOneQuestion() throws {
        let question = """
            extends: fixtures/avesa/accounts.yaml
            call:
              caller: arn:aws:iam::123938354448:user/github-actions/github-actions-deployer
              AssumeRole:
                RoleArn: arn:aws:iam::210987654321:role/GitHubActionsDeploymentRole
                RoleSessionName: s1
                ExternalId: avesa-github-actions-2024
                Tags: {GitHub: Actions}
            """
        let folder = "fixtures/avesa"
        let path = "\(folder)/agreement-\(UUID().uuidString).yaml"
        let text = question.replacingOccurrences(of: "fixtures/avesa/", with: "")
        try Repository.write(text, to: path)
        defer { try? FileManager.default.removeItem(atPath: Repository.path(path)) }
        let simulated = try Command.iamsim(["simulate", path, "--explain"])
        let explained = try Command.iamsim(["explain", path, "--format", "json"])
        #expect(simulated.status == 2)
        #expect(simulated == explained)
    }

    /// The cells of a line of CSV.
    private func row(_ line: String) -> [String] {
        var cells: [String] = [""]
        var isQuoted = false
        for character in line {
            switch character {
            case "\"": isQuoted.toggle()
            case "," where !isQuoted: cells.append("")
            default: cells[cells.count - 1].append(character)
            }
        }
        return cells
    }
}
