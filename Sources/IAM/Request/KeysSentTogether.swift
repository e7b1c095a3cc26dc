import SourceText

/// Condition keys that AWS sends together, so that where a question gives one of them in its context the others are there
/// too (PL-245).
/// <https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html>
public enum KeysSentTogether {
    /// A key that is there because another one is.
    public struct Companion: Sendable {
        /// The key.
        public let key: ConditionKey
        /// Its value; `isPartial` where the request may have more values than these.
        public let value: ContextValue
        /// Whether the values are some of the key's alone.
        public let isPartial: Bool
        /// The key from which it follows.
        public let source: ConditionKey
        /// Whether it follows for certain, or with what nothing tells taken by default.
        let origin: ContextOrigin

        init(
            _ key: ConditionKey, _ value: ContextValue, from source: ConditionKey, isPartial: Bool = false,
            _ origin: ContextOrigin = .derived
        ) {
            self.key = key
            self.value = value
            self.isPartial = isPartial
            self.source = source
            self.origin = origin
        }
    }

    /// What follows from given keys, whatever is asked.
    public static func companions(of given: RequestContext) -> [Companion] {
        guard !given.entries.isEmpty else { return [] }
        return ofChain(given) + ofMultiFactor(given) + ofNetwork(given)
    }

    /// What follows from given keys for an action on a resource.
    public static func companions(
        of given: RequestContext, for action: Action, on resource: RequestResource
    ) -> [Companion] {
        let keys = given.entries
        guard !keys.isEmpty else { return [] }
        let tags = companions(ofTags: given, for: action, on: resource)
        return companions(of: given) + tags + ofServices(given, for: action)
            + lists(keys.map(\.key) + tags.map(\.key), for: action)
    }

    /// Given tags under the global key and under the service's own: each follows from the other.
    public static func companions(
        ofTags given: RequestContext, for action: Action, on resource: RequestResource
    ) -> [Companion] {
        let keys = given.entries
        guard !keys.isEmpty else { return [] }
        let pairs = ServiceKeys.tagPrefixPairs(for: action, on: resource)
        return keys.flatMap { entry in
            pairs.compactMap { pair in
                pair.other(than: entry.key).map { Companion($0, entry.value, from: entry.key, pair.origin) }
            }
        }
    }

    /// Adds what follows to a context in which the given keys stand. It takes the place of what else is derived, as the given key
    /// counts.
    public static func add(_ companions: [Companion], to context: inout RequestContext) {
        for companion in companions { context.set(companion.key, companion.value, companion.origin) }
    }

    /// Leaves open what follows from keys of which nobody knows the value (CMP-22). What the question gives is known all the
    /// same.
    /// - Parameter follow: what follows from given keys.
    public static func leaveOpen(
        besides given: RequestContext, in context: inout RequestContext, _ follow: (RequestContext) -> [Companion]
    ) {
        guard !given.openKeys.isEmpty else { return }
        var supposed = RequestContext()
        for open in given.openKeys { supposed.set(open.key, .single("true"), .given) }
        for companion in follow(supposed) where given[companion.key] == nil {
            guard let open = given.openKey(companion.source) else { continue }
            context.leaveOpen(companion.key, because: open.reason)
        }
        if let open = given.openKey(.sourceVpcArn), given[.sourceVpc] == nil {
            context.leaveOpen(.sourceVpc, because: open.reason)
        }
    }

    /// The services through which a request came: the first and the last of a list, and the list of which they are. What stands
    /// between them, and the other end of it, nothing tells (PL-235).
    private static func ofChain(_ given: RequestContext) -> [Companion] {
        func name(_ key: ConditionKey) -> Text? { given[key]?.texts.first.flatMap { $0.isEmpty ? nil : $0 } }
        if let all = given[.calledVia]?.texts.filter({ !$0.isEmpty }), let first = all.first, let last = all.last {
            return [
                Companion(.viaAWSService, .single("true"), from: .calledVia),
                Companion(.calledViaFirst, .single(first), from: .calledVia),
                Companion(.calledViaLast, .single(last), from: .calledVia),
            ]
        }
        let (first, last) = (name(.calledViaFirst), name(.calledViaLast))
        guard let one = first ?? last else { return [] }
        let source: ConditionKey = first == nil ? .calledViaLast : .calledViaFirst
        let ends = first == last ? [one] : [first, last].compactMap(\.self)
        var found = [
            Companion(.viaAWSService, .single("true"), from: source),
            Companion(.calledVia, .list(ends), from: source, isPartial: true, .assumed),
        ]
        if first == nil { found.append(Companion(.calledViaFirst, .single(one), from: source, .assumed)) }
        if last == nil { found.append(Companion(.calledViaLast, .single(one), from: source, .assumed)) }
        return found
    }

    /// Credentials that were made with a code tell since when (PL-239).
    private static func ofMultiFactor(_ given: RequestContext) -> [Companion] {
        let present = given[.multiFactorAuthPresent]?.texts.first
        if present?.isSame(ignoringASCIICase: "true") == true, given[.multiFactorAuthAge] == nil {
            return [Companion(.multiFactorAuthAge, .single("0"), from: .multiFactorAuthPresent, .assumed)]
        }
        guard given[.multiFactorAuthAge] != nil else { return [] }
        return [Companion(.multiFactorAuthPresent, .single("true"), from: .multiFactorAuthAge)]
    }

    /// The ARN of a network ends with its id.
    /// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-sourcevpcarn>
    private static func ofNetwork(_ given: RequestContext) -> [Companion] {
        guard case .single(let text)? = given[.sourceVpcArn], let id = ARN(text)?.resource(ofType: "vpc") else {
            return []
        }
        return [Companion(.sourceVpc, .single(id), from: .sourceVpcArn)]
    }

    /// Owner, region and caller under the service's own keys, from which the global ones follow.
    private static func ofServices(_ given: RequestContext, for action: Action) -> [Companion] {
        ServiceKeys.ownNames.filter { action.isOf(service: $0.service) }.flatMap { pair in
            [(pair.own, pair.global), (pair.global, pair.own)].compactMap { source, key in
                given[source].map { Companion(key, $0, from: source) }
            }
        }
    }

    /// The keys of tags, and of an encryption context, as a list (PL-234).
    private static func lists(_ keys: [ConditionKey], for action: Action) -> [Companion] {
        ServiceKeys.lists.filter { $0.service.map(action.isOf(service:)) ?? true }.compactMap { list in
            let found = keys.compactMap { key in key.tag(behind: list.prefix).map { (tag: $0, source: key) } }
            guard let first = found.first else { return nil }
            return Companion(list.key, .list(found.map(\.tag)), from: first.source, isPartial: true)
        }
    }
}

extension ConditionKey {
    static let sourceVpc: ConditionKey = "aws:SourceVpc"
    static let sourceVpcArn: ConditionKey = "aws:SourceVpcArn"
}
