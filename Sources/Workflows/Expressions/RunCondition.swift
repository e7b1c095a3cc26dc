import SourceText

/// When a job or a step runs, by how those before it went; `nil` where nobody tells.
/// <https://docs.github.com/actions/reference/workflows-and-actions/expressions#status-check-functions>
struct RunCondition: Sendable {
    /// Where all went well.
    var onSuccess: Bool? = true
    /// Where one failed.
    var onFailure: Bool? = false
    /// Where one did not run; only jobs are kept from running by that.
    var onSkip: Bool? = false

    subscript(status: ExpressionEvaluator.Status) -> Bool? {
        switch status {
        case .success: onSuccess
        case .failure: onFailure
        case .skipped: onSkip
        }
    }

    /// Whether it never runs, however those before it went.
    var isNever: Bool { onSuccess == false && onFailure == false && onSkip == false }

    /// Whether it runs only where something went wrong.
    var isOfFailure: Bool { onSuccess == false && !isNever }

    /// The condition of a job or step. One without a function of the status holds only where all went well.
    static func of(
        _ node: Node?, _ evaluator: ExpressionEvaluator, _ diagnostics: inout Diagnostics
    ) -> RunCondition {
        guard let node else { return RunCondition() }
        let text = node.string
        let asksStatus = ["success(", "failure(", "always(", "cancelled("].contains(where: text.contains)
        func holds(_ status: ExpressionEvaluator.Status) -> Bool? {
            if !asksStatus, status != .success { return false }
            var evaluator = evaluator
            evaluator.status = status
            return evaluator.holds(node, &diagnostics)
        }
        return RunCondition(onSuccess: holds(.success), onFailure: holds(.failure), onSkip: holds(.skipped))
    }
}

extension ExpressionEvaluator {
    /// Whether a condition holds; `nil` where nobody tells. A condition is an expression without `${{ }}`, too.
    func holds(_ node: Node, _ diagnostics: inout Diagnostics) -> Bool? {
        if node.kind == .boolean { return node.hasText("true") }
        let text = node.string
        do {
            let value =
                text.contains("${{")
                ? try ExpressionTemplate(text).value(self) : try value(of: try ExpressionParser.parse(text))
            return value.isTruthy
        } catch {
            diagnostics.warning("invalid-expression", error.message, at: node.location)
            return nil
        }
    }
}
