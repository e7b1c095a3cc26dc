import ArgumentParser
import Reports
import STS
import SourceText
import Workflows

/// `iamsim workflow`: which calls of STS workflows make, and whether AWS allows them.
struct WorkflowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "workflow", _superCommandName: IAMSim.name,
        abstract: "Tell which calls of STS GitHub Actions workflows make, and whether AWS allows them.",
        discussion: """
            Steps with aws-actions/configure-aws-credentials and scripts are followed, with the credentials that go from \
            step to step. What nobody tells is named: --set secrets.AWS_ROLE=arn:… supplies it. The value of \
            an access key's id may be the id of a key of a listed user, or the ARN of whoever has the key.

            Exit statuses: 0 no step is refused; 1 a step is refused; 65 a file cannot be read.
            """)

    @Argument(help: "Workflow files.")
    var files: [String]

    @Option(name: .customLong("extends"), help: "A file with accounts and policies.")
    var base: String?

    @Option(help: "The event that starts the workflow (default: each of its triggers).")
    var event: String?

    @Option(help: "The ref that it runs on, such as refs/heads/main.")
    var ref: String?

    @Option(help: "Owner and name of the repository.")
    var repository: String?

    @Option(help: "The environment to which jobs deploy (default: the one that each names).")
    var environment: String?

    @Option(help: ArgumentHelp("A value, such as secrets.AWS_ROLE=arn:…; repeatable.", valueName: "name=value"))
    var set: [String] = []

    @Option(help: "The format: text or json.")
    var format: ExplanationFormat = .text

    @Option(help: "The width of text in columns (default: of the terminal, else 80).")
    var width: Int?

    @Option(help: "The folder that no path in a file may leave (default: the repository, else the working directory).")
    var root: String?

    private func values() throws -> [String: String] {
        var values: [String: String] = [:]
        for pair in set {
            let parts = Text(pair).split(at: "=", maxSplits: 1)
            guard parts.count == 2, parts[0].contains(".") else {
                throw ValidationError(
                    "Expected --set NAME=VALUE with a name such as secrets.AWS_ROLE, found “\(pair)”.")
            }
            values[parts[0].string] = parts[1].string
        }
        return values
    }

    func run() throws {
        let values = try values()
        if let width, !(40...1000).contains(width) { throw ValidationError("--width takes a number from 40 to 1000.") }
        var diagnostics = Diagnostics()
        let loader = SourceLoader(root: try RootFolder(option: root).folder(for: base ?? files.first ?? "."))
        let library = loader.makeLibrary()
        let accounts = base.flatMap { loader.load(argument: $0, &diagnostics) }
            .flatMap { QuestionExtension.resolve($0, library: library, &diagnostics) }
        let judge = CallJudge(base: accounts, library: library, &diagnostics)
        let predictions = files.compactMap { file -> WorkflowPrediction? in
            guard let node = loader.load(argument: file, &diagnostics),
                let workflow = WorkflowReader.read(node, &diagnostics)
            else { return nil }
            return WorkflowPrediction(
                workflow, runs: runs(of: workflow, values), files: LocalFiles(library: library, of: workflow),
                judge: judge,
                &diagnostics)
        }
        Terminal.complain(of: diagnostics)
        try write(predictions)
        if diagnostics.hasErrors { throw ExitStatus.badInput }
        throw predictions.contains(where: \.isRefused) ? ExitStatus.gateFailed : ExitStatus.success
    }

    private func runs(of workflow: Workflow, _ values: [String: String]) -> [WorkflowRun] {
        let all = WorkflowRun.all(of: workflow, repository: repository, environment: environment, values: values)
        guard event != nil || ref != nil else { return all }
        let events = event.map { [$0] } ?? all.map(\.event).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
        return events.flatMap { event in
            let refs = ref.map { [$0] } ?? all.filter { $0.event == event }.map(\.ref)
            return (refs.isEmpty ? ["refs/heads/main"] : refs).map {
                WorkflowRun(event: event, ref: $0, repository: repository, environment: environment, values: values)
            }
        }
    }

    private func write(_ predictions: [WorkflowPrediction]) throws {
        switch format {
        case .json:
            let json = JSONValue.array(predictions.map { WorkflowJSON.value($0) })
            try Terminal.write(JSONWriter.text(json, isIndented: true) + "\n")
        case .text:
            let outline = Outline(predictions.flatMap { WorkflowReport($0).outline.points })
            try Terminal.write(TextOutlineFormat(width: width ?? Terminal.width).render(outline))
        }
    }
}
