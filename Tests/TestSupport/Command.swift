import Dispatch
public import Foundation
import Synchronization

/// Runs the built `iamsim`, and other programs.
public enum Command {
    /// What a program did.
    public struct Result: Sendable, Hashable {
        /// The exit status; 128 and the signal's number where a signal ended it, as shells tell it.
        public let status: Int32
        /// What it wrote to standard output.
        public let output: String
        /// What it wrote to standard error.
        public let errors: String
    }

    /// Why a program has no result.
    public enum Fault: Error {
        /// The command was not built, or not where the tests are.
        case notBuilt(searched: [String])
        /// The program was ended because it ran too long.
        case tooLong(seconds: Int)
    }

    /// Runs the built command.
    /// - Parameters:
    ///   - folder: the working directory; the repository's root if it is not given.
    ///   - environment: variables beside those of the test. `NO_COLOR` is not inherited.
    ///   - output: where standard output goes instead of into the result.
    public static func iamsim(
        _ arguments: [String], in folder: String = Repository.root, environment: [String: String] = [:],
        input: String = "", output: FileHandle? = nil, seconds: Int = 30
    ) throws -> Result {
        try run(
            executable(), arguments, in: folder, environment: environment, input: input, output: output,
            seconds: seconds)
    }

    /// Runs a line of shell, to which the built command is known as `iamsim`. What it writes to standard error stands
    /// in its output.
    public static func shell(_ line: String, in folder: String = Repository.root, seconds: Int = 30) throws -> Result {
        let tools = try URL(fileURLWithPath: executable()).deletingLastPathComponent().path
        let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
        return try run(
            "/bin/sh", ["-c", "exec 2>&1\n\(line)"], in: folder, environment: ["PATH": "\(tools):\(path)"],
            input: "", output: nil, seconds: seconds)
    }

    private static func run(
        _ program: String, _ arguments: [String], in folder: String, environment: [String: String], input: String,
        output: FileHandle?, seconds: Int
    ) throws -> Result {
        // Files and not pipes: nobody has to read while the program writes.
        let files = try TemporaryFolder()
        for name in ["output", "errors"] { try files.write("", to: name) }
        try files.write(input, to: "input")
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        process.currentDirectoryURL = URL(fileURLWithPath: folder)
        let inherited = ProcessInfo.processInfo.environment.filter { $0.key != "NO_COLOR" }
        process.environment = inherited.merging(environment) { $1 }
        let handles = [
            FileHandle(forReadingAtPath: files.path("input")), FileHandle(forWritingAtPath: files.path("output")),
            FileHandle(forWritingAtPath: files.path("errors")),
        ]
        // A process keeps them, and Foundation's own watching of processes breaks beyond 1,024 descriptors.
        defer { for handle in handles { try? handle?.close() } }
        process.standardInput = handles[0]
        process.standardOutput = output ?? handles[1]
        process.standardError = handles[2]
        let status = try finish(process, seconds: seconds)
        return Result(
            status: status, output: files.text(at: "output") ?? "", errors: files.text(at: "errors") ?? "")
    }

    /// Foundation on Linux now and then crashes where two threads start processes at once.
    private static let starting = Mutex<Void>(())

    private static func finish(_ process: Process, seconds: Int) throws -> Int32 {
        let end = DispatchSemaphore(value: 0)
        process.terminationHandler = { _ in end.signal() }
        try starting.withLock { _ in try process.run() }
        if end.wait(timeout: .now() + .seconds(seconds)) == .timedOut {
            kill(process.processIdentifier, SIGKILL)
            end.wait()
            throw Fault.tooLong(seconds: seconds)
        }
        return process.terminationReason == .exit ? process.terminationStatus : 128 + process.terminationStatus
    }

    /// The path of the built command: beside the tests, wherever the build lies.
    public static func executable() throws -> String {
        if let found = candidates.first(where: isProgram) { return found }
        throw Fault.notBuilt(searched: candidates)
    }

    private static let candidates: [String] = {
        let starts = [
            URL(fileURLWithPath: CommandLine.arguments.first ?? ""), Bundle.main.bundleURL,
            Bundle.main.executableURL,
        ]
        // On macOS the tests lie some folders deep in a bundle.
        let around = (starts + Bundle.allBundles.map(\.bundleURL)).compactMap(\.self).flatMap { start in
            sequence(first: start) { $0.deletingLastPathComponent() }.prefix(5).map { $0 }
        }
        let folders = around.map(\.path) + ["debug", "release"].map { Repository.path(".build/\($0)") }
        return folders.map { "\($0)/iamsim" }
    }()

    private static func isProgram(_ path: String) -> Bool {
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && !isFolder.boolValue
            && FileManager.default.isExecutableFile(atPath: path)
    }
}
