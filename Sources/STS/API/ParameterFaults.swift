import IAM
import SourceText

/// What is wrong with the parameters of a call taken one by one: what AWS's model of the API forbids, in its words
/// (STS-90, STS-91). <https://docs.aws.amazon.com/STS/latest/APIReference/API_Operations.html>
struct ParameterFaults {
    private var constraints: [String] = []
    private var invalidARN: AWSError?
    private var other: AWSError?

    /// Checks a text.
    /// - Parameter field: the name as messages spell it, such as `roleSessionName`.
    mutating func check(_ value: Text?, _ field: @autoclosure () -> String, _ rule: ParameterRule) {
        guard let value, !rule.accepts(value) else { return }
        let shown = rule.isSecret ? "" : " '\(value)'"
        for constraint in rule.violations(of: value) {
            constraints.append("Value\(shown) at '\(field())' failed to satisfy constraint: \(constraint)")
        }
    }

    /// Checks a whole number, such as seconds.
    mutating func check(_ value: Int?, _ field: String, in range: ClosedRange<Int>) {
        guard let value, !range.contains(value) else { return }
        let bound =
            value < range.lowerBound
            ? "greater than or equal to \(range.lowerBound)" : "less than or equal to \(range.upperBound)"
        constraints.append(
            "Value '\(value)' at '\(field)' failed to satisfy constraint: Member must have value \(bound)")
    }

    /// Checks the length of a list. AWS does not document how it shows a list, so the list itself is left out.
    mutating func check(count: Int?, _ field: String, in range: ClosedRange<Int>) {
        guard let count, !range.contains(count) else { return }
        constraints.append("Value at '\(field)' failed to satisfy constraint: \(ParameterRule.bound(count, range))")
    }

    /// Checks keys and values of tags, and how many there are.
    mutating func check(_ tags: [Tag]) {
        check(count: tags.count, "tags", in: 0...50)
        for (index, tag) in tags.enumerated() {
            check(tag.key, "tags.\(index + 1).member.key", .tagKey)
            check(tag.value, "tags.\(index + 1).member.value", .tagValue)
        }
        // What AWS says of keys that it keeps for itself is undocumented; that it refuses them is not (STS-90).
        guard tags.contains(where: \.isReserved) else { return }
        refuse(
            AWSError.invalidParameter("Tag keys that begin with aws: are reserved for AWS.").because(
                "STS-90", "a tag's key begins with `aws:`, which AWS keeps for itself", advice: "name the tag otherwise"
            ))
    }

    /// Notes an ARN of a kind that the operation does not take.
    mutating func refuse(arn: Text) {
        if invalidARN == nil { invalidARN = .invalidARN(arn) }
    }

    /// Notes a role or provider whose ARN is none; the operations that take tokens do not repeat it, as observed on AWS.
    mutating func refuse(requested arn: Text, by operation: OperationName) {
        if invalidARN == nil { invalidARN = .invalidARN(arn, of: operation) }
    }

    /// Notes what is wrong with a parameter beside the API's model.
    mutating func refuse(_ error: AWSError) {
        if other == nil { other = error }
    }

    /// What AWS answers; `nil` where nothing is wrong.
    var error: AWSError? {
        if !constraints.isEmpty {
            let head = "\(constraints.count) validation error\(constraints.count == 1 ? "" : "s") detected: "
            return AWSError.validation(head + constraints.joined(separator: "; ")).because(
                "STS-90", "AWS's model of the API does not allow the parameters that the message names, whoever calls",
                advice: "pass values within the bounds that the message names")
        }
        return invalidARN ?? other
    }
}

extension Tag {
    /// Whether AWS keeps tags of the key for itself.
    fileprivate var isReserved: Bool {
        key.count >= 4 && key[..<4].isSame(ignoringASCIICase: "aws:")
    }
}

extension AWSError {
    /// A parameter, or several of them together, cannot be as they are (STS-71).
    static func validation(_ message: String) -> AWSError {
        AWSError(code: "ValidationError", status: 400, message: Text(message))
    }

    /// An ARN of a kind that an operation does not take: `AssumeRole` repeats it, the operations that take tokens say
    /// `Request ARN is invalid`, as observed on AWS.
    /// <https://thehumble.dev/blog/gitlab-cicd-troubleshooting-state-management>
    static func invalidARN(_ arn: Text, of operation: OperationName = .assumeRole) -> AWSError {
        let message = operation.isUnsigned ? "Request ARN is invalid" : "\(arn) is invalid"
        return AWSError.validation(message).because(
            "STS-90", "`\(arn)` is not an ARN of the kind, or of the account, that the parameter takes",
            advice: "pass the whole ARN, such as `arn:aws:iam::111122223333:role/NAME`")
    }

    /// Tags that cannot be passed together (STS-93).
    static func invalidParameter(_ message: String) -> AWSError {
        AWSError(code: "InvalidParameterValue", status: 400, message: Text(message))
    }

    /// Two tags whose keys differ in letter case at most (STS-92).
    static let duplicateTags = AWSError.invalidParameter(
        "Duplicate tag keys found. Please note that Tag keys are case insensitive."
    ).because(
        "STS-92", "two tags of the call have keys that differ in letter case at most", advice: "pass one of them")

    /// A refusal that no policy decides.
    static func accessDenied(_ message: String) -> AWSError {
        AWSError(code: "AccessDenied", status: 403, message: Text(message))
    }

    /// A source identity in an assertion that cannot be one; that AWS says the same of a token's is taken by analogy.
    static let invalidSourceIdentity = AWSError.invalidToken(
        "Source Identity must match [a-zA-Z_0-9+=,.@-]{2,64} and not begin with \"aws:\""
    ).because(
        "STS-90", "the source identity that the token passes has other characters, or is too short or too long",
        advice: "let the provider pass 2 to 64 of these characters")

    /// A token or an assertion that AWS does not take (STS-71).
    static func invalidToken(_ message: String) -> AWSError {
        AWSError(code: "InvalidIdentityToken", status: 400, message: Text(message))
    }
}

extension [Tag] {
    /// What AWS would answer to two keys that are one if letters beyond `A`–`Z` folded; `nil` by the other reading, and
    /// where there are none (STS-92).
    func refusal(_ choices: UndocumentedChoices) -> AWSError? {
        guard choices[.tagKeysFoldBeyondASCII], contains(where: { !$0.key.isASCII }),
            Set(map(\.widelyFoldedKey)).count < count
        else { return nil }
        return AWSError.invalidParameter("Duplicate tag keys found. Please note that Tag keys are case insensitive.")
            .because(
                "STS-92", "two keys of tags are the same but for letter case beyond A–Z",
                advice: "use letters of ASCII in the keys of tags")
    }
}
