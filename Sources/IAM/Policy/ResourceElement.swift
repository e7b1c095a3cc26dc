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
        var index = 0
        while index < spelling.count, colons < 5 {
            switch spelling[index] {
            case UInt8(ascii: "*"), UInt8(ascii: "?"), UInt8(ascii: "$"): return nil
            case UInt8(ascii: ":"): colons += 1
            default: break
            }
            index += 1
        }
        guard colons == 5 else { return nil }
        let tail = Wildcard(spelling[index...], variables: version == .v2012)
        return tail.isLiteral ? .exact(spelling) : .tail(spelling[..<index], tail)
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
    func matches(_ resource: RequestResource, in context: RequestContext, _ reading: inout Reading) -> Bool {
        switch form {
        case .everything: true
        case .nothing: false
        case .exact(let text): resource.text == text
        case .tail(let head, let tail):
            resource.text.hasPrefix(head)
                && tail.matches(resource.text[head.count...], in: context, &reading) == .matched
        case .arn(let pattern): resource.arn.map { pattern.matches($0, in: context, &reading) } ?? false
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
        for index in 0..<text.count where components.count < 5 {
            switch text[index] {
            case UInt8(ascii: "{") where variables && index > 0 && text[index - 1] == UInt8(ascii: "$"):
                braces = true
            case UInt8(ascii: "}"):
                braces = false
            case UInt8(ascii: ":") where !braces:
                components.append(text[start..<index])
                start = index + 1
            default:
                continue
            }
        }
        return components + [text[start...]]
    }

    /// Whether each component of an ARN fits its pattern.
    func matches(_ arn: ARN, in context: RequestContext, _ reading: inout Reading) -> Bool {
        for index in 0..<6
        where components[index].matches(arn.component(index), in: context, &reading) != .matched {
            return false
        }
        return true
    }
}
