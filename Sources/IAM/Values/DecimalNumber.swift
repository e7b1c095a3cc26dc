import SourceText

/// A decimal number as policies and requests write it, `[+-]digits[.digits]`, compared exactly and without binary
/// fractions (PL-130, PL-131). Exponents, blanks and hexadecimal digits are no part of it (PL-133, PL-134).
struct DecimalNumber: Sendable {
    private let isNegative: Bool
    /// The digits before the point, without leading zeros.
    private let whole: Text
    /// The digits behind the point, without zeros at the end.
    private let fraction: Text

    /// Reads a number; `nil` from anything else.
    init?(_ text: Text) {
        var rest = text
        let sign = text.isEmpty ? 0 : text[0]
        if sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") { rest = text[1...] }
        let point = rest.firstIndex(of: ".")
        let digits = rest[..<(point ?? rest.count)]
        guard digits.isDigits else { return nil }
        var decimals: Text = rest[rest.count...]
        if let point {
            decimals = rest[(point + 1)...]
            guard decimals.isDigits else { return nil }
        }
        whole = digits[(digits.bytes.firstIndex { $0 != 0x30 } ?? digits.count)...]
        fraction = decimals[..<((decimals.bytes.lastIndex { $0 != 0x30 } ?? -1) + 1)]
        isNegative = sign == UInt8(ascii: "-") && !(whole.isEmpty && fraction.isEmpty)
    }
}

extension DecimalNumber: Comparable {
    /// Whether two numbers are the same, however they are written.
    static func == (left: DecimalNumber, right: DecimalNumber) -> Bool {
        left.isNegative == right.isNegative && left.whole == right.whole && left.fraction == right.fraction
    }

    /// Orders numbers by their value.
    static func < (left: DecimalNumber, right: DecimalNumber) -> Bool {
        if left.isNegative != right.isNegative { return left.isNegative }
        return left.isNegative ? isSmaller(right, left) : isSmaller(left, right)
    }

    /// Whether one number is nearer to zero than another.
    private static func isSmaller(_ one: DecimalNumber, _ other: DecimalNumber) -> Bool {
        if one.whole.count != other.whole.count { return one.whole.count < other.whole.count }
        if one.whole != other.whole { return one.whole < other.whole }
        return one.fraction < other.fraction
    }
}

/// How an ordering operator compares the value of the request (left) with that of the policy (right).
enum OrderRelation: Sendable {
    case equal, less, lessOrEqual, greater, greaterOrEqual

    func holds<Value: Comparable>(_ left: Value, _ right: Value) -> Bool {
        switch self {
        case .equal: left == right
        case .less: left < right
        case .lessOrEqual: left <= right
        case .greater: left > right
        case .greaterOrEqual: left >= right
        }
    }
}
