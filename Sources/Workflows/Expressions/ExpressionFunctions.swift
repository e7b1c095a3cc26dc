// The functions of the expression language. <https://docs.github.com/actions/reference/workflows-and-actions/expressions#functions>
extension ExpressionEvaluator {
    func call(_ name: String, _ arguments: [Expression]) throws(ExpressionFault) -> ExpressionValue {
        let function = name.lowercased()
        if function == "case" { return try chosen(arguments) }
        var values: [ExpressionValue] = []
        for argument in arguments { values.append(try value(of: argument)) }
        guard let counts = Self.counts[function] else {
            throw ExpressionFault(message: "there is no function `\(name)`", offset: 0)
        }
        guard counts.contains(values.count) else {
            throw ExpressionFault(message: "`\(name)` does not take \(values.count) arguments", offset: 0)
        }
        if let answer = statusFunction(function) { return answer }
        if function == "hashfiles" { return .unknown(["hashFiles()"]) }
        if function == "tojson" {
            let unknown = ExpressionValue.names(of: values)
            return unknown.isEmpty ? try Self.bounded(ExpressionJSON.text(of: values[0])) : .unknown(unknown)
        }
        let unknown = ExpressionValue.names(of: values)
        guard unknown.isEmpty else { return .unknown(unknown) }
        return try known(function, values)
    }

    /// How many arguments each function takes.
    private static let counts: [String: ClosedRange<Int>] = [
        "contains": 2...2, "startswith": 2...2, "endswith": 2...2, "format": 1...256, "join": 1...2, "tojson": 1...1,
        "fromjson": 1...1, "hashfiles": 1...256, "success": 0...0, "always": 0...0, "cancelled": 0...0,
        "failure": 0...0,
    ]

    private func statusFunction(_ function: String) -> ExpressionValue? {
        switch function {
        case "always": .boolean(true)
        case "success": .boolean(status == .success)
        case "failure": .boolean(status == .failure)
        case "cancelled": .boolean(false)
        default: nil
        }
    }

    private func known(_ function: String, _ values: [ExpressionValue]) throws(ExpressionFault) -> ExpressionValue {
        switch function {
        case "contains": return .boolean(Self.contains(values[0], values[1]))
        case "startswith":
            return .boolean(Self.folded(values[0]).hasPrefix(Self.folded(values[1])))
        case "endswith":
            return .boolean(Self.folded(values[0]).hasSuffix(Self.folded(values[1])))
        case "format":
            return try Self.bounded(try Self.format(values))
        case "join":
            let separator = values.count > 1 ? values[1].text ?? "" : ","
            guard case .array(let elements) = values[0] else { return .string(values[0].text ?? "") }
            guard elements.count * separator.utf8.count <= Self.sizeLimit else { throw Self.tooLong }
            return try Self.bounded(elements.map { $0.text ?? "" }.joined(separator: separator))
        default:
            return try ExpressionJSON.value(of: values[0].text ?? "")
        }
    }

    /// The bytes that a function may yield: nested calls would double them each time.
    private static let sizeLimit = 65_536
    private static let tooLong = ExpressionFault(message: "an expression yields more than a megabyte", offset: 0)

    private static func bounded(_ text: String) throws(ExpressionFault) -> ExpressionValue {
        guard text.utf8.count <= sizeLimit else { throw tooLong }
        return .string(text)
    }

    private static func folded(_ value: ExpressionValue) -> String {
        (value.text ?? "").lowercased()
    }

    /// An element of a list, or a part of a text, whatever the letter case.
    private static func contains(_ place: ExpressionValue, _ item: ExpressionValue) -> Bool {
        if case .array(let elements) = place { return elements.contains { isEqual($0, item) } }
        if case .object = place { return false }
        let part = folded(item)
        return part.isEmpty || folded(place).contains(part)
    }

    /// `format('{0} {{1}}', a)`: numbers in braces stand for arguments, doubled braces for one.
    private static func format(_ values: [ExpressionValue]) throws(ExpressionFault) -> String {
        let pattern = Array(values[0].text ?? "")
        var text = ""
        var index = 0
        while index < pattern.count {
            let character = pattern[index]
            let isDoubled = index + 1 < pattern.count && pattern[index + 1] == character
            if character == "{" || character == "}", isDoubled {
                text.append(character)
                index += 2
            } else if character == "{" {
                guard let end = pattern[index...].firstIndex(of: "}"),
                    let number = Int(String(pattern[index + 1..<end])), number >= 0, number + 1 < values.count
                else {
                    throw ExpressionFault(message: "`format` has no argument for a brace in its pattern", offset: 0)
                }
                text += values[number + 1].text ?? ""
                guard text.utf8.count <= sizeLimit else { throw tooLong }
                index = end + 1
            } else if character == "}" {
                throw ExpressionFault(message: "`format` has a `}` without `{` in its pattern", offset: 0)
            } else {
                text.append(character)
                index += 1
            }
        }
        return text
    }

    /// `case(condition, value, …, otherwise)`: the value behind the first condition that is true.
    private func chosen(_ arguments: [Expression]) throws(ExpressionFault) -> ExpressionValue {
        guard arguments.count >= 3, !arguments.count.isMultiple(of: 2) else {
            throw ExpressionFault(message: "`case` takes conditions with values, and a value for otherwise", offset: 0)
        }
        for index in stride(from: 0, to: arguments.count - 1, by: 2) {
            let condition = try value(of: arguments[index])
            guard let isTruthy = condition.isTruthy else { return .unknown(condition.unknownNames) }
            if isTruthy { return try value(of: arguments[index + 1]) }
        }
        return try value(of: arguments[arguments.count - 1])
    }
}
