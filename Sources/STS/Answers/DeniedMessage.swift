import IAM
import SourceText

/// AWS's wording of a denial (ERR-1 to ERR-6).
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html>
enum DeniedMessage {
    private static let functionURL = Action("lambda:InvokeFunctionUrl")

    /// The error. EC2 has a code and a beginning of its own, function URLs say nothing of policies.
    /// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html>
    /// <https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html>
    static func error(for check: Check) -> AWSError {
        if let refusal = check.decision.refusal {
            let own = check.decision.policiesAllow ? refusal.error(for: check.request) : nil
            return (own ?? accessDenied(check)).because(refusal.rule, refusal.reason, advice: refusal.advice)
        }
        guard check.decision.blockedBy.contains(PolicyTypeSet(.trust)), !check.canChange(.trust) else {
            return accessDenied(check)
        }
        return accessDenied(check).because(
            "SV-8", "AWS keeps the role, and nobody else changes whom it trusts", advice: "assume a role of your own")
    }

    private static func accessDenied(_ check: Check) -> AWSError {
        if check.request.action.isOf(service: "ec2") {
            let message = Text(joining: "You are not authorized to perform this operation. ", text(for: check))
            return AWSError(code: "UnauthorizedOperation", status: 403, message: message)
        }
        if check.request.action == functionURL {
            return AWSError(code: "AccessDeniedException", status: 403, message: "Forbidden")
        }
        return AWSError(code: "AccessDenied", status: 403, message: text(for: check))
    }

    /// AWS's answer where the role does not exist: as if its trust policy were silent (STS-72).
    static func noSuchRole(for check: Check) -> AWSError {
        let action = check.request.action.spelling
        let silence = Text(joining: " because no role trust policy allows the ", action, " action")
        let reason = check.request.isSameAccount ? silence : ""
        return AWSError(code: "AccessDenied", status: 403, message: Text(joining: subject(check), reason))
    }

    private static func text(for check: Check) -> Text {
        Text(joining: subject(check), givesReason(check) ? reason(for: check) : "")
    }

    /// Within one account AWS says which kind of policy is in the way, and across accounts it hides that (ERR-5), but for an
    /// explicit deny within one organization (ERR-4).
    private static func givesReason(_ check: Check) -> Bool {
        if check.request.isSameAccount { return true }
        let context = check.request.context
        guard check.decision.verdict == .explicitDeny, let caller = context["aws:PrincipalOrgID"],
            let owner = context["aws:ResourceOrgID"]
        else { return false }
        return caller == owner
    }

    /// Of a caller for whom an identity provider vouches nothing is named (STS-57); that the same holds for tags and source
    /// identity is taken by analogy (STS-71).
    private static func subject(_ check: Check) -> Text {
        let request = check.request
        if request.principal.isFederated {
            return Text(joining: "Not authorized to perform ", request.action.spelling)
        }
        let (caller, action) = (request.principal.name, request.action.spelling)
        return Text(joining: "User: ", caller, " is not authorized to perform: ", action, resource(of: request))
    }

    /// How services name what is asked for: S3 in quotes; of an action without a resource most say nothing, and some `*`.
    /// Both were seen in public logs, most of them of 2023 to 2026.
    private static func resource(of request: Request) -> Text {
        let service = request.action.service.asciiLowercased
        guard let arn = request.resource.arn else { return namesEverything.contains(service) ? " on resource: *" : "" }
        if service == "s3" { return Text(joining: " on resource: \"", arn.text, "\"") }
        return Text(joining: " on resource: ", arn.text)
    }

    private static let namesEverything: Set<Text> = ["connect", "ecr", "ecs", "iam", "lambda"]

    /// The order in which one of several types is named (EV-8).
    private static let order: [PolicyType] = [
        .resourceControl, .serviceControl, .vpcEndpoint, .resource, .trust, .identity, .permissionsBoundary, .session,
    ]

    /// The reason, which AWS gives within one account and hides across accounts (ERR-5).
    private static func reason(for check: Check) -> Text {
        let types = check.decision.blockedBy.types
        guard let type = order.first(where: types.contains) else { return "" }
        switch check.decision.verdict {
        case .allowed, .unknown: return ""
        case .explicitDeny:
            let policy = arnOfDeny(type, check).map { Text(joining: ": ", $0) } ?? ""
            return Text(joining: Text(" with an explicit deny in \(article(type)) \(name(type))"), policy)
        case .implicitDeny:
            let action = check.request.action.spelling
            return Text(joining: " because no ", Text(name(type)), " allows the ", action, " action")
        }
    }

    /// The ARN of the policy that denies, where it has one: managed policies do (ERR-4).
    private static func arnOfDeny(_ type: PolicyType, _ check: Check) -> Text? {
        guard check.policies.names.contains(where: { $0.hasPrefix("arn:") }) else { return nil }
        let policy = check.evaluation.decidingStatements.first { $0.type == type }?.policy
        return policy.flatMap { $0.hasPrefix("arn:") ? Text($0) : nil }
    }

    private static func name(_ type: PolicyType) -> String {
        switch type {
        case .identity: "identity-based policy"
        case .trust: "role trust policy"
        case .resource: "resource-based policy"
        case .permissionsBoundary: "permissions boundary"
        case .session: "session policy"
        case .serviceControl: "service control policy"
        case .resourceControl: "resource control policy"
        case .vpcEndpoint: "VPC endpoint policy"
        }
    }

    private static func article(_ type: PolicyType) -> String {
        switch type {
        case .identity: "an"
        case .trust: "the"
        case .resource, .permissionsBoundary, .session, .serviceControl, .resourceControl, .vpcEndpoint: "a"
        }
    }
}
