public import SourceText

/// A pattern of literal text, `*` (any run), `?` (one Unicode scalar) and policy variables, cut into pieces once,
/// when a policy is read (PL-6).
///
/// Matching takes at most the product of the lengths of pattern and text, and allocates nothing. Wildcards inside
/// the value of a variable are literal characters (PL-199).
public struct Wildcard: Hashable, Sendable {
    private let pieces: [TemplatePiece]
    private let hasVariables: Bool
    /// The pattern as it was written.
    public let spelling: Text

    /// Reads a pattern.
    /// - Parameters:
    ///   - wildcards: whether `*` and `?` are wildcards; else they are ordinary characters (PL-121).
    ///   - variables: whether `${…}` is a policy variable (PL-191).
    public init(_ text: Text, wildcards: Bool = true, variables: Bool = false) {
        self.spelling = text
        self.pieces = TemplateParser(variables: variables, wildcards: wildcards).pieces(of: text)
        self.hasVariables = pieces.contains { if case .variable = $0 { true } else { false } }
    }

    /// A pattern that matches everything.
    public static let any = Wildcard("*")

    /// Whether the pattern is `*`.
    public var matchesEverything: Bool { pieces == [.anyRun] }

    /// Whether the pattern matches only its own spelling.
    public var isLiteral: Bool {
        pieces.allSatisfy { if case .literal = $0 { true } else { false } }
    }

    /// Whether the whole text matches a pattern without variables.
    public func matches(_ text: Text) -> Bool {
        matches(text.bytes, 0..<text.bytes.count, in: .empty) == .matched
    }

    /// What came of comparing.
    enum Result { case matched, different, unresolved }

    /// Compares a part of some bytes with the pattern.
    /// - Returns: `.unresolved` where a variable has neither a value nor a default (PL-196, PL-197).
    func matches(_ bytes: [UInt8], _ range: Range<Int>, in context: RequestContext) -> Result {
        if hasVariables, !resolves(in: context) { return .unresolved }
        return glob(bytes, range, context) ? .matched : .different
    }

    private func resolves(in context: RequestContext) -> Bool {
        for piece in pieces {
            if case .variable(let variable) = piece, variable.value(in: context) == nil { return false }
        }
        return true
    }

    /// The two-pointer algorithm: after a mismatch, the last `*` takes one scalar more.
    private func glob(_ bytes: [UInt8], _ range: Range<Int>, _ context: RequestContext) -> Bool {
        var piece = 0
        var text = range.lowerBound
        var star: (piece: Int, text: Int)?
        while true {
            switch step(&piece, &text, bytes, range.upperBound, &star, context) {
            case .done: return true
            case .matchedPiece: continue
            case .mismatch:
                guard let last = star, last.text < range.upperBound else { return false }
                text = UTF8Scalar.end(of: last.text, in: bytes, limit: range.upperBound)
                star = (last.piece, text)
                piece = last.piece
            }
        }
    }

    private enum Step { case done, matchedPiece, mismatch }

    private func step(
        _ piece: inout Int, _ text: inout Int, _ bytes: [UInt8], _ end: Int, _ star: inout (piece: Int, text: Int)?,
        _ context: RequestContext
    ) -> Step {
        guard piece < pieces.count else { return text == end ? .done : .mismatch }
        switch pieces[piece] {
        case .anyRun:
            piece += 1
            if piece == pieces.count { return .done }
            star = (piece, text)
            return .matchedPiece
        case .anyOne:
            guard text < end else { return .mismatch }
            text = UTF8Scalar.end(of: text, in: bytes, limit: end)
        case .literal(let literal):
            guard Self.advance(&text, over: literal, in: bytes, end) else { return .mismatch }
        case .variable(let variable):
            guard let value = variable.value(in: context), Self.advance(&text, over: value, in: bytes, end)
            else { return .mismatch }
        }
        piece += 1
        return .matchedPiece
    }

    private static func advance(_ text: inout Int, over literal: Text, in bytes: [UInt8], _ end: Int) -> Bool {
        let count = literal.bytes.count
        guard text + count <= end else { return false }
        for offset in 0..<count where bytes[text + offset] != literal.bytes[offset] { return false }
        text += count
        return true
    }
}
