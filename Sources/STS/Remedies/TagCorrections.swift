import IAM
import SourceText

/// Finds other tags than the call passes, with which conditions on `aws:RequestTag/…` and `aws:TagKeys` would hold: tags to
/// leave out, to name otherwise, and to pass.
struct TagCorrections {
    let operation: RoleAssumption
    let corrections: CallCorrections

    /// A value for a tag of which conditions only ask that it is there.
    private static let anyValue: Text = "any"
    /// Among how many keys of a list a misspelled one is looked for.
    private static let mostListed = 16

    var all: [CallCorrection] { renamed + leftOut + corrected + added }

    // MARK: Tags that must not be passed

    /// The tags that some condition does not admit, left out.
    private var leftOut: [CallCorrection] {
        var found: [(tags: [Tag], conditions: [Condition])] = []
        for wish in corrections.wishes where wish.isRead {
            let tags = operation.tags.filter { !wish.admits($0) }
            guard !tags.isEmpty else { continue }
            if let index = found.firstIndex(where: { $0.tags == tags }) {
                found[index].conditions.append(wish.condition)
            } else if found.count < CallCorrections.mostValues {
                found.append((tags, [wish.condition]))
            }
        }
        return found.map { left in
            let keys = left.tags.map { "`\($0.key)`" }.joined(separator: ", ")
            let words = "leave out the \(left.tags.count == 1 ? "tag" : "tags") \(keys)"
            let isAll = left.tags.count == operation.tags.count
            return CallCorrection(
                parameter: "tags \(keys)", text: isAll ? "\(words) \(CallCorrection.skippingTags)" : words,
                conditions: left.conditions
            ) { $0.keepTags { !left.tags.contains($0) } }
        }
    }

    /// A tag whose key is a misspelled one of those that may be passed.
    private var renamed: [CallCorrection] {
        for wish in corrections.wishes where wish.isRead && wish.listsKeys {
            let listed = exactKeys(wish).filter { key in !operation.tags.contains { $0.key == key } }
            let wrong = operation.tags.filter { !wish.admits($0) }
            guard wrong.count == 1, let tag = wrong.first,
                let key = listed.prefix(Self.mostListed).first(where: {
                    Suggestion.isSlip(tag.key.string, of: $0.string)
                })
            else { continue }
            let named = Tag(key: key, value: tag.value)
            return [
                CallCorrection(
                    parameter: "tags `\(tag.key)`", text: "name the tag `\(key)`, not `\(tag.key)`",
                    conditions: [wish.condition]
                ) { changed in
                    changed.tags = changed.tags.map { $0 == tag ? named : $0 }
                    changed.transitiveTagKeys = changed.transitiveTagKeys.map { $0 == tag.key ? key : $0 }
                }
            ]
        }
        return []
    }

    // MARK: Tags that must be passed

    /// Tags that a condition wants, and that the call does not pass or passes with another value.
    private var corrected: [CallCorrection] {
        keys { wish in
            guard wish.namesValues, let key = wish.tagKey else { return [] }
            return [key]
        }.flatMap { key, _ in
            let present = operation.tags.first { $0.foldedKey == Tag.fold(key) }?.value
            return corrections.wanted(ConditionKey(prefix: "aws:RequestTag/", tag: key))
                .filter { $0.value != present && ParameterRule.tagValue.accepts($0.value) }
                .map { correction(Tag(key: key, value: $0.value), $0.conditions) }
        }
    }

    /// Tags of which conditions ask that they are there, whatever their values.
    private var added: [CallCorrection] {
        let wanted = keys { wish in
            guard wish.isRead else { return [] }
            if let key = wish.tagKey { return wish.takes(Self.anyValue) ? [key] : [] }
            return wish.needsKeys ? Array(exactKeys(wish).prefix(CallCorrections.mostValues)) : []
        }
        return wanted.prefix(CallCorrections.mostValues)
            .filter { !passes($0.key) && ParameterRule.tagKey.accepts($0.key) }
            .filter { corrections.wanted(ConditionKey(prefix: "aws:RequestTag/", tag: $0.key)).isEmpty }
            .map { correction(Tag(key: $0.key, value: Self.anyValue), $0.conditions, isExample: true) }
    }

    private func correction(_ tag: Tag, _ conditions: [Condition], isExample: Bool = false) -> CallCorrection {
        let value = isExample ? "a value, such as `\(tag.value)`" : "the value `\(tag.value)`"
        return CallCorrection(
            parameter: "tag \(tag.key)", text: "pass the tag `\(tag.key)` with \(value)", conditions: conditions
        ) { $0.tags = $0.tags.filter { $0.foldedKey != tag.foldedKey } + [tag] }
    }

    // MARK: Keys

    /// The keys that conditions name, each once, with those conditions.
    private func keys(_ named: (CallWish) -> [Text]) -> [(key: Text, conditions: [Condition])] {
        var found: [(key: Text, conditions: [Condition])] = []
        for wish in corrections.wishes {
            for key in named(wish) {
                if let index = found.firstIndex(where: { Tag.fold($0.key) == Tag.fold(key) }) {
                    found[index].conditions.append(wish.condition)
                } else {
                    found.append((key, [wish.condition]))
                }
            }
        }
        return found
    }

    private func passes(_ key: Text) -> Bool { operation.tags.contains { $0.foldedKey == Tag.fold(key) } }

    private func exactKeys(_ wish: CallWish) -> [Text] {
        wish.condition.values(resolvedIn: wish.request.context).filter(\.isExact).compactMap(\.text)
    }
}

extension CallWish {
    /// The tag of which the condition speaks alone.
    fileprivate var tagKey: Text? { condition.key.tag(behind: "aws:RequestTag/") }

    /// Whether the condition asks that each tag is one of a list (PL-175).
    fileprivate var listsKeys: Bool {
        condition.key == .tagKeys && condition.comparison.quantifier == (mustHold ? .forAllValues : .forAnyValue)
    }

    /// Whether the condition asks that one of some tags is passed (PL-177).
    fileprivate var needsKeys: Bool {
        condition.key == .tagKeys && mustHold && condition.comparison.quantifier == .forAnyValue
            && !condition.comparison.comparison.isNegated
    }

    /// Whether the condition is met as it should be where a tag is passed; where it says nothing of the tag, it is.
    fileprivate func admits(_ tag: Tag) -> Bool {
        let comparison = condition.comparison
        if listsKeys { return condition.accepts(tag.key, in: request.context) == mustHold }
        guard condition.key == .tagKeys || tagKey.map({ Tag.fold($0) == tag.foldedKey }) == true else { return true }
        if let wantsPresence { return wantsPresence }
        // Without the tag a positive comparison does not hold, and a negated one does (PL-108).
        guard condition.key != .tagKeys, comparison.quantifier == .none, !comparison.asksForPresence,
            comparison.comparison.isNegated == mustHold || comparison.ifExists && mustHold
        else { return true }
        return condition.accepts(tag.value, in: request.context) == mustHold
    }
}

extension RoleAssumption {
    /// Keeps some of the tags, and of the transitive keys those of them.
    mutating func keepTags(_ isKept: (Tag) -> Bool) {
        tags = tags.filter(isKept)
        let keys = tags.map(\.foldedKey)
        transitiveTagKeys = transitiveTagKeys.filter { keys.contains(Tag.fold($0)) }
    }

    /// What is laid over the parameters of a call to have these tags in place of its own; what is not to stay is `null`.
    func tagMembers(after old: RoleAssumption) -> [(name: String, value: JSONValue)] {
        var members: [(name: String, value: JSONValue)] = []
        if tags != old.tags {
            let gone = old.tags.filter { tag in !tags.contains { $0.key == tag.key } }
            let list = tags.map { (name: $0.key.string, value: JSONValue.string($0.value)) }
            members.append(("Tags", tags.isEmpty ? .null : .object(list + gone.map { ($0.key.string, .null) })))
        }
        if transitiveTagKeys != old.transitiveTagKeys {
            let keys = transitiveTagKeys.map { JSONValue.string($0) }
            members.append(("TransitiveTagKeys", keys.isEmpty ? .null : .array(keys)))
        }
        return members
    }
}
