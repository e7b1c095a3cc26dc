import SourceText

/// Whether one condition holds in a context (PL-100 to PL-188).
enum ConditionEvaluation {
    static func holds(_ condition: Condition, in context: RequestContext, _ reading: inout Reading) -> Bool {
        let value = context.value(condition.key, &reading)
        if condition.comparison.comparison == .null { return nullHolds(condition, value, &reading) }
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
        case nil: return condition.comparison.ifExists || condition.comparison.comparison.isNegated
        case .single(let text): return ValueComparison.holds(condition, text, context, &reading)
        case .list:
            guard reading.take(.unqualifiedOperatorsMatchLists) else { return false }
            return holdsForAny(condition, value, context, &reading)
        }
    }

    /// Every value must satisfy the comparison; true for an absent key and for a null data set (PL-175, PL-176).
    private static func holdsForAll(
        _ condition: Condition, _ value: ContextValue?, _ context: RequestContext, _ reading: inout Reading
    ) -> Bool {
        guard let value, !isNullSet(value) else { return true }
        // Without a value in the policy only the absent key is left (PL-110).
        guard !condition.values.isEmpty else { return false }
        switch value {
        case .single(let text):
            return ValueComparison.holds(condition, text, context, &reading)
        case .list(let texts):
            return texts.allSatisfy { ValueComparison.holds(condition, $0, context, &reading) }
        }
    }

    /// Some value must satisfy the comparison; false for an absent key and for a null data set (PL-177, PL-178), with
    /// `IfExists` too (PL-180).
    private static func holdsForAny(
        _ condition: Condition, _ value: ContextValue?, _ context: RequestContext, _ reading: inout Reading
    ) -> Bool {
        guard let value, !isNullSet(value) else {
            guard value == nil, condition.comparison.ifExists else { return false }
            return reading.take(.forAnyValueIfExistsHoldsWithoutKey)
        }
        // A negated operator asks that no value of the policy matches; over no values nothing is outside (PL-110).
        guard !condition.values.isEmpty else { return false }
        switch value {
        case .single(let text):
            return ValueComparison.holds(condition, text, context, &reading)
        case .list(let texts):
            return texts.contains { ValueComparison.holds(condition, $0, context, &reading) }
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
    private static func nullHolds(_ condition: Condition, _ value: ContextValue?, _ reading: inout Reading) -> Bool {
        switch condition.comparison.quantifier {
        case .forAllValues: return true
        case .forAnyValue: return false
        case .none: break
        }
        let isAbsent: Bool
        switch value {
        case nil: isAbsent = true
        case .single(let text): isAbsent = text.isEmpty && !reading.take(.emptyTextCountsAsPresent)
        case .list(let texts): isAbsent = texts.allSatisfy(\.isEmpty)
        }
        return condition.values.contains {
            if case .null(let wanted?) = $0.prepared { wanted == isAbsent } else { false }
        }
    }
}
