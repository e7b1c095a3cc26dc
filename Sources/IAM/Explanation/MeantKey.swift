import SourceText

extension RequestContext {
    /// The key of this request that a condition most likely means by a name that is no condition key of AWS: a misspelled
    /// name, or provider. `nil` where the name is a key, or none is near.
    public func keyMeant(by key: ConditionKey) -> ConditionKey? {
        // What holds a great many keys was made by no service, and is searched once for each condition.
        guard entries.count <= Self.searched else { return nil }
        // A tag's key is anybody's to name, and what is not in the list of another service may be a key all the same.
        guard self[key] == nil, key.spelling.firstIndex(of: "/") == nil, !Self.isKnown(key),
            let service = key.service
        else { return nil }
        let candidates = entries.map(\.key).filter { candidate in
            guard candidate.spelling.firstIndex(of: "/") == nil, let own = candidate.service else {
                return false
            }
            let isSameService = own.isSame(ignoringASCIICase: service)
            return isSameService ? Self.hasCompleteList(service) : key.name == candidate.name
        }
        let spellings = candidates.map(\.spelling.string)
        guard let nearest = Suggestion.nearest(to: key.spelling.string, among: spellings) else { return nil }
        return candidates.first { $0.spelling == Text(nearest) }
    }

    /// How many keys of a request are searched for the one that is meant.
    private static let searched = 200

    /// The key of AWS that a misspelled one of its global keys, or of the Security Token Service's, most likely means.
    static func globalKey(meantBy name: Text) -> String? {
        let isGlobal = ["aws:", "sts:"].contains { prefix in
            name.count > prefix.utf8.count && name[..<prefix.utf8.count].isSame(ignoringASCIICase: Text(prefix))
        }
        guard isGlobal, !known.contains(ConditionKey(name)) else { return nil }
        guard let slash = name.firstIndex(of: "/") else {
            return Suggestion.nearest(to: name.string, among: known.map(\.spelling.string).sorted())
        }
        let prefix = name[..<(slash + 1)]
        if tagPrefixes.contains(where: { Text($0).isSame(ignoringASCIICase: prefix) }) { return nil }
        return Suggestion.nearest(to: prefix.string, among: tagPrefixes).map { "\($0)\(name[(slash + 1)...])" }
    }

    private static let tagPrefixes = ["aws:PrincipalTag/", "aws:RequestTag/", "aws:ResourceTag/"]

    private static func hasCompleteList(_ service: Text) -> Bool {
        service.isSame(ignoringASCIICase: "aws") || service.isSame(ignoringASCIICase: "sts")
    }

    private static func isKnown(_ key: ConditionKey) -> Bool { known.contains(key) }

    /// The global condition keys and those of the Security Token Service, without the ones that name tags.
    /// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html>
    private static let known: Set<ConditionKey> = [
        "aws:AssumedRoot", "aws:CalledVia", "aws:CalledViaAWSMCP", "aws:CalledViaFirst", "aws:CalledViaLast",
        "aws:ChatbotSourceArn", "aws:CurrentTime", "aws:Ec2InstanceSourcePrivateIPv4", "aws:Ec2InstanceSourceVpc",
        "aws:EpochTime", "aws:FederatedProvider", "aws:IsMcpServiceAction", "aws:MultiFactorAuthAge",
        "aws:MultiFactorAuthPresent", "aws:PrincipalAccount", "aws:PrincipalArn", "aws:PrincipalIsAWSService",
        "aws:PrincipalOrgID", "aws:PrincipalOrgPaths", "aws:PrincipalServiceName", "aws:PrincipalServiceNamesList",
        "aws:PrincipalType", "aws:referer", "aws:RequestedRegion", "aws:ResourceAccount", "aws:ResourceOrgID",
        "aws:ResourceOrgPaths", "aws:SecureTransport", "aws:SourceAccount", "aws:SourceArn", "aws:SourceIdentity",
        "aws:SourceIp", "aws:SourceOrgID", "aws:SourceOrgPaths", "aws:SourceVpc", "aws:SourceVpcArn", "aws:SourceVpce",
        "aws:TagKeys", "aws:TokenIssueTime", "aws:UserAgent", "aws:userid", "aws:username", "aws:ViaAWSMCPService",
        "aws:ViaAWSService", "aws:VpceAccount", "aws:VpceOrgID", "aws:VpceOrgPaths", "aws:VpcSourceIp",
        "sts:AWSServiceName", "sts:DurationSeconds", "sts:ExternalId", "sts:FederationProvider",
        "sts:IdentityTokenAudience", "sts:RequestContextProviders", "sts:RoleSessionName", "sts:SigningAlgorithm",
        "sts:SourceIdentity", "sts:TaskPolicyArn", "sts:TransitiveTagKeys",
    ]
}

extension ConditionKey {
    /// What stands before the last colon: a service, or the provider of a token.
    fileprivate var service: Text? {
        guard let colon = spelling.bytes.lastIndex(of: UInt8(ascii: ":")) else { return nil }
        return spelling[..<(colon - spelling.bytes.startIndex)]
    }

    /// What stands behind the last colon, in lower case.
    fileprivate var name: Text { spelling.suffix(behindLast: ":").asciiLowercased }
}
