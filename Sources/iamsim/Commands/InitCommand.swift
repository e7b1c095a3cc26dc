import ArgumentParser

/// `iamsim init`: a small example to begin with.
struct InitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init", _superCommandName: IAMSim.name,
        abstract: "Write a small example into a repository: two policies and a scenario that passes, with comments.")

    @Argument(help: "The folder (default: the working directory).")
    var folder = "."

    private static let files: [(path: String, bytes: [UInt8])] = [
        ("policies/deployer.json", PackageResources.deployer_json),
        ("policies/deploy-trust.json", PackageResources.deploy_trust_json),
        ("scenarios/deploy.yaml", PackageResources.scenario_yaml),
    ]

    func run() throws {
        let files = Self.files.map { (path: $0.path, text: String(decoding: $0.bytes, as: UTF8.self)) }
        try FileTree(folder: Path.absolute(folder, from: Path.workingDirectory), files: files).write()
        let paths = files.map { "  \($0.path)\n" }.joined()
        try Terminal.write(
            "written:\n\(paths)\nRun `iamsim test` there; then change a policy, and run it again.\n")
    }
}
