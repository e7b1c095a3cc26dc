/// Cuts an expression into its tokens.
struct ExpressionLexer {
    /// A token and where it begins.
    struct Token: Hashable {
        let kind: Kind
        let offset: Int
    }

    /// What a token is.
    enum Kind: Hashable {
        case name(String)
        case number(Double)
        case string(String)
        /// An operator or a bracket.
        case mark(String)
        case end
    }

    private let characters: [Character]
    private var index = 0

    init(_ text: String) {
        characters = Array(text)
    }

    /// All tokens, with one for the end.
    static func tokens(of text: String) throws(ExpressionFault) -> [Token] {
        var lexer = ExpressionLexer(text)
        var tokens: [Token] = []
        while true {
            let token = try lexer.next()
            tokens.append(token)
            if token.kind == .end { return tokens }
        }
    }

    private static let marks = ["&&", "||", "==", "!=", "<=", ">=", "<", ">", "!", "(", ")", "[", "]", ".", ",", "*"]

    private mutating func next() throws(ExpressionFault) -> Token {
        while index < characters.count, characters[index].isWhitespace { index += 1 }
        let start = index
        guard index < characters.count else { return Token(kind: .end, offset: start) }
        let first = characters[index]
        if first == "'" { return Token(kind: .string(try string()), offset: start) }
        if first.isASCIIDigit || "+-.".contains(first) && isNumberAhead {
            return Token(kind: .number(try number()), offset: start)
        }
        if first.isASCIILetter || first == "_" { return Token(kind: .name(name()), offset: start) }
        for mark in Self.marks where starts(with: mark) {
            index += mark.count
            return Token(kind: .mark(mark), offset: start)
        }
        throw ExpressionFault(message: "`\(first)` has no place in an expression", offset: start)
    }

    private func starts(with mark: String) -> Bool {
        index + mark.count <= characters.count && characters[index..<index + mark.count].elementsEqual(mark)
    }

    /// Whether a sign or a point begins a number, and not the name of a member.
    private var isNumberAhead: Bool {
        guard index + 1 < characters.count else { return false }
        if characters[index] == "." {
            let follows = index > 0 && (characters[index - 1].isASCIILetter || ")]".contains(characters[index - 1]))
            return !follows && characters[index + 1].isASCIIDigit
        }
        return characters[index + 1].isASCIIDigit || characters[index + 1] == "."
    }

    private mutating func name() -> String {
        let start = index
        while index < characters.count,
            characters[index].isASCIILetter || characters[index].isASCIIDigit || "_-".contains(characters[index])
        { index += 1 }
        return String(characters[start..<index])
    }

    private mutating func number() throws(ExpressionFault) -> Double {
        let start = index
        while index < characters.count,
            characters[index].isASCIILetter || characters[index].isASCIIDigit || ".+-".contains(characters[index])
        {
            // A sign stands at the beginning, or behind an exponent.
            if "+-".contains(characters[index]), index > start, !"eE".contains(characters[index - 1]) { break }
            index += 1
        }
        let number = ExpressionValue.number(of: String(characters[start..<index]))
        if number.isNaN {
            throw ExpressionFault(message: "`\(String(characters[start..<index]))` is no number", offset: start)
        }
        return number
    }

    /// A text in single quotes, in which two of them stand for one.
    private mutating func string() throws(ExpressionFault) -> String {
        let start = index
        index += 1
        var text = ""
        while index < characters.count {
            let character = characters[index]
            index += 1
            if character != "'" {
                text.append(character)
            } else if index < characters.count, characters[index] == "'" {
                text.append("'")
                index += 1
            } else {
                return text
            }
        }
        throw ExpressionFault(message: "a text has no closing `'`", offset: start)
    }
}

extension Character {
    fileprivate var isASCIIDigit: Bool { ("0"..."9").contains(self) }
    fileprivate var isASCIILetter: Bool { ("a"..."z").contains(self) || ("A"..."Z").contains(self) }
}
