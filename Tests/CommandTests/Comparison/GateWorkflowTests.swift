import Foundation
import TestSupport
import Testing

/// Everything that a scenario reads counts as read by it: workflows, scripts, and policies of any name.
@Suite struct GateWorkflowTests {
    private let folder: TemporaryFolder

    private static let accounts = """
        accounts:
          a:
            id: "111122223333"
            users: {ci: {policies: [policies/ci.json], accessKeys: {AKIAIOSFODNN7EXAMPLE: x}}}
            roles:
              Read: {trust: policies/trust.json}
              Admin: {trust: policies/trust.json}
              Closed: {trust: policies/closed.json}
        """
    private static let trust = """
        {"Version": "2012-10-17", "Statement": [
          {"Effect": "Allow", "Principal": {"AWS": "111122223333"}, "Action": "sts:AssumeRole"}]}
        """
    private static let workflow = """
        on: {push: {branches: [main]}}
        jobs:
          run:
            runs-on: ubuntu-latest
            env: {AWS_ACCESS_KEY_ID: AKIAIOSFODNN7EXAMPLE, AWS_SECRET_ACCESS_KEY: x}
            steps:
              - uses: actions/checkout@v4
              - run: ./ci/assume.sh
        """
    private static let script = """
        #!/bin/sh
        aws sts assume-role --role-arn arn:aws:iam::111122223333:role/Read --role-session-name ci --policy file://session.txt

        """
    private static func policy(_ action: String) -> String {
        #"{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "\#(action)", "Resource": "*"}]}"#
    }

    init() throws {
        folder = try TemporaryFolder()
        for name in [".github", ".github/workflows", "ci", "policies", "scenarios"] { try folder.makeFolder(name) }
        try folder.write(Self.accounts, to: "accounts.yaml")
        try folder.write(Self.trust, to: "policies/trust.json")
        try folder.write(
            Self.trust.replacingOccurrences(of: "111122223333", with: "444455556666"), to: "policies/closed.json")
        try folder.write(Self.policy("sts:AssumeRole"), to: "policies/ci.json")
        try folder.write(Self.policy("s3:Get*"), to: "session.txt")
        try folder.write(Self.script, to: "ci/assume.sh")
        try folder.write(Self.workflow, to: ".github/workflows/ci.yml")
        try folder.write(
            """
            scenario: May the workflow assume the role?
            extends: ../accounts.yaml
            call: {workflow: ../.github/workflows/ci.yml}
            expect: [{outcome: allowed}]

            """, to: "scenarios/ci.yaml")
        let made = try Command.shell(
            "git init -q . && git add -A && git -c user.name=x -c user.email=x@example.invalid commit -qm x",
            in: folder.path)
        try #require(made.status == 0, "\(made.output)")
    }

    private func gate(_ more: String = "") throws -> Command.Result {
        try Command.shell("iamsim test --against HEAD --fail-on newly-allowed \(more)", in: folder.path)
    }

    private func expectTold(_ words: String) throws {
        for more in ["", "--ignore '*'"] {
            let result = try gate(more)
            #expect(result.status == 1, "\(result.output)")
            #expect(result.output.contains(words), "\(result.output)")
        }
    }

    /// The script asks for another role, and its answer stays the same.
    @Test func aScriptThatAWorkflowRunsIsCompared() throws {
        #expect(try gate().status == 0)
        try folder.write(Self.script.replacingOccurrences(of: "role/Read", with: "role/Admin"), to: "ci/assume.sh")
        try expectTold("changed without a changed answer: ci/assume.sh: changed; nothing was asked of what changed")
    }

    @Test func aSessionPolicyOfAnyNameIsCompared() throws {
        try folder.write(Self.policy("*"), to: "session.txt")
        try expectTold("changed without a changed answer: session.txt: changed; nothing was asked of what changed")
    }

    @Test func aWorkflowIsCompared() throws {
        try folder.write(
            Self.workflow.replacingOccurrences(of: "./ci/assume.sh", with: "./ci/assume.sh --all"),
            to: ".github/workflows/ci.yml")
        try expectTold("changed without a changed answer: .github/workflows/ci.yml: changed;")
    }

    /// What the answer shows needs no further word.
    @Test func aScriptWhoseChangeAnAnswerShowsIsPassedOver() throws {
        try folder.write(Self.script.replacingOccurrences(of: "role/Read", with: "role/Closed"), to: "ci/assume.sh")
        let made = try Command.shell(
            "git add -A && git -c user.name=x -c user.email=x@example.invalid commit -qm y", in: folder.path)
        try #require(made.status == 0, "\(made.output)")
        try folder.write(Self.script, to: "ci/assume.sh")
        let result = try gate()
        #expect(result.output.contains("newly allowed: scenarios/ci.yaml"), "\(result.output)")
        #expect(!result.output.contains("ci/assume.sh"), "\(result.output)")
    }
}
