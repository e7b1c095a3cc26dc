/// Splits a script into its commands. It follows quotes, continued lines, comments, variables, `$(…)` and here-documents;
/// conditions and loops are not understood: what they hold counts as any other command.
struct ShellParser {
    /// How deep `$(…)` may be nested.
    private static let depthLimit = 16
    private static let keywords: Set<String> = [
        "if", "then", "else", "elif", "fi", "do", "done", "while", "until", "!", "{", "}", "time", "esac",
    ]

    private let scalars: [Unicode.Scalar]
    private var index = 0
    private var depth = 0
    /// Whether the commands being read stand between backticks, where the next one ends them.
    private var isBetweenBackticks = false
    /// Words that end the here-documents which begin on the next line.
    private var pendingDocuments: [String] = []
    /// Whether some command runs only under a condition.
    private(set) var hasConditions = false
    /// Whether there are functions, or commands in a shell of their own, which cannot be followed.
    private(set) var hasGroups = false

    /// - Parameter scalars: the script, in which a scalar of the plane of private use stands for an expression.
    init(_ scalars: [Unicode.Scalar]) {
        self.scalars = scalars
    }

    /// The scalar that stands for the expression at a place.
    static func placeholder(_ index: Int) -> Unicode.Scalar {
        Unicode.Scalar(UInt32(0xF_0000 + min(index, 0xFFF0))) ?? "\u{FFFD}"
    }

    private static func expression(_ scalar: Unicode.Scalar) -> Int? {
        (0xF_0000...0xF_FFF0).contains(scalar.value) ? Int(scalar.value) - 0xF_0000 : nil
    }

    private var next: Unicode.Scalar? { index < scalars.count ? scalars[index] : nil }

    private func follows(_ text: String) -> Bool {
        let wanted = Array(text.unicodeScalars)
        return index + wanted.count <= scalars.count && Array(scalars[index..<(index + wanted.count)]) == wanted
    }

    // MARK: Commands

    /// The commands up to the end, or to what closes a substitution.
    mutating func commands(until end: Unicode.Scalar? = nil) -> [ShellCommand] {
        var commands: [ShellCommand] = []
        var command = ShellCommand()
        func finish(isPiped: Bool = false) {
            command.isPiped = isPiped
            if !command.isEmpty { commands.append(command) }
            command = ShellCommand()
        }
        while let scalar = next {
            if scalar == end { break }
            switch scalar {
            case " ", "\t", "\r": index += 1
            case "\\" where follows("\\\n"): index += 2
            case "#": skipLine()
            case "\n":
                index += 1
                finish()
                skipDocuments()
            case "|" where !follows("||"):
                index += 1
                finish(isPiped: true)
            case "(" where depth < Self.depthLimit:
                finish()
                hasGroups = true
                commands += nested()
            case ";", "&", "|", "(", ")":
                hasConditions = hasConditions || follows("||") || follows("&&")
                index += 1
                finish()
            case "<", ">": redirect(&command)
            default: take(word(), &command)
            }
        }
        finish()
        return commands
    }

    /// The commands in parentheses.
    private mutating func nested() -> [ShellCommand] {
        index += 1
        depth += 1
        let commands = commands(until: ")")
        depth -= 1
        if next == ")" { index += 1 }
        return commands
    }

    private mutating func take(_ word: ShellWord, _ command: inout ShellCommand) {
        if command.words.isEmpty {
            if let plain = word.plain, Self.keywords.contains(plain) {
                hasConditions = true
                return
            }
            if let assignment = Self.assignment(word) {
                command.assignments.append(assignment)
                return
            }
        }
        command.words.append(word)
    }

    /// A word of the form `NAME=VALUE`.
    static func assignment(_ word: ShellWord) -> ShellCommand.Assignment? {
        guard case .text(let first)? = word.pieces.first, let mark = first.firstIndex(of: "=") else { return nil }
        let name = String(first[..<mark])
        guard let start = name.first, start.isLetter || start == "_",
            name.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "_" })
        else { return nil }
        let rest = String(first[first.index(after: mark)...])
        return ShellCommand.Assignment(
            name: name, value: ShellWord(pieces: (rest.isEmpty ? [] : [.text(rest)]) + word.pieces.dropFirst()))
    }

    private mutating func skipLine() {
        while let scalar = next, scalar != "\n" { index += 1 }
    }

    // MARK: Input and output

    private mutating func redirect(_ command: inout ShellCommand) {
        if follows("<<<") {
            index += 3
            skipBlanks()
            command.inputs.append(word())
        } else if follows("<<") {
            index += follows("<<-") ? 3 : 2
            skipBlanks()
            pendingDocuments.append(word().plain ?? "")
        } else if next == "<" {
            index += 1
            skipBlanks()
            // `< <(…)` reads what the commands print.
            if follows("<(") { index += 1 }
            if next == "(" {
                command.inputs.append(ShellWord(pieces: [substitution(from: 1)]))
            } else {
                command.inputs.append(word())
            }
        } else {
            index += follows(">>") ? 2 : 1
            let isNumber = command.words.last?.plain.map { ["1", "2", "&"].contains($0) } ?? false
            let isErrors = command.words.last?.plain == "2"
            if isNumber { command.words.removeLast() }
            if next == "&" { index += 1 }
            skipBlanks()
            let target = word()
            if !isErrors { command.outputs.append(target) }
        }
    }

    private mutating func skipBlanks() {
        while next == " " || next == "\t" { index += 1 }
    }

    /// Skips the here-documents that begin on this line.
    private mutating func skipDocuments() {
        for end in pendingDocuments {
            while index < scalars.count {
                let start = index
                skipLine()
                var line = String.UnicodeScalarView()
                line.append(contentsOf: scalars[start..<index])
                index = min(index + 1, scalars.count)
                if String(line).drop(while: { $0 == "\t" }) == end { break }
            }
        }
        pendingDocuments = []
    }

    // MARK: Words

    private mutating func word() -> ShellWord {
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
                quoted(&word)
            case "\"":
                index += 1
                doubleQuoted(&word)
            case "\\":
                index += 1
                if let escaped = next, escaped != "\n" { word.append(escaped) }
                index = min(index + 1, scalars.count)
            default: piece(&word)
            }
        }
        return word
    }

    private mutating func quoted(_ word: inout ShellWord) {
        word.pieces.append(.text(""))
        while let scalar = next {
            index += 1
            if scalar == "'" { return }
            if let expression = Self.expression(scalar) {
                word.pieces.append(.expression(expression))
            } else {
                word.append(scalar)
            }
        }
    }

    private mutating func doubleQuoted(_ word: inout ShellWord) {
        word.pieces.append(.text(""))
        while let scalar = next {
            switch scalar {
            case "\"":
                index += 1
                return
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
    private mutating func piece(_ word: inout ShellWord) {
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

    private mutating func dollar() -> ShellWord.Piece {
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
        return .unclear("$\(special)")
    }

    private mutating func name() -> String {
        var name = String.UnicodeScalarView()
        while let scalar = next, Self.isOfName(scalar) {
            if name.isEmpty, ("0"..."9").contains(scalar) { break }
            name.append(scalar)
            index += 1
        }
        return String(name)
    }

    private static func isOfName(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "_" || scalar.isASCII && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar))
    }

    /// `${NAME}`; what is changed on the way only a shell can tell.
    private mutating func braced() -> ShellWord.Piece {
        index += 1
        let name = name()
        if next == "}" {
            index += 1
            return .variable(name)
        }
        while let scalar = next, scalar != "}", scalar != "\n" { index += 1 }
        if next == "}" { index += 1 }
        return .unclear("${\(name)…}")
    }

    private mutating func substitution(from length: Int, until end: Unicode.Scalar = ")") -> ShellWord.Piece {
        guard depth < Self.depthLimit else {
            skipBalanced()
            return .unclear("$(…)")
        }
        index += length
        depth += 1
        let outer = isBetweenBackticks
        isBetweenBackticks = end == "`"
        let commands = commands(until: end)
        isBetweenBackticks = outer
        depth -= 1
        if next == end { index += 1 }
        return .output(commands)
    }

    private mutating func skipBalanced() {
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
