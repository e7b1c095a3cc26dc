import SourceText

// Commands that consist of commands: groups, functions, branches and loops.
extension ShellParser {
    /// Reads what begins with a keyword.
    /// - Returns: whether the word is one.
    mutating func compound(_ word: String, _ command: inout ShellCommand) -> Bool {
        switch word {
        case "!": command.isNegated.toggle()
        // Words that have lost what they belong to.
        case "time", "then", "do", "else", "elif", "fi", "done", "esac", "}": break
        case "{": command.body = nested { .group($0.commands(until: nil, ["}"])) }
        case "if": command.body = nested { .branches($0.alternatives()) }
        case "while", "until":
            command.body = nested { parser in
                let condition = parser.commands(until: nil, ["do"])
                return .repetition(condition, parser.commands(until: nil, ["done"]))
            }
        case "for", "select": command.body = nested { $0.loop() }
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
            return .branches([])
        }
        depth += 1
        let outer = isBetweenBackticks
        let body = read(&self)
        isBetweenBackticks = outer
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

    /// `for NAME in WORDS; do … done`.
    mutating func loop() -> ShellCommand.Body {
        skipBlanks()
        let name = word().plain ?? ""
        let head = commands(until: nil, ["do"]).flatMap(\.words)
        return .loop(name, Array(head.dropFirst()), commands(until: nil, ["done"]))
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
        }
        return .function(name, [body])
    }

    mutating func skipSpace() {
        while let scalar = next, " \t\r\n".unicodeScalars.contains(scalar) { index += 1 }
    }
}
