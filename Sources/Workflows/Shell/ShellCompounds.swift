import SourceText

// Commands that consist of commands: groups, functions, branches and loops.
extension ShellParser {
    /// Reads what begins with a keyword.
    /// - Returns: whether the word is one.
    mutating func compound(_ word: String, _ command: inout ShellCommand) -> Bool {
        switch word {
        case "!": command.isNegated.toggle()
        case "time":
            skipBlanks()
            if follows("-p ") { index += 3 }
        case "coproc": coprocess(&command)
        // Words that have lost what they belong to.
        case "then", "do", "else", "elif", "fi", "done", "esac", "}": break
        case "{": command.body = nested { .group($0.commands(until: nil, ["}"])) }
        case "if": command.body = nested { .branches($0.alternatives()) }
        case "while", "until": command.body = nested { $0.repetition(isUntil: word == "until") }
        case "for": command.body = nested { $0.loop() }
        case "select": command.body = nested { $0.selection() }
        case "case": command.body = nested { $0.cases() }
        case "function":
            skipBlanks()
            let name = self.word().plain ?? ""
            skipBlanks()
            if follows("()") { index += 2 }
            command.body = function(name)
        default: return false
        }
        ending = nil
        return true
    }

    /// What is read one level deeper; nothing where that is too deep.
    mutating func nested(_ read: (inout ShellParser) -> ShellCommand.Body) -> ShellCommand.Body {
        guard depth < Self.depthLimit else {
            index = scalars.count
            isIncomplete = true
            return .branches([])
        }
        depth += 1
        let outer = (isBetweenBackticks, isInQuotes)
        isInQuotes = false
        let body = read(&self)
        (isBetweenBackticks, isInQuotes) = outer
        depth -= 1
        return body
    }

    /// `if … then … elif … then … else … fi`.
    mutating func alternatives() -> [ShellCommand.Branch] {
        var branches: [ShellCommand.Branch] = []
        while next != nil {
            let condition = commands(until: nil, ["then"])
            let body = commands(until: nil, ["elif", "else", "fi"])
            branches.append(ShellCommand.Branch(condition: condition, commands: body))
            if ending == "else" {
                branches.append(
                    ShellCommand.Branch(condition: [], commands: commands(until: nil, ["fi"]), isElse: true))
            }
            if ending != "elif" { break }
        }
        return branches
    }

    /// `while …; do … done`, and `until`, of which the condition is turned round.
    mutating func repetition(isUntil: Bool) -> ShellCommand.Body {
        let start = index
        var condition = commands(until: nil, ["do"])
        if isUntil { condition = [ShellCommand(body: .group(condition), isNegated: true, offset: start)] }
        return .repetition(condition, commands(until: nil, ["done"]))
    }

    /// `for NAME in WORDS; do … done`, `for NAME; do … done` for the arguments, and `for ((…; …; …)); do … done`.
    mutating func loop() -> ShellCommand.Body {
        skipBlanks()
        if follows("(("), let parts = arithmetic(isDivided: true) {
            _ = commands(until: nil, ["do"])
            return .counting(parts, commands(until: nil, ["done"]))
        }
        let name = word().plain ?? ""
        let head = commands(until: nil, ["do"]).flatMap(\.words)
        let words = head.isEmpty ? [ShellWord(pieces: [.list("@")], isQuoted: true)] : Array(head.dropFirst())
        return .loop(name, words, commands(until: nil, ["done"]))
    }

    /// `select NAME in WORDS; do … done`: how often it runs, whoever answers tells.
    mutating func selection() -> ShellCommand.Body {
        let start = index
        skipBlanks()
        let name = word().plain ?? ""
        _ = commands(until: nil, ["do"])
        let choice = ShellWord(pieces: [.unclear("$\(name), which `select` sets")])
        let assignment = ShellCommand(assignments: [ShellCommand.Assignment(name: name, value: choice)], offset: start)
        return .repetition([], [assignment] + commands(until: nil, ["done"]))
    }

    /// `coproc NAME { … }`, or any other command: it runs beside the script.
    mutating func coprocess(_ command: inout ShellCommand) {
        skipBlanks()
        command.isBackground = true
        let start = index
        guard !name().isEmpty else { return }
        skipBlanks()
        if next != "{", next != "(" { index = start }
    }

    /// `case WORD in PATTERN) … ;; esac`.
    mutating func cases() -> ShellCommand.Body {
        skipBlanks()
        let subject = word()
        skipSpace()
        _ = word()
        var branches: [ShellCommand.Branch] = []
        var goesOn = false
        while next != nil {
            skipSpace()
            if next == "(" { index += 1 }
            let patterns = commands(until: ")", ["esac"]).flatMap(\.words)
            if ending == "esac" { break }
            index += 1
            let start = index
            let body = commandsOfCase(&goesOn)
            branches.append(
                ShellCommand.Branch(
                    condition: [], commands: body, isElse: patterns.contains { $0.plain == "*" },
                    choice: ShellCommand.Choice(word: subject, patterns: patterns)))
            if ending == "esac" || index == start { break }
        }
        ending = nil
        // Where one branch goes on to others, a shell tells which are run.
        if goesOn { branches = branches.map { ShellCommand.Branch(condition: [], commands: $0.commands) } }
        return .branches(branches)
    }

    /// The commands up to `;;`, or to `esac`.
    /// - Parameter goesOn: set where `;&` or `;;&` stands there.
    mutating func commandsOfCase(_ goesOn: inout Bool) -> [ShellCommand] {
        var all: [ShellCommand] = []
        while next != nil {
            all += commands(until: ";", ["esac"])
            if ending == "esac" { break }
            if follows(";;&") || follows(";&") {
                goesOn = true
                index += follows(";&") ? 2 : 3
                break
            }
            let isEnd = follows(";;")
            index += isEnd ? 2 : 1
            if isEnd { break }
        }
        return all
    }

    /// A group in parentheses, the parentheses of a function, or the values of a list.
    mutating func parenthesis(_ command: inout ShellCommand) {
        if command.words.count == 1, command.assignments.isEmpty, let name = command.words[0].plain, follows("()") {
            index += 2
            command.words = []
            command.body = function(name)
        } else if command.words.isEmpty, let last = command.assignments.last, last.value.pieces.isEmpty {
            index += 1
            command.assignments[command.assignments.count - 1].elements = elements()
        } else if let last = command.words.last, index > 0, scalars[index - 1] == "=",
            var assignment = Self.assignment(last)
        {
            // `declare -a NAME=(…)`.
            index += 1
            assignment.elements = elements()
            command.words.removeLast()
            command.assignments.append(assignment)
        } else if command.isEmpty, follows("(("), let parts = arithmetic() {
            command.body = .arithmetic(parts[0])
        } else if command.isEmpty {
            index += 1
            command.body = nested { .subshell($0.commands(until: ")")) }
            if next == ")" { index += 1 }
        } else {
            index += 1
        }
    }

    /// The words up to a closing parenthesis.
    private mutating func elements() -> [ShellWord] {
        var elements: [ShellWord] = []
        while let scalar = next, scalar != ")" {
            let start = index
            switch scalar {
            case " ", "\t", "\r", "\n": index += 1
            case "#": skipLine()
            default: elements.append(word())
            }
            if index == start { break }
        }
        if next == ")" { index += 1 }
        return elements
    }

    mutating func function(_ name: String) -> ShellCommand.Body {
        skipSpace()
        var body = ShellCommand(offset: index)
        if next == "{" {
            index += 1
            _ = compound("{", &body)
        } else if next == "(" {
            parenthesis(&body)
        } else {
            let word = word()
            if let plain = word.plain, !compound(plain, &body) { take(word, &body, []) }
        }
        return .function(name, [body])
    }

    mutating func skipSpace() {
        while let scalar = next, " \t\r\n".unicodeScalars.contains(scalar) { index += 1 }
    }
}
