import SourceText

/// Condition keys of single services that say what a global key says: the tags of the resource, its owner, the region.
/// AWS sends both. <https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html>
public enum ServiceKeys {
    /// Adds the keys of the action's service.
    /// - Parameter tags: the tags of the resource.
    public static func add(
        for action: Action, on resource: RequestResource, tags: Tags, to context: inout RequestContext
    ) {
        if !tags.isEmpty, let prefix = tagPrefix(for: action, resource) {
            for tag in tags.all { context.set(ConditionKey(prefix: prefix, tag: tag.key), tag.value) }
        }
        if action.isOf(service: "s3") { copy(.resourceAccount, to: s3ResourceAccount, in: &context) }
        if action.isOf(service: "kms") { addEncryptionContextKeys(to: &context) }
        if action.isOf(service: "ec2") { copy(.requestedRegion, to: ec2Region, in: &context) }
    }

    private static let s3ResourceAccount: ConditionKey = "s3:ResourceAccount"
    private static let ec2Region: ConditionKey = "ec2:Region"

    /// The keys of an encryption context are those of its `kms:EncryptionContext:K`.
    /// <https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html>
    private static func addEncryptionContextKeys(to context: inout RequestContext) {
        let keys = context.entries.compactMap { $0.key.tag(behind: "kms:EncryptionContext:") }
        if !keys.isEmpty { context.set("kms:EncryptionContextKeys", .list(keys), .derived) }
    }

    private static func copy(_ key: ConditionKey, to other: ConditionKey, in context: inout RequestContext) {
        guard let entry = context.entry(key) else { return }
        context.set(other, entry.value, entry.origin == .given ? .derived : entry.origin)
    }

    /// What stands before a tag's key in the service's own condition keys; `nil` where the service has none.
    private static func tagPrefix(for action: Action, _ resource: RequestResource) -> String? {
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
}
