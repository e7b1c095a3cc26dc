import ArgumentParser
import SourceText

/// The command: a verb for each thing that can be asked.
@main
struct IAMSim: ParsableCommand {
    /// The command's name.
    static let name = "iamsim"

    static let configuration = CommandConfiguration(
        commandName: name,
        abstract: "Simulate AWS IAM policies offline: will this call be allowed, and if not, what stands in the way?",
        discussion: """
            Exit statuses: 0 as expected, or allowed; 1 a case is not as expected, or a step of a workflow is refused; 2 a single question was denied; 3 AWS \
            would fail its call for another reason; 64 wrong usage; 65 an input could not be read \
            or understood; 70 internal fault; 74 output could not be written.
            """,
        version: "0.1.0",
        subcommands: [
            TestCommand.self, TableCommand.self, ExplainCommand.self, SimulateCommand.self, WorkflowCommand.self,
            SchemaCommand.self, InitCommand.self, ImportCommand.self,
        ])

    static func main() {
        Interrupts.ignoreBrokenPipes()
        do {
            try run(parseAsRoot())
        } catch {
            let verbs = configuration.subcommands.compactMap { $0.configuration.commandName }
            end(with: complaint.replacement(for: error, verbs: verbs), of: IAMSim.self)
        }
    }

    private static var complaint: UsageComplaint { UsageComplaint(Array(CommandLine.arguments.dropFirst())) }

    /// Ends with what the parser of arguments has to say: help, or what is wrong, which may quote names from files.
    private static func end(with error: any Error, of command: any ParsableCommand.Type) -> Never {
        let status = command.exitCode(for: error)
        guard !status.isSuccess else {
            // Help, the version or a script for a shell: that nobody gets it is no success.
            do throws(ExitStatus) {
                try Terminal.write(command.fullMessage(for: error) + "\n")
            } catch {
                Terminal.exit(error)
            }
            Terminal.exit(.success)
        }
        // Our own words stand on one line, whatever they quote.
        let own = error as? ValidationError
        let plain: any Error = own.map { ValidationError(PlainText.escaped($0.message)) } ?? error
        Terminal.complain(complaint.plain(command.fullMessage(for: plain)))
        Terminal.exit(ExitStatus(rawValue: status.rawValue) ?? .usage)
    }

    /// Runs one verb; what it finds wrong with its options is told with its own usage.
    private static func run(_ command: any ParsableCommand) {
        var command = command
        do {
            try RepeatedOptions.check(Array(CommandLine.arguments.dropFirst()), of: type(of: command))
            try command.run()
        } catch let status as ExitStatus {
            Terminal.exit(status)
        } catch {
            end(with: error, of: type(of: command))
        }
    }
}
