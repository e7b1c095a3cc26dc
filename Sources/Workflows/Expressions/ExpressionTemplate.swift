/// A text of a workflow, in which `${{ … }}` stands for what an expression yields.
public struct ExpressionTemplate: Sendable, Hashable {
    /// A part of the text.
    enum Piece: Sendable, Hashable {
        case literal(String)
        case expression(Expression)
    }

    let pieces: [Piece]

    /// Longer texts are not followed, in bytes.
    private static let longest = 65_536
    /// How many names are told of what is unknown.
    private static let mostNames = 1_000

    /// Reads a text.
    public init(_ text: String) throws(ExpressionFault) {
        var pieces: [Piece] = []
        var rest = Substring(text)
        var consumed = 0
        while let open = rest.firstRange(of: "${{") {
            if open.lowerBound > rest.startIndex { pieces.append(.literal(String(rest[..<open.lowerBound]))) }
            let inner = rest[open.upperBound...]
            guard let end = Self.end(of: inner) else {
                throw ExpressionFault(message: "`${{` has no closing `}}`", offset: consumed)
            }
            do {
                pieces.append(.expression(try ExpressionParser.parse(String(inner[..<end]))))
            } catch {
                let before = consumed + text.distance(from: rest.startIndex, to: inner.startIndex)
                throw ExpressionFault(message: error.message, offset: before + error.offset)
            }
            let next = inner.index(end, offsetBy: 2)
            // Counted on from the last place, not from the beginning each time.
            consumed += text.distance(from: rest.startIndex, to: next)
            rest = inner[next...]
        }
        if !rest.isEmpty || pieces.isEmpty { pieces.append(.literal(String(rest))) }
        self.pieces = pieces
    }

    /// Where `}}` stands that is not within a text in quotes.
    private static func end(of inner: Substring) -> Substring.Index? {
        var isQuoted = false
        var index = inner.startIndex
        while index < inner.endIndex {
            if inner[index] == "'" { isQuoted.toggle() }
            if !isQuoted, inner[index...].hasPrefix("}}") { return index }
            index = inner.index(after: index)
        }
        return nil
    }

    /// The value: of a lone expression itself, else the text with all pieces in it.
    public func value(_ evaluator: ExpressionEvaluator) throws(ExpressionFault) -> ExpressionValue {
        if pieces.count == 1, case .expression(let expression) = pieces[0] {
            return try evaluator.value(of: expression)
        }
        var text = ""
        var unknown: [String] = []
        for piece in pieces {
            switch piece {
            case .literal(let literal): text += literal
            case .expression(let expression):
                let value = try evaluator.value(of: expression)
                if let known = value.text { text += known } else { unknown += value.unknownNames }
            }
            // Jobs and steps may hand on ever more of each other's outputs.
            if text.utf8.count > Self.longest { return .unknown(["a text that is too long"]) }
            if unknown.count > Self.mostNames { unknown = Array(ExpressionValue.once(unknown).prefix(Self.mostNames)) }
        }
        return unknown.isEmpty ? .string(text) : .unknown(unknown)
    }
}

extension Substring {
    fileprivate func firstRange(of text: String) -> Range<Index>? {
        var start = startIndex
        while start < endIndex {
            if self[start...].hasPrefix(text) { return start..<index(start, offsetBy: text.count) }
            start = index(after: start)
        }
        return nil
    }
}
