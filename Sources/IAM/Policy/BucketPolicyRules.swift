import SourceText

// What S3 refuses when a bucket policy is saved, beside grammar.
extension PolicyReader {
    /// Complains of actions of S3 that apply to none of the resources of their statement, for which S3 answers "Action does
    /// not apply to any resource(s) in statement" (PL-78).
    mutating func reportMisplacedActions(_ action: ActionElement, _ resource: ResourceElement, _ reader: NodeReader) {
        guard case .action(let patterns) = action, case .resource(let resources) = resource,
            let kinds = BucketPolicyRules.kinds(of: resources)
        else { return }
        for (index, pattern) in patterns.all.enumerated() {
            let applies = BucketPolicyRules.kinds(of: pattern)
            guard !applies.isEmpty, applies.isDisjoint(with: kinds) else { continue }
            let node = reader["Action"]?.elementsOrSelf.dropFirst(index).first ?? reader.node
            let (wanted, found) = applies.contains(.bucket) ? ("buckets", "objects") : ("objects", "buckets")
            diagnostics.error(
                "misplaced-action",
                "`\(pattern.spelling)` applies to \(wanted), and the statement names \(found) alone: S3 answers `Action "
                    + "does not apply to any resource(s) in statement`", at: node.location)
        }
    }
}

/// Which actions of S3 apply to buckets, and which to objects.
/// <https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html>
enum BucketPolicyRules {
    /// What an action applies to, or a pattern names.
    enum Kind { case bucket, object }

    /// What patterns of resources name; `nil` where one of them is none of buckets and objects.
    static func kinds(of resources: [ResourcePattern]) -> Set<Kind>? {
        var kinds: Set<Kind> = []
        for resource in resources {
            guard let arn = ARN(resource.spelling), arn.service == "s3", arn.region.isEmpty, arn.account.isEmpty
            else { return nil }
            let name = arn.resource
            let isOpen = name.bytes.contains(where: Wildcard.isWildcard) || name.contains("$")
            if name.contains("/") {
                kinds.insert(.object)
            } else {
                kinds.formUnion(isOpen ? [.bucket, .object] : [.bucket])
            }
        }
        return kinds
    }

    /// What the actions that a pattern matches apply to; nothing where it matches none that are known.
    static func kinds(of pattern: ActionPattern) -> Set<Kind> {
        var kinds: Set<Kind> = []
        if buckets.contains(where: pattern.matches) { kinds.insert(.bucket) }
        if objects.contains(where: pattern.matches) { kinds.insert(.object) }
        return kinds
    }

    private static let buckets = Set<Action>(
        service: "s3",
        [
            "CreateBucketMetadataTableConfiguration", "DeleteBucket", "DeleteBucketMetadataTableConfiguration",
            "DeleteBucketPolicy", "DeleteBucketWebsite", "GetAccelerateConfiguration", "GetAnalyticsConfiguration",
            "GetBucketAbac", "GetBucketAcl", "GetBucketCORS", "GetBucketLocation", "GetBucketLogging",
            "GetBucketMetadataTableConfiguration", "GetBucketNotification", "GetBucketObjectLockConfiguration",
            "GetBucketOwnershipControls", "GetBucketPolicy", "GetBucketPolicyStatus", "GetBucketPublicAccessBlock",
            "GetBucketRequestPayment", "GetBucketTagging", "GetBucketVersioning", "GetBucketWebsite",
            "GetEncryptionConfiguration", "GetIntelligentTieringConfiguration", "GetInventoryConfiguration",
            "GetLifecycleConfiguration", "GetMetricsConfiguration", "GetReplicationConfiguration", "ListBucket",
            "ListBucketMultipartUploads", "ListBucketVersions", "PauseReplication", "PutAccelerateConfiguration",
            "PutAnalyticsConfiguration", "PutBucketAbac", "PutBucketAcl", "PutBucketCORS", "PutBucketLogging",
            "PutBucketNotification", "PutBucketObjectLockConfiguration", "PutBucketOwnershipControls",
            "PutBucketPolicy", "PutBucketPublicAccessBlock", "PutBucketRequestPayment", "PutBucketTagging",
            "PutBucketVersioning", "PutBucketWebsite", "PutEncryptionConfiguration",
            "PutIntelligentTieringConfiguration", "PutInventoryConfiguration", "PutLifecycleConfiguration",
            "PutMetricsConfiguration", "PutReplicationConfiguration",
            "UpdateBucketMetadataAnnotationTableConfiguration", "UpdateBucketMetadataInventoryTableConfiguration",
            "UpdateBucketMetadataJournalTableConfiguration",
        ])

    private static let objects = Set<Action>(
        service: "s3",
        [
            "AbortMultipartUpload", "BypassGovernanceRetention", "DeleteObject", "DeleteObjectAnnotation",
            "DeleteObjectTagging", "DeleteObjectVersion", "DeleteObjectVersionAnnotation",
            "DeleteObjectVersionTagging", "GetObject", "GetObjectAcl", "GetObjectAnnotation",
            "GetObjectAttributes", "GetObjectLegalHold", "GetObjectRetention", "GetObjectTagging",
            "GetObjectTorrent", "GetObjectVersion", "GetObjectVersionAcl", "GetObjectVersionAnnotation",
            "GetObjectVersionAnnotationForReplication", "GetObjectVersionAttributes",
            "GetObjectVersionForReplication", "GetObjectVersionTagging", "GetObjectVersionTorrent",
            "InitiateReplication", "ListMultipartUploadParts", "ListObjectAnnotations",
            "ListObjectVersionAnnotations", "ObjectOwnerOverrideToBucketOwner", "PutObject", "PutObjectAcl",
            "PutObjectAnnotation", "PutObjectLegalHold", "PutObjectRetention", "PutObjectTagging",
            "PutObjectVersionAcl", "PutObjectVersionAnnotation", "PutObjectVersionTagging", "ReplicateDelete",
            "ReplicateObject", "ReplicateObjectAnnotation", "ReplicateTags", "RestoreObject",
            "UpdateObjectEncryption",
        ])
}
