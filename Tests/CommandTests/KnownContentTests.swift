import TestSupport
import Testing

/// A file that is named in place of a policy or a question, by mistake or by a pull request, is not shown.
@Suite struct KnownContentTests {
    private let folder: TemporaryFolder
    private static let secret = "hunter2"

    init() throws { folder = try TemporaryFolder() }

    private static let foreign = [
        ("package.json", #"{"name": "x", "version": "1.0.0", "dependencies": {"hunter2": "1"}}"#),
        ("state.json", #"{"version": 4, "serial": 1, "outputs": {"password": {"value": "hunter2"}}, "resources": []}"#),
        ("key.json", #"{"type": "service_account", "private_key": "hunter2"}"#),
        ("secret.yaml", "apiVersion: v1\nkind: Secret\ndata:\n  password: hunter2\n"),
        ("values.json", #"{"secrets": {"TOKEN": "hunter2"}}"#), ("vars.yaml", "vars.A: hunter2\n"),
        ("compose.yaml", "services: {a: {image: hunter2}}\nsecrets: {db: {file: x}}\n"),
        ("words.yaml", "accounts: hunter2\n"), ("list.json", #"["hunter2"]"#), ("plain.yaml", "hunter2\n"),
        ("broken.json", #"{"password": "hunter2",}"#),
        ("broken.yaml", "password: [hunter2\n"), ("twice.json", #"{"hunter2": 1, "hunter2": 2}"#),
    ]

    @Test(arguments: foreign)
    func aFileOfAnotherKindIsNamedAndNotShown(_ name: String, _ text: String) throws {
        try folder.write(text, to: name)
        try folder.write(
            """
            scenario: x
            policies: {identity: [./\(name)]}
            request: {caller: "arn:aws:iam::111111111111:user/a", action: "s3:GetObject", resource: "*"}
            expect: [{outcome: denied}]
            """, to: "s.yaml")
        try folder.write("scenario: x\nextends: ./\(name)\nexpect: [{outcome: denied}]\n", to: "e.yaml")
        let commands = [
            ["test", "s.yaml"], ["test", "e.yaml"], ["test", name], ["explain", name], ["table", name],
        ]
        for arguments in commands {
            let result = try Command.iamsim(arguments, in: folder.path)
            #expect(result.status == 65, "\(arguments)")
            #expect(result.errors.contains("\(name):1:1: error: "), "\(result.errors)")
            #expect(result.errors.contains("[unknown-content]"), "\(result.errors)")
            #expect(!(result.errors + result.output).contains(Self.secret), "\(result.errors)")
        }
    }

    /// Whoever errs in a policy or a question is shown where.
    @Test(
        arguments: [
            #"{"Statment": [{"Effect": "Allow"}]}"#, #"{"Version": "2012-10-17"}"#, #"{"Statement": [}"#,
            #"{"request": {"action": "s3:GetObject"}, "polices": {}}"#, #"{"policies": {,}}"#,
        ])
    func aFaultInAPolicyOrQuestionIsShown(_ text: String) throws {
        try folder.write(text, to: "q.json")
        let errors = try Command.iamsim(["explain", "q.json"], in: folder.path).errors
        #expect(errors.contains("^"), "\(errors)")
        #expect(!errors.contains("unknown-content"), "\(errors)")
    }

    /// A folder of scenarios may hold other files.
    @Test func aSearchPassesOverOtherFiles() throws {
        try folder.makeFolder("scenarios")
        try folder.write(
            """
            scenario: x
            policies: {identity: [{Version: "2012-10-17", Statement: {Effect: Allow, Action: "*", Resource: "*"}}]}
            request: {caller: "arn:aws:iam::111111111111:user/a", action: "s3:GetObject", resource: "*"}
            expect: [{outcome: allowed}]
            """, to: "scenarios/s.yaml")
        try folder.write(#"{"name": "x", "version": "1.0.0"}"#, to: "scenarios/package.json")
        let result = try Command.iamsim(["test"], in: folder.path)
        #expect(result.status == 0, "\(result.errors)")
    }
}
