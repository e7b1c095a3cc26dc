import SourceText

// The condition keys that follow from a request or a call (PL-220 to PL-241).
// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html>
extension ConditionKey {
    static let principalArn: ConditionKey = "aws:PrincipalArn"
    static let principalAccount: ConditionKey = "aws:PrincipalAccount"
    static let principalType: ConditionKey = "aws:PrincipalType"
    static let principalIsAWSService: ConditionKey = "aws:PrincipalIsAWSService"
    static let principalServiceName: ConditionKey = "aws:PrincipalServiceName"
    static let principalServiceNamesList: ConditionKey = "aws:PrincipalServiceNamesList"
    static let principalOrgID: ConditionKey = "aws:PrincipalOrgID"
    static let principalOrgPaths: ConditionKey = "aws:PrincipalOrgPaths"
    static let userid: ConditionKey = "aws:userid"
    static let username: ConditionKey = "aws:username"
    static let assumedRoot: ConditionKey = "aws:AssumedRoot"
    static let tokenIssueTime: ConditionKey = "aws:TokenIssueTime"
    static let callerSourceIdentity: ConditionKey = "aws:SourceIdentity"
    static let federatedProvider: ConditionKey = "aws:FederatedProvider"
    static let currentTime: ConditionKey = "aws:CurrentTime"
    static let epochTime: ConditionKey = "aws:EpochTime"
    static let secureTransport: ConditionKey = "aws:SecureTransport"
    static let viaAWSService: ConditionKey = "aws:ViaAWSService"
    static let calledVia: ConditionKey = "aws:CalledVia"
    static let calledViaFirst: ConditionKey = "aws:CalledViaFirst"
    static let calledViaLast: ConditionKey = "aws:CalledViaLast"
    static let resourceOrgID: ConditionKey = "aws:ResourceOrgID"
    static let resourceOrgPaths: ConditionKey = "aws:ResourceOrgPaths"
}

extension ConditionKey {
    /// Whether AWS documents the key as multivalued, so that even one value is a list (PL-225).
    public var isMultivalued: Bool { Self.multivalued.contains(self) }

    private static let multivalued: Set<ConditionKey> = [
        "aws:PrincipalOrgPaths", "aws:PrincipalServiceNamesList", "aws:VpceOrgPaths", "aws:ResourceOrgPaths",
        "aws:TagKeys", "aws:CalledVia", "aws:SourceOrgPaths", "sts:TransitiveTagKeys", "sts:RequestContextProviders",
        "sts:IdentityTokenAudience", "cognito-identity.amazonaws.com:amr", "kms:EncryptionContextKeys",
        "s3:RequestObjectTagKeys", "batch:ComputeResourcesTagKeys",
    ]
}

extension ConditionKey {
    /// Whether temporary credentials were made with multi-factor authentication.
    public static let multiFactorAuthPresent: ConditionKey = "aws:MultiFactorAuthPresent"
    /// The seconds since the code of multi-factor authentication was given.
    public static let multiFactorAuthAge: ConditionKey = "aws:MultiFactorAuthAge"
    /// The ARNs of the providers of the contexts that a call passes.
    public static let requestContextProviders: ConditionKey = "sts:RequestContextProviders"
    /// The policy that says what a root session of `AssumeRoot` is for.
    public static let taskPolicyARN: ConditionKey = "sts:TaskPolicyArn"
    /// The account that owns the resource.
    public static let resourceAccount: ConditionKey = "aws:ResourceAccount"
    /// The region of the endpoint that is called.
    public static let requestedRegion: ConditionKey = "aws:RequestedRegion"
    /// The keys of the tags that a request passes.
    public static let tagKeys: ConditionKey = "aws:TagKeys"
    /// The endpoint through which a request comes.
    public static let sourceVpce: ConditionKey = "aws:SourceVpce"
    /// The keys of the transitive tags that a call passes.
    public static let transitiveTagKeys: ConditionKey = "sts:TransitiveTagKeys"
    /// The name of the session that a call makes.
    public static let roleSessionName: ConditionKey = "sts:RoleSessionName"
    /// The external id that a call passes.
    public static let externalID: ConditionKey = "sts:ExternalId"
    /// The source identity that a call sets.
    public static let sourceIdentity: ConditionKey = "sts:SourceIdentity"
}

// The keys of which AWS has a complete list.
extension ConditionKey {
    /// Whether AWS documents the key among its global ones, or among those of the Security Token Service.
    var isOfAWS: Bool { Self.documented.contains(self) }

    /// Whether all keys of a service are listed here.
    static func isListed(_ service: Text) -> Bool {
        service.isSame(ignoringASCIICase: "aws") || service.isSame(ignoringASCIICase: "sts")
    }

    /// What stands before a tag's key in the global keys that name tags.
    static let tagPrefixes = ["aws:PrincipalTag/", "aws:RequestTag/", "aws:ResourceTag/", "sts:RequestContext/"]

    /// The global condition keys, and those of the Security Token Service, without the ones that name tags.
    /// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html>
    static let documented: Set<ConditionKey> = [
        "aws:AssumedRoot", "aws:CalledVia", "aws:CalledViaAWSMCP", "aws:CalledViaFirst", "aws:CalledViaLast",
        "aws:ChatbotSourceArn", "aws:CurrentTime", "aws:Ec2InstanceSourcePrivateIPv4", "aws:Ec2InstanceSourceVpc",
        "aws:EpochTime", "aws:FederatedProvider", "aws:IsMcpServiceAction", "aws:MultiFactorAuthAge",
        "aws:MultiFactorAuthPresent", "aws:PrincipalAccount", "aws:PrincipalArn", "aws:PrincipalIsAWSService",
        "aws:PrincipalOrgID", "aws:PrincipalOrgPaths", "aws:PrincipalServiceName", "aws:PrincipalServiceNamesList",
        "aws:PrincipalType", "aws:referer", "aws:RequestedRegion", "aws:ResourceAccount", "aws:ResourceOrgID",
        "aws:ResourceOrgPaths", "aws:SecureTransport", "aws:SignInSessionArn", "aws:SourceAccount", "aws:SourceArn",
        "aws:SourceIdentity", "aws:SourceIp", "aws:SourceOrgID", "aws:SourceOrgPaths",
        "aws:SourceVpc", "aws:SourceVpcArn", "aws:SourceVpce",
        "aws:TagKeys", "aws:TokenIssueTime", "aws:UserAgent", "aws:userid", "aws:username", "aws:ViaAWSMCPService",
        "aws:ViaAWSService", "aws:VpceAccount", "aws:VpceOrgID", "aws:VpceOrgPaths", "aws:VpcSourceIp",
        "sts:AWSServiceName", "sts:DurationSeconds", "sts:ExternalId", "sts:FederationProvider",
        "sts:IdentityTokenAudience", "sts:RequestContextProviders", "sts:RoleAuthorizedByIdp", "sts:RoleSessionName",
        "sts:SigningAlgorithm",
        "sts:SourceIdentity", "sts:TaskPolicyArn", "sts:TransitiveTagKeys",
    ]
}
