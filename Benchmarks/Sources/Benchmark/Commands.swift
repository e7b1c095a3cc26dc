import Foundation

/// (d) and (f): the release binary as a whole process.
struct CommandBenchmark {
    let binary: String
    let folder: String

    func run() -> [Measurement] {
        let cold = (0..<21).map { _ in start(["simulate", "-"], input: one).seconds * 1_000 }
        let peaks = (0..<3).map { _ in start(["simulate", "-"], input: one).peak }
        return [
            Measurement(name: "d cold start", unit: "ms", values: cold, goal: "under 15"),
            Measurement(name: "d peak memory", unit: "MB", values: peaks, goal: "under 30"),
        ]
    }

    /// (f) Lines of which each has policies of its own, and lines among which 16 sets of policies take turns.
    func runLines() -> [Measurement] {
        lines("policies of their own", questions) + lines("16 sets of policies", "\(folder)/repeated.jsonl")
    }

    private func lines(_ what: String, _ input: String) -> [Measurement] {
        let count = Double(lineCount(input))
        let pairs = (0..<5).map { _ in
            (
                start(["simulate", "--lines"], input: input),
                start(["simulate", "--lines", "--jobs", "2"], input: input)
            )
        }
        return [
            Measurement(
                name: "f lines with \(what)", unit: "questions/s", values: pairs.map { count / $0.0.seconds },
                goal: "over 60,000"),
            Measurement(
                name: "f the same, two jobs", unit: "questions/s", values: pairs.map { count / $0.1.seconds },
                goal: "none"),
            Measurement(
                name: "f two jobs against one", unit: "times", values: pairs.map { $0.0.seconds / $0.1.seconds },
                goal: "at least 1.7"),
            Measurement(name: "f peak memory", unit: "MB", values: pairs.map(\.0.peak), goal: "flat"),
        ]
    }

    private var questions: String { "\(folder)/questions.jsonl" }

    /// A file with the first question alone.
    private var one: String {
        let path = questions + ".one"
        let first = (try? String(contentsOfFile: questions, encoding: .utf8))?.split(separator: "\n").first ?? ""
        try? String(first).write(toFile: path, atomically: true, encoding: .utf8)
        return path
    }

    private func lineCount(_ path: String) -> Int {
        (try? Data(contentsOf: URL(fileURLWithPath: path)))?.count { $0 == 0x0A } ?? 0
    }

    /// Runs the command to its end: seconds of the wall clock, and the most memory in megabytes.
    private func start(_ arguments: [String], input: String) -> (seconds: Double, peak: Double) {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, input, O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
        var words: [UnsafeMutablePointer<CChar>?] = ([binary] + arguments).map { strdup($0) } + [nil]
        defer { for word in words { free(word) } }
        var usage = rusage()
        let time = ContinuousClock().measure {
            var process = pid_t()
            guard posix_spawn(&process, binary, &actions, nil, &words, environ) == 0 else {
                print("\(binary) cannot be started")
                exit(1)
            }
            var status: Int32 = 0
            while wait4(process, &status, 0, &usage) < 0 && errno == EINTR {}
        }
        let seconds = Double(time.components.seconds) + Double(time.components.attoseconds) / 1e18
        return (seconds, Double(usage.ru_maxrss) / Self.memoryUnits)
    }

    /// How many of the units in which the system tells memory make a megabyte.
    private static var memoryUnits: Double {
        #if canImport(Darwin)
            1_048_576
        #else
            1_024
        #endif
    }
}
