public import SourceText

/// One `operator → key → values` entry of a `Condition` block (PL-100 ff.). It never changes.
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition.html>
public final class Condition: Sendable {
    /// How the values are compared.
    public let comparison: ConditionOperator
    /// The operator as it was written.
    public let operatorSpelling: Text
    /// The key whose value in the request is compared.
    public let key: ConditionKey
    /// The values, prepared for the operator.
    let values: [ConditionValue]
    /// Where the key stands.
    public let location: SourceLocation

    init(
        comparison: ConditionOperator, operatorSpelling: Text, key: ConditionKey, values: [ConditionValue],
        location: SourceLocation
    ) {
        self.comparison = comparison
        self.operatorSpelling = operatorSpelling
        self.key = key
        self.values = values
        self.location = location
    }

    /// The values as they were written.
    public var spellings: [Text] { values.map(\.spelling) }
}

/// A value of a condition.
struct ConditionValue: Sendable {
    /// The value as it was written.
    let spelling: Text
    /// The value in the form that its operator compares.
    let prepared: Prepared

    /// Whether the value may have variables, so that it may be unresolved.
    var mayBeUnresolved: Bool {
        switch prepared {
        case .pattern(let pattern): pattern.mayBeUnresolved
        case .folded(let folded): folded.hasVariables
        case .arn(let pattern): pattern?.mayBeUnresolved ?? false
        case .wholeARN(let text): text.mayBeUnresolved
        case .number, .date, .binary, .network, .null: false
        }
    }

    /// A value in the form that its operator compares. What is malformed there never matches, and leaves its siblings
    /// alone.
    enum Prepared: Sendable {
        /// `StringEquals`, `StringLike` and their negations.
        case pattern(Wildcard)
        /// `StringEqualsIgnoreCase` and `Bool`: equality whatever the letter case.
        case folded(FoldedText)
        /// The numeric operators (PL-133).
        case number(DecimalNumber?)
        /// The date operators (PL-140).
        case date(Instant?)
        /// `BinaryEquals` (PL-146).
        case binary(Base64Text?)
        /// The IP address operators (PL-151).
        case network(IPNetwork?)
        /// The ARN operators; `nil` where the value is no ARN of six components (PL-156).
        case arn(ARNPattern?)
        /// The ARN operators, where variables stand for more than one component (PL-192).
        case wholeARN(Wildcard)
        /// `Null`: whether the key must be absent; `nil` for a text that is neither (PL-184).
        case null(Bool?)
    }
}
