import SourceText

extension ApplicablePolicies {
    /// Visits all policies, in the order in which they are asked.
    func forEachPolicy(_ visit: (Policy) -> Void) {
        identity.forEach(visit)
        resource.map(visit)
        grants.forEach(visit)
        permissionsBoundary.map(visit)
        session?.forEach(visit)
        serviceControl?.forEach { $0.forEach(visit) }
        resourceControl?.forEach { $0.forEach(visit) }
        vpcEndpoint.map(visit)
    }

    /// How much there is to compare when a request is decided, at most: each value in a policy counts as one step, and where the
    /// request has many or long values, each of their pairs with what policies ask of them as many as a comparison of patterns
    /// takes. It is found without comparing, so that whoever asks much can be told before it is done.
    public func comparisons(for request: Request) -> Int {
        let large = LargeValues(request)
        var steps = 0
        forEachPolicy { policy in
            steps += policy.document.weight
            guard !large.isEmpty else { return }
            for statement in policy.document.statements { steps += large.comparisons(with: statement) }
        }
        return steps
    }
}

/// The values of a request that make comparing long: a resource of a long name, and keys of many or long values.
private struct LargeValues {
    /// How many values, or bytes of them, are few: they are compared in a time that hangs on the policy alone.
    private static let few = (values: 8, bytes: 256)
    /// What a comparison takes besides going through its texts.
    private static let step = 16

    private var keys: [ConditionKey: [Text]] = [:]
    private let resource: Text?

    init(_ request: Request) {
        resource = request.resource.arn.flatMap { $0.text.count > Self.few.bytes ? $0.text : nil }
        for entry in request.context.entries {
            let texts = entry.value.texts
            let bytes = texts.reduce(0) { $0 + $1.count }
            if texts.count > Self.few.values || bytes > Self.few.bytes { keys[entry.key] = texts }
        }
    }

    var isEmpty: Bool { resource == nil && keys.isEmpty }

    func comparisons(with statement: Statement) -> Int {
        var steps = 0
        if let resource {
            switch statement.resource {
            case .resource(let patterns), .notResource(let patterns):
                steps += Self.comparisons([resource], with: patterns.lazy.map(\.spelling))
            case nil: break
            }
        }
        for condition in statement.conditions {
            guard let texts = keys[condition.key] else { continue }
            steps += Self.comparisons(texts, with: condition.values.lazy.map(\.spelling))
        }
        return steps
    }

    /// Each text is compared with each pattern, and each goes through both, at most; one with `?` between two `*` through the
    /// text for each 64 places of such a piece.
    private static func comparisons(_ texts: [Text], with patterns: some Sequence<Text>) -> Int {
        let bytes = texts.reduce(0) { $0 + $1.count }
        return patterns.reduce(0) { sum, pattern in
            let isLiteral = !pattern.bytes.contains { Wildcard.isWildcard($0) || $0 == UInt8(ascii: "$") }
            let passes = pattern.contains("?") ? min(pattern.count, Wildcard.longestPiece) / 64 + 1 : 1
            let ofTexts = isLiteral ? min(bytes, pattern.count * texts.count) : bytes * passes
            return sum + texts.count * (step + pattern.count) + ofTexts
        }
    }
}
