import TestSupport
import Testing

/// What a workflow makes of itself, again and again, ends: in memory, in depth and in time.
@Suite struct WorkflowBoundTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private static let call = "aws sts assume-role --role-arn arn:aws:iam::111111111111:role/R --role-session-name xx"

    private static func script(_ lines: [String]) -> String {
        let text = (lines + [call]).map { "          \($0)\n" }.joined()
        return """
            on: push
            jobs:
              a:
                runs-on: u
                env: {AWS_ACCESS_KEY_ID: AKIAX}
                steps:
                  - run: |
            \(text)
            """
    }

    private static let doubling = ["V=abcdefgh"] + Array(repeating: "V=$V$V", count: 13)

    private static func loops(around command: String) -> [String] {
        let open = "ijkl".map { "for \($0) in 1 2 3 4 5 6 7 8; do " }.joined()
        return [open + command + "; done; done; done; done"]
    }

    private static func needs(_ value: (Int) -> String) -> String {
        let jobs = (1..<40).map { number in
            """
              j\(number):
                runs-on: u
                needs: [j\(number - 1)]
                outputs: {r: "\(value(number - 1))"}
                steps: []

            """
        }
        return """
            on: push
            jobs:
              j0:
                runs-on: u
                outputs: {r: "0123456789"}
                steps: []
            \(jobs.joined())
            """
    }

    private static let workflows = [
        script(Array(repeating: #"A=("${A[@]}" "${A[@]}" x)"#, count: 40)),
        script(Array(repeating: #"set -- "$@" "$@" x"#, count: 40)),
        script([String(repeating: "env ", count: 4_000) + call]),
        script([String(repeating: "sudo env ", count: 2_000) + call]),
        script(["V=${{ " + Array(repeating: "1", count: 5_000).joined(separator: "&&") + " }}"]),
        script(["V=${{ github" + String(repeating: ".a", count: 6_000) + " }}"]),
        script(doubling + loops(around: #"set -- $V"#)),
        script(doubling + loops(around: #"case "$V" in *a*b*x) ;; *a*c*y) ;; esac"#)),
        script(doubling + loops(around: #"echo "N$i=$V$i" >> $GITHUB_ENV"#)),
        needs { "${{needs.j\($0).outputs.r}}${{needs.j\($0).outputs.r}}" },
        needs { "${{needs.j\($0).outputs.r}}${{github.sha}}${{needs.j\($0).outputs.r}}" },
    ]

    /// It is told where it ends, or what is unknown for that; nothing crashes.
    @Test(arguments: workflows.indices)
    func aWorkflowThatDoublesItselfIsFollowedSoFar(_ index: Int) throws {
        try folder.write(Self.workflows[index], to: "w.yml")
        let result = try Command.iamsim(["workflow", "w.yml"], in: folder.path, seconds: 120)
        #expect([0, 1, 65].contains(result.status), "\(result.status) \(result.errors)")
    }

    /// Each step finds what all steps before have set: what there is of it counts as work, and its end is told.
    @Test func variablesThatStepsAddCountAsCommands() throws {
        let steps = (0..<150).map { "      - run: echo V\($0)=${{ matrix.a }} >> $GITHUB_ENV\n" }.joined()
        let numbers = (0..<16).map(String.init).joined(separator: ", ")
        try folder.write(
            """
            on: push
            jobs:
              d:
                runs-on: ubuntu-latest
                strategy: {matrix: {a: [\(numbers)], b: [\(numbers)]}}
                steps:
            \(steps)
            """, to: "w.yml")
        let result = try Command.iamsim(["workflow", "w.yml", "--width", "200"], in: folder.path, seconds: 120)
        #expect(result.output.contains("are not followed: those of the workflow run too many commands"))
    }
}
