public import SourceText

/// A pattern of literal text, `*` (any run), `?` (one Unicode scalar) and policy variables, prepared once, when a policy
/// is read (PL-6).
///
/// Matching allocates nothing, but where a long text makes the last `*` take back much: it then goes on in time that grows
/// with the sum of both lengths. Wildcards inside the value of a variable are literal characters (PL-199).
public struct Wildcard: Hashable, Sendable {
    /// The pattern as it was written.
    public let spelling: Text
    private let form: Form

    private enum Form: Hashable, Sendable {
        /// The pattern matches only its own spelling.
        case literal
        /// `*` and `?` in the spelling are wildcards, and everything else is literal.
        case glob
        /// The pattern has variables, or literal characters that are spelled as variables.
        case template([TemplatePiece], hasWildcards: Bool)
    }

    /// Reads a pattern.
    /// - Parameters:
    ///   - wildcards: whether `*` and `?` are wildcards; else they are ordinary characters (PL-121).
    ///   - variables: whether `${…}` is a policy variable (PL-191).
    public init(_ text: Text, wildcards: Bool = true, variables: Bool = false) {
        self.spelling = text
        if variables, text.contains("$") {
            let pieces = TemplateParser(variables: true, wildcards: wildcards).pieces(of: text)
            form = pieces == [.literal(text)] ? .literal : .template(pieces, hasWildcards: wildcards)
        } else {
            form = wildcards && text.bytes.contains(where: Self.isWildcard) ? .glob : .literal
        }
    }

    /// How long a piece between two `*` may be that has a `?`; far more than a policy can hold that AWS saves.
    static let longestPiece = 2_048

    /// A pattern that matches everything.
    public static let any = Wildcard("*")

    static func isWildcard(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "*") || byte == UInt8(ascii: "?")
    }

    /// Whether the pattern may have variables, so that it may be unresolved.
    var mayBeUnresolved: Bool {
        if case .template = form { true } else { false }
    }

    /// Whether the pattern matches only its own spelling.
    public var isLiteral: Bool {
        if case .literal = form { true } else { false }
    }

    /// Whether the whole text matches a pattern without variables.
    public func matches(_ text: Text) -> Bool {
        switch form {
        case .literal: spelling == text
        case .glob: Self.glob(spelling, text, ignoringCase: false)
        case .template: false
        }
    }

    /// Whether a variable of the pattern has neither a value nor a default.
    func isUnresolved(in context: RequestContext, _ reading: inout Reading) -> Bool {
        guard case .template(let pieces, _) = form else { return false }
        for case .variable(let variable) in pieces where variable.value(in: context, &reading) == nil { return true }
        return false
    }

    /// What came of comparing.
    enum Result { case matched, different, unresolved }

    /// Compares a text with the pattern.
    /// - Returns: `.unresolved` where a variable has neither a value nor a default (PL-196, PL-197).
    func matches(_ text: Text, in context: RequestContext, _ reading: inout Reading) -> Result {
        switch form {
        case .literal: return spelling == text ? .matched : .different
        case .glob: return Self.glob(spelling, text, ignoringCase: false) ? .matched : .different
        case .template(let pieces, let hasWildcards):
            var matching = TemplateMatching(pieces: pieces, context: context)
            return matching.matches(text, valuesMayBePatterns: hasWildcards, &reading)
        }
    }

    /// The two-pointer algorithm: after a mismatch, the last `*` takes one scalar more.
    static func glob(_ pattern: Text, _ text: Text, ignoringCase: Bool) -> Bool {
        var (place, index) = (0, 0)
        var star: (place: Int, index: Int)?
        var takenBack = 0
        while index < text.count {
            if place < pattern.count {
                let wanted = pattern[place]
                if wanted == UInt8(ascii: "*") {
                    place += 1
                    star = (place, index)
                    continue
                }
                if wanted == UInt8(ascii: "?") {
                    place += 1
                    index = text.endOfScalar(at: index)
                    continue
                }
                if isSame(wanted, text[index], ignoringCase: ignoringCase) {
                    place += 1
                    index += 1
                    continue
                }
            }
            guard let last = star else { return false }
            takenBack &+= index &- last.index
            if takenBack > LinearMatching.patience(pattern.count, text.count) {
                return LinearMatching(text, ignoringCase: ignoringCase)
                    .matches(LinearMatching.units(ofGlob: pattern, ignoringCase: ignoringCase))
            }
            place = last.place
            index = text.endOfScalar(at: last.index)
            star = (place, index)
        }
        while place < pattern.count, pattern[place] == UInt8(ascii: "*") { place += 1 }
        return place == pattern.count
    }

    private static func isSame(_ one: UInt8, _ other: UInt8, ignoringCase: Bool) -> Bool {
        one == other || ignoringCase && ASCII.lowercased(one) == ASCII.lowercased(other)
    }
}

/// Compares a text with a pattern that has variables, in one context.
private struct TemplateMatching {
    var pieces: [TemplatePiece]
    let context: RequestContext

    mutating func matches(
        _ text: Text, valuesMayBePatterns: Bool, _ reading: inout Reading
    ) -> Wildcard.Result {
        var patterns: [Int: [TemplatePiece]] = [:]
        var length = 0
        for index in pieces.indices.reversed() {
            guard case .variable(let variable) = pieces[index] else { continue }
            guard let value = variable.value(in: context, &reading) else { return .unresolved }
            // What is longer than the text fits in no case: further values need only have one.
            if length > text.count { continue }
            guard valuesMayBePatterns, value.bytes.contains(where: Wildcard.isWildcard),
                !reading.take(.wildcardsInVariableValuesAreLiteral)
            else {
                length += value.count
                continue
            }
            patterns[index] = TemplateParser(variables: false, wildcards: true).pieces(of: value)
        }
        if length > text.count { return .different }
        if !patterns.isEmpty { pieces = pieces.enumerated().flatMap { patterns[$0] ?? [$1] } }
        return glob(text, &reading) ? .matched : .different
    }

    private func glob(_ text: Text, _ reading: inout Reading) -> Bool {
        var (piece, index) = (0, 0)
        var star: (piece: Int, index: Int)?
        var takenBack = 0
        while true {
            switch step(&piece, &index, text, &star, &reading) {
            case .done: return true
            case .matchedPiece: continue
            case .mismatch:
                guard let last = star, last.index < text.count else { return false }
                takenBack += index - last.index + piece - last.piece
                if takenBack > LinearMatching.patience(pieces.count, text.count) {
                    return LinearMatching(text).matches(pieces.flatMap { units(of: $0, &reading) })
                }
                index = text.endOfScalar(at: last.index)
                star = (last.piece, index)
                piece = last.piece
            }
        }
    }

    private func units(of piece: TemplatePiece, _ reading: inout Reading) -> [LinearMatching.Unit] {
        switch piece {
        case .literal(let literal): LinearMatching.units(of: literal)
        case .anyOne: [LinearMatching.anyOne]
        case .anyRun: [LinearMatching.anyRun]
        case .variable(let variable): LinearMatching.units(of: variable.value(in: context, &reading) ?? "")
        }
    }

    private enum Step { case done, matchedPiece, mismatch }

    private func step(
        _ piece: inout Int, _ index: inout Int, _ text: Text, _ star: inout (piece: Int, index: Int)?,
        _ reading: inout Reading
    ) -> Step {
        guard piece < pieces.count else { return index == text.count ? .done : .mismatch }
        switch pieces[piece] {
        case .anyRun:
            piece += 1
            if piece == pieces.count { return .done }
            star = (piece, index)
            return .matchedPiece
        case .anyOne:
            guard index < text.count else { return .mismatch }
            index = text.endOfScalar(at: index)
        case .literal(let literal):
            guard Self.advance(&index, over: literal, in: text) else { return .mismatch }
        case .variable(let variable):
            guard let value = variable.value(in: context, &reading), Self.advance(&index, over: value, in: text)
            else { return .mismatch }
        }
        piece += 1
        return .matchedPiece
    }

    private static func advance(_ index: inout Int, over literal: Text, in text: Text) -> Bool {
        guard index + literal.count <= text.count, text[index..<index + literal.count] == literal else { return false }
        index += literal.count
        return true
    }
}
