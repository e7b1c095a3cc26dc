import Foundation

/// (d), (f) and (g): the release binary as a whole process.
struct CommandBenchmark {
    let binary: String
    let folder: String

    func run() -> [Measurement] {
        let cold = (0..<21).map { _ in seconds(["simulate", "-"], input: one) * 1_000 }
        let peaks = (0..<3).map { _ in peak(["simulate", "-"], input: one) }
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
                one: seconds(["simulate", "--lines"], input: input),
                two: seconds(["simulate", "--lines", "--jobs", "2"], input: input)
            )
        }
        return [
            Measurement(
                name: "f lines with \(what)", unit: "questions/s", values: pairs.map { count / $0.one },
                goal: "over 60,000"),
            Measurement(
                name: "f the same, two jobs", unit: "questions/s", values: pairs.map { count / $0.two },
                goal: "none"),
            Measurement(
                name: "f two jobs against one", unit: "times", values: pairs.map { $0.one / $0.two },
                goal: "at least 1.7"),
            Measurement(
                name: "f peak memory", unit: "MB", values: [peak(["simulate", "--lines"], input: input)], goal: "flat"),
        ]
    }

    /// (g) Ten thousand cases, told in every format at once.
    func runReports() -> [Measurement] {
        let cases = "\(folder)/cases.yaml"
        let formats = ["text", "markdown", "html", "csv", "json", "junit", "sarif", "github"].flatMap {
            ["--format", "\($0)=\(folder)/report.\($0)"]
        }
        let arguments = ["test", cases, "--coverage", "--root", "/"] + formats
        return [
            Measurement(
                name: "g 10,000 cases in all formats", unit: "s",
                values: (0..<5).map { _ in seconds(arguments, input: cases) }, goal: "under 5"),
            Measurement(
                name: "g peak memory", unit: "MB", values: [peak(arguments, input: cases)], goal: "under 300"),
            Measurement(
                name: "g the table alone", unit: "s",
                values: (0..<5).map { _ in seconds(["table", cases, "--root", "/"], input: cases) }, goal: "none"),
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

    /// Runs the command to its end.
    /// - Returns: the seconds of the wall clock.
    private func seconds(_ arguments: [String], input: String) -> Double {
        let time = ContinuousClock().measure {
            var status: Int32 = 0
            let process = start(arguments, input: input)
            while waitpid(process, &status, 0) < 0 && errno == EINTR {}
        }
        return Double(time.components.seconds) + Double(time.components.attoseconds) / 1e18
    }

    /// Runs the command to its end.
    /// - Returns: the most memory that it had, in megabytes; 0 where the system does not say.
    private func peak(_ arguments: [String], input: String) -> Double {
        let process = start(arguments, input: input)
        var (status, peak): (Int32, Int) = (0, 0)
        while waitpid(process, &status, WNOHANG) == 0 {
            peak = max(peak, Self.memory(of: process))
            usleep(500)
        }
        return Double(peak) / 1_024
    }

    private func start(_ arguments: [String], input: String) -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, input, O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
        var words: [UnsafeMutablePointer<CChar>?] = ([binary] + arguments).map { strdup($0) } + [nil]
        defer { for word in words { free(word) } }
        var process = pid_t()
        guard posix_spawn(&process, binary, &actions, nil, &words, environ) == 0 else {
            print("\(binary) cannot be started")
            exit(1)
        }
        return process
    }

    /// The most memory that a process had so far, in kilobytes; 0 where the system does not say.
    private static func memory(of process: pid_t) -> Int {
        guard let status = try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8),
            let line = status.split(separator: "\n").first(where: { $0.hasPrefix("VmHWM:") })
        else { return 0 }
        return Int(line.split(separator: " ").dropLast().last ?? "") ?? 0
    }
}
