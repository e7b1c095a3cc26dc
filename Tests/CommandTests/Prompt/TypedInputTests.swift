import TestSupport
import Testing

/// Standard input and pipes in place of files that somebody types.
@Suite struct TypedInputTests {
    private let folder: TemporaryFolder

    private static let policy =
        #"{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}"#
    private static let question = """
        request: {caller: "arn:aws:iam::111122223333:user/ann", action: "s3:GetObject", resource: "arn:aws:s3:::b/k"}

        """
    private static let prompt =
        "iamsim explain --caller arn:aws:iam::111122223333:user/ann --action s3:GetObject --resource arn:aws:s3:::b/k"

    init() throws {
        folder = try TemporaryFolder()
        try folder.write(Self.policy, to: "p.json")
        try folder.write(Self.question, to: "q.yaml")
        try folder.write("policies: {identity: [\(Self.policy)]}\n", to: "base.yaml")
        try folder.write(
            "scenario: x\npolicies: {identity: [\(Self.policy)]}\n\(Self.question)expect: [{outcome: allowed}]\n",
            to: "s.yaml")
    }

    private static let lines = [
        "\(prompt) --identity - <p.json", "cat p.json | \(prompt) --identity /dev/stdin",
        "\(prompt) --identity /dev/fd/3 3<p.json", "cat p.json | \(prompt) --identity /dev/fd/0",
        "\(prompt) --extends - <base.yaml", "\(prompt) --scp-level FullAWSAccess,- --identity p.json <p.json",
        "iamsim simulate - --extends base.yaml <q.yaml", "iamsim simulate /dev/stdin --extends base.yaml <q.yaml",
        "iamsim simulate q.yaml --extends - <base.yaml", "iamsim simulate q.yaml --extends /dev/fd/4 4<base.yaml",
        "cat q.yaml | iamsim simulate /dev/fd/0 --extends /dev/fd/4 4<base.yaml", "iamsim test - <s.yaml",
        "iamsim table /dev/fd/5 5<s.yaml",
        "printf '%s' '{\"id\": \"a\"}' | iamsim simulate --lines --extends /dev/fd/6 6<s6.yaml",
    ]

    @Test(arguments: lines)
    func aStreamIsReadWhereAFileIsTyped(_ line: String) throws {
        try folder.write("policies: {identity: [\(Self.policy)]}\n\(Self.question)", to: "s6.yaml")
        let result = try Command.shell(line, in: folder.path)
        #expect(result.status == 0, "\(result.output)")
    }

    @Test func aShellSubstitutesAProcess() throws {
        let result = try Command.shell(
            "bash -c '\(Self.prompt) --identity <(cat p.json) --scp FullAWSAccess --scp <(cat p.json)'",
            in: folder.path)
        #expect(result.status == 0, "\(result.output)")
    }

    @Test(arguments: [
        ("\(prompt) --identity - --trust /dev/stdin", "--trust and --identity both read standard input: only one can."),
        ("iamsim simulate - --extends -", "FILE and --extends both read standard input: only one can."),
        ("iamsim simulate --lines --extends -", "--lines and --extends both read standard input: only one can."),
        ("iamsim workflow - --extends x --values /dev/fd/0", "PATHS and --values both read standard input"),
        ("iamsim test - -", "PATHS and PATHS both read standard input"),
        ("iamsim test ''", "PATHS names no file: it is empty."),
        ("iamsim simulate ''", "FILE names no file: it is empty."),
        ("\(prompt) --identity ''", "--identity names no file: it is empty."),
        ("iamsim test --fail-on any", "--fail-on needs --against."),
        ("\(prompt) --tag team=a", "--tag is a parameter of a call"),
        ("\(prompt) --session-name x", "--session-name is a parameter of a call"),
        (
            "iamsim explain --caller arn:aws:iam::111122223333:user/a --assume-role arn:aws:iam::111122223333:role/r "
                + "--resource arn:aws:s3:::b", "--resource belongs to --action"
        ),
    ])
    func whatCannotBeReadIsWrongUsage(_ line: String, _ words: String) throws {
        let result = try Command.shell("\(line) </dev/null", in: folder.path)
        #expect(result.status == 64)
        #expect(result.output.contains(words), "\(result.output)")
    }

    /// Nobody typed the path in a file.
    @Test(arguments: ["/dev/stdin", "/dev/fd/0", "./-"])
    func aStreamInAFileIsNotRead(_ path: String) throws {
        try folder.write("policies: {identity: [\(path)]}\n\(Self.question)", to: "q2.yaml")
        let result = try Command.shell("iamsim simulate q2.yaml <p.json", in: folder.path)
        #expect(result.status == 65, "\(result.output)")
    }

    @Test func aPipeNamesNoPaths() throws {
        try folder.write("policies: {identity: [./p.json]}\n\(Self.question)", to: "q3.yaml")
        let result = try Command.shell("iamsim simulate /dev/fd/3 3<q3.yaml", in: folder.path)
        #expect(result.status == 65)
        #expect(result.output.contains("a question from /dev/fd/3 may name no paths, found `./p.json`"))
    }

    @Test func aStreamThatIsNotOpenIsTold() throws {
        let result = try Command.shell("\(Self.prompt) --identity /dev/fd/9", in: folder.path)
        #expect(result.status == 65)
        #expect(result.output.contains("the file cannot be read: Bad file descriptor"), "\(result.output)")
    }
}
