import Foundation

/// Runs git, which is given no say: it asks nobody, fetches nothing, and starts no program that a repository names.
enum GitCommand {
    /// What git prints; `nil` where it fails.
    static func output(_ arguments: [String], in folder: String) -> Data? {
        let output = Pipe()
        guard let process = start(arguments, in: folder, output: output) else { return nil }
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return process.terminationStatus == 0 ? data : nil
    }

    /// The first line of what git prints; `nil` where it fails or prints nothing.
    static func line(_ arguments: [String], in folder: String) -> String? {
        output(arguments, in: folder).flatMap(firstLine)
    }

    /// Why a command fails: its exit status, and the first line of git's complaint.
    static func complaint(_ arguments: [String], in folder: String) -> (status: Int32, line: String) {
        let errors = Pipe()
        guard let process = start(arguments, in: folder, errors: errors) else { return (127, "") }
        let data = errors.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, firstLine(data) ?? "")
    }

    /// Starts git; `nil` where not even that is possible.
    static func start(
        _ arguments: [String], in folder: String, input: Pipe? = nil, output: Pipe? = nil, errors: Pipe? = nil
    ) -> Process? {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["git", "-C", folder] + distrust + arguments
        process.environment = ProcessInfo.processInfo.environment.merging(settings) { $1 }
        process.standardInput = input ?? FileHandle.nullDevice
        process.standardOutput = output ?? FileHandle.nullDevice
        process.standardError = errors ?? FileHandle.nullDevice
        do {
            try process.run()
        } catch {
            return nil
        }
        return process
    }

    /// Files of a pull request may look like a repository without a working tree: its settings would name programs.
    private static let distrust = ["-c", "core.fsmonitor=false", "-c", "safe.bareRepository=explicit"]

    /// Messages in English, as some are told apart by their words; no locks, no network, no replaced objects.
    private static let settings = [
        "LC_ALL": "C", "LANGUAGE": "C", "GIT_OPTIONAL_LOCKS": "0", "GIT_NO_LAZY_FETCH": "1", "GIT_TERMINAL_PROMPT": "0",
        "GIT_NO_REPLACE_OBJECTS": "1", "GIT_LITERAL_PATHSPECS": "1",
    ]

    private static func firstLine(_ data: Data) -> String? {
        let line = String(decoding: data, as: UTF8.self).split(separator: "\n").first
        return line.map(String.init)
    }
}
