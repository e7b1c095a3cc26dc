import IAM
import TestSupport
import Testing

/// What holds of every question and every policy.
@Suite struct PropertyTests {
    private static let count = 1_000

    /// Of a sketch and one that was made of it: both decisions, where all policies can be read.
    private func decisions(
        _ question: QuestionSketch, _ change: (inout QuestionSketch) -> Void
    ) -> (before: Decision, after: Decision)? {
        var changed = question
        change(&changed)
        guard let before = question.built()?.decision, let after = changed.built()?.decision else { return nil }
        return (before, after)
    }

    @Test func decideAndEvaluateAgree() {
        var verdicts: Set<Verdict> = []
        Property.check(2_000, seed: 1) { question, _ in
            guard let built = question.built() else { return nil }
            let evaluation = Evaluator.evaluate(built.request, by: built.policies)
            verdicts.insert(evaluation.decision.verdict)
            let decision = built.decision
            return decision.verdict == evaluation.decision.verdict
                && decision.blockedBy == evaluation.decision.blockedBy
                && decision.anyOf == evaluation.decision.anyOf
        }
        #expect(verdicts.count == 3)
    }

    /// EV-3: whichever policy type a Deny of everything stands in, the call is denied; where it is the type's part to
    /// speak of the caller at all.
    @Test(arguments: PolicyType.allCases)
    func aDenyOfEverythingWins(type: PolicyType) {
        Property.check(250, seed: 2) { question, _ in
            guard let all = decisions(question, { $0.add(.everything("Deny", as: type), as: type) }) else { return nil }
            guard question.listens(to: type) else { return nil }
            return all.after.verdict == .explicitDeny || all.after.refusal != nil
        }
    }

    @Test(arguments: PolicyType.allCases)
    func aFurtherDenyNeverWidens(type: PolicyType) {
        Property.check(250, seed: 3) { question, dice in
            let deny = QuestionSketch.statement("Deny", as: type, &dice)
            guard let both = decisions(question, { $0.add(PolicySketch([deny]), as: type) }) else {
                return nil
            }
            return both.before.isAllowed || !both.after.isAllowed
        }
    }

    @Test func anAllowLessNeverWidens() {
        Property.check(Self.count, seed: 4) { question, dice in
            guard let both = decisions(question, { $0.removeAnAllow(&dice) }) else { return nil }
            return both.before.isAllowed || !both.after.isAllowed
        }
    }

    /// EV-17.
    @Test func aFurtherLevelOfServiceControlPoliciesNeverWidens() {
        Property.check(Self.count, seed: 5) { question, dice in
            var level: [PolicySketch] = []
            for _ in 0..<2 {
                level.append(PolicySketch([QuestionSketch.statement("Allow", as: .serviceControl, &dice)]))
            }
            guard let both = decisions(question, { $0.serviceControl = ($0.serviceControl ?? []) + [level] }) else {
                return nil
            }
            return both.before.isAllowed || !both.after.isAllowed
        }
    }

    /// PL-7: the order of statements and policies means nothing.
    @Test func orderMeansNothing() {
        Property.check(Self.count, seed: 6) { question, dice in
            guard let both = decisions(question, { $0.shuffle(&dice) }) else { return nil }
            return both.before == both.after
        }
    }

    /// The decision can be read off what is recorded.
    @Test func whatIsRecordedTellsTheDecision() {
        Property.check(Self.count, seed: 7) { question, _ in
            guard let built = question.built() else { return nil }
            let evaluation = Evaluator.evaluate(built.request, by: built.policies)
            // Across accounts, what names a federated user by its issuer is recorded but may not count (EV-52).
            guard question.caller != .federatedUser, question.serviceControl == nil, question.resourceControl == nil,
                question.resource.hasPrefix("arn:aws:"), question.caller != .root
            else { return nil }
            return evaluation.policyTypes.allSatisfy { type in
                let matching = type.policies.flatMap(\.statements).filter { $0.mismatch == nil }
                let allows = matching.filter { $0.statement.effect == .allow }
                return type.result.denies == matching.contains { $0.statement.effect == .deny }
                    && type.result.allows == !allows.isEmpty
                    && type.result.grant == allows.map(\.grant).max() ?? .none
            }
        }
    }

    /// One question more than all others: nothing that is asked, however it is made, crashes or hangs. How many is said
    /// by `RANDOM_QUESTIONS`.
    @Test func anyQuestionIsDecided() {
        let wanted = Settings.number("RANDOM_QUESTIONS") ?? 1_000
        Property.check(wanted, seed: UInt64(wanted)) { question, _ in
            guard let built = question.built() else { return nil }
            let decision = built.decision
            return decision.isAllowed == (decision.blockedBy == [] && decision.refusal == nil)
        }
    }
}
