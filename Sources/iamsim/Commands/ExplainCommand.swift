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

    @Flag(help: "Show the changes of policies as a unified diff too.")
    var diff = false

    @Option(help: "The format: text or json.")
    var format: ExplanationFormat = .text

    @Option(help: "The width of text in columns (default: of the terminal, else 80).")
    var width: Int?

    @Option(help: "The folder that no path in a file may leave (default: the repository, else the working directory).")
    var root: String?

    /// Whether the options fit together. It is asked only now, so that an option nobody knows is complained of first.
    private func check() throws {
        if file != nil, ask.isGiven {
            throw ValidationError(
                "A FILE says itself who asks and what: with it, only --case, --diff, --format and such.")
        }
        if file == nil, !ask.isGiven { throw ValidationError("Give either a FILE or --caller with what it asks.") }
        if file == nil, caseName != nil { throw ValidationError("--case needs a FILE.") }
        if ask.isGiven { try ask.check() }
        if let width, !(40...1000).contains(width) { throw ValidationError("--width takes a number from 40 to 1000.") }
    }

    func run() throws {
        try check()
        let question: Question
        if let file {
            question = try QuestionFile(root: root).read(file, caseName: caseName)
        } else {
            for notice in ask.notices { Terminal.complain("iamsim: \(notice)") }
            question = try QuestionFile(root: root).read(ask)
        }
        let answer = question.answer(explaining: true)
        switch format {
        case .json:
            try Terminal.write(JSONWriter.text(AnswerJSON.value(answer, explaining: true), isIndented: true) + "\n")
        case .text:
            let outline = AnswerReport(answer).outline(showsDiff: diff)
            try Terminal.write(TextOutlineFormat(width: width ?? Terminal.width).render(outline))
        }
        throw ExitStatus(answer.decision)
    }
}

/// How an explanation is told.
enum ExplanationFormat: String, ExpressibleByArgument, CaseIterable {
    case text, json
}
