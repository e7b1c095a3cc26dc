import SourceText

/// Condition keys of single services that say what a global key says: the tags of the resource, its owner, the region.
/// AWS sends both. <https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html>
public enum ServiceKeys {
    /// Adds the keys of the action's service.
    /// - Parameters:
    ///   - own: the tags of the resource; `nil` where it is not listed itself.
    ///   - container: the tags of what holds the resource, as a bucket holds an object.
    public static func add(
        for action: Action, on resource: RequestResource, tags own: Tags?, ofContainer container: Tags = Tags(),
        to context: inout RequestContext
    ) {
        if action.isOf(service: "s3") {
            S3TagKeys.add(for: action, on: resource, tags: own, ofContainer: container, to: &context)
        } else if case let tags = own ?? container, !tags.isEmpty, let prefix = tagPrefix(for: action, resource) {
            let origin = action == passRole ? ContextOrigin.assumed : .derived
            for tag in tags.all { context.set(ConditionKey(prefix: prefix, tag: tag.key), .single(tag.value), origin) }
        }
        if action.isOf(service: "s3") {
            copy(.resourceAccount, to: s3ResourceAccount, in: &context)
            addAccessPoint(resource, to: &context)
        }
        // The request has the secret's name or ARN, as the caller likes.
        if action.isOf(service: "secretsmanager"), let secret = resource.arn, secret.service == "secretsmanager" {
            context.set("secretsmanager:SecretId", .single(secret.text), .assumed)
        }
        if action.isOf(service: "kms") {
            addEncryptionContextKeys(to: &context)
            copy("aws:PrincipalAccount", to: "kms:CallerAccount", in: &context)
        }
        if action.isOf(service: "ec2") { copy(.requestedRegion, to: ec2Region, in: &context) }
    }

    /// Of the tags of a role that is passed AWS says that they give no reliable results.
    /// <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html>
    private static let passRole = Action("iam:PassRole")

    /// Adds `aws:ResourceTag/K`. S3 does not tell the tags of objects so, and those of a bucket only where the bucket is set
    /// so, which nothing says.
    /// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/buckets-tagging-enable-abac.html>
    public static func addResourceTags(
        _ tags: Tags, of resource: RequestResource, for action: Action, to context: inout RequestContext
    ) {
        guard !tags.isEmpty else { return }
        var origin = action == passRole ? ContextOrigin.assumed : .derived
        if let arn = resource.arn, arn.service == "s3", !arn.resource.hasPrefix("accesspoint/") {
            if arn.resource.contains("/") { return }
            if arn.account.isEmpty { origin = .assumed }
        }
        for tag in tags.all {
            context.set(ConditionKey(prefix: "aws:ResourceTag/", tag: tag.key), .single(tag.value), origin)
        }
    }

    private static let s3ResourceAccount: ConditionKey = "s3:ResourceAccount"
    private static let ec2Region: ConditionKey = "ec2:Region"

    /// The access point through which a request comes: by its ARN, without the object behind it.
    /// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-policies.html>
    private static func addAccessPoint(_ resource: RequestResource, to context: inout RequestContext) {
        guard let arn = resource.arn, arn.service == "s3", let name = arn.resource(ofType: "accesspoint") else {
            return
        }
        let rest = name.firstIndex(of: "/").map { name.count - $0 } ?? 0
        context.set("s3:DataAccessPointArn", arn.text[..<(arn.text.count - rest)])
        context.set("s3:DataAccessPointAccount", arn.account)
    }

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

/// The keys under which S3 tells tags.
/// <https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html>
private enum S3TagKeys {
    /// Adds those of an object for the actions that read them, and those of a bucket for the bucket and its objects. Of a bucket's
    /// tags AWS tells only where the bucket is set so, which nothing says: they count as assumed.
    /// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/buckets-tagging-enable-abac.html>
    static func add(
        for action: Action, on resource: RequestResource, tags own: Tags?, ofContainer container: Tags,
        to context: inout RequestContext
    ) {
        guard let arn = resource.arn, arn.service == "s3" else { return }
        if arn.resource.hasPrefix("accesspoint/") {
            set("s3:AccessPointTag/", own ?? container, .derived, &context)
        } else if !arn.resource.contains("/") {
            set("s3:BucketTag/", own ?? Tags(), .assumed, &context)
        } else {
            set("s3:BucketTag/", container, .assumed, &context)
            if let own, readers.contains(action) { set("s3:ExistingObjectTag/", own, .derived, &context) }
        }
    }

    private static func set(_ prefix: String, _ tags: Tags, _ origin: ContextOrigin, _ context: inout RequestContext) {
        for tag in tags.all { context.set(ConditionKey(prefix: prefix, tag: tag.key), .single(tag.value), origin) }
    }

    private static let readers = Set<Action>(
        service: "s3",
        [
            "DeleteObjectTagging", "DeleteObjectVersionTagging", "GetObject", "GetObjectAcl", "GetObjectAttributes",
            "GetObjectTagging", "GetObjectVersion", "GetObjectVersionAcl", "GetObjectVersionAttributes",
            "GetObjectVersionTagging", "PutObjectAcl", "PutObjectTagging", "PutObjectVersionAcl",
            "PutObjectVersionTagging",
        ])
}
