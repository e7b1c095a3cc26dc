public import SourceText

/// The twelve digits that name an AWS account. <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html>
public struct AccountID: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// The digits.
    public let text: Text

    /// Makes an account id from twelve digits; `nil` from anything else.
    public init?(_ text: Text) {
        guard text.count == 12, text.isDigits else { return nil }
        self.text = text
    }

    /// The digits.
    public var description: String { text.string }

    /// Orders ids by their digits.
    public static func < (left: AccountID, right: AccountID) -> Bool { left.text < right.text }
}

/// A text that is no number of an account.
public struct MalformedAccountID: Error, Sendable, CustomStringConvertible {
    /// What stands in its place.
    public let text: Text

    /// What is wrong, in words.
    public var description: String { "an account id has twelve digits, found `\(text)`" }
}
