public import SourceText

/// The `Resource` or `NotResource` of a statement.
public enum ResourceElement: Sendable {
    /// The statement speaks of what any of these patterns matches.
    case resource([ResourcePattern])
    /// The statement speaks of what none of these patterns matches (PL-90).
    case notResource([ResourcePattern])
}

/// A pattern of resources: `*`, or an ARN with wildcards, and variables in its last component (PL-80 to PL-98).
public struct ResourcePattern: Sendable {
    /// The pattern as it was written.
    public let spelling: Text
    private let form: Form

    private enum Form: Sendable {
        case everything
        /// No wildcard and no variable.
        case exact(Text)
        /// Both only in the last component; what stands before it, with its colon, is literal.
        case tail(Text, Wildcard)
        case arn(ARNPattern)
        /// A short ARN that its policy type does not complete (PL-87).
        case nothing
    }

    /// Reads a pattern.
    /// - Parameters:
    ///   - version: whether `${…}` is a variable (PL-191).
    ///   - type: whether missing components are taken as `*` (PL-87).
    /// - Returns: `nil` where the text is neither `*` nor begins with `arn:` (PL-98).
    public init?(_ spelling: Text, version: PolicyDocument.Version, type: PolicyType) {
        self.spelling = spelling
        guard spelling != "*" else {
            form = .everything
            return
        }
        guard spelling.hasPrefix("arn:") else { return nil }
        if let simple = Self.simpleForm(spelling, version) {
            form = simple
            return
        }
        var components = ARNPattern.components(of: spelling, variables: version == .v2012)
        if components.count < 6, Self.completes(components, spelling, type) {
            components += Array(repeating: "*", count: 6 - components.count)
        }
        form = ARNPattern(components, variablesIn: version == .v2012 ? .resource : .nothing).map(Form.arn) ?? .nothing
    }

    /// The form of most patterns, which is compared faster: six components, and nothing special in the first five.
    private static func simpleForm(_ spelling: Text, _ version: PolicyDocument.Version) -> Form? {
        var colons = 0
        for (index, byte) in spelling.bytes.enumerated() {
            switch byte {
            case UInt8(ascii: "*"), UInt8(ascii: "?"), UInt8(ascii: "$"): return nil
            case UInt8(ascii: ":"): colons += 1
            default: continue
            }
            guard colons == 5 else { continue }
            let rest = Text(bytes: spelling.bytes[(index + 1)...])
            let tail = Wildcard(rest, variables: version == .v2012)
            return tail.isLiteral && tail.spelling == rest && !rest.contains("$")
                ? .exact(spelling) : .tail(Text(bytes: spelling.bytes[...index]), tail)
        }
        return nil
    }

    /// Identity policies complete every short ARN, resource-based ones only those with a `*`, service control policies
    /// only those that end in one (PL-87).
    private static func completes(_ components: [Text], _ spelling: Text, _ type: PolicyType) -> Bool {
        switch type {
        case .identity, .permissionsBoundary, .session: true
        case .trust, .resource, .vpcEndpoint: spelling.contains("*")
        case .serviceControl: components.last?.hasSuffix("*") ?? false
        case .resourceControl: false
        }
    }

    /// Whether a resource fits. An entry with a variable that nothing resolves fits nothing (PL-197).
    public func matches(_ resource: RequestResource, in context: RequestContext) -> Bool {
        switch form {
        case .everything: true
        case .nothing: false
        case .exact(let text): resource.text == text
        case .tail(let head, let tail): Self.matches(resource, head, tail, context)
        case .arn(let pattern): resource.arn.map { pattern.matches($0, in: context) } ?? false
        }
    }
}

extension ResourcePattern {
    private static func matches(
        _ resource: RequestResource, _ head: Text, _ tail: Wildcard, _ context: RequestContext
    ) -> Bool {
        guard resource.text.hasPrefix(head) else { return false }
        let bytes = resource.text.bytes
        return tail.matches(bytes, head.bytes.count..<bytes.count, in: context) == .matched
    }
}

/// Six patterns, one for each component of an ARN. Wildcards in the first five cannot take in a colon (PL-82, PL-153).
public struct ARNPattern: Sendable {
    private let components: [Wildcard]

    /// Where variables may stand.
    enum VariablePlaces {
        case nothing, resource, everywhere
    }

    init?(_ components: [Text], variablesIn places: VariablePlaces) {
        guard components.count == 6 else { return nil }
        self.components = components.enumerated().map { index, text in
            Wildcard(text, variables: places == .everywhere || places == .resource && index == 5)
        }
    }

    /// Cuts a pattern at its first five colons, before any variable is resolved (PL-190).
    static func components(of text: Text, variables: Bool) -> [Text] {
        var components: [Text] = []
        var start = 0
        var braces = false
        for (index, byte) in text.bytes.enumerated() where components.count < 5 {
            switch byte {
            case UInt8(ascii: "{") where variables && index > 0 && text.bytes[index - 1] == UInt8(ascii: "$"):
                braces = true
            case UInt8(ascii: "}"):
                braces = false
            case UInt8(ascii: ":") where !braces:
                components.append(Text(bytes: text.bytes[start..<index]))
                start = index + 1
            default:
                continue
            }
        }
        return components + [Text(bytes: text.bytes[start...])]
    }

    /// Whether each component of an ARN fits its pattern.
    func matches(_ arn: ARN, in context: RequestContext) -> Bool {
        for index in 0..<6 {
            let result = components[index].matches(arn.text.bytes, arn.range(of: index), in: context)
            if result != .matched { return false }
        }
        return true
    }
}
