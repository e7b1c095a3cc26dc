import Foundation
import TestSupport
import Testing

/// `iamsim test` and `iamsim table`.
@Suite struct TestCommandTests {
    @Test(arguments: [
        ["test", "--root", "nowhere", "scenarios/basics"],
        ["table", "--root", "README.md", "scenarios/sts/assume-role/worked-example.yaml"],
        ["simulate", "--root", "nowhere", "--lines"],
    ])
    func aRootThatIsNoFolderIsRefused(arguments: [String]) throws {
        let result = try Command.iamsim(arguments)
        #expect(result.status == 65)
        #expect(result.errors == "iamsim: --root names no folder: `\(arguments[2])`\n")
    }

    private static func scenario(_ expectation: String) -> String {
        """
        scenario: Is the queue open?
        policies:
          identity:
            - Version: "2012-10-17"
              Statement: {Sid: Queues, Effect: Allow, Action: "sqs:*", Resource: "*"}
        request:
          caller: arn:aws:iam::111111111111:user/ann
          resource: arn:aws:sqs:eu-west-1:111111111111:jobs
        vary:
          action:
            send: {request: {action: "sqs:SendMessage"}}
            put: {request: {action: "s3:PutObject"}}
        expect: [\(expectation)]
        """
    }

    private func run(_ expectation: String, _ arguments: [String]) throws -> Command.Result {
        let folder = try TemporaryFolder()
        try folder.write(Self.scenario(expectation), to: "queue.yaml")
        return try Command.iamsim(arguments, in: folder.path)
    }

    private static let right = "{when: {action: send}, outcome: allowed}, {outcome: denied}"
    private static let wrong = "{when: {action: send}, outcome: denied}, {outcome: allowed}"

    @Test func theRepositorysOwnScenariosAreAllAsExpected() throws {
        let result = try Command.iamsim(["test"])
        #expect(result.status == 0)
        #expect(result.output.contains(" 0 failed, 0 todo"))
        #expect(result.errors.isEmpty, "what a scenario is about is no warning: it names it under `warnings`")
    }

    @Test func aFailureTellsExpectedGotAndReason() throws {
        let result = try run(Self.wrong, ["test", "queue.yaml"])
        #expect(result.status == 1)
        #expect(
            result.output.contains("FAIL queue.yaml:13:10: action=send\n     outcome: expected denied, got allowed"))
        #expect(result.output.contains("Allow by identity policy `identity[0]`, statement Queues (queue.yaml:5:18)"))
        #expect(result.output.contains("2 cases in 1 file: 0 passed, 2 failed, 0 todo"))
    }

    @Test func failFastStopsAfterTheFirstFailure() throws {
        let result = try run(Self.wrong, ["test", "queue.yaml", "--fail-fast"])
        #expect(result.status == 1)
        #expect(result.output.contains("1 case in 1 file: 0 passed, 1 failed"))
    }

    @Test func filterAndListSelectByFileAndCase() throws {
        let list = try run(Self.right, ["test", "queue.yaml", "--list", "--filter", "*action=put"])
        #expect(list.output == "queue.yaml: action=put\n")
        #expect(try run(Self.right, ["test", "queue.yaml", "--filter", "nothing"]).status == 65)
    }

    @Test func verboseTellsEachCase() throws {
        let result = try run(Self.right, ["test", "queue.yaml", "--verbose"])
        #expect(result.output.contains("pass queue.yaml:13:10: action=send: allowed\n"))
    }

    @Test func aCaseMarkedTodoFailsOnceItPasses() throws {
        let open = try run("{outcome: allowed, todo: not built}", ["test", "queue.yaml"])
        #expect(open.status == 1)
        #expect(open.output.contains("passes, though it is marked `todo`: not built"))
        #expect(open.output.contains("1 failed, 1 todo"))
    }

    @Test func strictCaveatsAsksForThemToBeAsserted() throws {
        let file = "scenarios/sts/assume-role/worked-example.yaml"
        let text = try #require(Repository.text(at: file)).replacingOccurrences(of: "caveats: [STS-31]", with: "")
        let folder = try TemporaryFolder()
        try folder.write(text, to: "a.yaml")
        #expect(try Command.iamsim(["test", "a.yaml"], in: folder.path).status == 0)
        #expect(try Command.iamsim(["test", "a.yaml", "--strict-caveats"], in: folder.path).status == 1)
    }

    @Test(arguments: [["test"], ["table", "scenarios/github-actions/tag-session.yaml"], ["test", "--verbose"]])
    func twoRunsWriteTheSameBytes(arguments: [String]) throws {
        #expect(try Command.iamsim(arguments) == Command.iamsim(arguments))
    }

    @Test func theJUnitFileIsWrittenWholeOrNotAtAll() throws {
        let folder = try TemporaryFolder()
        try folder.write(Self.scenario(Self.wrong), to: "queue.yaml")
        let written = try Command.iamsim(["test", "queue.yaml", "--format", "junit=out.xml"], in: folder.path)
        #expect(written.status == 1)
        #expect(folder.text(at: "out.xml")?.contains(#"<testsuites tests="2" failures="2""#) == true)
        let failed = try Command.iamsim(["test", "queue.yaml", "--format", "junit=no/out.xml"], in: folder.path)
        #expect(failed.status == 74)
        #expect(folder.text(at: "no/out.xml") == nil)
    }

    @Test(arguments: [["test", "--no-such-option"], ["table"], ["test", "--format", "xml"], ["nothing"]])
    func wrongUsageEndsWith64(arguments: [String]) throws {
        #expect(try Command.iamsim(arguments).status == 64)
    }

    @Test func outputThatCannotBeWrittenEndsWith74() throws {
        let full = FileHandle(forWritingAtPath: "/dev/full")
        guard let full else { return }
        let result = try Command.iamsim(["table", "scenarios/sts/assume-role/worked-example.yaml"], output: full)
        #expect(result.status == 74)
        #expect(result.errors.hasPrefix("iamsim: cannot write the output: "))
    }

    @Test func noColourIsWrittenToAFile() throws {
        #expect(try run(Self.wrong, ["test", "queue.yaml"]).output.contains("\u{1B}") == false)
    }
}

/// Where reports go, and what they tell of files that could not be read.
@Suite struct ReportOutputTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        try folder.makeFolder("scenarios")
        try folder.write(Self.scenario, to: "scenarios/good.yaml")
    }

    private static let scenario = """
        scenario: Good
        policies: {identity: [{Version: "2012-10-17", Statement: [{Effect: Allow, Action: "s3:*", Resource: "*"}]}]}
        request: {caller: "arn:aws:iam::111111111111:user/ann", action: "s3:GetObject"}
        vary: {outcome: {one: {}, two: {request: {action: "sqs:SendMessage"}}}}
        expect: [{when: {outcome: two}, outcome: denied}, {outcome: allowed}]

        """

    /// Nobody who looks at a report alone takes what was not read for good.
    @Test func whatCouldNotBeReadStandsInEveryReport() throws {
        try folder.write("scenario: Broken\nexpct: {}\n", to: "scenarios/broken.yaml")
        let formats = ["html", "markdown", "junit", "sarif", "json", "github"]
        let options = formats.flatMap { ["--format", "\($0)=out.\($0)"] }
        let run = try Command.iamsim(["test"] + options, in: folder.path)
        #expect(run.status == 65)
        #expect(run.output.contains("; 1 file could not be read"))
        for (format, words) in [
            ("html", "<title>iamsim: not as expected</title>"), ("html", "could not be read: scenarios/broken.yaml:"),
            ("markdown", "❌"), ("junit", "<error "), ("sarif", "\"executionSuccessful\": false"),
            ("json", "\"unreadable\": [\n"), ("github", "::error file=scenarios/broken.yaml,line="),
        ] {
            #expect(folder.text(at: "out.\(format)")?.contains(words) == true, "\(format): \(words)")
        }
    }

    /// An axis that is called like a column of the table stands beside it.
    @Test func columnsOfOneNameAreToldApart() throws {
        let table = try Command.iamsim(["table", "scenarios/good.yaml", "--format", "csv"], in: folder.path).output
        #expect(table.hasPrefix("outcome,s3:GetObject,sqs:SendMessage,outcome (2),caveats\r\none,allowed,–,allowed,"))
        let chosen = try Command.iamsim(
            ["table", "scenarios/good.yaml", "--columns", "outcome (2)", "--format", "csv"], in: folder.path)
        #expect(chosen.output == "outcome (2)\r\nallowed\r\nimplicitDeny (identity)\r\n")
    }

    @Test func outputsReplaceNeitherInputsNorEachOther() throws {
        for options in [
            ["--format", "json=scenarios/good.yaml"], ["--format", "json=x", "--format", "csv=./x"],
            ["--format", "json", "--format", "csv"],
        ] {
            #expect(try Command.iamsim(["test"] + options, in: folder.path).status == 64)
        }
        #expect(folder.text(at: "scenarios/good.yaml") == Self.scenario)
    }

    /// What is meant to be pasted into a shell is one command, whatever a case is called.
    @Test func theCommandToExplainIsQuoted() throws {
        try folder.write(
            Self.scenario.replacing("two", with: "\"it's; touch pwned\"").replacing(
                "outcome: denied", with: "outcome: allowed"), to: "scenarios/good.yaml")
        let run = try Command.iamsim(["test"], in: folder.path)
        #expect(run.output.contains(#"iamsim explain scenarios/good.yaml --case 'outcome=it'\''s; touch pwned'"#))
    }
}
