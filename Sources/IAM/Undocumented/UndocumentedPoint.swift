/// One point that AWS leaves undocumented: a statement that is taken to be true or false. `Documentation/undocumented.md`
/// lists them all.
public enum UndocumentedPoint: Int, Sendable, CaseIterable {
    // Calls of the Security Token Service
    case parametersVisibleInAllChecks
    case sourceIdentityNeedsBothSidesInChain
    case inheritedTagsVisibleInRequestTag
    case emptyTagsNeedTagSession
    case globalEndpointIsUsEast1
    case sessionTokensStartARoleChain
    case roleSessionsCarryMFAAsFalse
    case everyAWSPrincipalIncludesFederated
    case federatedCallersHaveAccountTypeAndUserid
    case roleAccountsServiceControlCoversFederation
    case packedSizeIsWithinLimit
    case tagKeysFoldBeyondASCII
    // The decision procedure and principals
    case callersResourceControlCoversActionsWithoutResource
    case everyoneInTrustNeedsNoIdentityPolicy
    case issuerStandsForFederatedUserAcrossAccounts
    case servicesHaveUseridAndType
    case notPrincipalNeedsEveryIdentity
    case endpointsAreInterfaces
    // The policy language
    case starsRunPastColons
    case shortARNsFollowPolicyType
    case notResourceMatchesActionsWithoutResource
    case caseFoldsBeyondASCII
    case malformedValuesSatisfyNegation
    case fourDigitsAreEpochSeconds
    case boolIgnoresLetterCase
    case allOfIPv4LeavesOutIPv6
    case mappedAddressesAreNoIPv4
    case shortARNPatternsMatchInConditions
    case forAnyValueIfExistsHoldsWithoutKey
    case unqualifiedOperatorsMatchLists
    case emptyTextCountsAsPresent
    case unresolvedVariablesSpareTheirSiblings
    case unresolvedVariablesInNotResourceExcludeNothing
    case wildcardsInVariableValuesAreLiteral
    case variablesStandForWholeARNs
    case variablesBeforeFifthColonResolve

    /// What is known of a point.
    private struct Entry {
        let point: UndocumentedPoint
        let rule: String
        let standard: Bool
        let advice: String

        init(_ point: UndocumentedPoint, _ rule: String, _ standard: Bool, _ advice: String) {
            self.point = point
            self.rule = rule
            self.standard = standard
            self.advice = advice
        }
    }

    /// The name by which a question chooses a reading.
    public var name: String { "\(self)" }

    /// The point of a name.
    public static func named(_ name: String) -> UndocumentedPoint? {
        allCases.first { $0.name == name }
    }

    /// The rule of the specification that names the point.
    public var rule: String { entry.rule }

    /// The reading that is taken unless a question chooses otherwise.
    public var standard: Bool { entry.standard }

    /// What an answer that hangs on the point tells its reader.
    public var advice: String { entry.advice }

    private var entry: Entry { Self.entries[rawValue] }

    /// What is known of each point, in their order.
    private static let entries: [Entry] = [
        Entry(
            .parametersVisibleInAllChecks, "STS-31", true,
            "AWS does not say whether sts:ExternalId, sts:RoleSessionName and sts:SourceIdentity are visible in "
                + "the check of sts:TagSession: grant sts:TagSession in a statement of its own, without a "
                + "condition on them, to be safe"),
        Entry(
            .sourceIdentityNeedsBothSidesInChain, "STS-21", true,
            "AWS's pages disagree on whether a session within one account needs sts:SetSourceIdentity in its own "
                + "policy when the trust policy names it: allow it on both sides to be safe"),
        Entry(
            .inheritedTagsVisibleInRequestTag, "STS-32", false,
            "AWS does not say whether inherited transitive tags appear as aws:RequestTag and aws:TagKeys in the "
                + "check of sts:TagSession: do not test these keys there"),
        Entry(
            .emptyTagsNeedTagSession, "STS-10", false,
            "AWS does not say whether an empty list of tags needs sts:TagSession: leave the parameter out"),
        Entry(
            .globalEndpointIsUsEast1, "STS-36", true,
            "the global endpoint of STS counts as us-east-1, though requests to it may be served elsewhere: call "
                + "a regional endpoint"),
        Entry(
            .sessionTokensStartARoleChain, "STS-96", true,
            "AWS's knowledge center, and what was seen, limit sessions of roles assumed with GetSessionToken "
                + "credentials to one hour, as by role chaining, which the IAM user guide says of roles alone: ask "
                + "for 3600 seconds at most, or call AssumeRole with long-term credentials"),
        Entry(
            .roleSessionsCarryMFAAsFalse, "SES-8", true,
            "AWS does not say whether aws:MultiFactorAuthPresent is false or absent in a role session without "
                + "MFA: test MFA in the role's trust policy instead"),
        Entry(
            .everyAWSPrincipalIncludesFederated, "PR-26", false,
            #"AWS does not say whether {"AWS": "*"} in a trust policy names whom an identity provider vouches for: "#
                + "name the provider as Federated"),
        Entry(
            .federatedCallersHaveAccountTypeAndUserid, "PR-1", false,
            "AWS's pages list no aws:PrincipalAccount, aws:PrincipalType and aws:userid for whom an identity provider "
                + "vouches, and all three were seen in requests; they are taken as absent: test the provider's own keys"
        ),
        Entry(
            .roleAccountsServiceControlCoversFederation, "EV-22", false,
            "AWS does not say whether service control policies of the role's account cover AssumeRoleWithSAML and "
                + "AssumeRoleWithWebIdentity, whose callers belong to no account; they are taken not to: use a "
                + "resource control policy"),
        Entry(
            .packedSizeIsWithinLimit, "STS-94", true,
            "AWS packs session policies and tags by a method that it does not publish, and refuses the call with "
                + "PackedPolicyTooLarge where the token exceeds 4096 bytes: by an estimate, which near the limit may "
                + "be wrong either way, it may; pass fewer or shorter ones"),
        Entry(
            .tagKeysFoldBeyondASCII, "STS-92", false,
            "AWS says that letter case does not count in the keys of tags, and not whether that holds beyond A–Z; it is "
                + "taken not to: use letters of ASCII in keys"),
        Entry(
            .callersResourceControlCoversActionsWithoutResource, "EV-27", true,
            "AWS does not say whose resource control policies cover actions without a resource; those of the "
                + "caller's account are taken"),
        Entry(
            .everyoneInTrustNeedsNoIdentityPolicy, "EV-44", true,
            "AWS does not say whether a principal of the same account needs an identity policy where the trust "
                + "policy names everybody: name the caller"),
        Entry(
            .issuerStandsForFederatedUserAcrossAccounts, "EV-52", true,
            "that a resource-based policy of another account may name a federated user by the user who issued it "
                + "is inferred: name the federated user"),
        Entry(
            .servicesHaveUseridAndType, "PR-1", false,
            "AWS does not say which aws:userid and aws:PrincipalType a service has; both are taken as absent"),
        Entry(
            .notPrincipalNeedsEveryIdentity, "PR-32", true,
            "AWS does not say how NotPrincipal exempts: a Deny is taken to exempt only a caller of which every "
                + "identity is listed; use ArnNotEquals on aws:PrincipalArn instead"),
        Entry(
            .endpointsAreInterfaces, "EV-36", true,
            "the endpoint is taken to be an interface endpoint; in the policy of a gateway endpoint (of S3 or DynamoDB) AWS "
                + "takes no principal but *, and an account there is its root user alone: write \"Principal\": \"*\" with a "
                + "condition on aws:PrincipalArn"),
        Entry(
            .starsRunPastColons, "PL-82", true,
            "AWS's page says that a * which ends a part of a resource's ARN can run on past the colon, and not how far; "
                + "it is taken to stand for any further parts: write all six parts of the ARN"),
        Entry(
            .shortARNsFollowPolicyType, "PL-87", true,
            "whether AWS completes an ARN of fewer than six parts in this type of policy was only observed: "
                + "write the whole ARN"),
        Entry(
            .notResourceMatchesActionsWithoutResource, "PL-91", true,
            "AWS's page is vague on NotResource and actions without a resource; a statement with NotResource is "
                + "taken to cover them"),
        Entry(
            .caseFoldsBeyondASCII, "PL-122", true,
            "AWS does not say how IgnoreCase treats letters beyond A–Z; simple case folding is taken"),
        Entry(
            .malformedValuesSatisfyNegation, "PL-133", true,
            "AWS does not say whether a negated operator holds for a value that is no number, date or ARN; it is "
                + "taken to hold"),
        Entry(
            .fourDigitsAreEpochSeconds, "PL-138", true,
            "four digits are taken as seconds since 1970, not as a year: write 2026-01-01T00:00:00Z"),
        Entry(
            .boolIgnoresLetterCase, "PL-143", true,
            "AWS does not say whether Bool reads True as true: write true or false in lower case"),
        Entry(
            .allOfIPv4LeavesOutIPv6, "PL-150", true,
            "AWS does not say whether 0.0.0.0/0 covers IPv6 addresses; it is taken not to: list ::/0 too"),
        Entry(
            .mappedAddressesAreNoIPv4, "PL-151", true,
            "AWS does not say whether ::ffff:a.b.c.d counts as an IPv4 address; it is taken as IPv6"),
        Entry(
            .shortARNPatternsMatchInConditions, "PL-156", false,
            "AWS does not say whether * or a short ARN matches under the ARN operators; it is taken not to: "
                + "write arn:*:*:*:*:*"),
        Entry(
            .forAnyValueIfExistsHoldsWithoutKey, "PL-180", false,
            "AWS's pages contradict each other on ForAnyValue with IfExists where the key is absent; it is taken "
                + "not to hold"),
        Entry(
            .unqualifiedOperatorsMatchLists, "PL-181", false,
            "AWS does not say what an operator without ForAllValues or ForAnyValue does with a multivalued key; "
                + "it is taken never to hold: add the qualifier"),
        Entry(
            .emptyTextCountsAsPresent, "PL-185", true,
            "AWS does not say whether Null counts an empty text as absent; it is taken as present"),
        Entry(
            .unresolvedVariablesSpareTheirSiblings, "PL-197", true,
            "AWS's page contradicts itself on a list in which one variable has no value; the other values are "
                + "taken to count: give the variable a default"),
        Entry(
            .unresolvedVariablesInNotResourceExcludeNothing, "PL-198", true,
            "AWS does not say what a variable without a value does in NotResource; it is taken to exclude nothing: "
                + "give the variable a default"),
        Entry(
            .wildcardsInVariableValuesAreLiteral, "PL-199", true,
            "AWS does not say whether * and ? in the value or the default of a variable are wildcards; they are taken as "
                + "characters"),
        Entry(
            .variablesStandForWholeARNs, "PL-192", false,
            "AWS does not say whether a variable under the ARN operators may stand for more than one part of an ARN; it "
                + "is taken not to: compare by StringEquals or StringLike"),
        Entry(
            .variablesBeforeFifthColonResolve, "PL-192", false,
            "AWS's page says that a variable before the fifth colon of a resource stays text, and a policy of AWS's own "
                + "has one for the account; it is taken as text: write `*` there, and compare aws:ResourceAccount"),
    ]

    /// Whether each point has its entry in its place.
    static var areListedInOrder: Bool { entries.map(\.point) == allCases }
}
