import ArgumentParser
import Questions
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
            step to step, and so are the workflows and actions of the repository that a workflow uses. What nobody \
            tells is named: --set secrets.AWS_ROLE=arn:… or a file of values supplies it. The value of \
            an access key's id may be the id of a key of a listed user, or the ARN of whoever has the key.

            Exit statuses: 0 no step is refused, as far as is known; 1 a step is refused, or --strict-warnings is met; 65 a file cannot be read, or a \
            call cannot be asked, as its role or user is none of the accounts.
            """)

    @Argument(help: "Workflow files, and repositories or folders whose workflows are asked.")
    var paths: [String]

    @Option(name: .customLong("extends"), help: ArgumentHelp("A file with accounts and policies.", valueName: "file"))
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

    @Option(help: ArgumentHelp("A file with values, such as {secrets: {AWS_ROLE: arn:…}}.", valueName: "file"))
    var values: String?

    @Flag(help: "Fail where a file is warned of.")
    var strictWarnings = false

    @OptionGroup var told: OutlineOptions

    func run() throws {
        try told.check()
        try TypedInput.check(paths.map { ("PATHS", $0) } + [("--extends", base), ("--values", values)])
        let stated = try statedValues()
        var diagnostics = Diagnostics()
        let loader = SourceLoader(root: try RootFolder(option: told.root).folder(for: base ?? paths.first ?? "."))
        let library = loader.makeLibrary()
        let read = values.flatMap { loader.load(argument: $0, isOfAnyContent: true, &diagnostics) }.map {
            WorkflowValues.read($0, &diagnostics)
        }
        let accounts = base.flatMap { loader.load(argument: $0, &diagnostics) }
            .flatMap { QuestionExtension.resolve($0, library: library, &diagnostics) }
        let judge = CallJudge(base: accounts, library: library, &diagnostics)
        var predictions: [WorkflowPrediction] = []
        var budget = WorkflowBudget()
        for (workflow, isFound) in try workflows(loader, &diagnostics) {
            // Called workflows are followed where they are called.
            let runs = runs(of: workflow, (read ?? [:]).overlaid(with: stated))
                .filter { !isFound || $0.event != "workflow_call" }
            if runs.isEmpty { continue }
            let files = LocalFiles(library: library, of: workflow)
            predictions.append(
                WorkflowPrediction(
                    workflow, runs: runs, files: files, judge: judge, sharing: &budget, &diagnostics))
        }
        Terminal.complain(of: diagnostics)
        let warnings = diagnostics.warnings
        try told.write(
            Outline(predictions.flatMap { WorkflowReport($0).outline.points }),
            warnings: warnings, json: .array(predictions.map { WorkflowJSON.value($0).warning(of: warnings) }))
        if base == nil {
            Terminal.complain("note: no --extends: nothing is known of accounts, users, roles and their policies")
        }
        if predictions.contains(where: \.isUnknown), told.format == .text {
            Terminal.complain("note: --set NAME=VALUE or --values FILE supplies what is unknown")
        }
        if diagnostics.hasErrors || predictions.contains(where: \.isUnreadable) { throw ExitStatus.badInput }
        try StrictWarnings.check(strictWarnings ? warnings : [])
        throw predictions.contains(where: \.isRefused) ? ExitStatus.gateFailed : ExitStatus.success
    }

    /// The values of the command line.
    private func statedValues() throws -> NameMap<String> {
        var values = NameMap<String>()
        for pair in set {
            let parts = Text(pair).split(at: "=", maxSplits: 1)
            let context = parts[0].split(at: ".").first?.string ?? ""
            guard parts.count == 2, parts[0].contains("."), WorkflowValues.contexts.contains(context) else {
                throw ValidationError(
                    "Expected --set NAME=VALUE with a name such as secrets.AWS_ROLE, found “\(pair)”.")
            }
            values[parts[0].string] = parts[1].string
        }
        return values
    }

    /// The workflows, and whether each was found by searching a folder.
    private func workflows(
        _ loader: SourceLoader, _ diagnostics: inout Diagnostics
    ) throws -> [(workflow: Workflow, isFound: Bool)] {
        var workflows: [(workflow: Workflow, isFound: Bool)] = []
        for (file, folder) in try WorkflowFiles(paths, root: RootFolder(option: told.root)).all {
            let isFound = folder != nil
            let loaded =
                folder.map { loader.load(file, foundIn: $0, &diagnostics) } ?? loader.load(argument: file, &diagnostics)
            guard let node = loaded else { continue }
            if isFound, !WorkflowReader.isWorkflow(node) { continue }
            if let workflow = WorkflowReader.read(node, &diagnostics) { workflows.append((workflow, isFound)) }
        }
        return workflows
    }

    private func runs(of workflow: Workflow, _ values: NameMap<String>) -> [WorkflowRun] {
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
}
