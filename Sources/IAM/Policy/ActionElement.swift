public import SourceText

/// The `Action` or `NotAction` of a statement; both at once cannot be (PL-15).
public enum ActionElement: Sendable {
    /// The statement speaks of what any of these patterns matches.
    case action([ActionPattern])
    /// The statement speaks of what none of these patterns matches (PL-76).
    case notAction([ActionPattern])
}

/// A pattern of actions: `*`, or service and name with wildcards (PL-70 to PL-74).
public struct ActionPattern: Sendable {
    /// The pattern as it was written.
    public let spelling: Text
    private let service: Wildcard
    private let name: Wildcard

    /// Reads a pattern.
    /// - Returns: `nil` without exactly one colon, unless the pattern is `*` (PL-77).
    public init?(_ spelling: Text) {
        self.spelling = spelling
        if spelling == "*" {
            service = .any
            name = .any
            return
        }
        let folded = spelling.asciiLowercased.bytes
        guard let colon = folded.firstIndex(of: UInt8(ascii: ":")), colon > 0,
            !folded[(colon + 1)...].contains(UInt8(ascii: ":"))
        else { return nil }
        service = Wildcard(Text(bytes: folded[..<colon]))
        name = Wildcard(Text(bytes: folded[(colon + 1)...]))
    }

    /// Whether an action fits, service and name each in full.
    public func matches(_ action: Action) -> Bool {
        service.matches(action.service) && name.matches(action.name)
    }
}
