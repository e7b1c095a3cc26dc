import Foundation
import TestSupport
import Testing

/// `iamsim simulate`: one question, and streams of them.
@Suite struct SimulateTests {
    private static let policy =
        #"{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}"#

    private static func question(_ id: String, _ action: String) -> String {
        #"{"id": "\#(id)", "policies": {"identity": [\#(policy)]}, "request": {"caller": "#
            + #""arn:aws:iam::111111111111:user/a", "action": "\#(action)"}}"#
    }

    @Test(arguments: [("s3:GetObject", 0, "allowed"), ("ec2:RunInstances", 2, "implicitDeny")])
    func aSingleQuestionEndsWithTheStatusOfItsAnswer(action: String, status: Int32, decision: String) throws {
        let result = try Command.iamsim(["simulate", "-"], input: Self.question("q", action))
        #expect(result.status == status)
        #expect(result.output.contains(#""decision": "\#(decision)""#))
    }

    @Test func aCallThatAWSFailsForAnotherReasonEndsWithThree() throws {
        let input = """
            call:
              caller: arn:aws:iam::111111111111:root
              AssumeRole: {RoleArn: "arn:aws:iam::111111111111:role/R", RoleSessionName: s1}
            """
        let result = try Command.iamsim(["simulate", "-"], input: input)
        #expect(result.status == 3)
        #expect(result.output.contains("Roles may not be assumed by root accounts."))
    }

    @Test func linesAreAnsweredInOrderAndABadOneDoesNotStopTheOthers() throws {
        let lines = [
            Self.question("a", "s3:GetObject"), "{broken", "", #"{"id": "c", "request": {}}"#,
            Self.question("d", "ec2:RunInstances"),
        ]
        let result = try Command.iamsim(["simulate", "--lines"], input: lines.joined(separator: "\n") + "\n")
        let answers = result.output.split(separator: "\n")
        #expect(result.status == 65)
        #expect(answers.count == 4)
        #expect(answers[0].hasPrefix(#"{"id": "a", "decision": "allowed""#))
        #expect(answers[1].hasPrefix(#"{"id": "2", "invalid": {"line": 2, "column": 2"#))
        #expect(answers[2].hasPrefix(#"{"id": "c", "invalid": {"line": 4"#))
        #expect(answers[3].hasPrefix(#"{"id": "d", "decision": "implicitDeny""#))
    }

    @Test func severalJobsWriteTheSameBytesAsOne() throws {
        let actions = ["s3:GetObject", "ec2:RunInstances", "sqs:SendMessage"]
        let lines = (0..<3_000).map { Self.question("q\($0)", actions[$0 % 3]) }.joined(separator: "\n")
        let one = try Command.iamsim(["simulate", "--lines"], input: lines)
        let four = try Command.iamsim(["simulate", "--lines", "--jobs", "4"], input: lines)
        #expect(one.status == 0)
        #expect(one == four)
        #expect(one.output.split(separator: "\n").count == 3_000)
    }

    @Test func aQuestionFromStandardInputNamesNoPaths() throws {
        let line =
            #"{"policies": {"identity": ["fixtures/avesa/policies/deployment-permissions.json"]}, "#
            + #""request": {"caller": "arn:aws:iam::111111111111:user/a", "action": "s3:GetObject"}}"#
        let result = try Command.iamsim(["simulate", "--lines"], input: line)
        #expect(result.status == 65)
        #expect(result.output.contains("may name no paths"))
    }

    @Test func accountsAreSuppliedOnceForAllLines() throws {
        let line = """
            {"call": {"caller": "arn:aws:iam::123938354448:user/github-actions/github-actions-deployer", "AssumeRole": \
            {"RoleArn": "arn:aws:iam::210987654321:role/GitHubActionsDeploymentRole", "RoleSessionName": "s1", \
            "ExternalId": "avesa-github-actions-2024"}}}
            """
        let result = try Command.iamsim(
            ["simulate", "--lines", "--extends", "fixtures/avesa/accounts.yaml"], input: line + "\n" + line)
        #expect(result.status == 0)
        #expect(result.output.split(separator: "\n").allSatisfy { $0.contains(#""decision": "allowed""#) })
    }

    @Test func aGiganticLineIsInvalidAndTheStreamGoesOn() throws {
        let gigantic = String(repeating: "x", count: 16_000_001)
        let result = try Command.iamsim(
            ["simulate", "--lines"], input: gigantic + "\n" + Self.question("b", "s3:GetObject"))
        let answers = result.output.split(separator: "\n")
        #expect(result.status == 65)
        #expect(answers.first?.contains("over 16000000 bytes") == true)
        #expect(answers.last?.hasPrefix(#"{"id": "b", "decision": "allowed""#) == true)
    }

    @Test func aClosedPipeEndsTheCommandWithoutACrash() throws {
        let lines = (0..<20_000).map { Self.question("q\($0)", "s3:GetObject") }.joined(separator: "\n")
        let files = try TemporaryFolder()
        try files.write(lines, to: "q.jsonl")
        let line = "iamsim simulate --lines < '\(files.path("q.jsonl"))' | head -n 1"
        let result = try Command.shell(line)
        #expect(result.status == 0)
        #expect(result.output.hasPrefix(#"{"id": "q0""#))
    }
}
