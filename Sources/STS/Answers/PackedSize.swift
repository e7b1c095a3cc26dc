import IAM
import SourceText

/// An estimate of how much of the room for session policies and tags a session takes. AWS packs them by a method that it
/// does not publish, and refuses what exceeds its limit (STS-94): an answer warns by the estimate, and never decides by it.
///
/// The estimate is the number of bytes of the policies without blanks between their parts, of ARNs and of tags, the
/// inherited ones too, against `limit`. Published percentages of policies lie near it (163 bytes 16 %, 1,690 characters
/// 157 %); those of many similar tags lie far below, as AWS compresses them (1,760 bytes 63 %).
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html>
struct PackedSize {
    /// The bytes that are taken as all the room there is.
    private static let limit = 1_024
    /// The characters that the plain text of inline and managed session policies together may have (STS-90).
    private static let plainLimit = 2_048
    private let bytes: Int
    private let plainText: Int
    private let hasTags: Bool

    init(tags: [Tag], inherited: [Tag] = [], policies: [Policy]?) {
        var bytes = Self.size(of: tags) + Self.size(of: inherited)
        var plainText = 0
        for policy in policies ?? [] {
            bytes += policy.passedSize
            plainText += policy.plainSize
        }
        self.bytes = bytes
        self.plainText = plainText
        hasTags = !tags.isEmpty || !inherited.isEmpty
    }

    init(_ assumption: RoleAssumption, _ caller: Principal) {
        self.init(
            tags: assumption.tags, inherited: caller.transitiveTags.all, policies: assumption.sessionPolicies)
    }

    private static func size(of tags: [Tag]) -> Int {
        tags.reduce(0) { $0 + $1.key.count + $1.value.count }
    }

    /// The share in percent, rounded up; `nil` where nothing is passed.
    var percent: Int? {
        bytes == 0 ? nil : (bytes * 100 + Self.limit - 1) / Self.limit
    }

    /// What AWS answers to policies whose plain text is too long, and what it may answer, if the estimate is taken to count.
    func error(_ choices: UndocumentedChoices) -> AWSError? {
        if plainText > Self.plainLimit {
            return Self.policyTooLarge((plainText * 100 + Self.plainLimit - 1) / Self.plainLimit)
        }
        guard !choices[.packedSizeIsWithinLimit], let percent, percent > 100 else { return nil }
        return hasTags
            ? Self.tooLarge("Packed size of session tags consumes \(percent)% of allotted space.")
            : Self.policyTooLarge(percent)
    }

    private static func policyTooLarge(_ percent: Int) -> AWSError {
        tooLarge("Packed policy consumes \(percent)% of allotted space, please use smaller policy.")
    }

    private static func tooLarge(_ message: String) -> AWSError {
        AWSError(code: "PackedPolicyTooLarge", status: 400, message: Text(message))
    }
}
