import Foundation
import TestSupport
import Testing

/// Files that grant something in words of their own: who attaches a policy, and who only changes whose it is.
@Suite struct GateGrantTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        let policy = #"{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}"#
        try folder.write(policy, to: "ann.json")
        try folder.write(
            """
            scenario: May Ann list?
            policies: {identity: [ann.json]}
            request: {caller: "arn:aws:iam::111122223333:user/ann", action: "s3:ListAllMyBuckets"}
            expect: [{outcome: allowed}]

            """, to: "s.yaml")
        try shell("git init -q -b main .")
    }

    private func shell(_ line: String) throws {
        let result = try Command.shell(line, in: folder.path)
        try #require(result.status == 0, "\(line): \(result.output)")
    }

    /// Compares a file with itself, where one word in it, `narrow`, gave way to `wide`.
    private func gate(_ name: String, _ text: String, failOn: String = "any") throws -> Command.Result {
        if name.contains("/") { try shell("mkdir -p \"$(dirname '\(name)')\"") }
        try folder.write(text, to: name)
        try shell("git add -A && git -c user.name=x -c user.email=x@example.invalid commit -qm x")
        try folder.write(text.replacing("narrow", with: "wide"), to: name)
        return try Command.shell("iamsim test --against HEAD --fail-on \(failOn) s.yaml", in: folder.path)
    }

    @Test(arguments: [
        ("main.tf", "module \"a\" {\n  role_policy_arns = { p = module.narrow.arn }\n}\n", "role"),
        ("main.tf", "resource \"awscc_s3_bucket\" \"b\" {\n  access_control = local.narrow\n}\n", "access"),
        ("a.tf.json", #"{"resource": {"aws_ecs_task_definition": {"a": {"task_role": "narrow"}}}}"#, "role"),
        (
            "deploy.sh", "aws sqs set-queue-attributes --queue-url \"$Q\" --attributes file://narrow\n",
            "queue attributes"
        ),
        ("deploy.sh", "aws organizations update-policy --policy-id p-1 --content file://narrow\n", "policy"),
        ("deploy.ts", "await kms.send(new PutKeyPolicyCommand({KeyId, Policy: narrow}));\n", "policy"),
        ("stack.ts", "table.grantFullAccess(narrow);\n", "grant"),
        ("template.yaml", "Resources: {F: {Properties: {Policies: [narrow]}}}\n", "policy"),
        ("grants.csv", "who,grant\nann,narrow\n", "grant"),
        ("Dockerfile", "ENV AWS_ROLE_ARN=narrow\n", "role"),
    ])
    func aGrantIsToldWithTheWordThatHasIt(name: String, text: String, word: String) throws {
        let result = try gate(name, text)
        #expect(result.status == 1, "\(result.output)")
        let told = "changed and read by no scenario: \(name): changed; it may grant something (`\(word)`), and no"
        #expect(result.output.contains(told), "\(result.output)")
    }

    /// It may open and close alike.
    @Test(arguments: ["newly-allowed", "newly-denied"]) func aGrantFailsEveryGate(failOn: String) throws {
        #expect(try gate("main.tf", "role = narrow\n", failOn: failOn).status == 1)
    }

    /// What people read, look at, or let a package manager write attaches nothing.
    @Test(arguments: ["README.md", "docs/Guide.RST", "a.svg", "package-lock.json", "Cargo.lock", "yarn.lock"])
    func proseAndPicturesMayNameGrants(name: String) throws {
        let text = #"{"note": "the role narrow has access, as `aws iam attach-role-policy` grants it"}"#
        let result = try gate(name, text)
        #expect(result.status == 0 && result.output.hasSuffix("1 unchanged, 0 not comparable\n"), "\(result.output)")
    }

    /// But another file may take a policy from there; and what is about to become a document is none of theirs.
    @Test(arguments: [
        ("README.md", #"[{"Effect": "Allow", "Action": "narrow"}]"#),
        ("package-lock.json", #"{"Statement": {"Effect": "Allow", "Action": "narrow"}}"#),
        ("a.svg", "<Effect>Deny</Effect><Action>narrow</Action>"), ("role.json.md", #"{"role": "narrow"}"#),
    ])
    func aPolicyIsToldWhereverItIsWritten(name: String, text: String) throws {
        let result = try gate(name, text)
        #expect(result.status == 1 && result.output.contains(": \(name): changed;"), "\(result.output)")
    }

    /// A file that is no document, whatever its name says, is told for its words, not for its faults.
    @Test func settingsWithCommentsAreToldForTheirWords() throws {
        let result = try gate("app/tsconfig.json", "{\n  // see below\n  \"allow\": \"narrow\"\n}\n")
        #expect(result.status == 1 && result.output.contains("may grant something (`allow`)"), "\(result.output)")
    }
}
