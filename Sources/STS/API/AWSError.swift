public import SourceText

/// An error as AWS answers it (STS-71).
public struct AWSError: Sendable, Hashable {
    /// The code, such as `AccessDenied`.
    public let code: String
    /// The HTTP status.
    public let status: Int
    /// The message.
    public let message: Text
    /// Why AWS refuses what no policy decides, and what to do; `nil` where policies decide, or the message tells it all.
    public private(set) var cause: Cause?

    /// Why AWS refuses what no policy decides.
    public struct Cause: Sendable, Hashable {
        /// The rule of the specification, such as `STS-95`.
        public let rule: String
        /// Which value is refused, by which limit, and where that comes from.
        public let reason: String
        /// What to do.
        public let advice: String
    }

    /// Makes an error.
    public init(code: String, status: Int, message: Text) {
        self.code = code
        self.status = status
        self.message = message
    }

    /// The same error with its cause.
    func because(_ rule: String, _ reason: String, advice: String) -> AWSError {
        var copy = self
        copy.cause = Cause(rule: rule, reason: reason, advice: advice)
        return copy
    }
}
