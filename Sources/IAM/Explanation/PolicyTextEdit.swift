public import SourceText

/// A change in the text of a file: some bytes give way to others.
public struct TextEdit: Sendable, Hashable {
    /// Where.
    public let location: SourceLocation
    /// What stands there afterwards.
    public let replacement: String
}

extension PolicyChange {
    /// The change as an edit of the file in which the policy stands; `nil` where there is no policy yet, or where the
    /// edited text would not say what the change says.
    public var textEdit: TextEdit? {
        guard let policy, let edit = PolicyTextEditor(document: policy.document).edit(for: edit) else { return nil }
        return says(edit, what: PolicyEditor(document: policy.document).apply(self.edit), in: policy.document)
            ? edit : nil
    }

    /// Reads the edited file once more, and compares the statements in it with the changed ones. A document may be put
    /// together from several files, as `extends` does; its statements stand in one.
    private func says(_ edit: TextEdit, what wanted: Node?, in document: PolicyDocument) -> Bool {
        guard let wanted = wanted?["Statement"], let statements = document.source["Statement"],
            statements.file.path.isSame(as: edit.location.file.path)
        else { return false }
        let file = SourceFile(path: edit.location.file.path, bytes: edit.location.file.applying([edit]))
        var diagnostics = Diagnostics()
        guard let root = SourceParser.parse(file, &diagnostics), let found = statements.counterpart(in: root)
        else { return false }
        return PolicyEditor.canonical(statements: found).isSame(as: PolicyEditor.canonical(statements: wanted))
    }
}

extension PolicyEditor {
    /// Statements as a list, with scalars as strings, for comparing.
    static func canonical(statements node: Node) -> Node {
        var list = JSONValue(node)
        if case .object = list { list = .array([list]) }
        let file = SourceFile(path: "canonical", text: JSONWriter.text(list))
        var diagnostics = Diagnostics()
        return JSONParser.parse(file, &diagnostics) ?? node
    }
}

extension SourceFile {
    /// The bytes of the file with some edits made, which must not overlap.
    public func applying(_ edits: [TextEdit]) -> [UInt8] {
        var result = bytes
        for edit in edits.sorted(by: { $0.location.offset > $1.location.offset }) {
            result.replaceSubrange(edit.location.offset..<edit.location.end, with: edit.replacement.utf8)
        }
        return result
    }
}

/// Finds the place of a change in the text of a document, and writes the change in the document's own layout.
struct PolicyTextEditor {
    let document: PolicyDocument

    func edit(for edit: PolicyChange.Edit) -> TextEdit? {
        switch edit {
        case .addActions(let actions, let statement):
            return document.source(of: statement)?["Action"].flatMap {
                append(actions.map { .string($0.spelling) }, to: $0)
            }
        case .addNotActions(let actions, let statement):
            return document.source(of: statement)?["NotAction"].flatMap {
                append(actions.map { .string($0.spelling) }, to: $0)
            }
        case .renameKey(let key, let condition, let statement):
            let (comparison, old) = statement.conditions[condition].place
            let keys = document.source(of: statement)?["Condition"]?.member(named: comparison)
            guard let member = keys?.members.first(where: { $0.name.utf8.elementsEqual(old.utf8) }) else { return nil }
            return TextEdit(
                location: NodeLayout(member.key).location, replacement: JSONWriter.text(.string(key.spelling)))
        case .addValue(let value, let condition, let statement):
            let (comparison, key) = statement.conditions[condition].place
            return document.source(of: statement)?["Condition"]?.member(named: comparison)?.member(named: key).flatMap {
                append([.string(value)], to: $0)
            }
        case .addStatement(let draft):
            return document.source["Statement"].flatMap { append([draft.json], to: $0) }
        case .exempt(let arn, let statement):
            return exempt(arn, statement)
        }
    }

    private func exempt(_ arn: ARN, _ statement: Statement) -> TextEdit? {
        guard let node = document.source(of: statement) else { return nil }
        let names = JSONValue.object([("aws:PrincipalArn", .string(arn.text))])
        guard let block = node["Condition"] else {
            return add("Condition", .object([("ArnNotEquals", names)]), to: node)
        }
        guard let keys = block["ArnNotEquals"] else { return add("ArnNotEquals", names, to: block) }
        guard let value = keys["aws:PrincipalArn"] else {
            return add("aws:PrincipalArn", .string(arn.text), to: keys)
        }
        return append([.string(arn.text)], to: value)
    }

    // MARK: Lists and objects

    /// Adds values behind those of a list, or makes a list of a single value.
    private func append(_ values: [JSONValue], to node: Node) -> TextEdit? {
        guard node.kind == .sequence else {
            let layout = NodeLayout(node)
            guard layout.isFlow || node.isScalar else { return nil }
            let texts = [layout.text] + values.map { JSONWriter.text($0) }
            return TextEdit(location: layout.location, replacement: "[" + texts.joined(separator: ", ") + "]")
        }
        guard let last = node.elements.last else { return nil }
        let layout = NodeLayout(last)
        if NodeLayout(node).isFlow {
            let texts = values.map { separator(layout) + layout.write($0) }
            return insert(texts.joined(), at: layout.location.end, in: layout.location.file)
        }
        let dash = layout.indentation.dropLast(2) + "- "
        let lines = values.map { layout.lineBreak + dash + JSONWriter.text($0) }
        return insert(lines.joined(), at: layout.endOfLine, in: layout.location.file)
    }

    /// Adds a member behind the others of an object.
    private func add(_ name: String, _ value: JSONValue, to node: Node) -> TextEdit? {
        guard let last = node.members.last else { return nil }
        let key = NodeLayout(last.key)
        let end = NodeLayout(last.value)
        if NodeLayout(node).isFlow {
            let text = separator(key) + JSONWriter.text(.string(name)) + ": " + JSONWriter.text(value)
            return insert(text, at: end.location.end, in: end.location.file)
        }
        let text = key.lineBreak + key.indentation + JSONWriter.text(.string(name)) + ": " + JSONWriter.text(value)
        return insert(text, at: end.endOfLine, in: end.location.file)
    }

    /// What stands between two elements: a new line where the elements stand on lines of their own.
    private func separator(_ layout: NodeLayout) -> String {
        layout.beginsLine ? "," + layout.lineBreak + layout.indentation : ", "
    }

    private func insert(_ text: String, at offset: Int, in file: SourceFile) -> TextEdit {
        TextEdit(location: SourceLocation(file: file, offset: offset, end: offset), replacement: text)
    }
}
