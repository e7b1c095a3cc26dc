import SourceText

// The `Condition` block (PL-19, PL-20, PL-100 to PL-115).
extension PolicyReader {
    mutating func readConditions(_ node: Node) -> [Condition] {
        guard NodeReader(node, "`Condition`", &diagnostics) != nil else { return [] }
        return node.members.flatMap { readOperator($0) }
    }

    private mutating func readOperator(_ member: Node.Member) -> [Condition] {
        guard NodeReader(member.value, "the operator `\(member.name)`", &diagnostics) != nil else { return [] }
        let keys = member.value.members
        guard !keys.isEmpty else { return [] }
        switch ConditionOperator.named(member.key.text) {
        case .success(let comparison):
            return keys.compactMap { readCondition(comparison, member.key.text, $0) }
        case .failure(let fault):
            diagnostics.error(Self.id(of: fault), Self.message(for: fault, member.name), at: member.key.location)
            return []
        }
    }

    private static func id(of fault: ConditionOperator.Fault) -> String {
        switch fault {
        case .unknown, .nullIfExists: "unknown-operator"
        case .notSupportedYet: "not-supported-yet"
        }
    }

    private static func message(for fault: ConditionOperator.Fault, _ name: String) -> String {
        switch fault {
        case .unknown: "unknown condition operator `\(name)`\(hint(for: name))"
        case .nullIfExists: "`Null` takes no `IfExists`: it asks itself whether the key exists"
        case .notSupportedYet: "condition operator `\(name)` is not supported yet"
        }
    }

    /// The nearest operator, with the modifiers that the name has already.
    private static func hint(for name: String) -> String {
        let prefix = ["ForAllValues:", "ForAnyValue:"].first { name.hasPrefix($0) } ?? ""
        let suffix = name.hasSuffix("IfExists") ? "IfExists" : ""
        let base = String(name.dropFirst(prefix.count).dropLast(suffix.count))
        guard let near = Suggestion.nearest(to: base, among: ConditionOperator.allNames) else { return "" }
        return "; did you mean `\(prefix)\(near)\(suffix)`?"
    }

    private mutating func readCondition(
        _ comparison: ConditionOperator, _ spelling: Text, _ member: Node.Member
    ) -> Condition? {
        var spellings: [Text] = []
        for node in member.value.elementsOrSelf {
            guard node.isScalar else {
                diagnostics.error(
                    "wrong-kind",
                    "expected a string, number or boolean for `\(member.name)`, found a \(node.kind.rawValue)",
                    at: node.location)
                continue
            }
            spellings.append(node.text)
        }
        return Condition(
            comparison: comparison, operatorSpelling: spelling, key: ConditionKey(member.key.text),
            spellings: spellings,
            values: spellings.map { prepare($0, for: comparison.comparison) }, location: member.key.location)
    }

    private func prepare(_ text: Text, for comparison: ConditionOperator.Comparison) -> ConditionValue {
        let variables = version == .v2012
        switch comparison {
        case .stringEquals, .stringNotEquals:
            return .pattern(Wildcard(text, wildcards: false, variables: variables))
        case .stringLike, .stringNotLike:
            return .pattern(Wildcard(text, variables: variables))
        case .stringEqualsIgnoreCase, .stringNotEqualsIgnoreCase, .bool:
            return .folded(FoldedText(text, variables: variables))
        case .arnEquals, .arnNotEquals, .arnLike, .arnNotLike:
            let components = ARNPattern.components(of: text, variables: variables)
            return .arn(ARNPattern(components, variablesIn: variables ? .everywhere : .nothing))
        case .null:
            return .null(["true": true, "false": false][text.asciiLowercased])
        }
    }
}
