import IAM
import SourceText
import Testing

@testable import STS

/// STS-94: the estimate of a token's size, held by the percentages that were published.
@Suite struct PackedSizeTests {
    private func size(_ tags: [(String, String)], inherited: [(String, String)] = []) -> PackedSize {
        func list(_ pairs: [(String, String)]) -> [IAM.Tag] {
            pairs.map { IAM.Tag(key: Text($0.0), value: Text($0.1)) }
        }
        return PackedSize(tags: list(tags), inherited: list(inherited), policies: nil)
    }

    private static let nine = (1...9).map { ("T\($0)", String(repeating: "a", count: 250)) }

    /// configure-aws-credentials#1898: 498 % of the space that tags had of their own.
    @Test func nineLongTagsTakeWhatWasSeen() {
        #expect(size(Self.nine).formerPercent == 498)
    }

    /// The tags of a pod's identity in a public workshop: 61 %.
    @Test func theTagsOfAPodTakeWhatWasSeen() {
        let tags = [
            ("eks-cluster-arn", 61), ("eks-cluster-name", 18), ("kubernetes-namespace", 4),
            ("kubernetes-service-account", 7), ("kubernetes-pod-name", 23), ("kubernetes-pod-uid", 36),
        ].map { ($0.0, String(repeating: "x", count: $0.1)) }
        #expect(size(tags).formerPercent == 61)
    }

    /// Near the limit the estimate may be wrong either way.
    @Test func theLimitLiesWithinTheRangeOfNineLongTags() {
        let range = size(Self.nine).range
        #expect(range.contains(4_096))
        #expect(size(Self.nine).percent == 98)
    }

    @Test func inheritedTagsTakeRoomToo() {
        #expect(size(Array(Self.nine[..<5]), inherited: Array(Self.nine[5...])).percent == size(Self.nine).percent)
        #expect(size([]).percent == nil)
    }

    /// What is far beyond the limit is beyond it by every reading of the estimate.
    @Test func fiftyTagsAreTooMany() {
        let fifty = (1...50).map { ("tag-\($0)", String(repeating: "a", count: 250)) }
        #expect(size(fifty).range.lowerBound > 4_096)
    }
}
