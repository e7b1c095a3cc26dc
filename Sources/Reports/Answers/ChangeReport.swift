import IAM
import STS
import SourceText

/// Tells what would allow what is refused: the best way first, then others.
struct ChangeReport {
    private let answer: Answer
    /// Where a diff is to be applied.
    private let place: DiffPlace

    init(_ answer: Answer, place: DiffPlace) {
        self.answer = answer
        self.place = place
    }

    func points(showsDiff: Bool) -> [Outline.Point] {
        guard answer.decision != .allowed else { return [] }
        var points: [Outline.Point] = []
        if answer.blockedBy == [.noSuchRole] {
            points.append(.group("what to do first", [.text("create the role, or name one that exists")]))
        }
        let shown = showsDiff ? answer.remedies.firstIndex { !$0.policyChanges.isEmpty } : nil
        for (index, remedy) in answer.remedies.enumerated() {
            points += RemedyReport(remedy, isFirst: index == 0).points
            guard let shown, !remedy.policyChanges.isEmpty else { continue }
            points += index == shown ? diff(remedy) : [.verbatim(""), .text(Self.isOtherWay)]
        }
        return points
    }

    /// `git apply` would take every diff of a text, and one way is enough.
    private static let isOtherWay =
        "(not in the diff, which shows the first way alone: `--format json` has a diff of each)"

    /// The changes of one remedy as a diff, with what it leaves out.
    private func diff(_ remedy: Remedy) -> [Outline.Point] {
        let (files, left) = remedy.policyChanges.edited
        let text = UnifiedDiff.text(of: files, from: place)
        func note(_ changes: [PolicyChange], _ why: String) -> [Outline.Point] {
            let types = changes.map(\.type.rawValue).joined(separator: ", ")
            return changes.isEmpty ? [] : [.text("(not in the diff, as \(why): \(types))")]
        }
        let isElsewhere = !text.isEmpty && place.paths(of: files) == nil
        return [.verbatim("")] + (text.isEmpty ? [] : [.diff(text)])
            + (isElsewhere ? [.text("(the paths are those from the root: apply it there)")] : [])
            + note(left.filter { $0.policy == nil }, "no file holds the policy yet")
            + note(left.filter { $0.policy != nil }, "the text of what changes is not written in one place")
    }
}

/// Tells one remedy.
private struct RemedyReport {
    private let remedy: Remedy
    private let isFirst: Bool

    init(_ remedy: Remedy, isFirst: Bool) {
        self.remedy = remedy
        self.isFirst = isFirst
    }

    var points: [Outline.Point] {
        var points: [Outline.Point] = []
        if !remedy.callChanges.isEmpty {
            let own = remedy.policyChanges.isEmpty ? rests : []
            points.append(.group(callHeading, remedy.callChanges.map { .text($0.text) } + own))
        }
        if !remedy.accountChanges.isEmpty {
            let heading = isFirst ? "what to change in the account" : "or, in the account"
            points.append(.group(heading, remedy.accountChanges.map { .text($0.text) }))
        }
        if !remedy.policyChanges.isEmpty {
            points.append(.group(policyHeading, remedy.policyChanges.map { PolicyChangeReport($0).point } + rests))
        }
        return points
    }

    private var callHeading: String {
        if isFirst { return "what to change in the call" }
        return remedy.policyChanges.isEmpty ? "or, with the policies as they are, in the call" : "or, in the call"
    }

    private var policyHeading: String {
        let place = remedy.policyChanges.count == 1 ? "in a policy" : "in the policies (all of these)"
        if !remedy.callChanges.isEmpty { return "and \(place)" }
        return isFirst ? "what to change \(place)" : "or, \(place)"
    }

    private var rests: [Outline.Point] {
        let avoided = UndocumentedPoint.allCases.filter { point in
            remedy.policyChanges.contains { $0.avoids == point }
        }
        return avoided.map { .text("\($0.rule): \($0.advice)") }
            + remedy.rests.map { .text("this rests on undocumented behaviour, \($0.rule): \($0.advice)") }
    }
}

/// Tells one change of a policy.
struct PolicyChangeReport {
    private let change: PolicyChange

    init(_ change: PolicyChange) {
        self.change = change
    }

    var point: Outline.Point {
        switch change.edit {
        case .addActions(let actions, let statement):
            let list = actions.map { "\"\($0)\"" }.joined(separator: ", ")
            let at = place(of: "Action", in: statement).map { " at \($0.description)" } ?? ""
            return .group("\(owner): add \(list) to the `Action`\(at)", [title(statement)] + notes)
        case .addNotActions(let actions, let statement):
            let list = actions.map { "\"\($0)\"" }.joined(separator: ", ")
            let at = place(of: "NotAction", in: statement).map { " at \($0.description)" } ?? ""
            return .group(
                "\(owner): add \(list) to the `NotAction` of this Deny\(at)",
                [title(statement), .text("careful: the statement no longer denies \(list) to anybody\(reach)")] + notes)
        case .renameKey(let key, let index, let statement):
            let condition = statement.conditions[index]
            return .group(
                "\(owner): rename the key `\(condition.key)` to `\(key)`, at \(condition.location.description)",
                [title(statement)] + notes)
        case .addValue(let value, let index, let statement):
            let condition = statement.conditions[index]
            let wanted = "let \(condition.operatorSpelling) on \(condition.key) accept \"\(value)\" too"
            return .group("\(owner): \(wanted), at \(condition.location.description)", [title(statement)] + notes)
        case .addStatement(let draft):
            return .group(
                "\(owner): \(target)", [.verbatim(JSONWriter.text(draft.json, isIndented: true))] + notes)
        case .exempt(let arn, let statement):
            let condition = "\"ArnNotEquals\": {\"aws:PrincipalArn\": \"\(arn)\"}"
            return .group(
                "\(owner): keep this Deny off the caller: add the condition \(condition) to",
                [title(statement), .text("careful: the statement then denies the caller nothing at all")] + notes
            )
        }
    }

    /// The change in one line.
    var line: String {
        switch change.edit {
        case .addStatement(let draft): "\(owner): \(target): \(JSONWriter.text(draft.json))"
        case .addActions, .addValue, .addNotActions, .renameKey:
            if case .group(let heading, _) = point { heading } else { owner }
        case .exempt(let arn, let statement):
            "\(owner): except \(arn) from \(CheckReport.title(statement, change.policy?.name ?? ""))"
        }
    }

    /// For whom a change of a policy is made.
    private var reach: String {
        switch change.type {
        case .serviceControl, .resourceControl: " in the accounts below it"
        case .identity, .permissionsBoundary, .session: " who has this policy"
        case .trust, .resource, .vpcEndpoint: ""
        }
    }

    private func title(_ statement: Statement) -> Outline.Point {
        .text(CheckReport.title(statement, change.policy?.name ?? ""))
    }

    private func place(of element: MemberName, in statement: Statement) -> SourceLocation? {
        change.policy?.document.place(of: element, in: statement)
    }

    /// Whose policy changes.
    private var owner: String { Self.owner(change.type, change.level) }

    private static func owner(_ type: PolicyType, _ level: Int) -> String {
        guard type.hasLevels else { return type.rawValue }
        return level == 0 ? "\(type.rawValue) at the root" : "\(type.rawValue) at level \(level) below the root"
    }

    /// Where a statement is added.
    private var target: String {
        guard let policy = change.policy else {
            return change.type == .trust
                ? "write a trust policy with this statement" : "attach a policy with this statement"
        }
        let path = policy.document.pathOfStatements
        let name = policy.name.isSame(as: path) ? "`\(path)`" : "`\(policy.name)` (\(path))"
        return "add this statement to \(name)"
    }

    /// Why a statement of its own is added, and what a change lets pass.
    private var notes: [Outline.Point] {
        var notes: [Outline.Point] = []
        if !change.alsoServes.isEmpty {
            let places = change.alsoServes.map { Self.owner($0.type, $0.level) }.joined(separator: ", ")
            notes.append(.text("(the same policy serves as: \(places))"))
        }
        if let point = change.avoids {
            notes.append(.text("(a statement of its own, so that nothing rests on \(point.rule))"))
        }
        if case .addStatement(let draft) = change.edit, draft.namesEverybody {
            notes.append(.text("careful: this allows it to everybody, who signs the request or not"))
        }
        if case .addStatement(let draft) = change.edit, draft.namesRoot {
            notes.append(
                .text("careful: an account's root stands for everybody in the account whose policies allow it"))
        }
        if change.opensMore {
            notes.append(.text("careful: the statement then allows all else that it covers with that value too"))
        }
        if !change.othersServed.isEmpty {
            let others = change.othersServed.prefix(5).map { "`\($0)`" }.joined(separator: ", ")
            let more = change.othersServed.count > 5 ? " and \(change.othersServed.count - 5) more" : ""
            notes.append(.text("careful: the same policy serves \(others)\(more)"))
        }
        if !change.loosens.isEmpty {
            let (words, count) = Self.words(change.loosens)
            let keeps = count == 1 ? "keeps" : "keep"
            notes.append(.text("careful: this lets the caller in past \(words), which \(keeps) it out now"))
        }
        if !change.assumed.isEmpty {
            let keys = change.assumed.map { "`\($0)`" }.joined(separator: ", ")
            let (was, values) = change.assumed.count == 1 ? ("was", "value") : ("were", "values")
            notes.append(
                .text("(\(keys) \(was) assumed: to keep the condition instead, let it accept the real \(values))"))
        }
        if !change.leavesOut.isEmpty {
            let words = Self.words(change.leavesOut).text
            notes.append(.text("careful: the nearest statement asks for \(words) too, and this one does not"))
        }
        return notes
    }

    /// Conditions in words, each once, and how many they are.
    private static func words(_ conditions: [Condition]) -> (text: String, count: Int) {
        var told: NameSet = []
        let list = conditions.map { "\($0.operatorSpelling) on \($0.key)" }.filter { told.insert($0) }
        return (list.joined(separator: " and "), list.count)
    }
}
