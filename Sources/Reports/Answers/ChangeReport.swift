import IAM
import STS
import SourceText

/// Tells what would allow what is refused.
struct ChangeReport {
    private let answer: Answer

    init(_ answer: Answer) {
        self.answer = answer
    }

    func points(showsDiff: Bool) -> [Outline.Point] {
        guard answer.decision != .allowed else { return [] }
        var points: [Outline.Point] = []
        if answer.blockedBy == [.noSuchRole] {
            points.append(.group("what to do first", [.text("create the role, or name one that exists")]))
        }
        if !answer.policyChanges.isEmpty {
            let heading =
                answer.policyChanges.count == 1
                ? "what to change in a policy" : "what to change in the policies (all of these)"
            points.append(.group(heading, answer.policyChanges.map(Self.point)))
            if showsDiff { points += [.verbatim(""), .verbatim(diff)] }
        }
        if !answer.callChanges.isEmpty {
            let heading =
                points.isEmpty ? "what to change in the call" : "or, with the policies as they are, in the call"
            points.append(.group(heading, answer.callChanges.map { .text($0.text) }))
        }
        return points
    }

    private var diff: String {
        let text = UnifiedDiff.text(of: answer.policyChanges.compactMap(\.textEdit))
        return text.isEmpty ? "(no file holds these policies yet)" : String(text.dropLast())
    }

    private static func point(_ change: PolicyChange) -> Outline.Point {
        switch change.edit {
        case .addActions(let actions, let statement):
            let list = actions.map { "\"\($0)\"" }.joined(separator: ", ")
            return .group("\(change.place): add \(list) to the actions of", [statementPoint(statement, change)])
        case .addValue(let value, let index, let statement):
            let condition = statement.conditions[index]
            return .group(
                "\(change.place): let \(condition.operatorSpelling) on \(condition.key) accept \"\(value)\" too, at "
                    + condition.location.description, [statementPoint(statement, change)])
        case .addStatement(let draft):
            return .group(
                "\(change.place): add a statement of its own\(change.target)",
                [.verbatim(JSONWriter.text(draft.json, isIndented: true))])
        case .exempt(let arn, let statement):
            return .group(
                "\(change.place): let this Deny pass over \(arn), by \"ArnNotEquals\" on aws:PrincipalArn",
                [statementPoint(statement, change)])
        }
    }

    private static func statementPoint(_ statement: Statement, _ change: PolicyChange) -> Outline.Point {
        .text(CheckReport.title(statement, change.policy?.name ?? ""))
    }
}

extension PolicyChange {
    /// Whose policy changes.
    fileprivate var place: String {
        guard type == .serviceControl else { return type.rawValue }
        return level == 0 ? "serviceControl at the root" : "serviceControl at level \(level) below the root"
    }

    /// Where a statement is added.
    fileprivate var target: String {
        guard let policy else { return ", in a new policy" }
        return " to `\(policy.name)` (\(policy.document.location.file.path))"
    }
}
