import SourceText

/// Values as JSON, for `toJSON` and `fromJSON`.
enum ExpressionJSON {
    static func text(of value: ExpressionValue) -> String {
        JSONWriter.text(json(value), isIndented: true)
    }

    static func json(_ value: ExpressionValue) -> JSONValue {
        switch value {
        case .null, .unknown: .null
        case .boolean(let flag): .boolean(flag)
        case .number(let number):
            number == number.rounded() && abs(number) < 1e15
                ? .number(Int(number)) : .string(ExpressionValue.text(of: number))
        case .string(let text): .string(text)
        case .array(let values): .array(values.map(json))
        case .object(let members): .object(members.all.map { (name: $0.name, value: json($0.value)) })
        }
    }

    static func value(of text: String) throws(ExpressionFault) -> ExpressionValue {
        var diagnostics = Diagnostics()
        guard let node = JSONParser.parse(SourceFile(path: "fromJSON", text: text), &diagnostics) else {
            throw ExpressionFault(message: "`fromJSON` was given what is no JSON", offset: 0)
        }
        return value(of: node)
    }

    /// The value of a node: of JSON, or of a workflow file, whose scalars are read as YAML's.
    static func value(of node: Node) -> ExpressionValue {
        switch node.kind {
        case .null: .null
        case .boolean: .boolean(node.hasText("true"))
        case .number: .number(Double(node.string) ?? .nan)
        case .string: .string(node.string)
        case .sequence: .array(node.elements.map { value(of: $0) })
        case .mapping: .object(ExpressionValue.Members(node.members.map { ($0.name, value(of: $0.value)) }))
        }
    }
}
