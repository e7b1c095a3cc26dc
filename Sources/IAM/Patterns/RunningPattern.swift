import SourceText

/// An ARN with wildcards, of which a `*` that ends a part runs on past colons, so that `arn:aws:dynamodb:*:table/T` fits the
/// table in every region and account (PL-82).
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html>
struct RunningPattern: Sendable {
    /// What stands between the colons of the pattern, at most six; the last may have variables.
    private let parts: [Wildcard]
    /// Whether the last part is compared with all the rest: the sixth is, and what stands behind a `*` that runs on; else the
    /// last part of a short ARN runs on itself.
    private let endsWhole: Bool

    /// - Returns: `nil` where no `*` ends a part that another follows or that is missing.
    init?(_ parts: [Text], variables: Bool) {
        let mayRunOn = parts.count < 6 ? parts[...] : parts.dropLast()
        guard mayRunOn.contains(where: Self.runsOn) else { return nil }
        endsWhole = parts.count == 6 || parts.dropLast().contains(where: Self.runsOn)
        self.parts = parts.enumerated().map { index, text in
            Wildcard(text, variables: variables && index == parts.count - 1)
        }
    }

    private static func runsOn(_ part: Text) -> Bool { part.hasSuffix("*") }

    /// What came of looking for the rest of the pattern.
    private enum Search {
        case matched, different, unresolved
        /// A later `*` looked at everything behind it, so that no other place for what stands before it can help.
        case hopeless
    }

    /// Whether the text of an ARN fits; the time grows with the product of both lengths at most.
    func matches(_ arn: Text, in context: RequestContext, _ reading: inout Reading) -> Wildcard.Result {
        switch search(0, from: 0, isFree: false, arn, context, &reading) {
        case .matched: .matched
        case .unresolved: .unresolved
        case .different, .hopeless: .different
        }
    }

    /// Looks for the parts from an index on in the text from a place on.
    /// - Parameter isFree: whether a `*` stands before, which may take in further text up to a colon.
    private func search(
        _ index: Int, from place: Int, isFree: Bool, _ arn: Text, _ context: RequestContext, _ reading: inout Reading
    ) -> Search {
        var start = place
        while true {
            let end = arn.firstIndex(of: ":", from: start)
            if index == parts.count - 1 {
                let result = lastPart(from: start, to: end, arn, context, &reading)
                if result != .different { return result }
            } else if let end, parts[index].matches(arn[start..<end], in: context, &reading) == .matched {
                let runsOn = Self.runsOn(parts[index].spelling)
                let rest = search(index + 1, from: end + 1, isFree: runsOn, arn, context, &reading)
                guard rest == .different else { return rest }
                if runsOn { return .hopeless }
            }
            guard isFree, let end else { return .different }
            start = end + 1
        }
    }

    private func lastPart(
        from start: Int, to end: Int?, _ arn: Text, _ context: RequestContext, _ reading: inout Reading
    ) -> Search {
        let last = parts[parts.count - 1]
        guard endsWhole || Self.runsOn(last.spelling) else { return .different }
        let text = endsWhole ? arn[start...] : arn[start..<(end ?? arn.count)]
        return switch last.matches(text, in: context, &reading) {
        case .matched: .matched
        case .different: .different
        case .unresolved: .unresolved
        }
    }
}
