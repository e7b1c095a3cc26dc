public import SourceText

/// Evaluates expressions with what is known. What nobody tells is carried through as unknown, by its name.
public struct ExpressionEvaluator: Sendable {
    /// The contexts by their names, such as `github`.
    public var contexts: ExpressionValue.Members
    /// What the status functions say.
    public var status: Status

    /// How the steps before went.
    public enum Status: Sendable, Hashable {
        /// All went well.
        case success
        /// One failed.
        case failure
        /// One did not run.
        case skipped
    }

    /// Makes an evaluator.
    public init(contexts: ExpressionValue.Members = ExpressionValue.Members(), status: Status = .success) {
        self.contexts = contexts
        self.status = status
    }

    /// The value of an expression.
    public func value(of expression: Expression) throws(ExpressionFault) -> ExpressionValue {
        switch expression {
        case .literal(let value): return value
        case .name(let name): return try context(name)
        case .member(let object, let index): return Self.member(try value(of: object), try value(of: index))
        case .every(let object): return Self.every(try value(of: object))
        case .not(let operand):
            let operand = try value(of: operand)
            return operand.isTruthy.map { .boolean(!$0) } ?? .unknown(operand.unknownNames)
        case .binary(let operation, let left, let right): return try binary(operation, left, right)
        case .call(let name, let arguments): return try call(name, arguments)
        }
    }

    /// The contexts that GitHub knows. <https://docs.github.com/actions/reference/workflows-and-actions/contexts>
    private static let names = [
        "github", "env", "vars", "job", "jobs", "steps", "runner", "secrets", "strategy", "matrix", "needs", "inputs",
    ]

    /// Contexts that GitHub does not offer at the place of the expression.
    public var missing: NameSet = []

    private func context(_ name: String) throws(ExpressionFault) -> ExpressionValue {
        if missing.contains(name.lowercased()) {
            throw ExpressionFault(
                message: "the context `\(name)` cannot be used here: GitHub refuses the workflow", offset: 0)
        }
        guard Self.names.contains(name.lowercased()) else {
            throw ExpressionFault(message: "there is no context `\(name)`", offset: 0)
        }
        return contexts[name]
    }

    // MARK: Members

    private static func member(_ object: ExpressionValue, _ index: ExpressionValue) -> ExpressionValue {
        switch object {
        case .unknown(let names):
            guard let name = index.text else { return .unknown(names + index.unknownNames) }
            return .unknown(names.count == 1 ? ["\(names[0]).\(name)"] : names)
        case .object(let members):
            guard let name = index.text else { return .unknown(index.unknownNames) }
            return members[name]
        case .array(let values):
            if case .unknown(let names) = index { return .unknown(names) }
            // Of the elements that `*` gave, each is asked for its member.
            if case .string(let name) = index { return .array(values.compactMap { memberOfElement($0, name) }) }
            let number = index.number
            guard number >= 0, number < Double(values.count) else { return .null }
            return values[Int(number)]
        case .null, .boolean, .number, .string:
            return .null
        }
    }

    private static func memberOfElement(_ element: ExpressionValue, _ name: String) -> ExpressionValue? {
        guard case .object(let members) = element else { return nil }
        let value = members[name]
        return value == .null ? nil : value
    }

    private static func every(_ object: ExpressionValue) -> ExpressionValue {
        switch object {
        case .array: object
        case .object(let members): members.openName.map { .unknown([$0]) } ?? .array(members.all.map(\.value))
        case .unknown: object
        case .null, .boolean, .number, .string: .array([])
        }
    }

    // MARK: Operators

    private func binary(
        _ operation: Expression.Operator, _ left: Expression, _ right: Expression
    ) throws(ExpressionFault) -> ExpressionValue {
        let first = try value(of: left)
        switch operation {
        case .and, .or:
            let second = try value(of: right)
            return Self.join(operation, first, second)
        case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual:
            let second = try value(of: right)
            let unknown = ExpressionValue.names(of: [first, second])
            guard unknown.isEmpty else { return .unknown(unknown) }
            return .boolean(Self.compare(operation, first, second))
        }
    }

    /// `&&` and `||` yield one of their operands. Where the first is unknown, the second may decide all the same.
    private static func join(
        _ operation: Expression.Operator, _ first: ExpressionValue, _ second: ExpressionValue
    ) -> ExpressionValue {
        let isAnd = operation == .and
        if let isTruthy = first.isTruthy { return isTruthy == isAnd ? second : first }
        guard let decides = second.isTruthy, decides != isAnd else {
            return .unknown(ExpressionValue.names(of: [first, second]))
        }
        // Whichever operand it is: `x && false` is not true, and `x || true` is.
        return isAnd ? .boolean(false) : second == .boolean(true) ? second : .unknown(first.unknownNames)
    }

    private static func compare(
        _ operation: Expression.Operator, _ left: ExpressionValue, _ right: ExpressionValue
    ) -> Bool {
        switch operation {
        case .equal: return isEqual(left, right)
        case .notEqual: return !isEqual(left, right)
        default: break
        }
        if case .string(let left) = left, case .string(let right) = right {
            return ordered(operation, left.uppercased(), right.uppercased())
        }
        return ordered(operation, left.number, right.number)
    }

    private static func ordered<Value: Comparable>(
        _ operation: Expression.Operator, _ left: Value, _ right: Value
    ) -> Bool {
        switch operation {
        case .less: left < right
        case .lessOrEqual: left <= right
        case .greater: left > right
        case .greaterOrEqual: left >= right
        case .and, .or, .equal, .notEqual: false
        }
    }

    /// Texts are equal whatever their letter case; values of two kinds are compared as numbers.
    static func isEqual(_ left: ExpressionValue, _ right: ExpressionValue) -> Bool {
        switch (left, right) {
        case (.string(let left), .string(let right)): left.uppercased().isSame(as: right.uppercased())
        case (.null, .null): true
        case (.boolean(let left), .boolean(let right)): left == right
        case (.array, _), (_, .array), (.object, _), (_, .object): false
        default: left.number == right.number
        }
    }
}
