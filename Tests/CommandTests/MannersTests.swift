import Foundation
import TestSupport
import Testing

/// How the command behaves while it waits, and where its input or output is not what it should be.
@Suite struct MannersTests {
    /// What cannot be read is no empty input.
    @Test(arguments: ["</", "<&-"], ["simulate --lines", "simulate -", "explain -", "import -"])
    func standardInputThatCannotBeReadIsNoSuccess(input: String, command: String) throws {
        let result = try Command.shell("iamsim \(command) \(input)")
        #expect(result.status == 65)
        #expect(result.output.contains("cannot be read: "), "\(result.output)")
        #expect(result.output.contains("standard input"), "\(result.output)")
    }

    /// A signal ends the command while it waits for input; what was asked before is answered.
    @Test(.timeLimit(.minutes(1)), arguments: ["INT", "TERM", "HUP"]) func signalsEndTheWaiting(signal: String) throws {
        let line = """
            python3 - \(signal) <<'END'
            import signal, subprocess, sys
            process = subprocess.Popen(["iamsim", "simulate", "--lines"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
            process.stdin.write(b"{}\\n")
            process.stdin.flush()
            print(process.stdout.readline().decode()[:9])
            process.send_signal(getattr(signal, "SIG" + sys.argv[1]))
            print(process.wait(timeout=20))
            END
            """
        guard try Command.shell("command -v python3").status == 0 else { return }
        let result = try Command.shell(line)
        #expect(result.output.hasPrefix("{\"id\": \"1"), "\(result.output)")
        #expect(result.output.hasSuffix("\n130\n"), "\(result.output)")
    }

    /// Nor does output that nobody takes keep the command, whatever it has to say.
    @Test(.timeLimit(.minutes(1))) func aSignalEndsTheCommandWhoseOutputNobodyTakes() throws {
        guard try Command.shell("command -v python3").status == 0 else { return }
        let line = """
            python3 - <<'END'
            import signal, subprocess, time
            process = subprocess.Popen(["iamsim", "simulate", "--lines"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
            process.stdin.write(b"{}\\n" * 5000)
            process.stdin.close()
            time.sleep(1)
            process.send_signal(signal.SIGTERM)
            print(process.wait(timeout=20))
            END
            """
        #expect(try Command.shell(line).output == "130\n")
    }

    /// Output that takes only some at a time loses nothing.
    @Test(.timeLimit(.minutes(1))) func outputThatDoesNotBlockLosesNothing() throws {
        let pipe = Pipe()
        let writing = pipe.fileHandleForWriting.fileDescriptor
        #expect(fcntl(writing, F_SETFL, fcntl(writing, F_GETFL) | O_NONBLOCK) == 0)
        let lines = 4_000
        let read = Task.detached { () -> [UInt8] in
            var bytes: [UInt8] = []
            while let data = try? pipe.fileHandleForReading.read(upToCount: 4_096), !data.isEmpty {
                bytes += data
                usleep(500)
            }
            return bytes
        }
        let result = try Command.iamsim(
            ["simulate", "--lines"], input: String(repeating: "{}\n", count: lines), output: pipe.fileHandleForWriting)
        try pipe.fileHandleForWriting.close()
        #expect(result.status == 65 && result.errors.isEmpty)
        let semaphore = DispatchSemaphore(value: 0)
        nonisolated(unsafe) var bytes: [UInt8] = []
        Task.detached {
            bytes = await read.value
            semaphore.signal()
        }
        semaphore.wait()
        #expect(bytes.count { $0 == 0x0A } == lines && bytes.count > 200_000)
    }

    /// A pipe that gives its input bit by bit is read to its end.
    @Test func inputThatDoesNotBlockIsWaitedFor() throws {
        guard try Command.shell("command -v python3").status == 0 else { return }
        let line = """
            python3 - <<'END'
            import fcntl, os, subprocess, time
            reading, writing = os.pipe()
            fcntl.fcntl(reading, fcntl.F_SETFL, os.O_NONBLOCK)
            process = subprocess.Popen(["iamsim", "simulate", "--lines"], stdin=reading, stdout=subprocess.PIPE)
            for _ in range(3):
                time.sleep(0.2)
                os.write(writing, b"{}\\n")
            os.close(writing)
            print(len(process.stdout.readlines()), process.wait())
            END
            """
        #expect(try Command.shell(line).output == "3 65\n")
    }

    /// What the parser of arguments quotes is plain, too.
    @Test func whatIsWrongWithOptionsIsPlain() throws {
        let folder = try TemporaryFolder()
        try folder.write(
            #"{"scenario": "x", "request": {"caller": "anonymous", "action": "s3:GetObject"}, "#
                + #""cases": {"a\u001b[2J\n::error::x": {"expect": {"outcome": "denied"}}, "b": {"expect": {"outcome": "denied"}}}}"#,
            to: "a.json")
        let result = try Command.iamsim(["explain", "a.json"], in: folder.path)
        #expect(result.status == 64)
        #expect(result.errors.hasPrefix("Error: The scenario has 2 cases"))
        #expect(HostileCorpus.commands(in: result.errors).isEmpty, "\(result.errors)")
    }

    /// Whatever the parser quotes stays on its line: no argument forges one.
    @Test(arguments: [
        ["test", "--format", "json"], ["test", "--fail-on", "x"], ["table", "a", "--max-cases", "1"], ["schema", "x"],
        ["explain"], ["test", "--unknown"], [], ["explain", "q.json", "--case", "x"], ["table", "a", "--into", "d"],
    ]) func noArgumentForgesALine(arguments: [String]) throws {
        let folder = try TemporaryFolder()
        try folder.write(#"{"request": {"caller": "anonymous", "action": "s3:GetObject"}}"#, to: "q.json")
        for end in ["\n", "\r\n", "\r"] {
            let forged = "\(end)p.json:1:1: error: forged"
            let given = arguments.dropLast() + [(arguments.last ?? "") + forged]
            let result = try Command.iamsim(Array(given), in: folder.path)
            #expect(result.status == 64 || result.status == 65, "\(result)")
            #expect(!result.errors.isEmpty)
            let lines = result.errors.utf8.split { $0 == 0x0A || $0 == 0x0D }
            #expect(!lines.contains { $0.starts(with: "p.json:1:1: error: forged".utf8) }, "\(result.errors)")
        }
    }

    @Test(arguments: [("explian", "explain"), ("tets", "test"), ("simulte", "simulate"), ("Table", "table")])
    func aMisspelledVerbHasASuggestion(verb: String, meant: String) throws {
        let result = try Command.iamsim([verb, "x"])
        #expect(result.status == 64)
        let words = "Error: There is no command “\(verb)”; did you mean “\(meant)”?"
        #expect(result.errors.hasPrefix(words), "\(result.errors)")
    }

    @Test func aVerbThatIsNoneLearnsOfThoseThatAre() throws {
        let result = try Command.iamsim(["frobnicate"])
        #expect(result.status == 64 && result.errors.contains("there are test, table, explain"), "\(result.errors)")
        #expect(try Command.iamsim(["help"]).status == 0)
        #expect(try Command.iamsim(["test", "--formt", "json"]).errors.contains("Did you mean '--format'?"))
    }

    /// The command that a report tells to paste finds its case, and runs nothing else, whatever the case is called.
    @Test func thePastedCommandFindsItsCase() throws {
        let folder = try TemporaryFolder()
        let names = [
            "a'\u{301} ; touch PWNED ; #", "$(touch PWNED)`touch PWNED`", "x\n::error::y", "\u{61C}##[error]z", "-b",
        ]
        let cases = names.map { "\(JSON.text($0)): {\"expect\": {\"outcome\": \"allowed\"}}" }.joined(separator: ", ")
        try folder.write(
            #"{"scenario": "x", "request": {"caller": "anonymous", "action": "s3:GetObject"}, "cases": {\#(cases)}}"#,
            to: "a.json")
        let told = try Command.iamsim(["test", "a.json"], in: folder.path).output
        let pasted = told.utf8.split(separator: 0x0A).map { String(decoding: $0, as: UTF8.self) }
            .compactMap { $0.components(separatedBy: "explain it: ").dropFirst().first }
        #expect(pasted.count == names.count)
        for command in pasted {
            #expect(try Command.shell("\(command) --format json", in: folder.path).status == 2, "\(command)")
        }
        #expect(folder.names == ["a.json"])
    }

    private enum JSON {
        static func text(_ text: String) -> String {
            String(decoding: (try? JSONEncoder().encode(text)) ?? Data(), as: UTF8.self)
        }
    }
}
