public import SourceText

/// What is wrong with a condition key that a question states: no policy reads what it says.
public enum ContextFault {
    /// Why no policy reads a key of that name; `nil` where one may.
    public static func ofKey(_ name: Text) -> String? {
        guard name.firstIndex(of: ":") ?? 0 == 0 else {
            return ConditionKey.meant(by: name).map { "AWS has no condition key `\(name)`; did you mean `\($0)`?" }
        }
        return "a condition key begins with its service, as in `aws:username`, found `\(name)`"
    }

    /// Why a value is none of a key's kind; `nil` where it is one, or where the kind is not listed here.
    public static func ofValue(_ value: Text, of key: ConditionKey) -> String? {
        guard let kind = kinds[key], !kind.accepts(value) else { return nil }
        return "`\(key)` is \(kind.words), found `\(value)`"
    }

    private enum Kind {
        case address, boolean, time, number

        var words: String {
            switch self {
            case .address: "an address such as `203.0.113.7`"
            case .boolean: "`true` or `false`"
            case .time: "a time such as `2026-01-01T00:00:00Z`"
            case .number: "a number such as `3600`"
            }
        }

        func accepts(_ value: Text) -> Bool {
            switch self {
            case .address: IPAddress(value) != nil
            case .boolean: value.isSame(ignoringASCIICase: "true") || value.isSame(ignoringASCIICase: "false")
            case .time: Instant(value) != nil
            case .number: DecimalNumber(value) != nil
            }
        }
    }

    /// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html>
    private static let kinds: [ConditionKey: Kind] = [
        "aws:CurrentTime": .time, "aws:EpochTime": .time, "aws:MultiFactorAuthAge": .number,
        "aws:MultiFactorAuthPresent": .boolean, "aws:PrincipalIsAWSService": .boolean, "aws:SecureTransport": .boolean,
        "aws:SourceIp": .address, "aws:TokenIssueTime": .time, "aws:ViaAWSService": .boolean,
        "aws:VpcSourceIp": .address, "sts:DurationSeconds": .number,
    ]
}
