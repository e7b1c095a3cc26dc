import IAM
import Reports
import STS
import Scenarios
import SourceText

/// The changed files of which no answer tells.
struct UnseenChanges {
    private let worlds: ComparedWorlds
    /// The folders from which scenarios read: what stands there is meant as a policy, though nobody can read it.
    private let folders: Set<Text>
    private let scenarios: Set<Text>
    /// How many cases, times the files that their scenario reads, are read once more at most to find out which file changed an
    /// answer; what is beyond is told.
    private static let limit = 20_000

    init(worlds: ComparedWorlds) {
        self.worlds = worlds
        let read = worlds.scenarios.reduce(into: Set<Text>()) { $0.formUnion($1.files) }
        folders = Set(read.map { Text(Path.parent(of: $0.string)) })
        scenarios = Set(worlds.scenarios.map(\.path))
    }

    var all: [ComparisonReport.Unseen] {
        var left = Self.limit
        let links = worlds.links.map { path in
            ComparisonReport.Unseen(
                .unreadable, path: path,
                reason: "changed; a symbolic link or a submodule, and what it leads to now is not compared")
        }
        return links
            + worlds.changed.compactMap { file in
                guard var unseen = told(file, &left) else { return nil }
                if let before = file.before, file.isRenamed {
                    unseen.formerPath = Path.relative(before, to: worlds.root)
                }
                return unseen
            }
    }

    private func told(_ file: ChangedFile, _ left: inout Int) -> ComparisonReport.Unseen? {
        guard file.isNamed else {
            return .init(.unreadable, path: file.shown, reason: "\(file.words); its name is not UTF-8")
        }
        guard file.isDocument else { return toldByBytes(file) }
        let before = FileContent(of: file.before, in: worlds.past, root: worlds.root)
        let after = FileContent(of: file.after, in: .disk, root: worlds.root)
        let readers = self.readers(of: file)
        if let reason = unreadable(file, before, after, isRead: !readers.isEmpty) {
            return .init(.unreadable, path: file.shown, reason: "\(file.words); \(reason)")
        }
        let difference = ContentDifference(before, after)
        if let path = file.after, scenarios.contains(Text(path)) {
            return toldScenario(file, Text(path), before, difference)
        }
        if readers.isEmpty {
            guard difference.holdsPolicies else { return nil }
            // Whom a policy serves stands around it: nothing here reads what that means.
            return difference.valuesDiffer ? unseen(.unread, file, difference) : renamed(file)
        }
        if !difference.valuesDiffer { return renamed(file) }
        var kinds: Set<ComparisonReport.Kind> = []
        for reader in readers {
            guard let moved = moved(reader, by: file, &left) else {
                return unseen(.partly, file, difference, words: Self.beyondLimit)
            }
            kinds.formUnion(moved)
        }
        if difference.isShown(by: kinds) { return renamed(file) }
        // Its cases are told already: they could not be asked without it.
        if file.before == nil, readers.contains(where: { !$0.unasked.isEmpty }) { return nil }
        return unseen(kinds.isEmpty ? .unmoved : .partly, file, difference)
    }

    /// A file that nothing reads, by its name, and that speaks of statements: a template, or one of another letter case.
    private func toldByBytes(_ file: ChangedFile) -> ComparisonReport.Unseen? {
        let before = FileContent.bytes(of: file.before, in: worlds.past, root: worlds.root)
        let after = FileContent.bytes(of: file.after, in: .disk, root: worlds.root)
        guard HeldPolicies.isMentioned(in: before) || HeldPolicies.isMentioned(in: after) else { return nil }
        if before == after { return renamed(file) }
        return .init(
            .unread, path: file.shown,
            reason: "\(file.words); it speaks of statements, and no scenario reads a file of such a name")
    }

    /// Why nobody can tell what a file holds, or held; `nil` where that can be told, or has nothing to do with policies.
    private func unreadable(
        _ file: ChangedFile, _ before: FileContent, _ after: FileContent, isRead: Bool
    ) -> String? {
        func told(_ content: FileContent) -> String? {
            guard case .unreadable(let reason, let bytes) = content else { return nil }
            let concerns = isRead || isAmongPolicies(file) || bytes.map { HeldPolicies.isMentioned(in: $0) } ?? true
            return concerns ? reason : nil
        }
        return told(after) ?? told(before).map { "as it was, \($0)" }
    }

    /// Policies, accounts and an organization that stand in a scenario itself.
    private func toldScenario(
        _ file: ChangedFile, _ path: Text, _ before: FileContent, _ difference: ContentDifference
    ) -> ComparisonReport.Unseen? {
        guard let own = worlds.scenarios.first(where: { $0.path == path }) else { return nil }
        guard file.before != nil else {
            return difference.holdsPolicies ? unseen(.unread, file, difference, words: Self.ofItsOwn) : nil
        }
        // A file that asked nothing before only names what the commit's files say, unless it said who exists.
        if own.matching.isOfNothing, !difference.policiesDiffer, !difference.heldFacts { return nil }
        if !own.matching.isOfNothing || difference.heldFacts, case .value(let old) = before,
            OwnPolicies.areSame(old, own.node, past: worlds.past, root: worlds.root)
        {
            return nil
        }
        let kinds = Set(own.changes.map(\.kind))
        if difference.isShown(by: kinds) { return nil }
        return unseen(kinds.isEmpty ? .unmoved : .partly, file, difference)
    }

    private static let beyondLimit =
        "answers changed, but so many files did that nobody looked whether this one has to do with it"
    private static let ofItsOwn = "the scenario brings policies of its own, of which the commit knows nothing"

    private func unseen(
        _ kind: ComparisonReport.Unseen.Kind, _ file: ChangedFile, _ difference: ContentDifference,
        words own: String? = nil
    ) -> ComparisonReport.Unseen {
        let names = difference.statements.prefix(5).map { "`\($0)`" }.joined(separator: ", ")
        let rest = difference.statements.count > 5 ? " and \(difference.statements.count - 5) more" : ""
        let statements = names.isEmpty ? "" : "; statements that are other ones: \(names)\(rest)"
        let words =
            switch kind {
            case .unread: "no scenario reads it"
            case .partly: "answers changed, and what else it may do was not asked"
            default: "nothing was asked of what changed"
            }
        return .init(
            kind, path: file.shown, reason: "\(file.words); \(own ?? words)\(statements)", effect: difference.effect)
    }

    private func renamed(_ file: ChangedFile) -> ComparisonReport.Unseen? {
        file.isRenamed ? .init(.renamed, path: file.shown, reason: file.words) : nil
    }

    private func isAmongPolicies(_ file: ChangedFile) -> Bool {
        folders.contains(Text(Path.parent(of: file.after ?? file.before ?? "")))
    }

    private func readers(of file: ChangedFile) -> [ScenarioComparison] {
        let places = [file.before, file.after].compactMap(\.self).map { Text($0) }
        return worlds.scenarios.filter { scenario in places.contains(where: scenario.files.contains) }
    }

    /// How answers of a scenario are other ones because of a file: those that are so when all else is as it is, and the
    /// file alone as it was.
    /// - Parameter left: how much more is read.
    /// - Returns: `nil` where there is too much to read.
    private func moved(
        _ scenario: ScenarioComparison, by file: ChangedFile, _ left: inout Int
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
            if let kind = ComparisonReport.Kind(question.answer(), testCase.question.answer()) { kinds.insert(kind) }
        }
        return kinds
    }
}

/// How what a file holds differs from what it held.
private struct ContentDifference {
    let holdsPolicies: Bool
    /// Whether the file said who exists.
    let heldFacts: Bool
    let policiesDiffer: Bool
    let valuesDiffer: Bool
    let statements: [String]
    let effect: StatementDifference.Effect?

    init(_ before: FileContent, _ after: FileContent) {
        let (old, new) = (Self.value(before), Self.value(after))
        let (oldPolicies, newPolicies) = (old.map { HeldPolicies(in: $0) }, new.map { HeldPolicies(in: $0) })
        let (oldOnes, newOnes) = (oldPolicies?.documents ?? [], newPolicies?.documents ?? [])
        let pair =
            oldOnes.count == 1 && newOnes.count == 1 && oldOnes[0].kind == .mapping && newOnes[0].kind == .mapping
            ? StatementDifference(before: oldOnes[0], after: newOnes[0]) : nil
        let holdsFacts = [old, new].contains { $0.map(Self.holdsFacts) ?? false }
        heldFacts = old.map(Self.holdsFacts) ?? false
        holdsPolicies = holdsFacts || !oldOnes.isEmpty || !newOnes.isEmpty
        policiesDiffer = oldOnes.map(\.compactText) != newOnes.map(\.compactText) && pair?.isEmpty != true
        // A file that is one policy differs as its statements do; every other file as its text does.
        let isPolicy = old.map(Self.isPolicy) == true && new.map(Self.isPolicy) == true
        valuesDiffer = isPolicy ? policiesDiffer : old?.compactText != new?.compactText
        statements = pair?.names ?? []
        effect = isPolicy ? pair?.effect : nil
    }

    /// Whether changed answers show what the change may open: an answer that is allowed now does, and any does where the
    /// change can only take away.
    func isShown(by kinds: Set<ComparisonReport.Kind>) -> Bool {
        !kinds.isEmpty && (kinds.contains(.newlyAllowed) || effect == .takesAway)
    }

    private static func value(_ content: FileContent) -> Node? {
        if case .value(let node) = content { return node }
        return nil
    }

    /// Whether a file says who exists, and what is attached to whom.
    private static func holdsFacts(_ node: Node) -> Bool {
        let names: [MemberName] = ["accounts", "organization", "vpcEndpoints"]
        // Of a scenario its own policies are compared apart; in another file these are what others extend.
        let shared: [MemberName] = node["scenario"] == nil ? ["policies", "documents"] : []
        return (names + shared + AuthorizationDetails.lists).contains { node[$0] != nil }
    }

    private static func isPolicy(_ node: Node) -> Bool {
        HeldPolicies(in: node).documents.first == node
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
            },
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
            resolved: { path in own.resolved(path).flatMap { Text($0) == Text(place) ? nil : $0 } }, read: own.read)
    }
}
