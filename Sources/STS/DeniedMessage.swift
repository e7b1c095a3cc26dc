import IAM
import SourceText

/// AWS's wording of a denial (ERR-1 to ERR-6).
enum DeniedMessage {
    static func error(for evaluation: Evaluation) -> AWSError {
        AWSError(code: "AccessDenied", status: 403, message: text(for: evaluation))
    }

    private static func text(for evaluation: Evaluation) -> Text {
        let request = evaluation.request
        var text = "User: \(request.principal.arn) is not authorized to perform: \(request.action)"
        if let arn = request.resource.arn { text += " on resource: \(arn)" }
        if request.isSameAccount { text += reason(for: evaluation) }
        return Text(text)
    }

    /// The reason, which AWS gives within one account and hides across accounts (ERR-5). Of several types one is
    /// named: the resource's before the identity's (EV-8).
    private static func reason(for evaluation: Evaluation) -> String {
        let types = evaluation.decision.blockedBy.types
        guard let type = types.first(where: { $0 != .identity }) ?? types.first else { return "" }
        switch evaluation.decision.verdict {
        case .allowed: return ""
        case .explicitDeny: return " with an explicit deny in \(article(type)) \(name(type))"
        case .implicitDeny: return " because no \(name(type)) allows the \(evaluation.request.action) action"
        }
    }

    private static func name(_ type: PolicyType) -> String {
        switch type {
        case .identity: "identity-based policy"
        case .trust: "role trust policy"
        case .resource: "resource-based policy"
        }
    }

    private static func article(_ type: PolicyType) -> String {
        switch type {
        case .identity: "an"
        case .trust: "the"
        case .resource: "a"
        }
    }
}
