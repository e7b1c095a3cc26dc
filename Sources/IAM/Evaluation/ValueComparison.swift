import SourceText

/// Compares one value of a request with the values of a condition.
enum ValueComparison {
    /// Several values of the policy: any of them for a positive operator, none for a negated one (PL-106, PL-107).
    static func holds(
        _ condition: Condition, _ text: Text, _ context: RequestContext, _ reading: inout Reading
    ) -> Bool {
        let comparison = condition.comparison.comparison
        var run = Run(reading: reading)
        let matches = run.matchesOne(condition, text, context)
        defer { reading = run.reading }
        if run.isUnresolved, !run.reading.take(.unresolvedVariablesSpareTheirSiblings) { return false }
        if comparison.isNegated, run.isMalformed, !run.reading.take(.malformedValuesSatisfyNegation) { return false }
        return matches != comparison.isNegated
    }

    /// The value of the request in the form that an operator compares, made once for all values of the policy.
    private enum Found {
        case text
        case number(DecimalNumber?)
        case date(Instant?)
        case binary(Base64Text?)
        case address(IPAddress?)
        case arn(ARN?)

        init(_ text: Text, for comparison: ConditionOperator.Comparison) {
            switch comparison.valueForm {
            case .text, .boolean: self = .text
            case .number: self = .number(DecimalNumber(text))
            case .date: self = .date(Instant(text))
            case .binary: self = .binary(Base64Text(text))
            case .address: self = .address(IPAddress(text))
            case .arn: self = .arn(ARN(text))
            }
        }

        var number: DecimalNumber? { if case .number(let number) = self { number } else { nil } }
        var date: Instant? { if case .date(let date) = self { date } else { nil } }
        var binary: Base64Text? { if case .binary(let binary) = self { binary } else { nil } }
        var address: IPAddress? { if case .address(let address) = self { address } else { nil } }
        var arn: ARN? { if case .arn(let arn) = self { arn } else { nil } }
    }

    /// One comparison, and what was met on the way.
    private struct Run {
        var reading: Reading
        /// Whether a value on either side is none of the operator's kind (PL-133, PL-140, PL-156).
        var isMalformed = false
        /// Whether a variable beside other values has no value (PL-196).
        var isUnresolved = false

        mutating func matchesOne(_ condition: Condition, _ text: Text, _ context: RequestContext) -> Bool {
            let comparison = condition.comparison.comparison
            if comparison == .bool, !isBoolean(text) { return false }
            let isText = comparison.valueForm == .text || comparison.valueForm == .boolean
            let found = isText ? Found.text : Found(text, for: comparison)
            var matches = false
            for index in condition.values.indices where !matches || condition.values[index].mayBeUnresolved {
                let holds =
                    isText
                    ? matchesText(condition.values[index], text, comparison, context)
                    : self.matches(condition.values[index], text, found, comparison, context)
                if holds { matches = true }
            }
            if condition.values.count == 1 { isUnresolved = false }
            return matches
        }

        private mutating func matchesText(
            _ value: ConditionValue, _ text: Text, _ comparison: ConditionOperator.Comparison,
            _ context: RequestContext
        ) -> Bool {
            switch value.prepared {
            case .pattern(let pattern):
                return note(pattern.matches(text, in: context, &reading))
            case .folded(let folded):
                let result = note(folded.matches(text, in: context, &reading))
                return result && (comparison != .bool || isBoolean(value.spelling) || folded.hasVariables)
            case .number, .date, .binary, .network, .arn, .wholeARN, .null:
                return false
            }
        }

        private mutating func matches(
            _ value: ConditionValue, _ text: Text, _ found: Found, _ comparison: ConditionOperator.Comparison,
            _ context: RequestContext
        ) -> Bool {
            switch value.prepared {
            case .arn(let pattern):
                return matches(pattern, value.spelling, found.arn, context)
            case .wholeARN(let whole):
                return matches(whole, found.arn, context)
            case .number(let number):
                return ordered(found.number, number) { comparison.relation.holds($0, $1) }
            case .date(let date):
                return matches(date, value.spelling, text, found.date, comparison.relation)
            case .binary(let bytes):
                guard let bytes, let own = found.binary else { return false }
                return bytes == own
            case .network(let network):
                return matches(network, found.address)
            case .pattern, .folded, .null:
                return false
            }
        }

        private mutating func note(_ result: Wildcard.Result) -> Bool {
            if result == .unresolved { isUnresolved = true }
            return result == .matched
        }

        // MARK: Values that may be malformed

        private mutating func ordered<Value>(
            _ found: Value?, _ wanted: Value?, _ holds: (Value, Value) -> Bool
        ) -> Bool {
            guard let found, let wanted else {
                isMalformed = true
                return false
            }
            return holds(found, wanted)
        }

        /// Four digits are seconds since the epoch and no year, on either side (PL-138).
        private mutating func matches(
            _ date: Instant?, _ spelling: Text, _ text: Text, _ found: Instant?, _ relation: OrderRelation
        ) -> Bool {
            if Instant.isYear(spelling) || Instant.isYear(text), !reading.take(.fourDigitsAreEpochSeconds) {
                let wanted = Instant(spelling, yearsAreEpochs: false)
                return ordered(Instant(text, yearsAreEpochs: false), wanted) { relation.holds($0, $1) }
            }
            return ordered(found, date) { relation.holds($0, $1) }
        }

        /// Addresses and ranges of the two families never mix (PL-150), nor do mapped addresses (PL-151).
        private mutating func matches(_ network: IPNetwork?, _ address: IPAddress?) -> Bool {
            guard let address, let network else { return false }
            if network.contains(address) { return true }
            if let mapped = address.mapped, network.contains(mapped), !reading.take(.mappedAddressesAreNoIPv4) {
                return true
            }
            if address.isV6, network.isAllOfV4 { return !reading.take(.allOfIPv4LeavesOutIPv6) }
            return false
        }

        /// A pattern of fewer than six components never matches (PL-156).
        private mutating func matches(
            _ pattern: ARNPattern?, _ spelling: Text, _ arn: ARN?, _ context: RequestContext
        ) -> Bool {
            guard let arn else {
                isMalformed = true
                return false
            }
            if let pattern { return note(pattern.result(arn, in: context, &reading)) }
            if spelling == "*" || spelling.hasPrefix("arn:"), reading.take(.shortARNPatternsMatchInConditions) {
                return ARNPattern(completing: spelling)?.matches(arn, in: context, &reading) ?? false
            }
            isMalformed = true
            return false
        }

        /// Whether variables may stand for more than one component of an ARN (PL-192).
        private mutating func matches(_ whole: Wildcard, _ arn: ARN?, _ context: RequestContext) -> Bool {
            if let arn, reading.take(.variablesStandForWholeARNs) {
                return note(whole.matches(arn.text, in: context, &reading))
            }
            isMalformed = true
            return false
        }

        /// `Bool` reads `true` and `false` in any letter case and nothing else (PL-143).
        private mutating func isBoolean(_ text: Text) -> Bool {
            if text == "true" || text == "false" { return true }
            guard text.isSame(ignoringASCIICase: "true") || text.isSame(ignoringASCIICase: "false") else {
                return false
            }
            return reading.take(.boolIgnoresLetterCase)
        }
    }
}
