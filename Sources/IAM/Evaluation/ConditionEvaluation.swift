import SourceText

/// Whether one condition holds in a context (PL-100 to PL-188).
enum ConditionEvaluation {
    static func holds(_ condition: Condition, in context: RequestContext, _ reading: inout Reading) -> Bool {
        let value = context.value(condition.key, &reading)
        if condition.comparison.comparison == .null { return nullHolds(condition, value) }
        switch condition.comparison.quantifier {
        case .none: return holdsForOne(condition, value, context, &reading)
        case .forAllValues: return holdsForAll(condition, value, context, &reading)
        case .forAnyValue: return holdsForAny(condition, value, context, &reading)
        }
    }

    /// Without a quantifier: an absent key is decided by the missing-key table (PL-108, PL-172), and a list never
    /// matches (PL-181).
    private static func holdsForOne(
        _ condition: Condition, _ value: ContextValue?, _ context: RequestContext, _ reading: inout Reading
    ) -> Bool {
        switch value {
        case nil: condition.comparison.ifExists || condition.comparison.comparison.isNegated
        case .single(let text): compare(condition, text, context, &reading)
        case .list: false
        }
    }

    /// Every value must satisfy the comparison; true for an absent key and for a null data set (PL-175, PL-176).
    private static func holdsForAll(
        _ condition: Condition, _ value: ContextValue?, _ context: RequestContext, _ reading: inout Reading
    ) -> Bool {
        guard let value, !isNullSet(value) else { return true }
        switch value {
        case .single(let text): return compare(condition, text, context, &reading)
        case .list(let texts): return texts.allSatisfy { compare(condition, $0, context, &reading) }
        }
    }

    /// Some value must satisfy the comparison; false for an absent key and for a null data set (PL-177, PL-178, PL-180).
    private static func holdsForAny(
        _ condition: Condition, _ value: ContextValue?, _ context: RequestContext, _ reading: inout Reading
    ) -> Bool {
        guard let value, !isNullSet(value) else { return false }
        switch value {
        case .single(let text): return compare(condition, text, context, &reading)
        case .list(let texts): return texts.contains { compare(condition, $0, context, &reading) }
        }
    }

    /// An empty list, and one that holds only empty texts, counts as no value for set operators (PL-176).
    private static func isNullSet(_ value: ContextValue) -> Bool {
        switch value {
        case .single(let text): text.isEmpty
        case .list(let texts): texts.allSatisfy(\.isEmpty)
        }
    }

    /// `Null` asks whether the key is absent (PL-184 to PL-187).
    private static func nullHolds(_ condition: Condition, _ value: ContextValue?) -> Bool {
        switch condition.comparison.quantifier {
        case .forAllValues: return true
        case .forAnyValue: return false
        case .none: break
        }
        let isAbsent: Bool
        switch value {
        case nil: isAbsent = true
        case .single: isAbsent = false
        case .list(let texts): isAbsent = texts.allSatisfy(\.isEmpty)
        }
        return condition.values.contains {
            if case .null(let wanted?) = $0.prepared { wanted == isAbsent } else { false }
        }
    }

    /// Several values of the policy: any of them for a positive operator, none for a negated one (PL-106, PL-107).
    private static func compare(
        _ condition: Condition, _ text: Text, _ context: RequestContext, _ reading: inout Reading
    ) -> Bool {
        let comparison = condition.comparison.comparison
        if comparison == .bool, !isBoolean(text) { return false }
        let matchesOne = condition.values.contains { matches($0.prepared, text, context, &reading) }
        return matchesOne != comparison.isNegated
    }

    private static func matches(
        _ value: ConditionValue.Prepared, _ text: Text, _ context: RequestContext, _ reading: inout Reading
    ) -> Bool {
        switch value {
        case .pattern(let pattern):
            return pattern.matches(text, in: context, &reading) == .matched
        case .folded(let folded):
            return folded.matches(text, in: context, &reading)
        case .arn(let pattern):
            guard let pattern, let arn = ARN(text) else { return false }
            return pattern.matches(arn, in: context, &reading)
        case .null:
            return false
        }
    }

    /// `Bool` reads `true` and `false` in any letter case and nothing else (PL-143).
    private static func isBoolean(_ text: Text) -> Bool {
        text.isSame(ignoringASCIICase: "true") || text.isSame(ignoringASCIICase: "false")
    }
}
