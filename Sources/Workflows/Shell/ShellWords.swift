// Words, with quotes and what a shell puts in place of variables and commands.
extension ShellParser {
    mutating func word() -> ShellWord {
        var word = ShellWord()
        let start = index
        while let scalar = next {
            switch scalar {
            case "<" where follows("<("), ">" where follows(">("): word.pieces.append(process())
            case " ", "\t", "\n", "\r", ";", "|", "&", "(", ")", "<", ">":
                // Whatever is no part of a word is passed over all the same, so that reading goes on.
                if index == start, scalar != "\n", scalar != ")" { index += 1 }
                return word
            case "`" where isBetweenBackticks: return word
            case "'":
                index += 1
                word.isQuoted = true
                word.pieces.append(.text(""))
                literal(&word, until: "'")
            case "\"":
                index += 1
                word.isQuoted = true
                word.pieces.append(.text(""))
                quoted(&word)
            case "$" where follows("$'"):
                index += 2
                word.isQuoted = true
                word.pieces.append(escaped())
            // Words to be translated stand for themselves.
            case "$" where follows("$\""): index += 1
            case "\\":
                index += 1
                word.isQuoted = true
                if let escaped = next, escaped != "\n" { word.append(escaped) }
                index = min(index + 1, scalars.count)
            default:
                if "*?[".unicodeScalars.contains(scalar) { word.openGlobs += 1 }
                if scalar == "{" { word.hasBraces = true }
                let count = word.pieces.count
                piece(&word)
                if word.pieces.count > count, scalar == "$" || scalar == "`" {
                    word.openPieces.insert(word.pieces.count - 1)
                }
            }
        }
        return word
    }

    /// The rest of what stands between double quotes.
    private mutating func quoted(_ word: inout ShellWord) {
        let outer = isInQuotes
        isInQuotes = true
        expanded(&word, until: "\"")
        isInQuotes = outer
    }

    /// `<( … )` and `>( … )`.
    private mutating func process() -> ShellWord.Piece {
        let isRead = next == "<"
        guard case .output(let commands) = substitution(from: 2) else { return .unclear("<(…)") }
        return .process(commands, isRead: isRead)
    }

    mutating func literal(_ word: inout ShellWord, until end: Unicode.Scalar?) {
        while let scalar = next {
            index += 1
            if scalar == end { return }
            if let expression = Self.expression(scalar) {
                word.pieces.append(.expression(expression))
            } else {
                word.append(scalar)
            }
        }
    }

    /// Text in which variables and commands are expanded.
    mutating func expanded(_ word: inout ShellWord, until end: Unicode.Scalar?) {
        while let scalar = next {
            if scalar == end {
                index += 1
                return
            }
            switch scalar {
            case "`" where isBetweenBackticks: return
            // In `${A:-"b"}` quotes are quotes.
            case "\"" where end == "}":
                index += 1
                quoted(&word)
            case "'" where end == "}" && !isInQuotes:
                index += 1
                literal(&word, until: "'")
            case "\\":
                index += 1
                guard let escaped = next else { return }
                if !"$`\"\\\n".unicodeScalars.contains(escaped) { word.append("\\") }
                if escaped != "\n" { word.append(escaped) }
                index += 1
            default: piece(&word)
            }
        }
    }

    /// A scalar, or whatever begins with one that means more than itself.
    mutating func piece(_ word: inout ShellWord) {
        guard let scalar = next else { return }
        if let expression = Self.expression(scalar) {
            index += 1
            word.pieces.append(.expression(expression))
        } else if scalar == "`" {
            word.pieces.append(substitution(from: 1, until: "`"))
        } else if scalar == "$" {
            word.pieces.append(dollar())
        } else {
            index += 1
            word.append(scalar)
        }
    }

    mutating func dollar() -> ShellWord.Piece {
        if follows("$(("), let parts = arithmetic(from: 3) { return .arithmetic(parts[0]) }
        if follows("$(") { return substitution(from: 2) }
        index += 1
        if next == "{" { return braced() }
        if next == "[" {
            skipBraces(from: "[", to: "]")
            return .unclear("$[…]")
        }
        let name = name()
        if !name.isEmpty { return .variable(name) }
        guard let special = next, "?#@*!$0123456789".unicodeScalars.contains(special) else { return .text("$") }
        index += 1
        if special == "@" || special == "*" { return special == "@" ? .list("@") : .joined("@") }
        // The arguments of a function are known.
        return ("1"..."9").contains(special) ? .variable(String(Character(special))) : .unclear("$\(special)")
    }

    mutating func name() -> String {
        var name = String.UnicodeScalarView()
        while let scalar = next, Self.isOfName(scalar) {
            if name.isEmpty, ("0"..."9").contains(scalar) { break }
            name.append(scalar)
            index += 1
        }
        return String(name)
    }

    static func isOfName(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "_" || scalar.isASCII && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar))
    }

    /// `${NAME}`; what is changed on the way only a shell can tell.
    mutating func braced() -> ShellWord.Piece {
        index += 1
        var name = name()
        if name.isEmpty, let digit = next, ("1"..."9").contains(digit) {
            name = String(Character(digit))
            index += 1
        }
        if next == "}" {
            index += 1
            return .variable(name)
        }
        if name.isEmpty, follows("@}") || follows("*}") {
            let isList = next == "@"
            index += 2
            return isList ? .list("@") : .joined("@")
        }
        if follows("[@]}") || follows("[*]}") {
            let isList = follows("[@")
            index += 4
            return isList ? .list(name) : .joined(name)
        }
        let start = index
        let isEmptyUnset = next == ":"
        if isEmptyUnset { index += 1 }
        if !name.isEmpty, let kind = next.flatMap(Self.kind), depth < Self.depthLimit {
            index += 1
            return standard(name, kind, isEmptyUnset: isEmptyUnset)
        }
        index = start
        skipBraces(from: "{", to: "}")
        return .unclear("${\(name)…}")
    }

    private static func kind(_ mark: Unicode.Scalar) -> ShellWord.Standard.Kind? {
        switch mark {
        case "-": .standIn
        case "=": .assigned
        case "?": .required
        case "+": .alternative
        default: nil
        }
    }

    /// `${NAME:-WORD}`.
    private mutating func standard(
        _ name: String, _ kind: ShellWord.Standard.Kind, isEmptyUnset: Bool
    ) -> ShellWord.Piece {
        depth += 1
        var word = ShellWord()
        expanded(&word, until: "}")
        depth -= 1
        return .standard(ShellWord.Standard(name: name, word: word, kind: kind, isEmptyUnset: isEmptyUnset))
    }

    /// Skips what stands in braces, up to the end of the line at most.
    private mutating func skipBraces(from opening: Unicode.Scalar, to end: Unicode.Scalar) {
        if next == opening { index += 1 }
        var open = 0
        while let scalar = next, scalar != "\n" {
            index += scalar == "\\" ? 2 : 1
            if scalar == opening { open += 1 }
            if scalar == end {
                if open == 0 { break }
                open -= 1
            }
        }
        index = min(index, scalars.count)
    }

    mutating func substitution(from length: Int, until end: Unicode.Scalar = ")") -> ShellWord.Piece {
        guard depth < Self.depthLimit else {
            isIncomplete = true
            skipBalanced()
            return .unclear("$(…)")
        }
        index += length
        if end == "`", skipEscapedBackticks() { return .unclear("`…`") }
        depth += 1
        let outer = (isBetweenBackticks, ending, isInQuotes)
        isBetweenBackticks = end == "`"
        isInQuotes = false
        let commands = commands(until: end)
        (isBetweenBackticks, ending, isInQuotes) = outer
        depth -= 1
        if next == end { index += 1 }
        return .output(commands)
    }

    /// Skips what stands between backticks, where backticks stand in it.
    private mutating func skipEscapedBackticks() -> Bool {
        var place = index
        var isNested = false
        while place < scalars.count, scalars[place] != "`" {
            let isEscape = scalars[place] == "\\"
            place += isEscape ? 2 : 1
            isNested = isNested || isEscape && place <= scalars.count && scalars[place - 1] == "`"
        }
        if isNested { index = min(place + 1, scalars.count) }
        return isNested
    }

    mutating func skipBalanced() {
        var open = 0
        while let scalar = next {
            index += 1
            if scalar == "(" { open += 1 }
            if scalar == ")" {
                open -= 1
                if open <= 0 { return }
            }
        }
    }
}
