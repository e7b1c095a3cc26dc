import SourceText

/// A rule by which a service refuses a request whatever the policies say. AWS's own services may do what it forbids, also
/// with the roles that are linked to them: so Organizations deletes such roles, and IAM Identity Center changes its own.
/// <https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSOrganizationsServiceTrustPolicy.html>
public enum ServiceRefusal: Sendable, Hashable, CaseIterable {
    /// IAM Identity Center keeps the role (SV-8).
    case identityCenterRole
    /// The role is linked to a service (SV-8).
    case serviceLinkedRole
    /// AWS keeps the policy (SV-9).
    case managedPolicy
    /// AWS keeps the name of the key (SV-13).
    case reservedAlias
    /// The bucket is another account's (SV-16).
    case othersBucket
    /// The queue is another account's (SV-16).
    case othersQueue
    /// The key is another account's (SV-16).
    case othersKey
    /// The table, or what belongs to it, is another account's (SV-16).
    case othersTable

    /// The rule that refuses a request; `nil` where policies decide.
    static func of(_ request: Request) -> ServiceRefusal? {
        // What tells most requests apart comes first.
        let reserved = ReservedResources.refusal(of: request)
        guard let found = reserved ?? (request.isSameAccount ? nil : OwnersActions.refusal(of: request.action)),
            request.principal.kind != .service, !request.principal.isServiceLinkedRole
        else { return nil }
        return found
    }

    /// The rule of the specification.
    public var rule: String {
        switch self {
        case .identityCenterRole, .serviceLinkedRole: "SV-8"
        case .managedPolicy: "SV-9"
        case .reservedAlias: "SV-13"
        case .othersBucket, .othersQueue, .othersKey, .othersTable: "SV-16"
        }
    }

    /// Why the service refuses.
    public var reason: String {
        switch self {
        case .identityCenterRole: "roles below `/aws-reserved/` are changed by IAM Identity Center alone"
        case .serviceLinkedRole: "a service-linked role is changed by its service alone"
        case .managedPolicy: "policies that AWS manages are changed by AWS alone"
        case .reservedAlias: "names of keys that begin with `alias/aws/` are kept for AWS"
        case .othersBucket: "S3 takes this action only from callers of the account that owns the bucket"
        case .othersQueue: "SQS takes this action only from callers of the account that owns the queue"
        case .othersTable: "DynamoDB takes this action only from callers of the table's account"
        case .othersKey: "KMS takes this action only from callers of the account that owns the key"
        }
    }

    /// What to do instead of changing policies, which is of no use.
    public var advice: String {
        switch self {
        case .identityCenterRole: "change the permission set in IAM Identity Center"
        case .serviceLinkedRole: "change the role through its service, or remove it with iam:DeleteServiceLinkedRole"
        case .managedPolicy: "make a policy of your own"
        case .reservedAlias: "choose another name"
        case .othersBucket, .othersQueue, .othersKey, .othersTable:
            "call as a principal of that account, such as a role there"
        }
    }
}

/// Actions that a service takes only from callers of the account that owns the resource, whatever the policies say (SV-16).
private enum OwnersActions {
    static func refusal(of action: Action) -> ServiceRefusal? {
        guard services.contains(action.serviceNumber) else { return nil }
        if action.isOf(service: "dynamodb") { return sharedByTables.contains(action) ? nil : .othersTable }
        return table.first { $0.actions.contains(action) }?.refusal
    }

    private static let services = ["dynamodb", "kms", "s3", "s3-outposts", "sqs"].map { FoldedHash.of($0) }

    /// Those of which the column "Cross-account support" says yes; the actions of transactions are those of single items.
    /// <https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/rbac-iam-actions.html>
    private static let sharedByTables = Set<Action>(
        service: "dynamodb",
        [
            "BatchGetItem", "BatchWriteItem", "ConditionCheckItem", "DeleteItem", "DeleteTable", "DescribeStream",
            "DescribeTable", "GetItem", "GetRecords", "GetShardIterator", "ListTagsOfResource", "PutItem", "Query",
            "Scan",
            "TagResource", "UntagResource", "UpdateItem", "UpdateTable",
        ])

    private static let table: [(refusal: ServiceRefusal, actions: Set<Action>)] = [
        // The pages of the three operations, and of those of buckets on Outposts.
        // <https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketPolicy.html>
        // <https://docs.aws.amazon.com/AmazonS3/latest/API/API_control_PutBucketPolicy.html>
        (.othersBucket, ReservedResources.bucketPolicyActions),
        (
            .othersBucket,
            Set(service: "s3-outposts", ["DeleteBucketPolicy", "GetBucket", "GetBucketPolicy", "PutBucketPolicy"])
        ),
        // <https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-limitations-of-custom-policies.html>
        (
            .othersQueue,
            Set(
                service: "sqs",
                [
                    "AddPermission", "CancelMessageMoveTask", "CreateQueue", "DeleteQueue", "ListMessageMoveTasks",
                    "ListQueues", "ListQueueTags", "RemovePermission", "SetQueueAttributes", "StartMessageMoveTask",
                    "TagQueue", "UntagQueue",
                ])
        ),
        // Those of which the column "Cross-account use" says no.
        // <https://docs.aws.amazon.com/kms/latest/developerguide/kms-api-permissions-reference.html>
        (
            .othersKey,
            Set(
                service: "kms",
                [
                    "CancelKeyDeletion", "ConnectCustomKeyStore", "CreateAlias", "CreateCustomKeyStore", "CreateKey",
                    "DeleteAlias", "DeleteCustomKeyStore", "DeleteImportedKeyMaterial", "DescribeCustomKeyStores",
                    "DisableKey", "DisableKeyRotation", "DisconnectCustomKeyStore", "EnableKey", "EnableKeyRotation",
                    "GetKeyLastUsage", "GetKeyPolicy", "GetParametersForImport", "ImportKeyMaterial", "ListAliases",
                    "ListKeyPolicies", "ListKeyRotations", "ListKeys", "ListResourceTags", "PutKeyPolicy",
                    "ReplicateKey", "RotateKeyOnDemand", "ScheduleKeyDeletion", "TagResource", "UntagResource",
                    "UpdateAlias", "UpdateCustomKeyStore", "UpdateKeyDescription", "UpdatePrimaryRegion",
                ])
        ),
    ]
}
