import SourceText

/// Evaluates the arithmetic of a shell, as far as its values are known.
/// <https://www.gnu.org/software/bash/manual/html_node/Shell-Arithmetic.html>
struct ShellArithmetic {
    /// What stands in an expression for a part that nobody tells.
    static let unknown: Unicode.Scalar = "\u{FFFF}"

    private let scalars: [Unicode.Scalar]
    private var index = 0
    /// The value of a variable; `nil` where nobody tells.
    private let lookup: (String) -> Int?
    /// What the expression sets, in order; `nil` where nobody tells to what.
    private(set) var changes: [(name: String, value: Int?)] = []
    private var depth = 0
    /// How many conditions around a part let it not be evaluated.
    private var skipped = 0
    /// How many of them nobody decides.
    private var doubted = 0
    /// Whether it is no expression that is understood.
    private(set) var hasFailed = false

    private static let depthLimit = 64
    /// Operators with two sides, those that bind least first.
    private static let levels: [[String]] = [
        ["||"], ["&&"], ["|"], ["^"], ["&"], ["==", "!="], ["<=", ">=", "<", ">"], ["<<", ">>"], ["+", "-"],
        ["*", "/", "%"],
    ]
    private static let setting = ["=", "+=", "-=", "*=", "/=", "%=", "<<=", ">>=", "&=", "^=", "|="]
    private static let operators =
        ["**", "++", "--", "?", ":", ",", "!", "~", "(", ")"] + setting + levels.joined()

    init(_ text: String, lookup: @escaping (String) -> Int?) {
        scalars = Array(text.unicodeScalars)
        self.lookup = lookup
    }

    /// The value of the whole expression; `nil` where nobody tells.
    mutating func value() -> Int? {
        skipBlanks()
        // Nothing counts as zero.
        if index == scalars.count { return 0 }
        let value = list()
        skipBlanks()
        if index < scalars.count { hasFailed = true }
        return hasFailed ? nil : value
    }

    // MARK: Reading

    private var next: Unicode.Scalar? { index < scalars.count ? scalars[index] : nil }

    private mutating func skipBlanks() {
        while let scalar = next, scalar.properties.isWhitespace { index += 1 }
    }

    /// The operator that stands here, the longest one that fits.
    private mutating func peek() -> String? {
        skipBlanks()
        for length in [3, 2, 1] where index + length <= scalars.count {
            let text = String(String.UnicodeScalarView(scalars[index..<index + length]))
            if Self.operators.contains(where: { $0.isSame(as: text) }) { return text }
        }
        return nil
    }

    private mutating func take(_ operation: String) -> Bool {
        guard let found = peek(), found.isSame(as: operation) else { return false }
        index += operation.unicodeScalars.count
        return true
    }

    private mutating func fail() -> Int? {
        hasFailed = true
        index = scalars.count
        return nil
    }

    // MARK: Expressions

    private mutating func list() -> Int? {
        var value = assignment()
        while take(",") { value = assignment() }
        return value
    }

    private mutating func assignment() -> Int? {
        guard depth < Self.depthLimit else { return fail() }
        depth += 1
        defer { depth -= 1 }
        let start = index
        if let name = name(), let operation = peek(), Self.setting.contains(where: { $0.isSame(as: operation) }) {
            index += operation.unicodeScalars.count
            let right = assignment()
            let sign = String(operation.unicodeScalars.dropLast())
            return set(name, sign.isEmpty ? right : Self.combined(sign, value(of: name), right))
        }
        index = start
        return choice()
    }

    /// `A ? B : C`.
    private mutating func choice() -> Int? {
        let condition = binary(0)
        guard take("?") else { return condition }
        let first = part(isEvaluated: condition.map { $0 != 0 }) { $0.assignment() }
        guard take(":") else { return fail() }
        let second = part(isEvaluated: condition.map { $0 == 0 }) { $0.assignment() }
        return condition.flatMap { $0 != 0 ? first : second }
    }

    /// A part that a condition lets be evaluated, or not; `nil` where nobody tells.
    private mutating func part(isEvaluated: Bool?, _ body: (inout Self) -> Int?) -> Int? {
        skipped += isEvaluated == false ? 1 : 0
        doubted += isEvaluated == nil ? 1 : 0
        let value = body(&self)
        skipped -= isEvaluated == false ? 1 : 0
        doubted -= isEvaluated == nil ? 1 : 0
        return value
    }

    private mutating func binary(_ level: Int) -> Int? {
        guard level < Self.levels.count else { return power() }
        var left = binary(level + 1)
        while let operation = peek(), Self.levels[level].contains(where: { $0.isSame(as: operation) }) {
            index += operation.unicodeScalars.count
            switch operation {
            case "&&":
                let right = part(isEvaluated: left.map { $0 != 0 }) { $0.binary(level + 1) }
                left = left == 0 || right == 0 ? 0 : left == nil || right == nil ? nil : 1
            case "||":
                let right = part(isEvaluated: left.map { $0 == 0 }) { $0.binary(level + 1) }
                let isTrue = left.map { $0 != 0 } ?? false || right.map { $0 != 0 } ?? false
                left = isTrue ? 1 : left == nil || right == nil ? nil : 0
            default: left = Self.combined(operation, left, binary(level + 1))
            }
        }
        return left
    }

    /// `A ** B`, which binds from the right.
    private mutating func power() -> Int? {
        guard depth < Self.depthLimit else { return fail() }
        depth += 1
        defer { depth -= 1 }
        let base = unary()
        guard take("**") else { return base }
        guard let exponent = power(), let base, exponent >= 0, exponent < 64 else { return nil }
        return (0..<exponent).reduce(1) { product, _ in product &* base }
    }

    private mutating func unary() -> Int? {
        guard depth < Self.depthLimit else { return fail() }
        depth += 1
        defer { depth -= 1 }
        for sign in ["++", "--"] where take(sign) {
            guard let name = name() else { return fail() }
            return set(name, Self.combined(String(sign.prefix(1)), value(of: name), 1))
        }
        if take("!") { return unary().map { $0 == 0 ? 1 : 0 } }
        if take("~") { return unary().map { ~$0 } }
        if take("-") { return unary().map { 0 &- $0 } }
        if take("+") { return unary() }
        if take("(") {
            let value = list()
            return take(")") ? value : fail()
        }
        return primary()
    }

    private mutating func primary() -> Int? {
        skipBlanks()
        if let name = name() {
            let before = value(of: name)
            for sign in ["++", "--"] where take(sign) {
                _ = set(name, Self.combined(String(sign.prefix(1)), before, 1))
            }
            return before
        }
        let start = index
        while let scalar = next, ShellParser.isOfName(scalar) || scalar == "#" || scalar == "@" { index += 1 }
        if index == start, next == Self.unknown {
            index += 1
            // Beside other text, it may stand for more than a number.
            return next.map { ShellParser.isOfName($0) || $0 == Self.unknown } ?? false ? fail() : nil
        }
        return index == start ? fail() : Self.number(String(String.UnicodeScalarView(scalars[start..<index])))
    }

    /// A name; `nil`, and nothing is read, where none stands here. Elements of lists are not understood.
    private mutating func name() -> String? {
        skipBlanks()
        var place = index
        while place < scalars.count, ShellParser.isOfName(scalars[place]) { place += 1 }
        guard place > index, !("0"..."9").contains(scalars[index]) else { return nil }
        if place < scalars.count, scalars[place] == "[" || scalars[place] == Self.unknown { return nil }
        defer { index = place }
        return String(String.UnicodeScalarView(scalars[index..<place]))
    }

    // MARK: Values

    private func value(of name: String) -> Int? {
        if let change = changes.last(where: { $0.name.isSame(as: name) }) { return change.value }
        return lookup(name)
    }

    private mutating func set(_ name: String, _ value: Int?) -> Int? {
        if skipped == 0 { changes.append((name, doubted == 0 ? value : nil)) }
        return value
    }

    /// A number: decimal, octal behind `0`, hexadecimal behind `0x`.
    static func number(_ text: String) -> Int? {
        let digits = text.unicodeScalars
        if digits.starts(with: "0x".unicodeScalars) || digits.starts(with: "0X".unicodeScalars) {
            return Int(String(digits.dropFirst(2)), radix: 16)
        }
        guard digits.allSatisfy({ ("0"..."9").contains($0) }) else { return nil }
        return Int(text, radix: digits.first == "0" ? 8 : 10)
    }

    private static func combined(_ operation: String, _ left: Int?, _ right: Int?) -> Int? {
        guard let left, let right else { return nil }
        switch operation {
        case "+": return left &+ right
        case "-": return left &- right
        case "*": return left &* right
        case "/": return right == 0 ? nil : left.dividedReportingOverflow(by: right).partialValue
        case "%": return right == 0 ? nil : right == -1 ? 0 : left % right
        case "<<": return (0..<64).contains(right) ? left << right : nil
        case ">>": return (0..<64).contains(right) ? left >> right : nil
        case "&": return left & right
        case "|": return left | right
        case "^": return left ^ right
        case "==": return left == right ? 1 : 0
        case "!=": return left != right ? 1 : 0
        case "<": return left < right ? 1 : 0
        case ">": return left > right ? 1 : 0
        case "<=": return left <= right ? 1 : 0
        case ">=": return left >= right ? 1 : 0
        default: return nil
        }
    }
}
