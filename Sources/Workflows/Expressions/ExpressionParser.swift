/// Reads an expression.
public struct ExpressionParser {
    private let tokens: [ExpressionLexer.Token]
    private var index = 0
    private var depth = 0

    /// How deep an expression may nest; GitHub allows 50 levels.
    private static let maximumDepth = 50
    /// How long an expression may be in characters; GitHub allows 21,000.
    private static let maximumLength = 21_000

    /// How many operators, names and values an expression may have: what reads and evaluates it goes as deep as it is long.
    private static let maximumTokens = 2_000

    /// Reads a whole text, without `${{` and `}}`.
    public static func parse(_ text: String) throws(ExpressionFault) -> Expression {
        guard text.utf8.count <= maximumLength else {
            throw ExpressionFault(message: "an expression has at most \(maximumLength) characters", offset: 0)
        }
        let tokens = try ExpressionLexer.tokens(of: text)
        guard tokens.count <= maximumTokens else {
            throw ExpressionFault(
                message: "an expression of over \(maximumTokens) operators and values is not followed", offset: 0)
        }
        var parser = ExpressionParser(tokens: tokens)
        let expression = try parser.expression(strength: 1)
        guard parser.current.kind == .end else { throw parser.unexpected("the end of the expression") }
        return expression
    }

    private init(tokens: [ExpressionLexer.Token]) {
        self.tokens = tokens
    }

    private var current: ExpressionLexer.Token { tokens[index] }

    private mutating func take(_ mark: String) -> Bool {
        guard current.kind == .mark(mark) else { return false }
        index += 1
        return true
    }

    private func unexpected(_ wanted: String) -> ExpressionFault {
        let found =
            switch current.kind {
            case .name(let name): "`\(name)`"
            case .number(let number): "`\(ExpressionValue.text(of: number))`"
            case .string(let text): "'\(text)'"
            case .mark(let mark): "`\(mark)`"
            case .end: "the end"
            }
        return ExpressionFault(message: "expected \(wanted), found \(found)", offset: current.offset)
    }

    /// Operators that bind at least as tightly as said.
    private mutating func expression(strength: Int) throws(ExpressionFault) -> Expression {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.maximumDepth else {
            throw ExpressionFault(
                message: "an expression nests at most \(Self.maximumDepth) deep", offset: current.offset)
        }
        var left = try unary()
        while case .mark(let mark) = current.kind, let found = Expression.Operator(rawValue: mark),
            found.strength >= strength
        {
            index += 1
            left = .binary(found, left, try expression(strength: found.strength + 1))
        }
        return left
    }

    private mutating func unary() throws(ExpressionFault) -> Expression {
        var negations = 0
        while take("!") { negations += 1 }
        var value = try postfix()
        for _ in 0..<negations.quotientAndRemainder(dividingBy: 2).remainder { value = .not(value) }
        // `!!a` is a boolean, whatever `a` is.
        if negations > 1, negations.isMultiple(of: 2) { value = .not(.not(value)) }
        return value
    }

    private mutating func postfix() throws(ExpressionFault) -> Expression {
        var value = try primary()
        while true {
            if take(".") {
                if take("*") {
                    value = .every(value)
                } else if case .name(let name) = current.kind {
                    index += 1
                    value = .member(value, .literal(.string(name)))
                } else {
                    throw unexpected("the name of a member")
                }
            } else if take("[") {
                if take("*") {
                    value = .every(value)
                } else {
                    value = .member(value, try expression(strength: 1))
                }
                guard take("]") else { throw unexpected("`]`") }
            } else {
                return value
            }
        }
    }

    private mutating func primary() throws(ExpressionFault) -> Expression {
        switch current.kind {
        case .number(let number):
            index += 1
            return .literal(.number(number))
        case .string(let text):
            index += 1
            return .literal(.string(text))
        case .name(let name):
            index += 1
            if take("(") { return .call(name, try arguments()) }
            return Self.literals[name].map(Expression.literal) ?? .name(name)
        case .mark("("):
            index += 1
            let inner = try expression(strength: 1)
            guard take(")") else { throw unexpected("`)`") }
            return inner
        case .mark, .end:
            throw unexpected("a value")
        }
    }

    private static let literals: [String: ExpressionValue] = [
        "true": .boolean(true), "false": .boolean(false), "null": .null, "NaN": .number(.nan),
        "Infinity": .number(.infinity),
    ]

    private mutating func arguments() throws(ExpressionFault) -> [Expression] {
        if take(")") { return [] }
        var arguments = [try expression(strength: 1)]
        while take(",") { arguments.append(try expression(strength: 1)) }
        guard take(")") else { throw unexpected("`,` or `)`") }
        return arguments
    }
}
