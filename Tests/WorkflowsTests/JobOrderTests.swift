import SourceText
import Testing

@testable import Workflows

/// Jobs run behind those that they need, else in the order of the file.
@Suite struct JobOrderTests {
    private func order(_ jobs: [(id: String, needs: [String])]) throws -> (ids: [String], faults: [String]) {
        let text = jobs.map { "  \($0.id): {needs: [\($0.needs.joined(separator: ", "))], steps: []}\n" }.joined()
        var diagnostics = Diagnostics()
        let file = SourceFile(path: "w.yml", text: "on: push\njobs:\n\(text)")
        let node = try #require(SourceParser.parse(file, &diagnostics))
        let workflow = try #require(WorkflowReader.read(node, &diagnostics))
        return (JobOrder.of(workflow, &diagnostics).map(\.id), diagnostics.all.map(\.message))
    }

    @Test func eachRoundFollowsTheOrderOfTheFile() throws {
        let found = try order([("d", ["b", "a"]), ("b", ["a"]), ("c", []), ("a", []), ("e", ["d", "d", "c"])])
        #expect(found.ids == ["c", "a", "b", "d", "e"])
        #expect(found.faults.isEmpty)
    }

    @Test func aJobThatIsMissingHoldsNoOtherUp() throws {
        let found = try order([("build", []), ("deploy", ["biuld"])])
        #expect(found.ids == ["build", "deploy"])
        #expect(found.faults == ["there is no job `biuld`; did you mean `build`?"])
    }

    @Test func jobsThatNeedEachOtherAreLeftOutWithThoseBehindThem() throws {
        let found = try order([("a", ["b"]), ("b", ["a"]), ("c", []), ("d", ["a", "c"]), ("e", ["e"])])
        #expect(found.ids == ["c"])
        #expect(found.faults == ["jobs that need each other never run: `a`, `b`, `d`, `e`"])
    }

    @Test func aLongChainIsFollowedToItsEnd() throws {
        let found = try order((0..<900).map { ("j\($0)", $0 < 899 ? ["j\($0 + 1)"] : []) })
        #expect(found.ids == (0..<900).reversed().map { "j\($0)" })
    }
}
