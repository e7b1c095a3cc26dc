import SourceText

// What words and files come to.
extension ScriptRunner {
    mutating func value(of word: ShellWord) -> ScriptValue {
        var value = ScriptValue()
        for piece in word.pieces {
            switch piece {
            case .text(let text): value.append(text)
            case .variable(let name): value.append(variable(name))
            case .expression(let index):
                value.append(index < expressions.count ? expressions[index] : .unknown(["an expression"]))
            case .output(let commands): value.append(substitution(commands))
            case .unclear(let text): value.appendUnknown([text])
            case .list(let name): value.append(Self.joined(elements(of: name)))
            case .standard(let name, let word):
                let known = variable(name)
                value.append(known.text == "" ? self.value(of: word) : known)
            }
        }
        spend(onBytes: value.size)
        return value
    }

    /// The value of a variable, or of an argument.
    private func variable(_ name: String) -> ScriptValue {
        if let number = Int(name) {
            let arguments = state.lists["@"] ?? []
            return number <= arguments.count ? arguments[number - 1] : ScriptValue()
        }
        return state.variables[name] ?? state.lists[name]?.first ?? ScriptValue(unknown: ["$\(name)"])
    }

    private func elements(of name: String) -> [ScriptValue] {
        state.lists[name] ?? state.variables[name].map { [$0] } ?? [ScriptValue(unknown: ["${\(name)[@]}"])]
    }

    private static func joined(_ values: [ScriptValue]) -> ScriptValue {
        var joined = ScriptValue()
        for (index, value) in values.enumerated() {
            if index > 0 { joined.append(" ") }
            joined.append(value)
        }
        return joined
    }

    /// What words come to as arguments: lists are their elements, and what stands without quotes is split at blanks.
    mutating func arguments(_ words: [ShellWord]) -> [ScriptValue] {
        var values: [ScriptValue] = []
        for word in words {
            if let list = word.list {
                let elements = elements(of: list)
                spend(onBytes: elements.reduce(0) { $0 + $1.size })
                values += elements
                continue
            }
            let value = value(of: word)
            if word.isSplit, let text = value.text {
                values += split(text, of: word)
            } else {
                values.append(value)
            }
        }
        return Self.bounded(values)
    }

    /// A list that is not too long to be followed: one that is made of itself twice would soon fill all memory.
    static func bounded(_ values: [ScriptValue]) -> [ScriptValue] {
        let size = values.reduce(0) { $0 + $1.size }
        return values.count > 1_000 || size > 1_048_576 ? [ScriptValue(unknown: ["a list that is too long"])] : values
    }

    private func split(_ text: String, of word: ShellWord) -> [ScriptValue] {
        if state.variables["IFS"] != nil, text.contains(where: { !$0.isLetter && !$0.isNumber }) {
            return [ScriptValue(unknown: ["what `IFS` splits"])]
        }
        return text.split { $0.isWhitespace }.map { ScriptValue(String($0)) }
    }

    /// `$( … )`: what commands print, without the line ends behind it. They run in a shell of their own.
    private mutating func substitution(_ commands: [ShellCommand]) -> ScriptValue {
        let outer = (piped, result)
        piped = nil
        // Within, a command that fails does not end anything: how it ends is how the last command ends.
        let value = isolated { $0.output(of: commands, isSubstitution: true) }
        // A substitution does not decide on the command in which it stands, but for calls, which may fail.
        (piped, result) = outer
        return value.droppingLineEnds
    }

    /// What a command reads.
    mutating func input(of command: ShellCommand) -> ScriptValue? {
        var whole: ScriptValue?
        for input in command.inputs {
            let value: ScriptValue
            switch input {
            case .text(let word): value = self.value(of: word)
            case .document(let number):
                value = number < documents.count ? self.value(of: documents[number]) : ScriptValue()
            case .file(let word): value = content(of: self.value(of: word))
            }
            if whole == nil { whole = value } else { whole?.append(value) }
        }
        return whole ?? piped
    }

    /// What a file holds, as far as the script has written it.
    func content(of path: ScriptValue) -> ScriptValue {
        guard let name = path.text else { return ScriptValue(unknown: ["a file"], origin: path.origin) }
        return state.files[name] ?? ScriptValue(unknown: ["the file `\(name)`"])
    }

    // MARK: Writing

    /// Writes what a command prints to a file, among them those by which a script speaks to the steps behind it.
    mutating func write(_ output: ScriptValue, to redirection: ShellCommand.Output, _ command: ShellCommand) {
        let target = redirection.target
        let isEnvironment = isNamed(target, "GITHUB_ENV", "github.env")
        guard isEnvironment || isNamed(target, "GITHUB_OUTPUT", "github.output") else {
            guard let path = value(of: target).text else { return }
            if path.contains(".aws/") { forgetProfiles("which `\(path)` sets") }
            var content = redirection.isAppending ? self.content(of: ScriptValue(path)) : ScriptValue()
            content.append(output)
            state.files[path] = content
            return
        }
        guard let entries = Self.entries(output.lines) else { return }
        if isEnvironment {
            followed.insert(command.offset)
            state.handedOn += entries
        } else {
            state.outputs += entries
        }
    }

    /// Whether a word names a file of the runner, by its variable or by the expression for it.
    private func isNamed(_ word: ShellWord, _ variable: String, _ expression: String) -> Bool {
        word.pieces.contains { piece in
            switch piece {
            case .variable(let name): name.isSame(as: variable)
            case .expression(let index):
                index < expressions.count && expressions[index] == .unknown([expression])
            case .text, .output, .unclear, .list, .standard: false
            }
        }
    }

    /// Profiles that something has changed which nobody follows.
    mutating func forgetProfiles(_ why: String) {
        for name in NameSet(state.profiles.all.names + ["default"]) {
            state.profiles[name] = .unknown("the credentials of the profile `\(name)`, \(why)")
        }
    }

    /// Lines of the form `NAME=VALUE`, or `NAME<<END` with the value on the lines up to the end; `nil` where they are not.
    private static func entries(_ lines: [ScriptValue]) -> [(name: String, value: ScriptValue)]? {
        var entries: [(name: String, value: ScriptValue)] = []
        var rest = lines[...]
        while let line = rest.popFirst() {
            guard case .text(let first)? = line.pieces.first else {
                if line.pieces.isEmpty { continue }
                return nil
            }
            let name = String(first.prefix { $0 != "=" && $0 != "<" })
            if first.dropFirst(name.count).hasPrefix("<<"), let end = line.text?.dropFirst(name.count + 2) {
                var value = ScriptValue()
                while let more = rest.popFirst(), more.text.map({ $0[...] }) != end {
                    if !value.pieces.isEmpty { value.append("\n") }
                    value.append(more)
                }
                entries.append((name, value))
            } else if first.dropFirst(name.count).hasPrefix("=") {
                entries.append((name, line.dropping(prefix: name + "=")))
            } else {
                return nil
            }
        }
        return entries
    }
}
