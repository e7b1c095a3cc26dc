import SourceText

/// What AWS keeps for itself: customers change it with no policy whatever (SV-8, SV-9, SV-13).
enum ReservedResources {
    /// Whether a request would change something reserved. AWS's own services may.
    static func refuse(_ request: Request) -> Bool {
        let service = request.action.serviceNumber
        guard service == iam || service == kms, request.principal.kind != .service, let arn = request.resource.arn
        else { return false }
        if service == iam {
            if arn.account == "aws", arn.resource.hasPrefix("policy/") { return policyActions.contains(request.action) }
            return arn.resource.hasPrefix("role/aws-reserved/") && roleActions.contains(request.action)
        }
        return arn.resource.hasPrefix("alias/aws/") && arn.service == "kms" && aliasActions.contains(request.action)
    }

    private static let iam = FoldedHash.of("iam")
    private static let kms = FoldedHash.of("kms")

    /// Writes on roles of IAM Identity Center.
    /// <https://docs.aws.amazon.com/singlesignon/latest/userguide/using-service-linked-roles.html>
    private static let roleActions = Set<Action>(
        service: "iam",
        [
            "AttachRolePolicy", "CreateRole", "CreateServiceLinkedRole", "DeleteRole", "DeleteRolePermissionsBoundary",
            "DeleteRolePolicy", "DeleteServiceLinkedRole", "DetachRolePolicy", "PassRole",
            "PutRolePermissionsBoundary", "PutRolePolicy", "TagRole", "UntagRole", "UpdateAssumeRolePolicy",
            "UpdateRole", "UpdateRoleDescription",
        ])

    /// Writes on AWS managed policies.
    /// <https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-vs-inline.html>
    private static let policyActions = Set<Action>(
        service: "iam",
        [
            "CreatePolicy", "CreatePolicyVersion", "DeletePolicy", "DeletePolicyVersion", "SetDefaultPolicyVersion",
            "TagPolicy", "UntagPolicy",
        ])

    /// Writes on the aliases of AWS managed keys.
    /// <https://docs.aws.amazon.com/kms/latest/developerguide/kms-alias.html>
    private static let aliasActions = Set<Action>(service: "kms", ["CreateAlias", "DeleteAlias", "UpdateAlias"])

    /// Calls that the root user of a bucket's owner may make in spite of a Deny in the bucket's policy (EV-32).
    /// <https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketPolicy.html>
    static let bucketPolicyActions = Set<Action>(
        service: "s3", ["GetBucketPolicy", "PutBucketPolicy", "DeleteBucketPolicy"])
}
