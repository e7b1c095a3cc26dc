/// An expression, taken apart.
public indirect enum Expression: Sendable, Hashable {
    /// `null`, `true`, `1.5`, `'text'`.
    case literal(ExpressionValue)
    /// A context by its name, such as `github`.
    case name(String)
    /// A member by its name, `a.b` or `a['b']`.
    case member(Expression, Expression)
    /// Every element or member, `a.*`.
    case every(Expression)
    /// A call of a function.
    case call(String, [Expression])
    /// `!a`.
    case not(Expression)
    /// `a && b`, `a == b` and such.
    case binary(Operator, Expression, Expression)

    /// An operator between two values.
    public enum Operator: String, Sendable, Hashable, CaseIterable {
        case or = "||"
        case and = "&&"
        case equal = "=="
        case notEqual = "!="
        case less = "<"
        case lessOrEqual = "<="
        case greater = ">"
        case greaterOrEqual = ">="

        /// How tightly the operator binds; `||` least.
        var strength: Int {
            switch self {
            case .or: 1
            case .and: 2
            case .equal, .notEqual: 3
            case .less, .lessOrEqual, .greater, .greaterOrEqual: 4
            }
        }
    }
}

/// Why a text is no expression.
public struct ExpressionFault: Error, Sendable, Hashable {
    /// What was found and what was expected.
    public let message: String
    /// The number of characters before the fault.
    public let offset: Int
}
