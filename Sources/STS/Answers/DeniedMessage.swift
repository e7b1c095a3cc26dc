import IAM
import SourceText

/// AWS's wording of a denial (ERR-1 to ERR-6).
enum DeniedMessage {
    static func error(for check: Check) -> AWSError {
        AWSError(code: "AccessDenied", status: 403, message: text(for: check))
    }

    private static func text(for check: Check) -> Text {
        let request = check.request
        var text = "User: \(request.principal.name) is not authorized to perform: \(request.action)"
        if let arn = request.resource.arn { text += " on resource: \(arn)" }
        if request.isSameAccount { text += reason(for: check) }
        return Text(text)
    }

    /// The order in which one of several types is named (EV-8).
    private static let order: [PolicyType] = [
        .resourceControl, .serviceControl, .vpcEndpoint, .resource, .trust, .identity, .permissionsBoundary, .session,
    ]

    /// The reason, which AWS gives within one account and hides across accounts (ERR-5).
    private static func reason(for check: Check) -> String {
        let types = check.decision.blockedBy.types
        guard let type = order.first(where: types.contains) else { return "" }
        switch check.decision.verdict {
        case .allowed: return ""
        case .explicitDeny: return " with an explicit deny in \(article(type)) \(name(type))"
        case .implicitDeny: return " because no \(name(type)) allows the \(check.request.action) action"
        }
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
