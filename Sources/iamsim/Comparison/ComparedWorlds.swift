import Reports
import STS
import Scenarios
import SourceText

/// The files below a root as they are, and as they are in a commit, with what scenarios answer by each.
final class ComparedWorlds {
    let root: String
    let past: FileSource
    let maxCases: Int
    /// What files say today and in the commit, for scenarios whose own policies changed.
    let files: ResolvedFiles
    let pastFiles: ResolvedFiles
    /// The files that are not as they were.
    let changed: [ChangedFile]
    /// Where the changed files of today were.
    private let formerPaths: [Text: String?]
    private let before: ScenarioState
    private let now: ScenarioState
    /// What all answers may take.
    private(set) var comparisons = ComparisonBudget()
    /// What came of each scenario, in order.
    private(set) var scenarios: [ScenarioComparison] = []

    /// - Throws: `ExitStatus.badInput` where there is no such commit; it is complained of.
    init(root: String, base: String, maxCases: Int) throws(ExitStatus) {
        let repository = try GitRepository(around: root)
        let commit = try repository.commit(base)
        let past = try repository.tree(of: commit).source
        self.root = root
        self.past = past
        self.maxCases = maxCases
        files = ResolvedFiles(.disk, root: root)
        pastFiles = ResolvedFiles(past, root: root)
        changed = try repository.changes(since: commit).compactMap {
            ChangedFile($0, below: root, repository: repository.folder)
        }
        let moves = changed.compactMap { file in file.after.map { (Text($0), file.before) } }
        formerPaths = Dictionary(moves) { first, _ in first }
        // What a scenario asked, and what it asks now, are both read there.
        before = ScenarioState(root: root, files: past, maxCases: maxCases, readings: 2)
        now = ScenarioState(root: root, files: .disk, maxCases: maxCases)
    }

    /// Asks each case twice.
    ///
    /// What it was is what the scenario of the commit answered, where that asks the same, so that neither another name
    /// of a policy nor other words in the scenario hide what became of the answer. Of a case that the commit does not
    /// have, it is what the commit's files answer.
    func compare(_ scenario: Scenario, _ node: Node, _ selected: [CaseFilter.Selection]) -> ScenarioComparison {
        let path = Text(Path.absolute(node.file.path, from: root))
        let (reading, past) = (now.read(node), before.read(node))
        let earlier = earlierScenario(path).map { before.read($0) }
        let matching = CaseMatching(scenario.cases, earlier: earlier?.cases ?? [])
        let known = Dictionary(past.cases.map { ($0.name, $0.question) }) { first, _ in first }
        let chosen = Set(selected.flatMap { $0.cases.map(\.name) })
        var comparison = ScenarioComparison(scenario: scenario, node: node, path: path, matching: matching)
        comparison.files = reading.files.union(past.files).union(earlier?.files ?? [])
        for (index, testCase) in scenario.cases.enumerated() where chosen.contains(testCase.name) {
            if let refusal = comparisons.refusal(at: testCase.expectation.location) {
                comparison.add(testCase, fault: refusal)
            } else if let question = matching.earlier[index]?.question ?? known[testCase.name] {
                comparison.add(testCase, before: answer(question), after: answer(testCase.question))
            } else {
                comparison.add(testCase, fault: before.fault(of: testCase) ?? past.fault)
            }
        }
        scenarios.append(comparison)
        return comparison
    }

    /// Answers a question, and counts what that takes.
    func answer(_ question: Question) -> Answer {
        let answer = question.answer()
        comparisons.take(answer)
        return answer
    }

    /// The scenario that the commit has in a file, where that was changed.
    private func earlierScenario(_ path: Text) -> Node? {
        guard let old = formerPaths[path] ?? nil, let node = FileContent(of: old, in: past, root: root).node,
            ScenarioReader.isScenario(node)
        else { return nil }
        return node
    }

    /// Whether something at a path counts as read: a scenario, what one reads, of whatever kind, or what leads there.
    /// - Parameter paths: the files and folders that the command line names.
    func isRead(_ path: String, _ paths: [String]) -> Bool {
        let place = Text(Path.absolute(path, from: root))
        let below = Text(joining: place, "/")
        let isRead = scenarios.contains { scenario in
            scenario.path == place || scenario.files.contains { $0 == place || $0.hasPrefix(below) }
        }
        return isRead || changed.contains { $0.isLink && $0.places.contains(place) } && leadsToScenarios(place, paths)
    }

    /// Whether a symbolic link is on the way to what the command line names, or in it, and may be a scenario there.
    private func leadsToScenarios(_ link: Text, _ paths: [String]) -> Bool {
        paths.contains { path in
            let absolute = Path.absolute(path, from: Path.workingDirectory)
            let (end, links) = FileSource.disk.followed(absolute)
            let isSearched = ReadableFiles.isDocument(link.string) && DeletedScenarios.isAsked(link.string, by: end)
            return isSearched || links.contains { Text($0) == link }
        }
    }

    /// What is other than it was, though no answer tells.
    func unseen(_ paths: [String], _ filter: String?) -> [ComparisonReport.Unseen] {
        let lost = scenarios.flatMap { $0.lostCases(filter.map { CaseFilter($0) }) }
        return DeletedScenarios(worlds: self, paths: paths).all + lost + UnseenChanges(worlds: self).all
    }
}

/// What came of one scenario.
struct ScenarioComparison {
    let scenario: Scenario
    let node: Node
    /// The absolute path of its file.
    let path: Text
    let matching: CaseMatching
    /// The files that it reads, now or in the commit.
    var files: Set<Text> = []
    private(set) var changes: [ComparisonReport.Change] = []
    private(set) var unasked: [ComparisonReport.Unasked] = []
    private(set) var unchanged = 0
    /// The names of the cases that changed.
    private(set) var changedCases: Set<ScenarioCase.Name> = []

    init(scenario: Scenario, node: Node, path: Text, matching: CaseMatching) {
        self.scenario = scenario
        self.node = node
        self.path = path
        self.matching = matching
    }

    mutating func add(_ testCase: ScenarioCase, before: Answer, after: Answer) {
        let change = ComparisonReport.Change(
            path: scenario.path, name: testCase.title, location: testCase.expectation.location, before: before,
            after: after)
        guard let change else {
            unchanged += 1
            return
        }
        changes.append(change)
        changedCases.insert(testCase.name)
    }

    mutating func add(_ testCase: ScenarioCase, fault: Diagnostic?) {
        let reason = fault.map { "\($0.message) (\($0.location.description))" } ?? "it cannot be read"
        unasked.append(
            .init(
                path: scenario.path, name: testCase.title, location: testCase.expectation.location, reason: reason))
    }

    /// The cases that are gone.
    func lostCases(_ filter: CaseFilter?) -> [ComparisonReport.Unseen] {
        matching.lost.filter { filter?.matches(path: scenario.path, title: $0.testCase.title) ?? true }.map {
            let reason = $0.nameStays ? "the case of this name asks something else" : "there is no such case any more"
            return .init(.deletedCase, path: scenario.path, name: $0.testCase.title, reason: reason)
        }
    }
}
