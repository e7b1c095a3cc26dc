/// One point that AWS leaves undocumented: a statement that is taken to be true or false.
public enum UndocumentedPoint: Int, Sendable, CaseIterable {
    /// Parameters of a call, such as `sts:ExternalId`, are seen by each of its checks (STS-31).
    case parametersVisibleInAllChecks
    /// A session that passes its source identity on needs `sts:SetSourceIdentity` on both sides, even where the
    /// trust policy names it within one account (STS-21).
    case sourceIdentityNeedsBothSidesInChain
    /// Transitive tags that a session inherits are seen as `aws:RequestTag` in the check of `sts:TagSession`
    /// (STS-32).
    case inheritedTagsVisibleInRequestTag

    /// The name by which a question chooses a reading.
    public var name: String { "\(self)" }

    /// The point of a name.
    public static func named(_ name: String) -> UndocumentedPoint? {
        allCases.first { $0.name == name }
    }

    /// The rule of the specification that names the point.
    public var rule: String {
        switch self {
        case .parametersVisibleInAllChecks: "STS-31"
        case .sourceIdentityNeedsBothSidesInChain: "STS-21"
        case .inheritedTagsVisibleInRequestTag: "STS-32"
        }
    }

    /// The reading that is taken unless a question chooses otherwise.
    public var standard: Bool {
        switch self {
        case .parametersVisibleInAllChecks, .sourceIdentityNeedsBothSidesInChain: true
        case .inheritedTagsVisibleInRequestTag: false
        }
    }

    /// What an answer that hangs on the point tells its reader.
    public var advice: String {
        switch self {
        case .parametersVisibleInAllChecks:
            "AWS does not say whether sts:ExternalId, sts:RoleSessionName and sts:SourceIdentity are visible in "
                + "the check of sts:TagSession: grant sts:TagSession in a statement of its own, without a "
                + "condition on them, to be safe"
        case .sourceIdentityNeedsBothSidesInChain:
            "AWS's pages disagree on whether a session within one account needs sts:SetSourceIdentity in its own "
                + "policy when the trust policy names it: allow it on both sides to be safe"
        case .inheritedTagsVisibleInRequestTag:
            "AWS does not say whether inherited transitive tags appear as aws:RequestTag and aws:TagKeys in the "
                + "check of sts:TagSession: do not test these keys there"
        }
    }
}
