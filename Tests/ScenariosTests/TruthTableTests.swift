import Reports
import Scenarios
import SourceText
import Testing

@Suite struct TruthTableTests {
    private static let scenario = """
        scenario: Tags
        call:
          caller: "arn:aws:iam::111111111111:user/ann"
          AssumeRole: {RoleArn: "arn:aws:iam::222222222222:role/Deploy", RoleSessionName: s1}
        policies:
          identity: [\(Written.allowing("sts:*"))]
          trust: {Statement: [{Effect: Allow, Principal: "*", Action: "sts:AssumeRole"}]}
        vary:
          tags: {none: {}, some: {call: {AssumeRole: {Tags: {a: b}}}}}
          trust: {as it is: {}, off: {policies: {trust: {Statement: []}}}, wide: {policies: {trust: WIDE}}}
        expect: {outcome: denied}
        cases:
          too long: {with: {call: {AssumeRole: {Tags: {a: b, A: b}}}}, expect: {outcome: failed}}
          allowed: {expect: {outcome: allowed}}

        """
        .replacing("{Statement: []}", with: "{Statement: [{Effect: Deny, Principal: \"*\", Action: \"sts:*\"}]}")
        .replacing(
            "WIDE", with: "{Statement: [{Effect: Allow, Principal: \"*\", Action: \"sts:*\", Condition: COND}]}"
        )
        .replacing("COND", with: "{Null: {\"sts:RoleSessionName\": \"false\"}}")

    @Test func rowsTellTheAxesTheChecksAndTheOutcome() throws {
        let tables = TruthTable.tables(try Written.run(Self.scenario))
        #expect(tables.count == 2)
        let columns = ["tags", "trust", "sts:AssumeRole", "sts:TagSession", "outcome", "caveats"]
        #expect(tables[0].columns == columns)
        #expect(
            tables[0].rows == [
                ["none", "as it is", "allowed", "–", "allowed", ""],
                ["none", "off", "explicitDeny", "–", "explicitDeny (trust)", ""],
                ["none", "wide", "allowed", "–", "allowed", ""],
                ["some", "as it is", "allowed", "implicitDeny", "implicitDeny (trust)", ""],
                ["some", "off", "explicitDeny", "explicitDeny", "explicitDeny (trust)", ""],
                ["some", "wide", "allowed", "allowed", "allowed", "STS-31: otherwise implicitDeny"],
            ])
    }

    /// Names that the file says once are told with each case: of long ones, so much that the output grows as the file does.
    @Test(arguments: ReportFormat.allCases) func longNamesGrowNoFasterThanTheFile(format: ReportFormat) throws {
        func sizes(_ count: Int) throws -> (input: Int, output: Int) {
            let name = String(repeating: "n", count: count * 25)
            let values = (0..<count).map { "\(name)\($0): {request: {region: eu-west-\($0)}}" }.joined(separator: ", ")
            let text = Written.question + "vary: {\(name): {\(values)}}\nexpect: {outcome: allowed}\n"
            let report = ScenarioReport.report([try Written.run(text)])
            return (text.utf8.count, format.render(report).utf8.count)
        }
        let (small, large) = (try sizes(10), try sizes(20))
        #expect(large.input > 3 * small.input)
        #expect(large.output < 3 * small.output, "\(small), \(large)")
    }

    @Test func aLongNameShowsItsBeginningAndItsEnd() throws {
        let (name, value) = (String(repeating: "é", count: 300), String(repeating: "v", count: 200))
        let text = Written.question + "vary: {\(name)Z: {\(value): {}}}\nexpect: {outcome: denied}\n"
        let scenario = try Written.read(text)
        let title = try #require(scenario.cases.first?.title)
        #expect(title.hasPrefix("ééé") && title.contains("é…é") && title.hasSuffix("éZ=\(value)"))
        #expect(title.unicodeScalars.count == 401)
    }

    /// What decides each of many cases is told in part, and counted.
    @Test(arguments: [ReportFormat.html, .json]) func manyDecidingStatementsAreCounted(format: ReportFormat) throws {
        let one = { (number: Int) in "{Sid: S\(number), Effect: Allow, Action: \"s3:*\", Resource: \"*\"}" }
        let statements = (0..<60).map(one).joined(separator: ", ")
        let text =
            Written.question + "policies: {identity: [{Version: \"2012-10-17\", Statement: [\(statements)]}]}\n"
            + "expect: {outcome: allowed}\n"
        let report = ScenarioReport.report([try Written.run(text)])
        #expect(report.groups[0].findings[0].evidence.count == 50)
        #expect(report.groups[0].findings[0].furtherEvidence == 10)
        let words = format == .html ? "and 10 further statements" : "\"furtherStatements\": 10"
        #expect(format.render(report).contains(words))
    }

    @Test func namedCasesStandInATableOfTheirOwn() throws {
        let table = TruthTable.tables(try Written.run(Self.scenario))[1]
        #expect(table.columns == ["case", "sts:AssumeRole", "outcome", "caveats"])
        #expect(
            table.rows == [
                ["too long", "–", "failed (InvalidParameterValue)", ""], ["allowed", "allowed", "allowed", ""],
            ])
    }

    @Test func withoutCombinationsOrCasesTheirTableIsMissing() throws {
        let named = try Written.run(Written.question + "cases: {a: {expect: {outcome: denied}}}")
        #expect(TruthTable.tables(named).map(\.columns.first) == ["case"])
        let plain = TruthTable.tables(try Written.run(Written.question + "expect: {outcome: denied}"))
        #expect(plain.map(\.columns) == [["s3:GetObject", "outcome", "caveats"]])
        #expect(plain[0].rows == [["implicitDeny", "implicitDeny (identity)", ""]])
    }

    @Test func chainsHaveAColumnForEachStep() throws {
        let result = try Written.run(
            """
            scenario: A chain
            accounts: {dev: {id: "111111111111", users: {ann: {}}, roles: {S: {}}}}
            steps:
              one: {caller: "arn:aws:iam::111111111111:user/ann", GetCallerIdentity: {}}
              two: {AssumeRole: {RoleArn: "arn:aws:iam::111111111111:role/S", RoleSessionName: s1}}
              three: {GetCallerIdentity: {}}
            expect: {outcome: denied}
            """)
        let table = TruthTable.tables(result)[0]
        #expect(table.columns == ["one", "two", "three", "outcome", "caveats"])
        let denied = "implicitDeny (trust)"
        #expect(table.rows == [["allowed", denied, "not reached", denied, ""]])
    }
}

@Suite struct ScenarioReportTests {
    private func report(_ expectation: String) throws -> Finding {
        let text = Written.question + "policies: {identity: [\(Written.allowing("ec2:*"))]}\nexpect: {\(expectation)}"
        let report = ScenarioReport.report([try Written.run(text)])
        #expect(report.groups.map(\.name) == ["A question"])
        #expect(report.groups.map(\.path) == ["scenarios/test.yaml"])
        return try #require(report.groups[0].findings.first)
    }

    @Test func aCaseThatPassesTellsItsAnswer() throws {
        let finding = try report("outcome: denied")
        #expect(finding.status == .passed)
        #expect(finding.name == "the question")
        #expect(finding.summary == "implicitDeny of s3:GetObject, blocked by identity")
        #expect(finding.details.isEmpty)
        #expect(finding.location?.description == "scenarios/test.yaml:4:9")
    }

    @Test func aCaseThatFailsTellsWhatDiffersAndWhy() throws {
        let finding = try report("outcome: allowed, blockedBy: [trust]")
        #expect(finding.status == .failed)
        #expect(finding.summary == "outcome: expected allowed, got implicitDeny")
        #expect(
            finding.details == [
                "outcome: expected allowed, got implicitDeny", "blockedBy: expected trust, got identity",
                "the answer: implicitDeny of s3:GetObject, blocked by identity",
                "identity: closest is statement Read of `identity[0]` (scenarios/test.yaml:3:94): the action is "
                    + "s3:GetObject, the statement has ec2:*",
                "to have it allowed: identity: add \"s3:GetObject\" to the `Action` at scenarios/test.yaml:3:94",
            ])
    }

    @Test func tasksTellTheirReason() throws {
        let open = try report("outcome: allowed, todo: not yet")
        #expect(open.status == .todo)
        #expect(open.summary == "todo: not yet")
        let done = try report("outcome: denied, todo: not yet")
        #expect(done.status == .failed)
        #expect(done.summary == "passes, though it is marked `todo`: not yet")
    }

    @Test func denyingStatementsAreNamedWithTheirPlace() throws {
        let deny = Written.allowing("s3:*", sid: "Never", effect: "Deny")
        let text = Written.question + "policies:\n  identity:\n    - \(deny)\nexpect: {outcome: allowed}"
        let finding = try #require(ScenarioReport.report([try Written.run(text)]).groups[0].findings.first)
        #expect(
            finding.details.dropFirst(2).first
                == "s3:GetObject: Deny by identity policy `identity[0]`, statement Never (scenarios/test.yaml:5:43)")
    }

    @Test func failuresAndCaveatsStandInTheOneLine() throws {
        let text = """
            scenario: x
            call:
              caller: "arn:aws:iam::111111111111:user/ann"
              AssumeRole: {RoleArn: "arn:aws:iam::222222222222:role/R", RoleSessionName: s1, Tags: {a: b, A: c}}
            expect: {outcome: failed}
            """
        let line = BriefAnswer.headline(try Written.run(text).cases[0].answer)
        let message = "Duplicate tag keys found. Please note that Tag keys are case insensitive."
        #expect(line == "failed: InvalidParameterValue: \(message)")
    }

    /// A column for each of many actions would be mostly empty, and the table would grow with the square of their number.
    @Test func manyActionsShareAColumn() throws {
        let cases = (0..<33).map { "c\($0): {with: {request: {action: 's3:Get\($0)'}}, expect: {outcome: denied}}" }
        let text = Written.question + "cases: {\(cases.joined(separator: ", "))}"
        let table = try #require(TruthTable.tables(try Written.run(text)).first)
        #expect(table.columns == ["case", "checks", "outcome", "caveats"])
        #expect(table.rows[7] == ["c7", "s3:Get7: implicitDeny", "implicitDeny (identity)", ""])
    }
}
