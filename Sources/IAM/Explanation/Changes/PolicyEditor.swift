import SourceText

/// Makes a change in a document as a value: a copy of its JSON with the change in it.
struct PolicyEditor {
    let document: PolicyDocument

    /// The changed document; `nil` where the change does not fit it.
    func apply(_ edit: PolicyChange.Edit) -> Node? {
        guard case .object(var members) = JSONValue(document.source),
            let place = members.lastIndex(where: { $0.name == "Statement" })
        else { return nil }
        var statements = Self.list(of: members[place].value)
        guard Self.change(&statements, edit) else { return nil }
        members[place].value = .array(statements)
        let file = SourceFile(path: document.location.file.path, text: JSONWriter.text(.object(members)))
        var diagnostics = Diagnostics()
        return JSONParser.parse(file, &diagnostics)
    }

    /// Statements as a list: a document may have a single one without brackets.
    static func list(of statements: JSONValue) -> [JSONValue] {
        if case .array(let list) = statements { list } else { [statements] }
    }

    /// Makes a change in a list of statements; `false` where it does not fit them.
    static func change(_ statements: inout [JSONValue], _ edit: PolicyChange.Edit) -> Bool {
        switch edit {
        case .addStatement(let draft):
            statements.append(draft.json)
            return true
        case .addActions(let actions, let statement):
            return add(actions, to: "Action", of: statement, &statements)
        case .addNotActions(let actions, let statement):
            return add(actions, to: "NotAction", of: statement, &statements)
        case .renameKey(let key, let condition, let statement):
            guard statements.indices.contains(statement.index) else { return false }
            let (comparison, old) = statement.conditions[condition].place
            var isDone = false
            statements[statement.index].update("Condition") { block in
                block.updating(comparison) { $0.renaming(old, to: key.spelling.string, &isDone) }
            }
            return isDone
        case .addValue(let value, let condition, let statement):
            guard statements.indices.contains(statement.index) else { return false }
            let (comparison, key) = statement.conditions[condition].place
            statements[statement.index].update("Condition") { block in
                block.updating(comparison) { $0.updating(key) { $0.appending([.string(value)]) } }
            }
        case .exempt(let arn, let statement):
            guard statements.indices.contains(statement.index) else { return false }
            statements[statement.index].update("Condition") { block in
                block.updating("ArnNotEquals") { keys in
                    keys.updating(keys.spelling(of: "aws:PrincipalArn")) { $0.appending([.string(arn.text)]) }
                }
            }
        }
        return true
    }

    private static func add(
        _ actions: [Action], to element: String, of statement: Statement, _ statements: inout [JSONValue]
    ) -> Bool {
        guard statements.indices.contains(statement.index) else { return false }
        statements[statement.index].update(element) { value in
            value.appending(actions.map { .string($0.spelling) })
        }
        return true
    }
}

extension JSONValue {
    /// A value of a document, each scalar with its text as a string.
    init(_ node: Node) {
        switch node.kind {
        case .null: self = .null
        case .boolean, .number, .string: self = .string(node.text)
        case .sequence: self = .array(node.elements.map { JSONValue($0) })
        case .mapping: self = .object(node.members.map { ($0.name, JSONValue($0.value)) })
        }
    }

    /// The value as a list with more behind it; a value that is missing begins one.
    fileprivate func appending(_ more: [JSONValue]) -> JSONValue {
        switch self {
        case .array(let list): .array(list + more)
        case .null: more.count == 1 ? more[0] : .array(more)
        default: .array([self] + more)
        }
    }

    /// An object with one member changed; a member that is missing is added.
    fileprivate func updating(_ name: String, _ change: (JSONValue) -> JSONValue) -> JSONValue {
        guard case .object(var members) = self else { return .object([(name, change(.null))]) }
        if let index = members.firstIndex(where: { $0.name.isSame(as: name) }) {
            members[index].value = change(members[index].value)
        } else {
            members.append((name, change(.null)))
        }
        return .object(members)
    }

    /// A condition key as the object spells it: in which letter case, does not count.
    fileprivate func spelling(of key: String) -> String {
        guard case .object(let members) = self else { return key }
        return members.first { ConditionKey(Text($0.name)) == ConditionKey(Text(key)) }?.name ?? key
    }

    /// An object with one member under another name, which must be free.
    fileprivate func renaming(_ old: String, to new: String, _ isDone: inout Bool) -> JSONValue {
        guard case .object(var members) = self, let index = members.firstIndex(where: { $0.name.isSame(as: old) }),
            !members.contains(where: { ConditionKey(Text($0.name)) == ConditionKey(Text(new)) })
        else { return self }
        members[index].name = new
        isDone = true
        return .object(members)
    }

    fileprivate mutating func update(_ name: String, _ change: (JSONValue) -> JSONValue) {
        self = updating(name, change)
    }
}

extension Condition {
    /// Operator and key as the document spells them.
    var place: (comparison: String, key: String) { (operatorSpelling.string, key.spelling.string) }
}
