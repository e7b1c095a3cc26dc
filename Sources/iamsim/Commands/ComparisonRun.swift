import ArgumentParser
import Reports
import STS
import Scenarios
import SourceText

/// Compares the answers to the cases of scenarios with those that the policies of a commit give.
struct ComparisonRun {
    /// The name of the commit.
    let base: String
    /// A pattern that the cases fit.
    let filter: String?
    let options: ScenarioOptions

    /// Asks each case twice: the scenarios are those of the working tree, all other files once those of the commit.
    func report(_ paths: [String]) throws -> ComparisonReport {
        let read = try options.readWithSources(paths)
        var changes: [ComparisonReport.Change] = []
        var unasked: [ComparisonReport.Unasked] = []
        var unchanged = 0
        var past: [String: PastFiles] = [:]
        for (scenario, source) in read {
            let files = try past[source.root] ?? PastFiles(root: source.root, commit: base, maxCases: options.maxCases)
            past[source.root] = files
            let (cases, reason) = files.cases(of: source.node)
            for (_, own) in CaseFilter.select(filter, of: [scenario]) {
                for testCase in own {
                    guard let question = cases[testCase.name] else {
                        unasked.append(.init(path: scenario.path, name: testCase.title, reason: reason))
                        continue
                    }
                    let (before, after) = (question.answer(), testCase.question.answer())
                    if let change = ComparisonReport.Change(
                        path: scenario.path, name: testCase.title, before: before, after: after)
                    {
                        changes.append(change)
                    } else {
                        unchanged += 1
                    }
                }
            }
        }
        if changes.isEmpty, unasked.isEmpty, unchanged == 0 {
            Terminal.complain("iamsim: no case found")
            throw ExitStatus.badInput
        }
        return ComparisonReport(changes: changes, notComparable: unasked, unchanged: unchanged, base: base)
    }
}

/// The files of a commit, from which scenarios of the working tree are read.
private struct PastFiles {
    private let loader: SourceLoader
    private let reader: ScenarioReader

    init(root: String, commit name: String, maxCases: Int) throws(ExitStatus) {
        let repository = try GitRepository(around: root)
        loader = SourceLoader(root: root, files: repository.files(of: try repository.commit(name)))
        reader = ScenarioReader(
            ofWorkflowsToo: loader.makeLibrary(), skipsUnreadable: true, maxCases: maxCases)
    }

    /// The questions of a scenario by the names of its cases, and why others are missing.
    func cases(of node: Node) -> (questions: [ScenarioCase.Name: Question], reason: String) {
        loader.adopt(node)
        var diagnostics = Diagnostics()
        let scenario = reader.read(node, &diagnostics)
        let questions = (scenario?.cases ?? []).map { ($0.name, $0.question) }
        let fault = diagnostics.all.first { $0.severity == .error }
        let reason = fault.map { "\($0.message) (\($0.location.description))" } ?? "it cannot be read"
        return (Dictionary(questions) { first, _ in first }, reason)
    }
}

/// Which changes make a comparison fail.
enum FailOn: String, ExpressibleByArgument, CaseIterable {
    case newlyAllowed = "newly-allowed"
    case newlyDenied = "newly-denied"
    case any

    /// Whether a comparison has such a change.
    func isMet(by report: ComparisonReport) -> Bool {
        self == .any
            ? !report.changes.isEmpty || !report.notComparable.isEmpty
            : report.changes.contains { $0.kind.rawValue == rawValue }
    }
}
