import SourceText

// The condition keys that follow from a request or a call (PL §8).
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
