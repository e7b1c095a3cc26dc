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
        if action.isOf(service: "s3") { addAccessPoint(resource, to: &context) }
        // The request has the secret's name or ARN, as the caller likes.
        if action.isOf(service: "secretsmanager"), let secret = resource.arn, secret.service == "secretsmanager" {
            context.set("secretsmanager:SecretId", .single(secret.text), .assumed)
        }
        for name in ownNames where action.isOf(service: name.service) { copy(name.global, to: name.own, in: &context) }
    }

    /// Of the tags of a role that is passed AWS says that they give no reliable results.
    /// <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html>
    static let passRole = Action("iam:PassRole")

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

    private static func copy(_ key: ConditionKey, to other: ConditionKey, in context: inout RequestContext) {
        guard let entry = context.entry(key) else { return }
        context.set(other, entry.value, entry.origin == .given ? .derived : entry.origin)
    }
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
