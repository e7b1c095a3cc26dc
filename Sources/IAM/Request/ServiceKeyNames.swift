import SourceText

/// Under which names services tell what a global condition key tells.
/// <https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html>
extension ServiceKeys {
    /// A key of a service, and the global one with the same value.
    static let ownNames: [(service: Text, own: ConditionKey, global: ConditionKey)] = [
        ("s3", "s3:ResourceAccount", .resourceAccount), ("ec2", "ec2:Region", .requestedRegion),
        ("kms", "kms:CallerAccount", .principalAccount),
    ]

    /// The keys that list what stands behind the prefix of others; of one service, or of all (PL-234).
    /// <https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html>
    /// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/tagging-and-policies.html>
    /// <https://docs.aws.amazon.com/batch/latest/userguide/compute-resources-tag-access-policy.html>
    static let lists: [(service: Text?, prefix: String, key: ConditionKey)] = [
        (nil, "aws:RequestTag/", .tagKeys),
        ("kms", "kms:EncryptionContext:", "kms:EncryptionContextKeys"),
        ("s3", "s3:RequestObjectTag/", "s3:RequestObjectTagKeys"),
        ("batch", "batch:ComputeResourcesTag/", "batch:ComputeResourcesTagKeys"),
    ]

    /// Two prefixes behind which the same tags stand.
    struct PrefixPair {
        let (global, own): (String, String)
        /// Whether the one tells the other for certain.
        let origin: ContextOrigin

        /// A key of one prefix under the other one; `nil` where it has neither.
        func other(than key: ConditionKey) -> ConditionKey? {
            if let tag = key.tag(behind: global) { return ConditionKey(prefix: own, tag: tag) }
            return key.tag(behind: own).map { ConditionKey(prefix: global, tag: $0) }
        }
    }

    /// The prefixes of the tags of the resource, and of those that a request passes, where the service has its own.
    static func tagPrefixPairs(for action: Action, on resource: RequestResource) -> [PrefixPair] {
        let service = action.service.asciiLowercased
        let ofResource = service == "s3" ? bucketTagPrefix(resource) : tagPrefix(for: action, resource)
        let origin: ContextOrigin = action == passRole ? .assumed : .derived
        return [
            ofResource.map { PrefixPair(global: "aws:ResourceTag/", own: $0, origin: origin) },
            requestTagPrefixes[service].map { PrefixPair(global: "aws:RequestTag/", own: $0, origin: .derived) },
        ].compactMap(\.self)
    }

    /// A bucket and an access point tell their tags under both names, once they do so at all.
    /// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/buckets-tagging-enable-abac.html>
    private static func bucketTagPrefix(_ resource: RequestResource) -> String? {
        guard let arn = resource.arn, arn.service == "s3" else { return nil }
        if arn.resource.hasPrefix("accesspoint/") { return "s3:AccessPointTag/" }
        return arn.resource.contains("/") ? nil : "s3:BucketTag/"
    }

    /// What stands before a tag's key in the service's own condition keys; `nil` where the service has none.
    static func tagPrefix(for action: Action, _ resource: RequestResource) -> String? {
        let service = action.service.asciiLowercased
        if resource.arn?.service == "iam" { return "iam:ResourceTag/" }
        if services.contains(service) { return "\(service):ResourceTag/" }
        guard service == "rds" || service == "dms",
            let type = resource.arn?.resource.split(at: ":", maxSplits: 1).first,
            !type.isEmpty
        else { return nil }
        return "\(service):\(type)-tag/"
    }

    /// The services with a key `service:ResourceTag/…`.
    private static let services: Set<Text> = [
        "autoscaling", "ec2", "ecr", "ecr-public", "ecs", "elasticloadbalancing", "elasticmapreduce", "glacier",
        "iotanalytics", "license-manager", "ram", "sagemaker", "secretsmanager", "ssm",
    ]

    /// What stands before the key of a tag that a request passes, where the service has its own name for it.
    private static let requestTagPrefixes: [Text: String] = [
        "dms": "dms:req-tag/", "elasticmapreduce": "elasticmapreduce:RequestTag/", "rds": "rds:req-tag/",
    ]
}
