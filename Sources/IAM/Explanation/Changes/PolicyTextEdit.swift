public import SourceText

/// A file with changes of policies made in it.
public struct EditedFile: Sendable {
    /// The file as it is.
    public let file: SourceFile
    /// What it holds afterwards.
    public fileprivate(set) var bytes: [UInt8]
}

extension [PolicyChange] {
    /// The files with all of the changes made in them, in the order in which the changes name them, and the changes that
    /// stand in none: there is no policy yet, or the edited text would not say what the change says.
    ///
    /// One change is made after the other, as two of them may concern the same line. Of the documents of a file the last
    /// one comes first, so that the others keep their places.
    public var edited: (files: [EditedFile], left: [PolicyChange]) {
        var files: [EditedFile] = []
        for file in compactMap({ $0.statements?.file })
        where file.isOfUser && !files.contains(where: { $0.file === file }) {
            files.append(EditedFile(file: file, bytes: file.bytes))
        }
        let lastFirst = enumerated().sorted {
            ($1.element.statements?.location.offset ?? 0, $0.offset)
                < ($0.element.statements?.location.offset ?? 0, $1.offset)
        }
        var left: Set<Int> = []
        for (index, change) in lastFirst {
            let place = files.firstIndex { $0.file === change.statements?.file }
            if let place, change.isMade(in: &files[place]) { continue }
            left.insert(index)
        }
        return (files.filter { $0.bytes != $0.file.bytes }, indices.filter(left.contains).map { self[$0] })
    }
}

extension PolicyChange {
    /// The statements of the policy that changes.
    fileprivate var statements: Node? { policy?.document.source["Statement"] }

    /// Makes the change in a file; `false` where the text would not say what the change says.
    fileprivate func isMade(in edited: inout EditedFile) -> Bool {
        guard let statements,
            let now = edited.bytes == edited.file.bytes ? statements : Self.statements(statements, in: edited),
            let edit = PolicyTextEditor(statements: now).edit(for: edit), edit.location.file === now.file,
            let wanted = PolicyEditor.changed(statements: now, self.edit)
        else { return false }
        var changed = edited
        changed.bytes = edit.location.file.applying(edit)
        guard let found = Self.statements(statements, in: changed),
            PolicyEditor.canonical(statements: found)?.isSame(as: wanted) == true
        else { return false }
        edited = changed
        return true
    }

    /// Some statements as they are in an edited file. A document may be put together from several files, as `extends`
    /// does; its statements stand in one.
    private static func statements(_ statements: Node, in edited: EditedFile) -> Node? {
        var diagnostics = Diagnostics()
        let file = SourceFile(path: edited.file.path, bytes: edited.bytes)
        return SourceParser.parse(file, &diagnostics).flatMap { statements.counterpart(in: $0) }
    }
}

extension PolicyEditor {
    /// Statements as a list, with scalars as strings, for comparing.
    fileprivate static func canonical(statements node: Node) -> Node? {
        parsed(.array(list(of: JSONValue(node))))
    }

    /// Such a list with a change made in it; `nil` where the change does not fit.
    fileprivate static func changed(statements node: Node, _ edit: PolicyChange.Edit) -> Node? {
        var statements = list(of: JSONValue(node))
        return change(&statements, edit) ? parsed(.array(statements)) : nil
    }

    private static func parsed(_ list: JSONValue) -> Node? {
        var diagnostics = Diagnostics()
        return JSONParser.parse(SourceFile(path: "canonical", text: JSONWriter.text(list)), &diagnostics)
    }
}

/// Some bytes of a file that give way to others.
struct TextEdit {
    let location: SourceLocation
    let replacement: String
}

extension SourceFile {
    /// The bytes of the file with an edit made.
    fileprivate func applying(_ edit: TextEdit) -> [UInt8] {
        var result = bytes
        result.replaceSubrange(edit.location.offset..<edit.location.end, with: edit.replacement.utf8)
        return result
    }
}

/// Finds the place of a change in the text of a document's statements, and writes the change in their own layout.
struct PolicyTextEditor {
    /// The statements, or the only one.
    let statements: Node

    private func source(of statement: Statement) -> Node? {
        statements.elementsOrSelf.dropFirst(statement.index).first
    }

    func edit(for edit: PolicyChange.Edit) -> TextEdit? {
        switch edit {
        case .addActions(let actions, let statement):
            return source(of: statement)?["Action"].flatMap {
                append(actions.map { .string($0.spelling) }, to: $0)
            }
        case .addNotActions(let actions, let statement):
            return source(of: statement)?["NotAction"].flatMap {
                append(actions.map { .string($0.spelling) }, to: $0)
            }
        case .renameKey(let key, let condition, let statement):
            let (comparison, old) = statement.conditions[condition].place
            let keys = source(of: statement)?["Condition"]?.member(named: comparison)
            guard let member = keys?.members.first(where: { $0.name.utf8.elementsEqual(old.utf8) }) else { return nil }
            return TextEdit(
                location: NodeLayout(member.key).location, replacement: JSONWriter.text(.string(key.spelling)))
        case .addValue(let value, let condition, let statement):
            let (comparison, key) = statement.conditions[condition].place
            return source(of: statement)?["Condition"]?.member(named: comparison)?.member(named: key).flatMap {
                append([.string(value)], to: $0)
            }
        case .addStatement(let draft):
            return append([draft.json], to: statements)
        case .exempt(let arn, let statement):
            return exempt(arn, statement)
        }
    }

    private func exempt(_ arn: ARN, _ statement: Statement) -> TextEdit? {
        guard let node = source(of: statement) else { return nil }
        let names = JSONValue.object([("aws:PrincipalArn", .string(arn.text))])
        guard let block = node["Condition"] else {
            return add("Condition", .object([("ArnNotEquals", names)]), to: node)
        }
        guard let keys = block["ArnNotEquals"] else { return add("ArnNotEquals", names, to: block) }
        let member = keys.members.first { ConditionKey($0.key.text) == .principalArn }
        guard let value = member?.value else {
            return add("aws:PrincipalArn", .string(arn.text), to: keys)
        }
        return append([.string(arn.text)], to: value)
    }

    // MARK: Lists and objects

    /// Adds values behind those of a list, or makes a list of a single value.
    private func append(_ values: [JSONValue], to node: Node) -> TextEdit? {
        guard node.kind == .sequence else {
            let layout = NodeLayout(node)
            guard layout.isFlow || node.isScalar else { return makeList(of: node, with: values) }
            let texts = [layout.text] + values.map { JSONWriter.text($0) }
            return TextEdit(location: layout.location, replacement: "[" + texts.joined(separator: ", ") + "]")
        }
        guard let last = node.elements.last else { return nil }
        let layout = NodeLayout(last)
        let list = NodeLayout(node)
        if list.isFlow {
            let texts = values.map { separator(layout) + layout.write($0) }
            return insert(texts.joined(), at: layout.location.end, in: layout.location.file)
        }
        // A list in block style begins with its first dash, and blanks behind a dash are any number.
        let dash = list.indentation + "- "
        let lines = values.map { layout.lineBreak + dash + JSONWriter.text($0) }
        return insert(lines.joined(), at: layout.endOfLine, in: layout.location.file)
    }

    /// Makes a list of a mapping in block style: a dash before it, its lines further in, and the values behind it.
    private func makeList(of node: Node, with values: [JSONValue]) -> TextEdit? {
        guard let first = node.members.first, let end = NodeLayout(node).lastLine else { return nil }
        let key = NodeLayout(first.key)
        guard key.beginsLine else { return nil }
        let bytes = key.location.file.bytes[key.location.offset..<end]
        let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) }
        let own = lines.enumerated().map { $0.offset == 0 || $0.element.isEmpty ? $0.element : "  " + $0.element }
        let added = values.map { key.lineBreak + key.indentation + "- " + JSONWriter.text($0) }
        return TextEdit(
            location: SourceLocation(file: key.location.file, offset: key.location.offset, end: end),
            replacement: "- " + own.joined(separator: "\n") + added.joined())
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
