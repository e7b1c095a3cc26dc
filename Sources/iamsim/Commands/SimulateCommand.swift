import ArgumentParser
import IAM
import Reports
import STS
import SourceText

/// `iamsim simulate`: answers questions as JSON, one or a stream of them.
struct SimulateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate", _superCommandName: IAMSim.name,
        abstract: "Answer a question as JSON, or a stream of questions, one a line.",
        discussion: """
            Exit statuses of a single question: 0 allowed; 2 denied; 3 AWS would fail the call for another reason. \
            With --lines: 0 when every line was answered, 65 when any was invalid. \
            With --strict-warnings: 1 where there is a warning, in place of 0, 2 and 3.
            """)

    @Argument(help: "The question, a YAML or JSON file; - for standard input.")
    var file: String?

    @Option(
        name: .customLong("case"), help: "The case of a scenario: its name, or values of its axes, 'AXIS=VALUE, …'.")
    var caseName: String?

    @Flag(help: "Read JSON Lines from standard input, and answer each on a line of its own.")
    var lines = false

    @Option(help: "With --lines: how many processor cores to use.")
    var jobs = 1

    @Option(name: .customLong("extends"), help: "A file whose members are the base of every question.")
    var base: String?

    @Flag(help: "Tell why: each check with its policies, near misses, and what to change.")
    var explain = false

    @Flag(help: "End with 1 where a question or its files are warned of.")
    var strictWarnings = false

    @Option(help: "The format: json, or xml, the response of the AWS Query protocol to a call.")
    var format: SimulationFormat = .json

    @Option(help: "The folder that no path in a file may leave (default: the repository, else the working directory).")
    var root: String?

    private func check() throws {
        if file != nil, lines {
            throw ValidationError("--lines reads standard input: iamsim simulate --lines < FILE")
        }
        if file == nil, !lines { throw ValidationError("Give either a FILE or --lines.") }
        if jobs != 1, !lines { throw ValidationError("--jobs is for --lines.") }
        if format == .xml, lines || explain {
            throw ValidationError("--format xml is for a single FILE, without --explain.")
        }
        if caseName != nil, lines { throw ValidationError("--case is for a FILE.") }
        try TypedInput.check([(lines ? "--lines" : "FILE", lines ? "-" : file), ("--extends", base)])
        if !(1...256).contains(jobs) { throw ValidationError("--jobs takes a number from 1 to 256.") }
    }

    func run() throws {
        try check()
        guard let file else {
            let stream = try QuestionStream(base: base, root: root, jobs: jobs, explaining: explain)
            throw try stream.run(strictWarnings: strictWarnings)
        }
        let (question, warnings) = try QuestionFile(root: root, base: base).read(file, caseName: caseName)
        let answer = question.answer(explaining: explain)
        switch format {
        case .json:
            let json = AnswerJSON.value(answer, explaining: explain, warnings: warnings)
            try Terminal.write(JSONWriter.text(json, isIndented: true) + "\n")
        case .xml:
            guard let response = QueryResponse(answer) else {
                throw ValidationError("--format xml is for calls of STS; \(file) asks a plain request.")
            }
            try Terminal.write(response.body)
        }
        try StrictWarnings.check(strictWarnings ? warnings : [])
        throw ExitStatus(answer.decision)
    }
}

/// How a single answer is told.
enum SimulationFormat: String, ExpressibleByArgument, CaseIterable {
    case json, xml
}

extension ExitStatus {
    /// The status of a single question.
    init(_ outcome: Outcome) {
        switch outcome {
        case .allowed: self = .success
        case .explicitDeny, .implicitDeny: self = .denied
        case .failed: self = .callFails
        case .unknown: self = .unknown
        }
    }
}
