import Dispatch
import IAM
import Questions
import Reports
import STS
import SourceText
import Workflows

/// Answers a stream of questions, one a line, in the order of the input and in constant memory.
struct QuestionStream {
    private let answerers: [LineAnswerer]

    /// - Parameter jobs: how many questions are answered at the same time.
    init(base: String?, root: String?, jobs: Int, explaining: Bool) throws {
        answerers = try (0..<jobs).map { _ in try LineAnswerer(base: base, root: root, explaining: explaining) }
    }

    /// Answers until the input ends, or somebody interrupts.
    /// - Parameter strictWarnings: whether a warning of any of them is a failure.
    func run(strictWarnings: Bool) throws -> ExitStatus {
        Interrupts.catchThem()
        var reader = LineReader()
        var sawInvalid = false
        var sawWarning = false
        while !Interrupts.happened {
            let lines = try reader.next()
            if lines.isEmpty { break }
            for answers in answerAll(lines) {
                try Terminal.write(answers.bytes, to: 1)
                sawInvalid = sawInvalid || answers.hasInvalid
                sawWarning = sawWarning || answers.hasWarning
            }
        }
        if Interrupts.happened { return .interrupted }
        if sawInvalid { return .badInput }
        return strictWarnings && sawWarning ? .gateFailed : .success
    }

    /// Gives each job a run of neighbouring lines, so that their answers can be written one run after the other.
    private func answerAll(_ lines: [LineReader.Line]) -> [LineAnswers] {
        guard answerers.count > 1, lines.count > 1 else { return [answerers[0].answer(lines[...])] }
        let size = (lines.count + answerers.count - 1) / answerers.count
        let runs = stride(from: 0, to: lines.count, by: size).map { lines[$0..<min($0 + size, lines.count)] }
        let results = Results(count: runs.count)
        let answerers = answerers
        DispatchQueue.concurrentPerform(iterations: runs.count) { index in
            results.set(answerers[index].answer(runs[index]), at: index)
        }
        return results.all
    }
}

/// The answers of a run of lines, ready to be written.
struct LineAnswers: Sendable {
    var bytes: [UInt8] = []
    var hasInvalid = false
    /// Whether a question that was answered is warned of.
    var hasWarning = false
}

/// What parallel jobs bring, each in its own place.
private final class Results: @unchecked Sendable {
    private let lock = DispatchSemaphore(value: 1)
    private var values: [LineAnswers]

    init(count: Int) {
        values = Array(repeating: LineAnswers(), count: count)
    }

    func set(_ value: LineAnswers, at index: Int) {
        lock.wait()
        values[index] = value
        lock.signal()
    }

    var all: [LineAnswers] { values }
}

/// Answers lines. Each job has its own, with its own memory of the policies that `--extends` brings.
final class LineAnswerer: @unchecked Sendable {
    private let base: Node?
    private let library: PolicyLibrary
    private let explaining: Bool
    /// What the base itself is warned of, which holds for each question.
    private let baseWarnings: [Diagnostic]

    init(base path: String?, root: String?, explaining: Bool) throws {
        let loader = SourceLoader(root: try RootFolder(option: root).folder(for: path ?? "."))
        let library = loader.makeLibrary(forgetting: StandardInput.name, recognizesTexts: !explaining)
        self.library = library
        self.explaining = explaining
        guard let path else {
            base = nil
            baseWarnings = []
            return
        }
        var diagnostics = Diagnostics()
        let node = loader.load(argument: path, &diagnostics)
        base = node.flatMap { QuestionExtension.resolve($0, library: library, &diagnostics) }
        guard base != nil, !diagnostics.hasErrors else {
            Terminal.complain(of: diagnostics)
            throw ExitStatus.badInput
        }
        baseWarnings = diagnostics.warnings
    }

    func answer(_ lines: ArraySlice<LineReader.Line>) -> LineAnswers {
        var answers = LineAnswers()
        var writer = JSONWriter()
        for line in lines {
            writer.write(answer(line, &answers))
            writer.endLine()
        }
        answers.bytes = writer.bytes
        return answers
    }

    private func answer(_ line: LineReader.Line, _ answers: inout LineAnswers) -> JSONValue {
        let number = String(line.number)
        guard let bytes = line.bytes else {
            let file = SourceFile(path: StandardInput.name, bytes: [])
            let message = "the line has over \(LineReader.limit) bytes"
            let fault = Diagnostic("too-large", message, at: SourceLocation(startOf: file))
            answers.hasInvalid = true
            return AnswerJSON.invalid(id: number, fault, line: line.number)
        }
        var diagnostics = Diagnostics()
        let node = SourceParser.parseJSON(SourceFile(path: StandardInput.name, bytes: bytes), &diagnostics)
        let id = node?["id"]?.string ?? number
        guard let node, let question = read(node, &diagnostics) else {
            let fault = diagnostics.all.first { $0.severity == .error }
            answers.hasInvalid = true
            return AnswerJSON.invalid(id: id, fault, line: line.number)
        }
        let answer = question.answer(explaining: explaining)
        let warnings = baseWarnings + diagnostics.warnings
        answers.hasWarning = answers.hasWarning || !warnings.isEmpty
        return AnswerJSON.value(
            answer, id: number, explaining: explaining, warnings: warnings, stream: (StandardInput.name, line.number))
    }

    private func read(_ node: Node, _ diagnostics: inout Diagnostics) -> Question? {
        let merged = base.map { $0.overlaidAsQuestion(with: node) } ?? node
        guard let resolved = QuestionExtension.resolve(merged, library: library, &diagnostics) else { return nil }
        return WorkflowQuestionReader(library: library).read(resolved, &diagnostics)
    }
}
