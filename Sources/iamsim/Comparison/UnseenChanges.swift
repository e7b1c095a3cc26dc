import Reports
import Scenarios
import SourceText

/// The changed files of which no answer tells: each is told, unless a reason holds for which it may be passed over.
struct UnseenChanges {
    private let worlds: ComparedWorlds
    private let readers: [Text: [ScenarioComparison]]
    /// The folders from which scenarios read: what stands there is meant as a policy, though nobody can read it.
    private let folders: Set<Text>
    private let scenarios: [Text: ScenarioComparison]

    /// Why a changed file opens nothing that is not told.
    private enum Harmless {
        /// It says what it said.
        case saysTheSame
        /// Changed answers show what the change may open, or its cases are told as ones that cannot be compared.
        case isShown
        /// It is a scenario whose own policies are as they were: its cases were asked.
        case onlyAsks
        /// Git does not know it, so that no commit brings it; it is no document by its name, and no scenario reads it.
        case isInNoCommit
        /// It was read whole, has no word of what grants anything, and no scenario reads it.
        case speaksOfNone
    }

    private enum Verdict {
        case told(ComparisonReport.Unseen)
        case passed(Harmless)
    }

    init(worlds: ComparedWorlds) {
        self.worlds = worlds
        readers = worlds.scenarios.reduce(into: [:]) { readers, scenario in
            for file in scenario.files { readers[file, default: []].append(scenario) }
        }
        folders = Set(readers.keys.map { Text(Path.parent(of: $0.string)) })
        scenarios = Dictionary(worlds.scenarios.map { ($0.path, $0) }) { first, _ in first }
    }

    var all: [ComparisonReport.Unseen] {
        var answers = AnswersMoved(worlds: worlds)
        return worlds.changed.compactMap { file in
            guard case .told(var unseen) = verdict(on: file, &answers) else { return nil }
            if let before = file.before, file.isRenamed {
                unseen.formerPath = Path.relative(before, to: worlds.root)
            }
            return unseen
        }
    }

    private func verdict(on file: ChangedFile, _ answers: inout AnswersMoved) -> Verdict {
        let readers = self.readers(of: file)
        if readers.isEmpty, !file.isKnown, !ChangedFile.isLikeDocument(file.shown) { return .passed(.isInNoCommit) }
        guard file.isNamed else { return unreadable(file, "its name is not UTF-8") }
        if file.isLink { return leadsWhereItDid(file) ? .passed(.saysTheSame) : unreadable(file, Self.ofLinks) }
        let before = content(of: file.before, in: worlds.past)
        let after = content(of: file.after, in: .disk)
        if file.before != nil, file.after != nil, !file.isRenamed, let bytes = before.bytes, bytes == after.bytes {
            return .passed(.saysTheSame)
        }
        if let reason = fault(of: file, before, after, isRead: !readers.isEmpty) { return unreadable(file, reason) }
        let difference = ContentDifference(before, after)
        if let path = file.after, let scenario = scenarios[Text(path)] {
            return verdict(on: scenario, file, before, difference)
        }
        if readers.isEmpty { return verdict(onUnread: file, before, after, difference) }
        if !difference.valuesDiffer { return renamed(file, .saysTheSame) }
        guard let kinds = answers.kinds(of: readers, by: file) else {
            return .told(unseen(.partly, file, difference, words: Self.beyondLimit))
        }
        if difference.isShown(by: kinds) { return renamed(file, .isShown) }
        // Its cases are told already: they could not be asked without it.
        if file.before == nil, readers.contains(where: { !$0.unasked.isEmpty }) { return .passed(.isShown) }
        return .told(unseen(kinds.isEmpty ? .unmoved : .partly, file, difference))
    }

    /// Whom a policy serves stands around it, and in other files: nothing here reads what that means.
    private func verdict(
        onUnread file: ChangedFile, _ before: FileContent, _ after: FileContent, _ difference: ContentDifference
    ) -> Verdict {
        var words: String?
        if !difference.holdsPolicies {
            let signs = [after.sign(file.after ?? ""), before.sign(file.before ?? "")].compactMap(\.self)
            guard let sign = signs.first(where: \.isPolicy) ?? signs.first else { return .passed(.speaksOfNone) }
            words = sign.words
        }
        if !difference.valuesDiffer { return renamed(file, .saysTheSame) }
        return .told(unseen(.unread, file, difference, words: words))
    }

    /// Policies, accounts and an organization that stand in a scenario itself.
    private func verdict(
        on own: ScenarioComparison, _ file: ChangedFile, _ before: FileContent, _ difference: ContentDifference
    ) -> Verdict {
        guard file.before != nil else {
            return difference.holdsPolicies
                ? .told(unseen(.unread, file, difference, words: Self.ofItsOwn)) : .passed(.onlyAsks)
        }
        // A file that asked nothing before only names what the commit's files say, unless it said who exists.
        if own.matching.isOfNothing, !difference.policiesDiffer, !difference.heldFacts { return .passed(.onlyAsks) }
        if !own.matching.isOfNothing || difference.heldFacts, let old = before.node,
            OwnPolicies.areSame(old, own.node, past: worlds.pastFiles, now: worlds.files)
        {
            return .passed(.onlyAsks)
        }
        let kinds = Set(own.changes.map(\.kind))
        if difference.isShown(by: kinds) { return .passed(.isShown) }
        return .told(unseen(kinds.isEmpty ? .unmoved : .partly, file, difference))
    }

    // MARK: What stands in a file

    /// What git says that there is must be there: a checkout may leave files out.
    private func content(of path: String?, in files: FileSource) -> FileContent {
        let content = FileContent(of: path, in: files, root: worlds.root)
        return path != nil && content.isMissing ? .unreadable("git knows it, and it is not there", bytes: nil) : content
    }

    /// Why nobody can tell what a file holds, or held; `nil` where that can be told, or has nothing to do with policies.
    private func fault(
        of file: ChangedFile, _ before: FileContent, _ after: FileContent, isRead: Bool
    ) -> String? {
        func told(_ content: FileContent, _ path: String?) -> String? {
            switch content {
            case .missing, .value, .text: return nil
            case .closed(let reason, _): return reason
            case .unreadable(let reason, _):
                let concerns = isRead || isAmongPolicies(file) || content.seemsToHoldPolicies(path ?? "")
                return concerns ? reason : nil
            }
        }
        return told(after, file.after) ?? told(before, file.before).map { "as it was, \($0)" }
    }

    /// Whether a symbolic link was only touched. Of a submodule git itself says when it was moved.
    private func leadsWhereItDid(_ file: ChangedFile) -> Bool {
        guard let before = file.before, let after = file.after, !file.isRenamed else { return false }
        guard let target = worlds.past.target(before) else { return false }
        return FileSource.disk.target(after) == target
    }

    private func isAmongPolicies(_ file: ChangedFile) -> Bool {
        file.isDocument && folders.contains(Text(Path.parent(of: file.after ?? file.before ?? "")))
    }

    private func readers(of file: ChangedFile) -> [ScenarioComparison] {
        var seen: Set<Text> = []
        return file.places.flatMap { readers[$0] ?? [] }.filter { seen.insert($0.path).inserted }
    }

    // MARK: What is said of it

    private static let ofLinks = "a symbolic link or a submodule, and what it leads to now is not compared"
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

    private func unreadable(_ file: ChangedFile, _ reason: String) -> Verdict {
        .told(.init(.unreadable, path: file.shown, reason: "\(file.words); \(reason)"))
    }

    private func renamed(_ file: ChangedFile, _ reason: Harmless) -> Verdict {
        file.isRenamed ? .told(.init(.renamed, path: file.shown, reason: file.words)) : .passed(reason)
    }
}
