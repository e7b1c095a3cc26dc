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
    /// How the pattern reads where its `*` run on past colons; `nil` where none can.
    private var runningOn: RunningPattern?

    private enum Form: Sendable {
        case everything
        /// No wildcard and no variable.
        case exact(Text)
        /// Both only in the last component; what stands before it, with its colon, is literal.
        case tail(Text, Wildcard)
        case arn(ARNPattern)
        /// Variables stand before the last component too, where AWS documents none (PL-192): as text, and resolved.
        case early(text: ARNPattern, resolved: ARNPattern)
        /// A short ARN that its policy type does not complete; how it would be completed elsewhere (PL-87).
        case short(ARNPattern?)
        /// `execute-api:/stage/method/path`: part of the API whose policy it is, behind the API's id.
        case ownAPI(Wildcard)
        /// `*/path`: part of the service of VPC Lattice whose auth policy it is.
        case ownService(Wildcard)
    }

    private static let ownAPI = "execute-api:/"
    private static let ownService = "*/"

    /// Reads a pattern.
    /// - Parameters:
    ///   - version: whether `${…}` is a variable (PL-191).
    ///   - type: whether missing components are taken as `*` (PL-87).
    ///   - isOfLattice: whether the statement is one of an auth policy of VPC Lattice, where `*/` begins a path.
    /// - Returns: `nil` where the text is neither `*` nor begins with `arn:` (PL-98), nor, in a resource-based policy, with
    ///   `execute-api:/`, which API Gateway completes with the API's ARN when it saves the policy, or in those of VPC
    ///   Lattice with `*/`, any of its services.
    ///   <https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-resource-policies-examples.html>
    ///   <https://docs.aws.amazon.com/vpc-lattice/latest/ug/auth-policies.html#auth-policies-resource-format>
    public init?(_ spelling: Text, version: PolicyDocument.Version, type: PolicyType, isOfLattice: Bool = false) {
        self.spelling = spelling
        guard spelling != "*" else {
            form = .everything
            return
        }
        if type == .resource, spelling.hasPrefix(Self.ownAPI) {
            form = .ownAPI(Wildcard(spelling[(Self.ownAPI.utf8.count - 1)...], variables: version == .v2012))
            return
        }
        if isOfLattice, type == .resource, spelling.hasPrefix(Self.ownService) {
            form = .ownService(Wildcard(spelling, variables: version == .v2012))
            return
        }
        guard spelling.hasPrefix("arn:") else { return nil }
        if let simple = Self.simpleForm(spelling, version) {
            form = simple
            return
        }
        let hasVariables = version == .v2012
        let components = ARNPattern.components(of: spelling, variables: hasVariables)
        let isComplete = components.count == 6
        runningOn = RunningPattern(components, variables: hasVariables)
        let pattern = ARNPattern(
            components + Array(repeating: "*", count: 6 - components.count),
            variablesIn: hasVariables ? .resource : .nothing)
        if hasVariables, isComplete, components[3...4].contains(where: { $0.contains("$") }), let pattern,
            let resolved = ARNPattern(components, variablesIn: .behindService)
        {
            form = .early(text: pattern, resolved: resolved)
        } else if let pattern, isComplete || Self.completes(components, spelling, type) {
            form = .arn(pattern)
        } else {
            form = .short(pattern)
        }
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

    /// Whether the pattern may have variables, so that it may be unresolved.
    var mayBeUnresolved: Bool {
        switch form {
        case .everything, .exact: false
        case .tail(_, let tail): tail.mayBeUnresolved
        case .arn(let pattern): pattern.mayBeUnresolved
        case .early(_, let resolved): resolved.mayBeUnresolved
        case .short(let pattern): pattern?.mayBeUnresolved ?? false
        case .ownAPI(let path), .ownService(let path): path.mayBeUnresolved
        }
    }

    /// Whether a resource fits; `.unresolved` where a variable in the pattern has no value (PL-197).
    func matches(
        _ resource: RequestResource, in context: RequestContext, _ reading: inout Reading
    ) -> Wildcard.Result {
        switch form {
        case .everything: return .matched
        case .exact(let text): return resource.text == text ? .matched : .different
        case .tail(let head, let tail):
            guard resource.text.hasPrefix(head) else {
                return tail.isUnresolved(in: context, &reading) ? .unresolved : .different
            }
            return tail.matches(resource.text[head.count...], in: context, &reading)
        case .arn(let pattern):
            guard let arn = resource.arn else { return .different }
            let result = pattern.result(arn, in: context, &reading)
            return result == .different ? runsOn(resource, in: context, &reading) : result
        case .early(let text, let resolved):
            guard let arn = resource.arn else { return .different }
            let result = resolved.result(arn, in: context, &reading)
            if result == .matched, reading.take(.variablesBeforeFifthColonResolve) { return result }
            let asText = result == .matched ? text.result(arn, in: context, &reading) : result
            return asText == .different ? runsOn(resource, in: context, &reading) : asText
        case .short(let pattern):
            guard let arn = resource.arn, let pattern else { return .different }
            let result = pattern.result(arn, in: context, &reading)
            guard result == .different || result == .matched && reading.take(.shortARNsFollowPolicyType)
            else { return result }
            return runsOn(resource, in: context, &reading)
        case .ownAPI(let path): return Self.matches(path, of: resource, in: context, &reading)
        case .ownService(let path): return Self.matchesService(path, resource, in: context, &reading)
        }
    }

    /// Whether the resource fits where a `*` that ends a part of the ARN runs on past the colon, as AWS's page says that it
    /// can (PL-82).
    @inline(never)
    private func runsOn(
        _ resource: RequestResource, in context: RequestContext, _ reading: inout Reading
    ) -> Wildcard.Result {
        guard let runningOn else { return .different }
        let result = runningOn.matches(resource.text, in: context, &reading)
        return result == .matched && !reading.take(.starsRunPastColons) ? .different : result
    }

    @inline(never)
    private static func matchesService(
        _ pattern: Wildcard, _ resource: RequestResource, in context: RequestContext, _ reading: inout Reading
    ) -> Wildcard.Result {
        guard resource.arn?.service == "vpc-lattice" else {
            return pattern.isUnresolved(in: context, &reading) ? .unresolved : .different
        }
        return pattern.matches(resource.text, in: context, &reading)
    }

    /// Whether a path of an API fits what is called, apart from the above so that the common forms stay short.
    @inline(never)
    private static func matches(
        _ path: Wildcard, of resource: RequestResource, in context: RequestContext, _ reading: inout Reading
    ) -> Wildcard.Result {
        guard let arn = resource.arn, arn.service == "execute-api", let slash = arn.resource.firstIndex(of: "/")
        else { return path.isUnresolved(in: context, &reading) ? .unresolved : .different }
        return path.matches(arn.resource[slash...], in: context, &reading)
    }
}

/// Six patterns, one for each component of an ARN. Wildcards in the first five cannot take in a colon (PL-153).
public struct ARNPattern: Sendable {
    private let components: [Wildcard]

    /// Where variables may stand.
    enum VariablePlaces {
        case nothing, resource, behindService, everywhere

        /// The first component that may have them.
        var first: Int {
            switch self {
            case .nothing: 6
            case .resource: 5
            case .behindService: 3
            case .everywhere: 0
            }
        }
    }

    init?(_ components: [Text], variablesIn places: VariablePlaces) {
        guard components.count == 6 else { return nil }
        self.components = components.enumerated().map { index, text in
            Wildcard(text, variables: index >= places.first)
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

    /// Whether a component may have variables.
    var mayBeUnresolved: Bool { components.contains(where: \.mayBeUnresolved) }

    /// A short pattern with `*` for what it lacks.
    init?(completing text: Text) {
        let components = Self.components(of: text, variables: false)
        guard components.count < 6 else { return nil }
        let head = text == "*" ? ["*"] : components
        self.init(head + Array(repeating: "*", count: 6 - head.count), variablesIn: .nothing)
    }

    /// Whether each component of an ARN fits its pattern.
    func matches(_ arn: ARN, in context: RequestContext, _ reading: inout Reading) -> Bool {
        result(arn, in: context, &reading) == .matched
    }

    /// What comes of comparing each component; `.unresolved` where a variable has no value, whatever the others say.
    func result(_ arn: ARN, in context: RequestContext, _ reading: inout Reading) -> Wildcard.Result {
        for component in components where component.isUnresolved(in: context, &reading) { return .unresolved }
        for index in 0..<6 {
            let result = components[index].matches(arn.component(index), in: context, &reading)
            if result != .matched { return result }
        }
        return .matched
    }
}
