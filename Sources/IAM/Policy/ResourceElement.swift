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
        var components = ARNPattern.components(of: spelling, variables: version == .v2012)
        if components.count < 6, Self.completes(components, spelling, type) {
            components += Array(repeating: "*", count: 6 - components.count)
        }
        form = ARNPattern(components, variablesIn: version == .v2012 ? .resource : .nothing).map(Form.arn) ?? .nothing
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
        case .arn(let pattern): resource.arn.map { pattern.matches($0, in: context) } ?? false
        }
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
