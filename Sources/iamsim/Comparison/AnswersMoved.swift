import Reports
import STS
import Scenarios
import SourceText

/// Finds out which changed file changed an answer, by reading scenarios once more.
struct AnswersMoved {
    private let worlds: ComparedWorlds
    /// How many cases, times the files that their scenario reads, are read once more at most.
    private var left = 20_000

    init(worlds: ComparedWorlds) {
        self.worlds = worlds
    }

    /// How answers of scenarios are other ones because of a file: those that are so when all else is as it is, and the
    /// file alone as it was.
    /// - Returns: `nil` where there is too much to read.
    mutating func kinds(of readers: [ScenarioComparison], by file: ChangedFile) -> Set<ComparisonReport.Kind>? {
        var kinds: Set<ComparisonReport.Kind> = []
        for reader in readers {
            guard let moved = moved(reader, by: file) else { return nil }
            kinds.formUnion(moved)
        }
        return kinds
    }

    private mutating func moved(
        _ scenario: ScenarioComparison, by file: ChangedFile
    ) -> Set<ComparisonReport.Kind>? {
        if scenario.changes.isEmpty { return [] }
        guard let after = file.after else { return Set(scenario.changes.map(\.kind)) }
        left -= scenario.scenario.cases.count * max(1, scenario.files.count)
        guard left >= 0 else { return nil }
        let files = file.before.map { worlds.past.serving($0, at: after) } ?? FileSource.disk.without(after)
        let cases = ScenarioState(root: worlds.root, files: files, maxCases: worlds.maxCases).read(scenario.node).cases
        let known = Dictionary(cases.map { ($0.name, $0.question) }) { first, _ in first }
        var kinds: Set<ComparisonReport.Kind> = []
        for testCase in scenario.scenario.cases where scenario.changedCases.contains(testCase.name) {
            guard let question = known[testCase.name] else {
                // Without the file it cannot be asked at all, so that its answer is the file's doing.
                kinds.formUnion(scenario.changes.map(\.kind))
                continue
            }
            guard worlds.comparisons.refusal(at: testCase.expectation.location) == nil else { return nil }
            let (before, after) = (worlds.answer(question), worlds.answer(testCase.question))
            if let kind = ComparisonReport.Kind(before, after) { kinds.insert(kind) }
        }
        return kinds
    }
}

extension FileSource {
    /// The files of the disk, but for one, which is as it is here.
    fileprivate func serving(_ past: String, at place: String) -> FileSource {
        let own = self
        let disk = FileSource.disk
        return FileSource(
            resolved: { path in
                let real = Text(path) == Text(place) ? path : disk.resolved(path)
                guard let real, Text(real) == Text(place) else { return real }
                return own.resolved(past) == nil ? nil : real
            }, target: disk.target,
            read: { path, limit in
                guard Text(path) == Text(place) else { return disk.read(path, limit) }
                guard let real = own.resolved(past) else { return .failure(.missing) }
                return own.read(real, limit)
            })
    }

    /// The same files but for one.
    fileprivate func without(_ place: String) -> FileSource {
        let own = self
        return FileSource(
            resolved: { path in own.resolved(path).flatMap { Text($0) == Text(place) ? nil : $0 } },
            target: own.target, read: own.read)
    }
}
