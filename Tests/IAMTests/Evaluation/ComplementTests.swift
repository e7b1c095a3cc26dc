import IAM
import TestSupport
import Testing

/// `Not…` elements and negated operators are the complements of their counterparts, where the specification says so.
@Suite struct ComplementTests {
    private static func matches(_ statement: StatementSketch, _ question: QuestionSketch) -> Bool? {
        var asked = question
        asked.identity = [PolicySketch([statement])]
        guard let built = asked.built() else { return nil }
        let evaluation = Evaluator.evaluate(built.request, by: built.policies)
        return evaluation.policyTypes.first { $0.type == .identity }?.policies[0].statements[0].mismatch == nil
    }

    private func check(
        seed: UInt64, _ pair: @escaping (StatementSketch) -> (StatementSketch, StatementSketch)?
    ) {
        Property.check(800, seed: seed) { question, dice in
            guard let (one, other) = pair(QuestionSketch.statement("Allow", as: .identity, &dice)),
                let first = Self.matches(one, question), let second = Self.matches(other, question)
            else { return nil }
            return first != second
        }
    }

    private static let wholeAction = #""Action": "*""#
    private static let wholeResource = #""Resource": "*""#

    /// PL-76.
    @Test func notActionIsTheComplementOfAction() {
        check(seed: 11) { statement in
            var (one, other) = (statement, statement)
            (one.resource, other.resource) = (Self.wholeResource, Self.wholeResource)
            (one.conditions, other.conditions) = ([], [])
            one.action = statement.action.replacing("NotAction", with: "Action")
            other.action = one.action.replacing("Action", with: "NotAction")
            return (one, other)
        }
    }

    /// PL-90; a variable without a value is its own matter (PL-197, PL-198), and so is a request without a resource
    /// (PL-91).
    @Test func notResourceIsTheComplementOfResource() {
        check(seed: 12) { statement in
            guard let resource = statement.resource, !resource.contains("${k:l}"), !resource.contains("${aws:username}")
            else { return nil }
            var (one, other) = (statement, statement)
            (one.action, other.action) = (Self.wholeAction, Self.wholeAction)
            (one.conditions, other.conditions) = ([], [])
            one.resource = resource.replacing("NotResource", with: "Resource")
            other.resource = one.resource?.replacing("Resource", with: "NotResource")
            return (one, other)
        }
    }

    /// PL-106 to PL-108: without a quantifier and `IfExists`, a negated operator holds where its counterpart does not;
    /// lists are their own matter (PL-181), and so are values without a value or of another kind (PL-133, PL-196).
    @Test(arguments: [
        ("StringEquals", "StringNotEquals"), ("StringLike", "StringNotLike"),
        ("StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase"),
    ])
    func negatedOperatorsAreComplements(positive: String, negated: String) {
        Property.check(800, seed: 13) { question, dice in
            guard !question.context.contains(where: { $0[1].hasPrefix("[") }) else { return nil }
            let values = dice.pick([#""1""#, #""a*""#, #"["a", "é"]"#, #""""#, #"["1?", "ann", "x"]"#])
            let key = dice.pick(["k:a", "k:l", "aws:username"])
            func statement(_ comparison: String) -> StatementSketch {
                var statement = StatementSketch.everything("Allow", as: .identity)
                statement.conditions = [ConditionSketch(comparison: comparison, key: key, values: values)]
                return statement
            }
            guard let first = Self.matches(statement(positive), question),
                let second = Self.matches(statement(negated), question)
            else { return nil }
            return first != second
        }
    }
}
