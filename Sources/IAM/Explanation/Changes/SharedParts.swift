import SourceText

// YAML lets policies share what an anchor names: statements, one of them, or only a list in it. Whoever changes it at the
// anchor changes all of them.
extension PolicyChange {
    /// Whether a policy changes too where the change is made in the text.
    public func changes(_ other: Policy) -> Bool { !edits(in: other).isEmpty }

    /// What changes in a policy where the change is made in the text.
    func edits(in other: Policy) -> [Edit] {
        guard let policy else { return [] }
        guard let statement = edit.statement else { return policy.hasStatements(of: other) ? [edit] : [] }
        guard let place = edit.place(in: policy.original, statement), other.origin.file === place.file else {
            return []
        }
        return other.original.statements.flatMap { statement in
            edit.counterparts(in: statement).filter { $0.place(in: other.original, statement) == place }
        }
    }
}

extension PolicyChange.Edit {
    /// The statement in which something changes; `nil` where one is added.
    var statement: Statement? {
        switch self {
        case .addActions(_, let statement), .addNotActions(_, let statement), .addValue(_, _, let statement),
            .renameKey(_, _, let statement), .exempt(_, let statement):
            statement
        case .addStatement: nil
        }
    }

    /// Edits of another statement that may be this one, as they may concern the same text.
    fileprivate func counterparts(in statement: Statement) -> [Self] {
        switch self {
        case .addActions(let actions, _), .addNotActions(let actions, _):
            [.addActions(actions, statement: statement), .addNotActions(actions, statement: statement)]
        case .addValue(let value, _, _):
            statement.conditions.indices.map { .addValue(value, condition: $0, statement: statement) }
        case .renameKey(let key, _, _):
            statement.conditions.indices.map { .renameKey(key, condition: $0, statement: statement) }
        case .exempt(let arn, _):
            // An Allow that shares the block loses the caller.
            [.exempt(arn, statement: statement)]
        case .addStatement: []
        }
    }

    /// Where the text stands that changes: of what there is, the innermost part that takes in the change.
    fileprivate func place(in document: PolicyDocument, _ statement: Statement) -> SourceLocation? {
        guard let source = document.source(of: statement) else { return nil }
        switch self {
        case .addActions: return source["Action"]?.location
        case .addNotActions: return source["NotAction"]?.location
        case .addValue(_, let condition, _):
            let (comparison, key) = statement.conditions[condition].place
            return source["Condition"]?.member(named: comparison)?.member(named: key)?.location
        case .renameKey(_, let condition, _): return statement.conditions[condition].location
        case .exempt:
            guard let block = source["Condition"] else { return source.location }
            guard let keys = block["ArnNotEquals"] else { return block.location }
            let names = keys.members.first { ConditionKey($0.key.text) == .principalArn }
            return (names?.value ?? keys).location
        case .addStatement: return nil
        }
    }
}
