public import SourceText

/// A value of a statement that a request misses by a slip of the hand: all but one word, or what stands between two, is the
/// same. It says neither that the statement is wrong nor that the request is.
public struct MeantValue: Sendable, Hashable {
    /// The word in the statement.
    public let written: Text
    /// The word that the request has there.
    public let sent: Text
    /// The value of the statement, with that word in place of its own.
    public let meant: Text

    /// How long the values may be that are compared, in bytes, and how many of a statement are.
    private static let (longest, mostValues) = (512, 16)

    /// Compares the value of a request with one of a statement, and then the first word in which they differ.
    /// - Parameter wildcards: whether `*` and `?` in the statement's value are wildcards.
    init?(_ found: Text, _ wanted: Text, wildcards: Bool) {
        guard found.count <= Self.longest, wanted.count <= Self.longest else { return nil }
        let (sent, written) = ([UInt8](found.bytes), [UInt8](wanted.bytes))
        guard
            let first = (0...min(sent.count, written.count)).first(where: { index in
                index == sent.count || index == written.count || sent[index] != written[index]
            })
        else { return nil }
        let (from, own) = Self.piece(of: sent, differingAt: first)
        let (same, other) = Self.piece(of: written, differingAt: first)
        let (word, slip) = (Text(bytes: own), Text(bytes: other))
        guard from == same, Suggestion.isSlip(slip.string, of: word.string) else { return nil }
        let meant = Text(bytes: Array(written[..<from]) + own + Array(written[(from + other.count)...]))
        guard Wildcard(meant, wildcards: wildcards).matches(found) else { return nil }
        (self.written, self.sent, self.meant) = (slip, word, meant)
    }

    /// The word around a place; where none is, what stands there alone.
    private static func piece(of bytes: [UInt8], differingAt place: Int) -> (from: Int, [UInt8]) {
        var from = place
        while from > 0, isOfWord(bytes[from - 1]) { from -= 1 }
        let word = Array(bytes[from...].prefix(while: isOfWord))
        return word.count > place - from || place == bytes.count ? (from, word) : (place, [bytes[place]])
    }

    private static func isOfWord(_ byte: UInt8) -> Bool { ASCII.isAlphanumeric(byte) || byte >= 128 }

    fileprivate static func first(among found: [Text], _ wanted: [Text], wildcards: Bool) -> MeantValue? {
        for value in found.prefix(mostValues) {
            for text in wanted.prefix(mostValues) {
                if let meant = MeantValue(value, text, wildcards: wildcards) { return meant }
            }
        }
        return nil
    }
}

extension StatementNearness.Misfit {
    /// The value of the statement that the request misses by a slip of the hand: of a condition that compares texts, of the
    /// resource, or of a principal.
    public func valueMeant(in request: Request) -> MeantValue? {
        switch self {
        case .principal(let found, let wanted, isNegated: false):
            let names = [request.principal.principalARN?.text, found].compactMap { $0 }
            return .first(among: names, wanted, wildcards: false)
        case .resource(let found, let wanted, isNegated: false):
            return .first(among: [found], wanted, wildcards: true)
        case .condition(let condition, let found?):
            let comparison = condition.comparison.comparison
            guard comparison.isTextual else { return nil }
            let wanted = condition.values(resolvedIn: request.context).compactMap(\.text)
            return .first(
                among: found.texts, wanted,
                wildcards: comparison != .stringEquals && comparison != .stringEqualsIgnoreCase)
        case .principal, .resource, .action, .condition: return nil
        }
    }
}
