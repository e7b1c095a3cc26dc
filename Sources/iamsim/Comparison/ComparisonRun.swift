public import ArgumentParser
import IAM
public import Reports
import STS
import Scenarios
import SourceText

/// Compares the answers to the cases of scenarios with those that the files of a commit give, and tells what of the
/// change no answer shows.
struct ComparisonRun {
    /// The name of the commit.
    let base: String
    /// A pattern that the cases fit.
    let filter: String?
    let failOn: ComparisonReport.FailOn?
    /// Patterns of the paths that are not told of where no scenario reads them.
    let ignored: [String]
    let options: ScenarioOptions

    func report(_ paths: [String]) throws -> ComparisonReport {
        let (read, warnings) = try options.readWithSources(paths)
        var worlds: [Text: ComparedWorlds] = [:]
        var changes: [ComparisonReport.Change] = []
        var unasked: [ComparisonReport.Unasked] = []
        var unchanged = 0
        for (scenario, source) in read {
            let worlds = try worlds.value(for: Text(source.root)) { () throws(ExitStatus) in
                try ComparedWorlds(root: source.root, base: base, maxCases: options.maxCases)
            }
            let compared = worlds.compare(scenario, source.node, CaseFilter.select(filter, of: [scenario]))
            changes += compared.changes
            unasked += compared.unasked
            unchanged += compared.unchanged
        }
        if worlds.isEmpty {
            let root = try RootFolder(option: options.root).folder(for: paths.first ?? ".")
            worlds[Text(root)] = try ComparedWorlds(root: root, base: base, maxCases: options.maxCases)
        }
        let found = worlds.keys.sorted().compactMap { worlds[$0] }.flatMap { world in
            world.unseen(paths, filter).map { (unseen: $0, isIgnored: isIgnored($0, in: world, paths)) }
        }
        let unseen = found.filter { !$0.isIgnored }.map(\.unseen)
        let isLost = unseen.contains { [.deletedScenario, .deletedCase].contains($0.kind) }
        if changes.isEmpty, unasked.isEmpty, unchanged == 0, !isLost {
            Terminal.complain("iamsim: no case found")
            throw ExitStatus.badInput
        }
        var report = ComparisonReport(
            changes: changes, notComparable: unasked, unseen: unseen, unchanged: unchanged, base: base, failOn: failOn)
        report.ignored = found.filter(\.isIgnored).map(\.unseen)
        report.warnings = warnings
        return report
    }

    /// Whether a changed file is not told of: what a scenario reads, or is, always is.
    private func isIgnored(_ unseen: ComparisonReport.Unseen, in worlds: ComparedWorlds, _ paths: [String]) -> Bool {
        guard [.unread, .unreadable, .renamed].contains(unseen.kind) else { return false }
        return [unseen.path, unseen.formerPath].compactMap(\.self).allSatisfy { path in
            ignored.contains { Wildcard(Text($0)).matches(Text(path)) } && !worlds.isRead(path, paths)
        }
    }
}

extension Dictionary {
    /// The value of a key, made where there is none yet.
    fileprivate mutating func value(
        for key: Key, orMake make: () throws(ExitStatus) -> Value
    ) throws(ExitStatus) -> Value {
        if let known = self[key] { return known }
        let made = try make()
        self[key] = made
        return made
    }
}

extension ComparisonReport.FailOn: ExpressibleByArgument {}
