public import SourceText

/// A condition operator, taken apart into its modifiers and its comparison (PL-103, PL-170).
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html>
public struct ConditionOperator: Sendable, Hashable {
    /// How the values of a multivalued key are taken.
    public enum Quantifier: String, Sendable {
        /// No prefix: the key has one value.
        case none = ""
        /// Every value of the request must satisfy the comparison (PL-175).
        case forAllValues = "ForAllValues:"
        /// At least one value of the request must satisfy the comparison (PL-177).
        case forAnyValue = "ForAnyValue:"
    }

    /// What is compared, and how.
    public enum Comparison: String, Sendable, CaseIterable {
        case stringEquals = "StringEquals"
        case stringNotEquals = "StringNotEquals"
        case stringEqualsIgnoreCase = "StringEqualsIgnoreCase"
        case stringNotEqualsIgnoreCase = "StringNotEqualsIgnoreCase"
        case stringLike = "StringLike"
        case stringNotLike = "StringNotLike"
        case numericEquals = "NumericEquals"
        case numericNotEquals = "NumericNotEquals"
        case numericLessThan = "NumericLessThan"
        case numericLessThanEquals = "NumericLessThanEquals"
        case numericGreaterThan = "NumericGreaterThan"
        case numericGreaterThanEquals = "NumericGreaterThanEquals"
        case dateEquals = "DateEquals"
        case dateNotEquals = "DateNotEquals"
        case dateLessThan = "DateLessThan"
        case dateLessThanEquals = "DateLessThanEquals"
        case dateGreaterThan = "DateGreaterThan"
        case dateGreaterThanEquals = "DateGreaterThanEquals"
        case bool = "Bool"
        case binaryEquals = "BinaryEquals"
        case ipAddress = "IpAddress"
        case notIPAddress = "NotIpAddress"
        case arnEquals = "ArnEquals"
        case arnNotEquals = "ArnNotEquals"
        case arnLike = "ArnLike"
        case arnNotLike = "ArnNotLike"
        case null = "Null"

        /// Whether the comparison asks that no value matches (PL-107).
        public var isNegated: Bool {
            switch self {
            case .stringNotEquals, .stringNotEqualsIgnoreCase, .stringNotLike, .numericNotEquals, .dateNotEquals,
                .notIPAddress, .arnNotEquals, .arnNotLike:
                true
            default:
                false
            }
        }

        /// What a value is to an operator.
        enum ValueForm {
            case text, number, date, boolean, binary, address, arn
        }

        /// What the values are that the operator compares.
        var valueForm: ValueForm {
            switch self {
            case .stringEquals, .stringNotEquals, .stringEqualsIgnoreCase, .stringNotEqualsIgnoreCase, .stringLike,
                .stringNotLike:
                .text
            case .numericEquals, .numericNotEquals, .numericLessThan, .numericLessThanEquals, .numericGreaterThan,
                .numericGreaterThanEquals:
                .number
            case .dateEquals, .dateNotEquals, .dateLessThan, .dateLessThanEquals, .dateGreaterThan,
                .dateGreaterThanEquals:
                .date
            case .bool, .null: .boolean
            case .binaryEquals: .binary
            case .ipAddress, .notIPAddress: .address
            case .arnEquals, .arnNotEquals, .arnLike, .arnNotLike: .arn
            }
        }

        /// How the operator orders the values of the request and of the policy; a negated one asks for equality first.
        var relation: OrderRelation {
            switch self {
            case .numericLessThan, .dateLessThan: .less
            case .numericLessThanEquals, .dateLessThanEquals: .lessOrEqual
            case .numericGreaterThan, .dateGreaterThan: .greater
            case .numericGreaterThanEquals, .dateGreaterThanEquals: .greaterOrEqual
            default: .equal
            }
        }

        /// Whether values are compared as text, so that one more value in the policy is written as it is in the request.
        var isTextual: Bool {
            switch self {
            case .stringEquals, .stringEqualsIgnoreCase, .stringLike, .arnEquals, .arnLike, .numericEquals, .dateEquals,
                .ipAddress:
                true
            default:
                false
            }
        }
    }

    /// How many values must satisfy the comparison.
    public let quantifier: Quantifier
    /// What is compared.
    public let comparison: Comparison
    /// Whether an absent key satisfies the condition (PL-172).
    public let ifExists: Bool

    /// The operator in AWS's spelling.
    public var spelling: String {
        quantifier.rawValue + comparison.rawValue + (ifExists ? "IfExists" : "")
    }

    /// Why a name is not an operator.
    public enum Fault: Error, Sendable {
        /// No operator has this name.
        case unknown
        /// `NullIfExists` does not exist (PL-171).
        case nullIfExists
    }

    /// Reads a name. Letter case counts: AWS refuses to save a policy with `stringEquals` (PL-103).
    public static func named(_ name: Text) -> Result<ConditionOperator, Fault> {
        if let known = all[name] { return .success(known) }
        for quantifier in [Quantifier.none, .forAllValues, .forAnyValue] {
            if name == Text(quantifier.rawValue + "NullIfExists") { return .failure(.nullIfExists) }
        }
        return .failure(.unknown)
    }

    /// The operator that a name is but for its letter case.
    static func named(ignoringLetterCase name: Text) -> ConditionOperator? {
        let folded = name.asciiLowercased
        return all.first { $0.key.asciiLowercased == folded }?.value
    }

    /// All operators by name.
    private static let all: [Text: ConditionOperator] = {
        var operators: [Text: ConditionOperator] = [:]
        for comparison in Comparison.allCases {
            for quantifier in [Quantifier.none, .forAllValues, .forAnyValue] {
                for ifExists in comparison == .null ? [false] : [false, true] {
                    let known = ConditionOperator(
                        quantifier: quantifier, comparison: comparison, ifExists: ifExists)
                    operators[Text(known.spelling)] = known
                }
            }
        }
        return operators
    }()

    /// The base names of all operators, for suggestions.
    static let allNames = Comparison.allCases.map(\.rawValue)
}
