// Words, with quotes and what a shell puts in place of variables and commands.
extension ShellParser {
    mutating func word() -> ShellWord {
        var word = ShellWord()
        let start = index
        while let scalar = next {
            switch scalar {
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
                expanded(&word, until: "\"")
            case "\\":
                index += 1
                word.isQuoted = true
                if let escaped = next, escaped != "\n" { word.append(escaped) }
                index = min(index + 1, scalars.count)
            default:
                if "*?[".unicodeScalars.contains(scalar) { word.openGlobs += 1 }
                piece(&word)
            }
        }
        return word
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
        if follows("$((") {
            skipBalanced()
            return .unclear("$((…))")
        }
        if follows("$(") { return substitution(from: 2) }
        index += 1
        if next == "{" { return braced() }
        let name = name()
        if !name.isEmpty { return .variable(name) }
        guard let special = next, "?#@*!$0123456789".unicodeScalars.contains(special) else { return .text("$") }
        index += 1
        if special == "@" || special == "*" { return .list("@") }
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
            index += 2
            return .list("@")
        }
        if follows("[@]}") || follows("[*]}") {
            index += 4
            return .list(name)
        }
        if follows(":-") || follows(":=") || next == "-" || next == "=" { return standard(name) }
        skipBraces()
        return .unclear("${\(name)…}")
    }

    /// `${NAME:-WORD}`.
    private mutating func standard(_ name: String) -> ShellWord.Piece {
        index += next == ":" ? 2 : 1
        guard depth < Self.depthLimit else {
            skipBraces()
            return .unclear("${\(name)…}")
        }
        depth += 1
        var word = ShellWord()
        expanded(&word, until: "}")
        depth -= 1
        return .standard(name, word)
    }

    /// Skips what stands in braces, up to the end of the line at most.
    private mutating func skipBraces() {
        var open = 0
        while let scalar = next, scalar != "\n" {
            index += 1
            if scalar == "{" { open += 1 }
            if scalar == "}" {
                if open == 0 { return }
                open -= 1
            }
        }
    }

    mutating func substitution(from length: Int, until end: Unicode.Scalar = ")") -> ShellWord.Piece {
        guard depth < Self.depthLimit else {
            skipBalanced()
            return .unclear("$(…)")
        }
        index += length
        depth += 1
        let outer = (isBetweenBackticks, ending)
        isBetweenBackticks = end == "`"
        let commands = commands(until: end)
        (isBetweenBackticks, ending) = outer
        depth -= 1
        if next == end { index += 1 }
        return .output(commands)
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
