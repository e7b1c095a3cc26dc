import SourceText

/// Splits a script into its commands: quotes, continued lines, comments, variables, `$(…)`, here-documents, groups,
/// functions, branches and loops.
struct ShellParser {
    /// How deep commands may be nested.
    static let depthLimit = 16

    let scalars: [Unicode.Scalar]
    var index = 0
    var depth: Int
    /// Whether the commands being read stand between backticks, where the next one ends them.
    var isBetweenBackticks = false
    /// The here-documents that begin on the next line.
    var pending: [HereDocument] = []
    /// The texts of the here-documents, by their numbers.
    var documents: [ShellWord] = []
    /// The keyword that ended the commands read last.
    var ending: String?
    /// Whether part of the script was not read, as it is nested too deep.
    var isIncomplete = false
    /// Whether what is being read stands between double quotes.
    var isInQuotes = false

    /// - Parameter scalars: the script, in which a scalar of the plane of private use stands for an expression.
    init(_ scalars: [Unicode.Scalar]) {
        self.init(scalars, depth: 0)
    }

    init(_ scalars: [Unicode.Scalar], depth: Int) {
        self.scalars = scalars
        self.depth = depth
    }

    /// The scalar that stands for the expression at a place.
    static func placeholder(_ index: Int) -> Unicode.Scalar {
        Unicode.Scalar(UInt32(0xF_0000 + min(index, 0xFFF0))) ?? "\u{FFFD}"
    }

    static func expression(_ scalar: Unicode.Scalar) -> Int? {
        (0xF_0000...0xF_FFF0).contains(scalar.value) ? Int(scalar.value) - 0xF_0000 : nil
    }

    var next: Unicode.Scalar? { index < scalars.count ? scalars[index] : nil }

    func follows(_ text: String) -> Bool {
        var place = index
        for scalar in text.unicodeScalars {
            guard place < scalars.count, scalars[place] == scalar else { return false }
            place += 1
        }
        return true
    }

    // MARK: Commands

    /// The commands up to the end, or to what ends them.
    /// - Parameters:
    ///   - end: the scalar that closes a substitution or a group.
    ///   - keywords: words that end the commands; which it was stands in `ending`.
    mutating func commands(until end: Unicode.Scalar? = nil, _ keywords: NameSet = []) -> [ShellCommand] {
        var commands: [ShellCommand] = []
        var command = ShellCommand(offset: index)
        var condition = ShellCommand.Condition.none
        ending = nil
        func finish(
            isPiped: Bool = false, isBackground: Bool = false, then next: ShellCommand.Condition = .none
        ) {
            command.isPiped = isPiped
            command.isBackground = command.isBackground || isBackground
            command.condition = condition
            // `!` before a pipe turns round how the last command in it ends.
            let isCarried = isPiped && command.isNegated
            if isCarried { command.isNegated = false }
            defer { command.isNegated = isCarried }
            if !command.isEmpty {
                commands.append(command)
                condition = next
            } else if next != .none {
                condition = next
            }
            command = ShellCommand(offset: index)
        }
        while let scalar = next, ending == nil {
            // The backtick that ends a substitution ends all that is open in it.
            if scalar == end || scalar == "`" && isBetweenBackticks { break }
            switch scalar {
            case " ", "\t", "\r": index += 1
            case "\\" where follows("\\\n"): index += 2
            case "#": skipLine()
            case "\n":
                index += 1
                // A line may end behind `&&`, `||` and `|`.
                if !command.isEmpty { finish() }
                readDocuments()
            case "&" where follows("&>"):
                index += 1
                redirect(&command)
            case "|", "&", ";":
                let (length, isPiped, condition) = separator()
                let isBackground = scalar == "&" && length == 1
                index += length
                finish(isPiped: isPiped, isBackground: isBackground, then: condition)
            case "(": parenthesis(&command)
            case ")":
                index += 1
                finish()
            case "<" where !follows("<("), ">" where !follows(">("): redirect(&command)
            default:
                let word = word()
                if let descriptor = descriptor(word) {
                    redirect(&command, of: descriptor)
                } else {
                    take(word, &command, keywords)
                }
            }
        }
        finish()
        return commands
    }

    /// What stands between two commands: how long it is, and what it means to the second.
    func separator() -> (length: Int, isPiped: Bool, condition: ShellCommand.Condition) {
        if follows("&&") { return (2, false, .success) }
        if follows("||") { return (2, false, .failure) }
        if follows("|&") { return (2, true, .none) }
        return (1, next == "|", .none)
    }

    mutating func take(_ word: ShellWord, _ command: inout ShellCommand, _ keywords: NameSet) {
        guard command.words.isEmpty, command.body == nil else {
            command.words.append(word)
            return
        }
        if let plain = word.plain, command.assignments.isEmpty {
            if keywords.contains(plain) {
                ending = plain
                return
            }
            if compound(plain, &command) { return }
        }
        if let assignment = Self.assignment(word) {
            command.assignments.append(assignment)
            return
        }
        command.words.append(word)
        if word.plain == "[[" { takeTest(&command) }
    }

    /// A word of the form `NAME=VALUE`.
    static func assignment(_ word: ShellWord) -> ShellCommand.Assignment? {
        guard case .text(let first)? = word.pieces.first, let mark = first.firstIndex(of: "=") else { return nil }
        var name = String(first[..<mark])
        let isAppending = name.hasSuffix("+")
        if isAppending { name.removeLast() }
        // `NAME[1]=VALUE` sets one element of a list.
        let isElement = name.hasSuffix("]")
        if isElement, let bracket = name.firstIndex(of: "[") { name = String(name[..<bracket]) }
        guard let start = name.unicodeScalars.first, Self.isOfName(start), !("0"..."9").contains(start),
            name.unicodeScalars.allSatisfy(Self.isOfName)
        else { return nil }
        let rest = String(first[first.index(after: mark)...])
        return ShellCommand.Assignment(
            name: name, value: ShellWord(pieces: (rest.isEmpty ? [] : [.text(rest)]) + word.pieces.dropFirst()),
            isAppending: isAppending, isElement: isElement)
    }

    /// The words of `[[ … ]]`, in which `&&`, `<` and the end of a line are no more than words and blanks.
    mutating func takeTest(_ command: inout ShellCommand) {
        while let scalar = next, !(scalar == "`" && isBetweenBackticks) {
            switch scalar {
            case " ", "\t", "\r", "\n": index += 1
            case "&", "|", "<", ">", "(", ")", ";":
                index += 1
                command.words.append(ShellWord(pieces: [.text(String(Character(scalar)))]))
            default:
                let word = word()
                command.words.append(word)
                if word.plain == "]]" { return }
            }
        }
    }

    mutating func skipLine() {
        while let scalar = next, scalar != "\n" { index += 1 }
    }
}
