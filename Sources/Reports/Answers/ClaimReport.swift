import IAM
import STS
import SourceText

/// Tells why a statement does not trust a token: claim by claim, what was sent above what is wanted, with a mark below the
/// first character that does not fit, and the traps that explain it.
struct ClaimReport {
    private let fit: StatementNearness
    private let request: Request
    private let audiences: [Text]?

    /// - Returns: `nil` where no identity provider vouches for the caller.
    init?(_ fit: StatementNearness, _ request: Request, _ audiences: [Text]?) {
        guard request.principal.isFederated else { return nil }
        self.fit = fit
        self.request = request
        self.audiences = audiences
    }

    var points: [Outline.Point] {
        let others = fit.misfits.filter { if case .condition = $0 { false } else { true } }
        let otherPoints = others.flatMap { misfit in
            MisfitReport(misfit, of: request).points + hints(misfit)
        }
        return otherPoints + fit.statement.conditions.map(point)
    }

    private func point(_ condition: Condition) -> Outline.Point {
        let misfit = fit.misfits.first { misfit in
            if case .condition(let failing, _) = misfit { failing === condition } else { false }
        }
        let heading = "\(condition.key), \(condition.operatorSpelling): \(misfit == nil ? "fits" : "does not fit")"
        return .group(heading, [.verbatim(lines(condition, marking: misfit != nil))] + (misfit.map(hints) ?? []))
    }

    /// What was sent above what is wanted; each value that is wanted on a line of its own.
    private func lines(_ condition: Condition, marking: Bool) -> String {
        let found = request.context[condition.key]
        let sent = found.map { $0.texts.map(\.string).joined(separator: ", ") } ?? "(the key is absent)"
        var lines = ["sent    \(sent)"]
        for resolved in condition.values(resolvedIn: request.context) {
            lines.append("wanted  \(resolved.words)")
            let wanted = resolved.spelling
            guard marking, !resolved.hasVariables, case .single(let value) = found,
                let difference = condition.comparison.comparison.difference(value, wanted)
            else { continue }
            let blanks = String(repeating: " ", count: 8 + difference.inPattern)
            lines.append("\(blanks)^ \(Self.words(difference, value))")
        }
        return lines.joined(separator: "\n")
    }

    /// The character that was sent at the place of the mark.
    private static func words(_ difference: FirstDifference, _ value: Text) -> String {
        let scalars = value.string.unicodeScalars
        let rest = scalars.dropFirst(difference.inText)
        guard !rest.isEmpty else { return "here the value that was sent ends" }
        let text = String(String.UnicodeScalarView(rest.prefix(24))) + (rest.count > 24 ? "…" : "")
        return "here `\(text)` was sent"
    }

    private func hints(_ misfit: StatementNearness.Misfit) -> [Outline.Point] {
        FederationHint.explaining(misfit, of: request, audiences: audiences).map { .text("hint: \($0.text)") }
    }
}

extension ConditionOperator.Comparison {
    /// Where a value and a text that is wanted part; `nil` where the operator does not compare character by character.
    fileprivate func difference(_ value: Text, _ wanted: Text) -> FirstDifference? {
        // What is that long, nobody reads character by character.
        guard value.count < 4_000, wanted.count < 4_000 else { return nil }
        return switch self {
        case .stringEquals: FirstDifference(between: value, and: wanted, wildcards: false)
        case .stringLike, .arnLike, .arnEquals: FirstDifference(between: value, and: wanted, wildcards: true)
        default: nil
        }
    }
}
