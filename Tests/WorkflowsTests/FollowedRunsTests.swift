import SourceText
import Testing

@testable import Workflows

/// Cases that ask about one run of a workflow share it, and all of them have one budget.
@Suite struct FollowedRunsTests {
    private let runs = FollowedRuns()

    private func ask(_ call: String, _ diagnostics: inout Diagnostics) -> Int {
        var count = 0
        guard let node = SourceParser.parse(SourceFile(path: "q.yaml", text: call), &diagnostics) else { return 0 }
        _ = runs.steps(asking: node, of: node, at: node, &diagnostics) { _ in
            count += 1
            return []
        }
        return count
    }

    @Test func aRunIsFollowedOnceHoweverManyStepsOfItAreAskedFor() {
        var diagnostics = Diagnostics()
        #expect(ask("{event: push, set: {vars.A: x}, job: a}", &diagnostics) == 1)
        #expect(ask("{event: push, set: {vars.A: x}, job: b, step: '1'}", &diagnostics) == 0)
        #expect(ask("{event: push, set: {vars.A: y}, job: a}", &diagnostics) == 1)
        #expect(ask("{event: pull_request, set: {vars.A: x}, job: a}", &diagnostics) == 1)
        #expect(diagnostics.all.isEmpty)
    }

    @Test func whatIsWrongWithARunIsToldToEachWhoAsks() throws {
        var first = Diagnostics()
        var second = Diagnostics()
        let node = try #require(SourceParser.parse(SourceFile(path: "q.yaml", text: "{job: a}"), &first))
        for index in 0..<2 {
            var own = Diagnostics()
            _ = runs.steps(asking: node, of: node, at: node, &own) { diagnostics in
                diagnostics.error("x", "cannot be followed", at: node.location)
                return nil
            }
            if index == 0 { first = own } else { second = own }
        }
        #expect(first.all.map(\.message) == ["cannot be followed"])
        #expect(second.all.map(\.message) == first.all.map(\.message))
    }

    @Test func runsThatTogetherComeToTooMuchAreRefused() {
        var diagnostics = Diagnostics()
        for index in 0..<2 {
            #expect(ask("{set: {vars.A: '\(index)'}}", &diagnostics) == 1)
            var rest = runs.budget
            rest.commands = 0
            runs.spend(upTo: rest)
        }
        #expect(diagnostics.all.isEmpty)
        #expect(ask("{set: {vars.A: other}}", &diagnostics) == 0)
        #expect(diagnostics.all.map(\.id) == ["too-many"])
    }
}
