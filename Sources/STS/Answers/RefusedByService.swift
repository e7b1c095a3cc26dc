import IAM
import SourceText

extension ServiceRefusal {
    /// What the service answers where the policies allow what it refuses; `nil` where no page tells.
    /// <https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketPolicy.html>
    /// <https://docs.aws.amazon.com/IAM/latest/APIReference/API_AttachRolePolicy.html>
    func error(for request: Request) -> AWSError? {
        switch self {
        case .othersBucket:
            // Reading on Outposts is refused as what no policy allows.
            if request.action.isOf(service: "s3-outposts"), request.action.name.hasPrefix("Get") { return nil }
            return AWSError(
                code: "MethodNotAllowed", status: 405,
                message: "The specified method is not allowed against this resource.")
        case .identityCenterRole, .serviceLinkedRole:
            let action = request.action.name.asciiLowercased
            guard let role = request.resource.arn?.name, !Self.silent.contains(action) else { return nil }
            // The message is taken from public logs.
            let message = Text(
                joining: "Cannot perform the operation on the protected role '", role,
                "' - this role is only modifiable by AWS")
            return AWSError(code: "UnmodifiableEntity", status: 400, message: message)
        case .managedPolicy, .reservedAlias, .othersQueue, .othersKey, .othersTable:
            return nil
        }
    }

    /// Actions of IAM whose pages do not name the error `UnmodifiableEntity`.
    private static let silent: Set<Text> = [
        "createrole", "createservicelinkedrole", "deleteservicelinkedrole", "passrole", "tagrole", "untagrole",
    ]
}

extension Check {
    /// Whether customers can change the policies of a type: AWS keeps whom its own roles trust, and what they may (SV-8).
    func canChange(_ type: PolicyType) -> Bool {
        switch type {
        case .trust: request.resource.arn?.hasFixedTrust != true
        case .identity, .permissionsBoundary: !request.principal.isServiceLinkedRole
        case .resource: request.resource.mayHavePolicy
        // AWS keeps the task policies of root sessions.
        case .session: request.principal.session?.isAssumedRoot != true
        case .serviceControl, .resourceControl, .vpcEndpoint: true
        }
    }
}

extension RequestResource {
    /// Whether a policy can be attached to the resource: not where nothing is named, nor to what IAM and some services keep,
    /// whose resources have none.
    /// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_aws-services-that-work-with-iam.html>
    var mayHavePolicy: Bool {
        guard let arn else { return false }
        return !Self.servicesWithoutPolicies.contains(arn.service)
    }

    private static let servicesWithoutPolicies: Set<Text> = [
        "autoscaling", "cloudformation", "cloudfront", "cloudwatch", "ec2", "ecs", "eks", "elasticloadbalancing", "iam",
        "organizations", "rds", "route53", "sts",
    ]
}

extension ARN {
    /// Whether it is that of a name of a KMS key.
    package var isAlias: Bool { service == "kms" && resource.hasPrefix("alias/") }
}

extension Action {
    /// Whether it changes the name of a KMS key, which it is asked of, and does nothing with the key itself (SV-13).
    package var isOfAlias: Bool { Self.ofAliases.contains(self) }

    private static let ofAliases = Set(
        ["CreateAlias", "DeleteAlias", "UpdateAlias"].compactMap { Action(Text("kms:\($0)")) })
}
