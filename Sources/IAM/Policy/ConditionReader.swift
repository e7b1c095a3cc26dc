import SourceText

// The `Condition` block (PL-19, PL-20, PL-100 to PL-115).
extension PolicyReader {
    mutating func readConditions(_ node: Node) -> [Condition] {
        guard NodeReader(node, "`Condition`", &diagnostics) != nil else { return [] }
        var conditions: [Condition] = []
        for member in node.members { readOperator(member, &conditions) }
        return conditions
    }

    private mutating func readOperator(_ member: Node.Member, _ conditions: inout [Condition]) {
        guard member.value.kind == .mapping else {
            _ = NodeReader(member.value, "the operator `\(member.name)`", &diagnostics)
            return
        }
        let keys = member.value.members
        guard !keys.isEmpty else { return }
        switch ConditionOperator.named(member.key.text) {
        case .success(let comparison):
            for key in keys { conditions.append(readCondition(comparison, member.key.text, key)) }
        case .failure(let fault):
            diagnostics.error("unknown-operator", Self.message(for: fault, member.name), at: member.key.location)
        }
    }

    private static func message(for fault: ConditionOperator.Fault, _ name: String) -> String {
        switch fault {
        case .unknown: "unknown condition operator `\(name)`\(hint(for: name))"
        case .nullIfExists: "`Null` takes no `IfExists`: it asks itself whether the key exists"
        }
    }

    /// The nearest operator, with the modifiers that the name has already.
    private static func hint(for name: String) -> String {
        if let meant = ConditionOperator.named(ignoringLetterCase: Text(name)) {
            return "; did you mean `\(meant.spelling)`? AWS refuses other letter case"
        }
        let prefix = ["ForAllValues:", "ForAnyValue:"].first { name.hasPrefix($0) } ?? ""
        let suffix = name.hasSuffix("IfExists") ? "IfExists" : ""
        let base = String(name.dropFirst(prefix.count).dropLast(suffix.count))
        guard let near = Suggestion.nearest(to: base, among: ConditionOperator.allNames) else { return "" }
        return "; did you mean `\(prefix)\(near)\(suffix)`?"
    }

    private mutating func readCondition(
        _ comparison: ConditionOperator, _ spelling: Text, _ member: Node.Member
    ) -> Condition {
        if !reportTemplate(in: member.key.text, at: member.key, isKey: true) {
            reportImpossible(key: member.key.text, at: member.key)
            reportMisspelled(member.key)
        }
        reportCharacters(in: member.key.text, "the condition key", at: member.key)
        if member.value.kind == .sequence, member.value.count == 0 {
            diagnostics.warning(
                "no-values",
                "`\(spelling)` compares `\(member.name)` with nothing: no value matches an empty list",
                at: member.value.location)
        }
        var values: [ConditionValue] = []
        values.reserveCapacity(member.value.kind == .sequence ? member.value.count : 1)
        for node in member.value.elementsOrSelf {
            guard node.isScalar else {
                diagnostics.error(
                    "wrong-kind",
                    "expected a string, number or boolean for `\(member.name)`, found a \(node.kind.rawValue)",
                    at: node.location)
                continue
            }
            values.append(readValue(node, comparison.comparison))
        }
        return Condition(
            comparison: comparison, operatorSpelling: spelling, key: ConditionKey(member.key.text), values: values,
            location: member.key.location)
    }

    private mutating func readValue(_ node: Node, _ comparison: ConditionOperator.Comparison) -> ConditionValue {
        let text = node.text
        let value = ConditionValue(spelling: text, prepared: prepare(text, for: comparison))
        if !reportTemplate(in: text, at: node) { reportMalformed(value, comparison, at: node) }
        reportCharacters(in: text, "the value", at: node)
        return value
    }

    private func prepare(_ text: Text, for comparison: ConditionOperator.Comparison) -> ConditionValue.Prepared {
        let variables = version == .v2012
        switch comparison {
        case .stringEquals, .stringNotEquals:
            return .pattern(Wildcard(text, wildcards: false, variables: variables))
        case .stringLike, .stringNotLike:
            return .pattern(Wildcard(text, variables: variables))
        case .stringEqualsIgnoreCase, .stringNotEqualsIgnoreCase, .bool:
            return .folded(FoldedText(text, variables: variables))
        case .numericEquals, .numericNotEquals, .numericLessThan, .numericLessThanEquals, .numericGreaterThan,
            .numericGreaterThanEquals:
            return .number(DecimalNumber(text))
        case .dateEquals, .dateNotEquals, .dateLessThan, .dateLessThanEquals, .dateGreaterThan, .dateGreaterThanEquals:
            return .date(Instant(text))
        case .binaryEquals:
            return .binary(Base64Text(text))
        case .ipAddress, .notIPAddress:
            return .network(IPNetwork(text))
        case .arnEquals, .arnNotEquals, .arnLike, .arnNotLike:
            let components = ARNPattern.components(of: text, variables: variables)
            if components.count < 6 {
                let whole = Wildcard(text, variables: variables)
                if whole.mayBeUnresolved { return .wholeARN(whole) }
            }
            return .arn(ARNPattern(components, variablesIn: variables ? .everywhere : .nothing))
        case .null:
            return .null(["true": true, "false": false][text.asciiLowercased])
        }
    }
}
