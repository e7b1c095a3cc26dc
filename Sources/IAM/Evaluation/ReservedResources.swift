import SourceText

/// What AWS keeps for itself: customers change it with no policy whatever (SV-8, SV-9, SV-13).
enum ReservedResources {
    /// The rule that refuses a request which would change something reserved; `nil` for every other request.
    static func refusal(of request: Request) -> ServiceRefusal? {
        let service = request.action.serviceNumber
        guard service == iam || service == kms, let arn = request.resource.arn else { return nil }
        if service == kms {
            guard arn.service == "kms", arn.resource.hasPrefix("alias/aws/") else { return nil }
            return aliasActions.contains(request.action) ? .reservedAlias : nil
        }
        if arn.account == "aws", arn.resource.hasPrefix("policy/") {
            return policyActions.contains(request.action) ? .managedPolicy : nil
        }
        if arn.isOfIdentityCenter { return roleActions.contains(request.action) ? .identityCenterRole : nil }
        guard arn.isServiceLinkedRole else { return nil }
        return linkedRoleActions.contains(request.action) ? .serviceLinkedRole : nil
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

    /// Writes that IAM refuses on service-linked roles with `UnmodifiableEntity`. Descriptions and tags may be changed.
    /// <https://docs.aws.amazon.com/IAM/latest/APIReference/API_AttachRolePolicy.html>
    /// <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_update-service-linked-role.html>
    private static let linkedRoleActions = Set<Action>(
        service: "iam",
        [
            "AttachRolePolicy", "DeleteRole", "DeleteRolePermissionsBoundary", "DeleteRolePolicy", "DetachRolePolicy",
            "PutRolePermissionsBoundary", "PutRolePolicy", "UpdateAssumeRolePolicy",
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

    /// Those, and the calls by which the root user of a queue's owner undoes a policy that denies everybody.
    /// <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_root-user.html#root-user-tasks>
    static let rootsActions = bucketPolicyActions.union(
        Set<Action>(service: "sqs", ["GetQueueAttributes", "GetQueueUrl", "SetQueueAttributes"]))
}
