import IAM
import Questions
import STS
import SourceText
import Testing

@testable import Scenarios

/// What the cases of a run may come to.
@Suite struct CaseBudgetTests {
    private func read(_ text: String, _ budget: inout CaseBudget) throws -> (scenario: Scenario?, faults: [Diagnostic])
    {
        var diagnostics = Diagnostics()
        let node = try #require(SourceParser.parse(SourceFile(path: "a.yaml", text: text), &diagnostics))
        let library = PolicyLibrary { _, _ in nil }
        let scenario = ScenarioReader(library: library, maxCases: 4).read(node, &budget, &diagnostics)
        return (scenario, diagnostics.all.filter { $0.severity == .error })
    }

    private static let fourCases =
        Written.question + "vary: {a: {one: {}, two: {id: x}}}\nexpect: {outcome: denied}\n"
        + "cases: {c: {expect: {outcome: denied}}, d: {with: {id: z}, expect: {outcome: denied}}}"

    @Test func allScenariosOfARunHaveFourTimesTheCasesOfOne() throws {
        var budget = CaseBudget(maxCases: 4)
        for _ in 0..<4 { #expect(try read(Self.fourCases, &budget).scenario?.cases.count == 4) }
        let (fifth, faults) = try read(Self.fourCases, &budget)
        #expect(fifth == nil)
        #expect(faults.map(\.id) == ["too-many-cases"])
        #expect(
            faults.first?.message
                == "with the 4 cases of this scenario all that are run come to 20; they may be 16, and "
                + "`--max-cases N` allows 4 times N")
        #expect(try read(Written.question + "expect: {outcome: denied}", &budget).scenario == nil)
    }

    /// What is asked is read anew for each case, whether an axis lies over it or not.
    @Test(arguments: ["{k:b: x}", "{}"])
    func whatEachCaseAsksCountsForEach(_ varied: String) throws {
        let keys = (0..<100).map { "k:a\($0): v" }.joined(separator: ", ")
        let text =
            Written.question.replacing(#""s3:GetObject"}"#, with: #""s3:GetObject", context: {\#(keys)}}"#)
            + "vary: {a: {one: {}, two: {request: {context: \(varied)}}}, b: {three: {}, four: {id: x}}}\n"
            + "expect: {outcome: denied}"
        var (enough, little) = (CaseBudget(cases: 100, values: 2_000), CaseBudget(cases: 100, values: 600))
        #expect(try read(text, &enough).scenario?.cases.count == 4)
        let (scenario, faults) = try read(text, &little)
        #expect(scenario == nil)
        #expect(faults.map(\.id) == ["too-large"])
        let message = faults.first?.message ?? ""
        #expect(message.hasPrefix("with case "), "\(message)")
        #expect(message.contains("all cases that are run bring more than 600 values"), "\(message)")
    }

    @Test func whatNamedCasesAskCountsToo() throws {
        var budget = CaseBudget(cases: 100, values: 20)
        let (scenario, faults) = try read(Self.fourCases, &budget)
        #expect(scenario == nil)
        #expect(faults.map(\.id) == ["too-large"])
    }

    /// The overlays that neighbouring cases share are laid once; each case is read from all of its own.
    @Test func eachCaseAsksWhatItsOwnValuesSay() throws {
        let text = """
            scenario: x
            request: {caller: "arn:aws:iam::111111111111:user/ann", action: "s3:GetObject"}
            vary:
              action: {get: {}, put: {request: {action: "s3:PutObject"}}}
              object: {a: {request: {resource: "arn:aws:s3:::b/a"}}, b: {request: {resource: "arn:aws:s3:::b/b"}}}
              key: {none: {}, one: {request: {context: {"k:v": "1"}}}}
            expect: [{when: {action: get, object: b}, outcome: denied}, {outcome: denied}]
            """
        let cases = try Written.read(text).cases
        let asked = cases.map { testCase in
            let request = testCase.question.answer().checks[0].request
            let value = request.context["k:v"]?.texts.first?.string ?? "none"
            return "\(request.action) \(request.resource.arn?.resource ?? "") \(value)"
        }
        let all = ["s3:GetObject", "s3:PutObject"].flatMap { action in
            ["b/a", "b/b"].flatMap { object in ["none", "1"].map { "\(action) \(object) \($0)" } }
        }
        #expect(asked == all)
        #expect(cases.last?.source["request"]?["context"]?.members.first?.value.string == "1")
        #expect(cases.first?.source["request"]?["context"] == nil)
    }

    /// A policy that axes put together belongs to the cases that have it, however many there are.
    @Test func policiesThatAxesPutTogetherAreReadForEachCase() throws {
        let actions = (0..<300).map { "a\($0): {documents: {p: {Version: '2012-10-17', Id: i\($0)}}}" }
        let text = """
            scenario: x
            documents: {p: {Statement: [{Effect: Allow, Action: "s3:GetObject", Resource: "*"}]}}
            policies: {identity: [p]}
            request: {caller: "arn:aws:iam::111111111111:user/ann", action: "s3:GetObject"}
            vary: {p: {\(actions.joined(separator: ", "))}, key: {none: {}, one: {request: {context: {"k:v": "1"}}}}}
            expect: {outcome: allowed}
            """
        let result = try Written.run(text)
        #expect(result.cases.count == 600)
        #expect(result.cases.allSatisfy { $0.status == .passed })
    }

    // MARK: Comparing

    private static func comparing(
        patterns: Int, values: Int, resource: String = "b/k", operation: String = "StringLike"
    ) -> String {
        let asked = (0..<patterns).map { "'*a*\($0)'" }.joined(separator: ", ")
        let given = (0..<values).map { "v\($0)" }.joined(separator: ", ")
        let condition = "{'ForAnyValue:\(operation)': {'k:v': [\(asked)]}}"
        return """
            scenario: x
            policies: {identity: [{Version: '2012-10-17', Statement: [
              {Effect: Allow, Action: 's3:*', Resource: 'arn:aws:s3:::b/*x*', Condition: \(condition)}]}]}
            request: {caller: 'arn:aws:iam::111111111111:user/ann', action: 's3:GetObject', resource: 'arn:aws:s3:::\(resource)',
              context: {'k:v': [\(given)]}}
            expect: {outcome: denied}
            """
    }

    private func comparisons(_ text: String) throws -> Int {
        let check = try #require(try Written.read(text).cases.first?.question.answer().checks.first)
        return check.policies.comparisons(for: check.request)
    }

    @Test func manyValuesCountWithEachOfManyPatterns() throws {
        let few = try comparisons(Self.comparing(patterns: 100, values: 4))
        let many = try comparisons(Self.comparing(patterns: 100, values: 400))
        let twice = try comparisons(Self.comparing(patterns: 200, values: 400))
        #expect(few < 300)
        #expect(many > 100 * 400 * 16)
        #expect(twice > many * 19 / 10)
        #expect(try comparisons(Self.comparing(patterns: 100, values: 400, operation: "StringEquals")) > 100 * 400 * 16)
    }

    @Test func aLongResourceCountsWithEachPattern() throws {
        let short = try comparisons(Self.comparing(patterns: 1, values: 1))
        let long = try comparisons(
            Self.comparing(patterns: 1, values: 1, resource: "b/" + String(repeating: "k", count: 40_000)))
        #expect(long - short > 40_000)
    }

    @Test func aRunThatHasComparedTooMuchSaysWhichCaseIsNotDecided() throws {
        let scenario = try Written.read(Self.comparing(patterns: 100, values: 400))
        let (place, answer) = (scenario.cases[0].expectation.location, scenario.cases[0].question.answer())
        var budget = ComparisonBudget(comparisons: 2_000_000)
        #expect(budget.refusal(at: place) == nil)
        budget.take(answer)
        #expect(budget.refusal(at: place) == nil)
        budget.take(answer)
        budget.take(answer)
        let refusal = try #require(budget.refusal(at: place))
        #expect(refusal.id == "too-much-to-compare")
        #expect(refusal.location == place)
    }

    @Test func theStepsOfAChainCount() throws {
        let text = """
            scenario: x
            steps:
              a: {caller: "arn:aws:iam::111111111111:user/ann", policies: {identity: [\(Written.allowing("*"))]}, GetSessionToken: {}}
              b: {policies: {identity: [\(Written.allowing("*"))]}, request: {action: "s3:GetObject"}}
            expect: {outcome: allowed}
            """
        let answer = try Written.read(text).cases[0].question.answer()
        var budget = ComparisonBudget(comparisons: 0)
        budget.take(answer)
        #expect(budget.refusal(at: SourceLocation(startOf: SourceFile(path: "a", bytes: []))) != nil)
    }
}
