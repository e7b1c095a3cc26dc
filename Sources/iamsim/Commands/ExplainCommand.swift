import ArgumentParser
import Reports
import STS
import SourceText

/// `iamsim explain`: answers one question for people: why, and what to change.
struct ExplainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain", _superCommandName: IAMSim.name,
        abstract: "Explain one answer: each check, the statements that decide or came near, and what to change.",
        discussion: """
            Explain a question or a case of a scenario, or ask at the prompt: \
            iamsim explain --caller ARN --assume-role ARN --tag team=a --identity caller.json --trust trust.json

            Exit statuses: 0 allowed; 2 denied; 3 AWS would fail the call for another reason.
            """)

    @Argument(help: "A question or a scenario; - for standard input.")
    var file: String?

    @Option(
        name: .customLong("case"), help: "The case of a scenario: its name, or values of its axes, 'AXIS=VALUE, …'.")
    var caseName: String?

    @OptionGroup(title: "A question at the prompt")
    var ask: AskOptions

    @Flag(help: "Show the first way that changes policies as a patch for git apply too.")
    var diff = false

    @OptionGroup var told: OutlineOptions

    /// Whether the options fit together. It is asked only now, so that an option nobody knows is complained of first.
    private func check() throws {
        if file != nil, ask.isGiven {
            throw ValidationError(
                "A FILE says itself who asks and what: with it, only --case, --diff, --format and such.")
        }
        if file == nil, !ask.isGiven { throw ValidationError("Give either a FILE or --caller with what it asks.") }
        if file == nil, caseName != nil { throw ValidationError("--case needs a FILE.") }
        if ask.isGiven { try ask.check() }
        try told.check()
    }

    func run() throws {
        try check()
        let asked: (question: Question, warnings: [Diagnostic])
        if let file {
            asked = try QuestionFile(root: told.root).read(file, caseName: caseName)
        } else {
            for notice in ask.notices { Terminal.complain("iamsim: \(PlainText.escaped(notice))") }
            asked = try QuestionFile(root: told.root).read(ask)
        }
        let answer = asked.question.answer(explaining: true)
        let place = try placeOfDiff()
        try told.write(
            AnswerReport(answer, place: place).outline(showsDiff: diff), warnings: asked.warnings,
            json: AnswerJSON.value(answer, explaining: true, warnings: asked.warnings))
        throw ExitStatus(answer.decision)
    }

    /// The working directory, as seen from the root.
    private func placeOfDiff() throws -> DiffPlace {
        let root = try RootFolder(option: told.root).folder(for: file ?? ask.base ?? ".")
        let own = Path.workingDirectory
        if let folder = Path.relative(root, to: own) { return DiffPlace(rootBelow: folder == "." ? "" : folder + "/") }
        return DiffPlace(belowRoot: Path.relative(own, to: root).map { $0 + "/" } ?? "")
    }
}
