import IAM
import SourceText

/// An estimate of how large the token of a session becomes with its policies and tags. AWS packs them by a method that it
/// does not publish, and refuses a token beyond its limit (STS-94): an answer warns by the estimate, and never decides by it.
///
/// Since 2026-09-15 AWS has one limit, of the whole token: 4,096 bytes; `PackedPolicySize` is the share of it, as
/// `SessionTokenUtilization` is. Until then policies and tags had a space of their own, of which the published percentages
/// speak. These fit 460 bytes in which tags stand as they are, with three bytes each (nine tags of 250 characters: 498 % seen,
/// 498 % by this; six tags of a pod's identity: 61 % and 61 %), and policies take 43 in 100 of their bytes (163 bytes: 16 %
/// seen, 15 % by this; 1,690 bytes: 157 % and 158 %). A token is written in base 64; what is in it beside policies and tags
/// took 690 bytes in one that was seen.
///
/// The error: tags within 2 in 100, policies between 43 in 100 and all of their bytes, the rest of the token half of its 690
/// bytes either way. So the estimate is a range, and near the limit it may be wrong either way.
/// <https://aws.amazon.com/about-aws/whats-new/2026/09/aws-sts/>
/// <https://github.com/aws-actions/configure-aws-credentials/issues/1898>
struct PackedSize {
    /// The bytes that a token may have.
    private static let limit = 4_096
    /// The bytes that policies and tags could take until September 2026.
    private static let formerLimit = 460
    /// The bytes of a token, before it is written in base 64, beside policies and tags; half of it less or more may be right.
    private static let rest = 690
    /// The characters that the plain text of inline and managed session policies together may have (STS-90).
    private static let plainLimit = 2_048
    private let tagBytes: Int
    private let policyBytes: Int
    private let plainText: Int

    init(tags: [Tag], inherited: [Tag] = [], policies: [Policy]?) {
        tagBytes = Self.size(of: tags) + Self.size(of: inherited)
        policyBytes = (policies ?? []).reduce(0) { $0 + $1.passedSize }
        plainText = (policies ?? []).reduce(0) { $0 + $1.plainSize }
    }

    init(_ assumption: RoleAssumption, _ caller: Principal) {
        self.init(
            tags: assumption.tags, inherited: caller.transitiveTags.all, policies: assumption.sessionPolicies)
    }

    private static func size(of tags: [Tag]) -> Int {
        tags.reduce(0) { $0 + $1.key.count + $1.value.count + 3 }
    }

    /// What policies and tags take by the estimate, in bytes.
    private var packed: Int { tagBytes + policyBytes * 43 / 100 }

    /// The length of the token by the estimate, in bytes, at least and at most.
    var range: ClosedRange<Int> {
        Self.written(Self.rest / 2 + packed)...Self.written(Self.rest * 3 / 2 + tagBytes + policyBytes)
    }

    /// The length of bytes in base 64.
    private static func written(_ bytes: Int) -> Int { (bytes + 2) / 3 * 4 }

    private static func percent(_ bytes: Int) -> Int { (bytes * 100 + limit - 1) / limit }

    /// The share of the largest token in percent, rounded up; `nil` where nothing is passed.
    var percent: Int? {
        tagBytes + policyBytes == 0 ? nil : Self.percent(Self.written(Self.rest + packed))
    }

    /// The share in percent of the space that AWS had for policies and tags alone until September 2026.
    var formerPercent: Int { packed * 100 / Self.formerLimit }

    /// What AWS answers to policies whose plain text is too long, and what it may answer, if the estimate is taken to count.
    func error(_ choices: UndocumentedChoices) -> AWSError? {
        if plainText > Self.plainLimit {
            return Self.policyTooLarge((plainText * 100 + Self.plainLimit - 1) / Self.plainLimit).because(
                "STS-90", "the session policies have \(plainText) characters, and AWS takes \(Self.plainLimit) at most",
                advice: "pass fewer or shorter policies")
        }
        guard !choices[.packedSizeIsWithinLimit], percent != nil, range.upperBound > Self.limit else { return nil }
        let share = Self.percent(range.upperBound)
        let error =
            tagBytes > 0
            ? Self.tooLarge("Packed size of session tags consumes \(share)% of allotted space.")
            : Self.policyTooLarge(share)
        return error.because(
            "STS-94",
            "by an estimate the token takes \(range.lowerBound) to \(range.upperBound) bytes, and AWS takes "
                + "\(Self.limit) at most; of the space that policies and tags had until September 2026, these take "
                + "\(formerPercent) %",
            advice: "pass fewer or shorter session tags and policies, also transitive tags that the session inherits")
    }

    private static func policyTooLarge(_ percent: Int) -> AWSError {
        tooLarge("Packed policy consumes \(percent)% of allotted space, please use smaller policy.")
    }

    private static func tooLarge(_ message: String) -> AWSError {
        AWSError(code: "PackedPolicyTooLarge", status: 400, message: Text(message))
    }
}
