import Foundation

/// (d) and (f): the release binary as a whole process.
struct CommandBenchmark {
    let binary: String
    let questions: String

    func run() -> [Measurement] {
        let cold = (0..<21).map { _ in start(["simulate", "-"], input: one).seconds * 1_000 }
        let peaks = (0..<3).map { _ in start(["simulate", "-"], input: one).peak }
        let count = Double(lineCount)
        let single = (0..<3).map { _ in start(["simulate", "--lines"], input: questions) }
        let double = (0..<3).map { _ in start(["simulate", "--lines", "--jobs", "2"], input: questions) }
        return [
            Measurement(name: "d cold start", unit: "ms", values: cold, goal: "under 15"),
            Measurement(name: "d peak memory", unit: "MB", values: peaks, goal: "under 30"),
            Measurement(
                name: "f simulate --lines", unit: "questions/s", values: single.map { count / $0.seconds },
                goal: "over 60,000"),
            Measurement(
                name: "f simulate --lines --jobs 2", unit: "questions/s", values: double.map { count / $0.seconds },
                goal: "1.7 times one job"),
            Measurement(name: "f peak memory", unit: "MB", values: single.map(\.peak), goal: "flat"),
        ]
    }

    /// A file with the first question alone.
    private var one: String {
        let path = questions + ".one"
        let first = (try? String(contentsOfFile: questions, encoding: .utf8))?.split(separator: "\n").first ?? ""
        try? String(first).write(toFile: path, atomically: true, encoding: .utf8)
        return path
    }

    private var lineCount: Int {
        (try? Data(contentsOf: URL(fileURLWithPath: questions)))?.count { $0 == 0x0A } ?? 0
    }

    /// Runs the command to its end: seconds of the wall clock, and the most memory in megabytes.
    private func start(_ arguments: [String], input: String) -> (seconds: Double, peak: Double) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: binary)
        process.arguments = arguments
        process.standardInput = FileHandle(forReadingAtPath: input)
        process.standardOutput = FileHandle(forWritingAtPath: "/dev/null")
        process.standardError = FileHandle(forWritingAtPath: "/dev/null")
        let clock = ContinuousClock()
        var peak = 0
        let time = clock.measure {
            try? process.run()
            while process.isRunning {
                peak = max(peak, Self.memory(of: process.processIdentifier))
                usleep(200)
            }
        }
        let seconds = Double(time.components.seconds) + Double(time.components.attoseconds) / 1e18
        return (seconds, Double(peak) / 1_024)
    }

    /// The most memory that a process had so far, in kilobytes; 0 where the system does not say.
    private static func memory(of process: Int32) -> Int {
        guard let status = try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8),
            let line = status.split(separator: "\n").first(where: { $0.hasPrefix("VmHWM:") })
        else { return 0 }
        return Int(line.split(separator: " ").dropLast().last ?? "") ?? 0
    }
}
