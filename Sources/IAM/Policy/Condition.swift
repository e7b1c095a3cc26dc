public import SourceText

/// One `operator → key → values` entry of a `Condition` block (PL-100 ff.).
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition.html>
public struct Condition: Sendable {
    /// How the values are compared.
    public let comparison: ConditionOperator
    /// The operator as it was written.
    public let operatorSpelling: Text
    /// The key whose value in the request is compared.
    public let key: ConditionKey
    /// The values as they were written.
    public let spellings: [Text]
    /// The values, prepared for the operator.
    let values: [ConditionValue]
    /// Where the key stands.
    public let location: SourceLocation
}

/// A value of a condition in the form that its operator compares.
enum ConditionValue: Sendable {
    /// `StringEquals`, `StringLike` and their negations.
    case pattern(Wildcard)
    /// `StringEqualsIgnoreCase` and `Bool`: equality whatever the letter case.
    case folded(FoldedText)
    /// The ARN operators; `nil` where the value is no ARN of six components, which never matches (PL-156).
    case arn(ARNPattern?)
    /// `Null`: whether the key must be absent; `nil` for a text that is neither, which never matches (PL-184).
    case null(Bool?)
}
