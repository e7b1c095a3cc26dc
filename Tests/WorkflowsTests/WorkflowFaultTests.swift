import IAM
import Questions
import SourceText
import Testing
import Workflows

/// Workflows that are none, or more than can be followed, end with a word on it.
@Suite struct WorkflowFaultTests {
    private func faults(_ text: String) -> [String] {
        var diagnostics = Diagnostics()
        let node = SourceParser.parse(SourceFile(path: "w.yml", text: text), &diagnostics)
        if let workflow = node.flatMap({ WorkflowReader.read($0, &diagnostics) }) {
            let library = PolicyLibrary { _, _ in nil }
            let judge = CallJudge(base: nil, library: library, &diagnostics)
            let runs = WorkflowRun.all(of: workflow, repository: nil, values: [:])
            var budget = WorkflowBudget()
            _ = WorkflowPrediction(
                workflow, runs: runs, files: LocalFiles(library: library, of: workflow), judge: judge, sharing: &budget,
                &diagnostics)
        }
        return diagnostics.all.map(\.id)
    }

    private static func numbers(_ count: Int) -> String { (0..<count).map(String.init).joined(separator: ", ") }

    private static func job(_ matrix: String) -> String {
        "on: push\njobs: {a: {runs-on: ubuntu-latest, strategy: {matrix: \(matrix)}, steps: [{run: aws sts x}]}}"
    }

    @Test(arguments: [
        ("- a", "wrong-kind"), ("jobs: {}", "not-a-workflow"), ("on: push", "missing-member"),
        ("on: push\njobs: [a]", "wrong-kind"), ("on: push\njobs: {a: {steps: {b: c}}}", "wrong-kind"),
        (job("{n: [\(numbers(10_000))]}"), "too-many"), (job("{n: [\(numbers(20))], m: [\(numbers(20))]}"), "too-many"),
        (job("{include: [\((0..<300).map { "{n: \($0)}" }.joined(separator: ", "))]}"), "too-many"),
        (job("'${{ fromJSON(1'"), "invalid-expression"),
    ])
    func aFaultIsTold(_ text: String, _ id: String) {
        #expect(faults(text) == [id])
    }

    /// GitHub's limits: 256 jobs of a matrix.
    @Test func aMatrixWithinTheLimitIsFollowed() {
        #expect(faults(Self.job("{n: [\(Self.numbers(256))]}")).isEmpty)
    }

    /// What grows with every use is no longer followed when it is long.
    @Test func valuesThatDoubleAreBounded() {
        let script = "A=aaaaaaaaaa\n" + String(repeating: "A=\"$A$A\"\n", count: 80) + "aws sts get-caller-identity"
        let lines = script.split(separator: "\n").map { "          \($0)\n" }.joined()
        #expect(faults("on: push\njobs:\n  a:\n    steps:\n      - run: |\n\(lines)").isEmpty)
        let expression = (0..<40).reduce("github.event_name") { text, _ in "format('{0}{0}', \(text))" }
        #expect(
            faults("on: push\njobs: {a: {steps: [{env: {A: \"${{ \(expression) }}\"}, run: aws sts x}]}}")
                .allSatisfy { $0 == "invalid-expression" })
    }

    /// Five megabytes are read, and what is too much in them is told or not followed.
    @Test func fiveMegabytesAreRead() {
        let steps = String(repeating: "      - run: aws sts get-caller-identity\n", count: 125_000)
        #expect(faults("on: push\njobs:\n  a:\n    steps:\n\(steps)") == ["too-many"])
        let lines = String(repeating: "          aws sts get-caller-identity\n", count: 125_000)
        #expect(faults("on: push\njobs:\n  a:\n    steps:\n      - run: |\n\(lines)").isEmpty)
    }

    /// Aliases that name aliases: nine levels of nine are over 387 million nodes.
    @Test func anchorsThatExplodeAreRefused() {
        var text = "x0: &x0 [a, a, a, a, a, a, a, a, a]\n"
        for level in 1...8 {
            let names = Array(repeating: "*x\(level - 1)", count: 9).joined(separator: ", ")
            text += "x\(level): &x\(level) [\(names)]\n"
        }
        #expect(faults(text + "on: push\njobs: {a: {strategy: {matrix: {m: *x8}}}}") == ["too-large"])
    }

    /// Scripts whose functions and loops multiply, by what they are.
    private static let multiplying = [
        "functions that call two": (0..<20).map { "f\($0)() { f\($0 + 1); f\($0 + 1); }\n" }.joined()
            + "f0; aws sts get-caller-identity",
        "a function that calls itself": "f() { f; f; }; f; aws sts get-caller-identity",
        "loops in loops": String(repeating: "for i in 1 2 3 4 5 6 7 8 9; do ", count: 12)
            + "aws sts get-caller-identity" + String(repeating: "; done", count: 12),
        "a value that doubles": String(repeating: "if [ $A ]; then A=$A$A; fi; ", count: 2_000)
            + "aws sts get-caller-identity",
    ]

    /// They end after some thousand commands.
    @Test(arguments: multiplying.keys.sorted())
    func scriptsThatMultiplyAreBounded(_ name: String) throws {
        let script = try #require(Self.multiplying[name])
        let lines = script.split(separator: "\n").map { "          \($0)\n" }.joined()
        #expect(faults("on: push\njobs:\n  a:\n    steps:\n      - run: |\n\(lines)").isEmpty)
    }
}
