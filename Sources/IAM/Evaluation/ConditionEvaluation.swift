import SourceText

/// Whether one condition holds in a context (PL-100 to PL-188).
enum ConditionEvaluation {
    static func holds(_ condition: Condition, in context: RequestContext) -> Bool {
        let value = context[condition.key]
        if condition.comparison.comparison == .null { return nullHolds(condition, value) }
        switch condition.comparison.quantifier {
        case .none: return holdsForOne(condition, value, context)
        case .forAllValues: return holdsForAll(condition, value, context)
        case .forAnyValue: return holdsForAny(condition, value, context)
        }
    }

    /// Without a quantifier: an absent key is decided by the missing-key table (PL-108, PL-172), and a list never
    /// matches (PL-181).
    private static func holdsForOne(_ condition: Condition, _ value: ContextValue?, _ context: RequestContext) -> Bool {
        switch value {
        case nil: condition.comparison.ifExists || condition.comparison.comparison.isNegated
        case .single(let text): compare(condition, text, context)
        case .list: false
        }
    }

    /// Every value must satisfy the comparison; true for an absent key and for a null data set (PL-175, PL-176).
    private static func holdsForAll(_ condition: Condition, _ value: ContextValue?, _ context: RequestContext) -> Bool {
        guard let value, !isNullSet(value) else { return true }
        switch value {
        case .single(let text): return compare(condition, text, context)
        case .list(let texts): return texts.allSatisfy { compare(condition, $0, context) }
        }
    }

    /// Some value must satisfy the comparison; false for an absent key and for a null data set (PL-177, PL-178, PL-180).
    private static func holdsForAny(_ condition: Condition, _ value: ContextValue?, _ context: RequestContext) -> Bool {
        guard let value, !isNullSet(value) else { return false }
        switch value {
        case .single(let text): return compare(condition, text, context)
        case .list(let texts): return texts.contains { compare(condition, $0, context) }
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
        return condition.values.contains { if case .null(let wanted?) = $0 { wanted == isAbsent } else { false } }
    }

    /// Several values of the policy: any of them for a positive operator, none for a negated one (PL-106, PL-107).
    private static func compare(_ condition: Condition, _ text: Text, _ context: RequestContext) -> Bool {
        let comparison = condition.comparison.comparison
        if comparison == .bool, !isBoolean(text) { return false }
        let matchesOne = condition.values.contains { matches($0, text, context) }
        return matchesOne != comparison.isNegated
    }

    private static func matches(_ value: ConditionValue, _ text: Text, _ context: RequestContext) -> Bool {
        switch value {
        case .pattern(let pattern):
            pattern.matches(text.bytes, 0..<text.bytes.count, in: context) == .matched
        case .folded(let folded):
            folded.matches(text, in: context)
        case .arn(let pattern):
            pattern.map { pattern in ARN(text).map { pattern.matches($0, in: context) } ?? false } ?? false
        case .null:
            false
        }
    }

    /// `Bool` reads `true` and `false` in any letter case and nothing else (PL-143).
    private static func isBoolean(_ text: Text) -> Bool {
        text.asciiLowercased == "true" || text.asciiLowercased == "false"
    }
}
