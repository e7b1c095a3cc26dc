import ArgumentParser
import IAM
import Questions
import SourceText

/// `iamsim import`: an account as AWS tells it, as files.
struct ImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", _superCommandName: IAMSim.name,
        abstract:
            "Turn what `aws iam get-account-authorization-details` prints into an accounts file and policy files.",
        discussion: """
            Users, groups, roles and policies are kept with paths, ids, tags and boundaries, and policies with their \
            versions, of which the default one counts. Maximum session durations, identity providers and resource-based \
            policies are not among the details.
            """)

    @Argument(help: "The JSON file; - for standard input.")
    var file: String

    @Option(help: ArgumentHelp("The folder into which the files are written.", valueName: "folder"))
    var into = "."

    func run() throws {
        var diagnostics = Diagnostics()
        let node = try load(&diagnostics)
        let details = node.flatMap { AuthorizationDetails.read($0, &diagnostics) }
        Terminal.complain(of: diagnostics)
        guard let details, !diagnostics.hasErrors else { throw ExitStatus.badInput }
        let accounts = (path: "accounts.json", text: Self.text(details.accounts))
        let policies = details.policies.map { (path: $0.path, text: Self.text($0.document)) }
        try FileTree(folder: Path.absolute(into, from: Path.workingDirectory), files: [accounts] + policies).write()
        try Terminal.write("written: accounts.json and \(policies.count) policies\n")
    }

    private func load(_ diagnostics: inout Diagnostics) throws(ExitStatus) -> Node? {
        SourceLoader(root: try RootFolder(option: nil).folder(for: file)).load(argument: file, &diagnostics)
    }

    private static func text(_ value: JSONValue) -> String { JSONWriter.text(value, isIndented: true) + "\n" }
}
