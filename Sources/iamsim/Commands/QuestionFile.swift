import ArgumentParser
import IAM
import Questions
import STS
import Scenarios
import SourceText
import Workflows

/// Reads one question from a file, from standard input, or from a case of a scenario.
struct QuestionFile {
    let root: String?
    /// A file whose members are the base of the question.
    var base: String?

    /// Reads a question that was asked at the prompt. Its paths may lead anywhere, as whoever typed them wants that.
    func read(_ ask: AskOptions) throws -> (question: Question, warnings: [Diagnostic]) {
        var diagnostics = Diagnostics()
        let loader = SourceLoader(root: try RootFolder(option: root).folder(for: ask.base ?? "."))
        let library = loader.makeLibrary()
        let question = QuestionExtension.resolve(TypedQuestion(ask: ask).node, library: library, &diagnostics)
            .flatMap { WorkflowQuestionReader(library: library).read($0, &diagnostics) }
        PromptComplaints.complain(of: diagnostics)
        guard let question else { throw ExitStatus.badInput }
        return (question, diagnostics.warnings.map(PromptComplaints.told))
    }

    /// Reads the question, and prints what is wrong with it.
    /// - Parameter path: a file, or `-` for standard input, whose question may name no paths.
    func read(
        _ path: String, caseName: String? = nil
    ) throws -> (question: Question, warnings: [Diagnostic]) {
        var diagnostics = Diagnostics()
        let question = try read(path, caseName, &diagnostics)
        Terminal.complain(of: diagnostics)
        guard let question else { throw ExitStatus.badInput }
        return (question, diagnostics.warnings)
    }

    private func read(_ path: String, _ caseName: String?, _ diagnostics: inout Diagnostics) throws -> Question? {
        let loader = SourceLoader(root: try RootFolder(option: root).folder(for: path))
        guard let node = loader.load(argument: path, &diagnostics) else { return nil }
        let library = loader.makeLibrary()
        guard ScenarioReader.isScenario(node) else {
            if caseName != nil { throw ValidationError("--case is for scenarios; \(path) is a single question.") }
            let below = try base.map { try readBase($0, loader, &diagnostics) }
            let merged = below.map { $0.overlaidAsQuestion(with: node) } ?? node
            guard let resolved = QuestionExtension.resolve(merged, library: library, &diagnostics) else { return nil }
            return WorkflowQuestionReader(library: library).read(resolved, &diagnostics)
        }
        guard let scenario = ScenarioReader(ofWorkflowsToo: library).read(node, &diagnostics) else { return nil }
        return try CaseSelection(scenario).select(caseName)
    }

    private func readBase(_ path: String, _ loader: SourceLoader, _ diagnostics: inout Diagnostics) throws -> Node {
        if let node = loader.load(argument: path, &diagnostics),
            let base = QuestionExtension.resolve(node, library: loader.makeLibrary(), &diagnostics)
        {
            return base
        }
        Terminal.complain(of: diagnostics)
        throw ExitStatus.badInput
    }
}
