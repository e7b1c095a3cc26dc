import IAM
import Questions
import STS
import Scenarios
import SourceText
import Workflows

/// Scenarios as they are answered by the files of one moment. It takes note of the files that each of them reads.
final class ScenarioState {
    private let loader: SourceLoader
    private let library: PolicyLibrary
    private let notes: ReadFiles
    private let maxCases: Int
    /// What all that is read may come to.
    private var budget: CaseBudget

    /// What came of a scenario.
    struct Reading {
        let cases: [ScenarioCase]
        /// The files that it names, of any kind, and whether they are there or not: by their absolute paths, by those to which
        /// symbolic links lead, and by the links.
        let files: Set<Text>
        /// The first error of all; `nil` where there is none.
        let fault: Diagnostic?
    }

    /// - Parameter readings: how often each scenario is read.
    init(root: String, files: FileSource, maxCases: Int, readings: Int = 1) {
        let notes = ReadFiles()
        loader = SourceLoader(root: root, files: notes.watching(files))
        library = loader.makeLibrary()
        self.notes = notes
        self.maxCases = maxCases
        budget = CaseBudget(maxCases: maxCases, readings: readings)
    }

    /// Reads a scenario, but for cases that cannot be read.
    func read(_ node: Node) -> Reading {
        loader.adopt(node)
        notes.begin()
        var diagnostics = Diagnostics()
        let reader = ScenarioReader(ofWorkflowsToo: library, skipsUnreadable: true, maxCases: maxCases)
        let cases = reader.read(node, &budget, &diagnostics)?.cases ?? []
        return Reading(cases: cases, files: notes.paths, fault: diagnostics.all.first { $0.severity == .error })
    }

    /// Why a case cannot be read here.
    func fault(of testCase: ScenarioCase) -> Diagnostic? {
        var diagnostics = Diagnostics()
        _ = WorkflowQuestionReader(library: library).read(testCase.source, &diagnostics)
        return diagnostics.all.first { $0.severity == .error }
    }
}

/// The paths that somebody asked for, whatever stands there, with the symbolic links on the way.
private final class ReadFiles: @unchecked Sendable {
    private(set) var paths: Set<Text> = []
    private var asked: Set<Text> = []

    func begin() { (paths, asked) = ([], []) }

    /// The files of a source, each noted where it is asked for. One thread reads at a time.
    func watching(_ files: FileSource) -> FileSource {
        FileSource(
            resolved: { path in
                let real = files.resolved(path)
                if self.asked.insert(Text(path)).inserted {
                    let (end, links) = files.followed(path)
                    self.paths.formUnion(([path, end] + links).map { Text($0) })
                    if let real { self.paths.insert(Text(real)) }
                }
                return real
            }, target: files.target, read: files.read)
    }
}
