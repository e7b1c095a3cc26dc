public import SourceText

/// A value of a condition with its policy variables resolved in one request (PL-190).
public struct ResolvedValue: Sendable {
    /// The value as the policy spells it.
    public let spelling: Text
    /// The value in the request; `nil` where a variable has neither a value nor a default (PL-196).
    public let text: Text?
    /// Whether the value has no wildcards, so that it is the only text that fits.
    public let isExact: Bool
    /// Whether a variable stands for a value that nothing tells, and that was assumed.
    public let isAssumed: Bool

    /// Whether the policy spells the value with a variable.
    public var hasVariables: Bool { text != spelling }
}

extension Condition {
    /// The values with their variables resolved in a request.
    public func values(resolvedIn context: RequestContext) -> [ResolvedValue] {
        values.map { value in
            guard value.mayBeUnresolved else {
                return ResolvedValue(
                    spelling: value.spelling, text: value.spelling,
                    isExact: !value.spelling.bytes.contains(where: Wildcard.isWildcard), isAssumed: false)
            }
            let pieces = TemplateParser(variables: true, wildcards: true).pieces(of: value.spelling)
            let isExact = !pieces.contains { $0 == .anyOne || $0 == .anyRun }
            let isAssumed = pieces.contains {
                if case .variable(let variable) = $0 { context.entry(variable.key)?.origin == .assumed } else { false }
            }
            return ResolvedValue(
                spelling: value.spelling, text: Self.resolve(pieces, context), isExact: isExact, isAssumed: isAssumed)
        }
    }

    private static func resolve(_ pieces: [TemplatePiece], _ context: RequestContext) -> Text? {
        var reading = Reading()
        var bytes: [UInt8] = []
        for piece in pieces {
            switch piece {
            case .literal(let text): bytes.append(contentsOf: text.bytes)
            case .anyOne: bytes.append(UInt8(ascii: "?"))
            case .anyRun: bytes.append(UInt8(ascii: "*"))
            case .variable(let variable):
                guard let text = variable.value(in: context, &reading) else { return nil }
                bytes.append(contentsOf: text.bytes)
            }
        }
        return Text(bytes: bytes)
    }
}
