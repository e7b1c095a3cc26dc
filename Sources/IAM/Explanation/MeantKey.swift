public import SourceText

extension RequestContext {
    /// The key of this request that a condition most likely means by a name that is no condition key of AWS: a misspelled
    /// name, or provider. `nil` where the name is a key, or none is near.
    public func keyMeant(by key: ConditionKey) -> ConditionKey? {
        if let meant = ConditionKey.meant(by: key.spelling).map({ ConditionKey(Text($0)) }), self[meant] != nil {
            return meant
        }
        // What holds a great many keys was made by no service, and is searched once for each condition.
        guard entries.count <= Self.searched else { return nil }
        // A tag's key is anybody's to name, and what is not in the list of another service may be a key all the same.
        guard self[key] == nil, key.spelling.firstIndex(of: "/") == nil, !key.isOfAWS,
            let service = key.service
        else { return nil }
        let candidates = entries.map(\.key).filter { candidate in
            guard candidate.spelling.firstIndex(of: "/") == nil, let own = candidate.service else {
                return false
            }
            let isSameService = own.isSame(ignoringASCIICase: service)
            return isSameService ? ConditionKey.isListed(service) : key.name == candidate.name
        }
        let spellings = candidates.map(\.spelling.string)
        guard let nearest = Suggestion.nearest(to: key.spelling.string, among: spellings) else { return nil }
        return candidates.first { $0.spelling == Text(nearest) }
    }

    /// How many keys of a request are searched for the one that is meant.
    private static let searched = 200
}

extension ConditionKey {
    /// Whether a name looks like one of AWS's global keys, or of the Security Token Service's, and is none.
    static func isUnlisted(_ name: Text) -> Bool {
        let key = ConditionKey(name)
        guard let service = name.split(at: ":", maxSplits: 1).first, service.count < name.count, isListed(service),
            !key.isOfAWS
        else { return false }
        guard let slash = name.firstIndex(of: "/") else { return true }
        let prefix = name[..<(slash + 1)]
        return !tagPrefixes.contains { Text($0).isSame(ignoringASCIICase: prefix) }
    }

    /// The key of AWS that a misspelled one of its global keys, or of the Security Token Service's, most likely means; `nil`
    /// where it is one, or none is near.
    public static func meant(by name: Text) -> String? {
        guard isUnlisted(name) else { return nil }
        guard let slash = name.firstIndex(of: "/") else {
            return Suggestion.nearest(to: name.string, among: documented.map(\.spelling.string).sorted())
        }
        let prefix = name[..<(slash + 1)]
        return Suggestion.nearest(to: prefix.string, among: tagPrefixes).map { "\($0)\(name[(slash + 1)...])" }
    }

    /// What stands before the last colon: a service, or the provider of a token.
    fileprivate var service: Text? {
        guard let colon = spelling.bytes.lastIndex(of: UInt8(ascii: ":")) else { return nil }
        return spelling[..<(colon - spelling.bytes.startIndex)]
    }

    /// What stands behind the last colon, in lower case.
    fileprivate var name: Text { spelling.suffix(behindLast: ":").asciiLowercased }
}
