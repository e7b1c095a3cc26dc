import SourceText

// Where commands read from and what they write to, and the shells that they have of their own.
extension ScriptRunner {
    /// Runs something in a shell of its own: variables stay behind, files do not.
    mutating func isolated(_ body: (inout ScriptRunner) -> ScriptValue) -> ScriptValue {
        let outer = (state, flow, failure, levels)
        let value = body(&self)
        let inner = state
        // A shell of its own that runs a loop's `break` ends by it.
        if flow == .breaks || flow == .continues { result = .success }
        if flow == .exits { result = failure == nil ? .success : .failure }
        (state, flow, failure, levels) = outer
        (state.profiles, state.files) = (inner.profiles, inner.files)
        (state.handedOn, state.outputs) = (inner.handedOn, inner.outputs)
        return value
    }

    mutating func output(of command: ShellCommand) -> ScriptValue {
        let output: ScriptValue
        (previous, result) = (result, .success)
        tolerance += command.isNegated ? 1 : 0
        if let body = command.body {
            output = self.output(of: body, command)
        } else {
            output = simple(command)
        }
        tolerance -= command.isNegated ? 1 : 0
        if command.isNegated { result = result.negated }
        for word in command.others { _ = value(of: word) }
        if command.words.count == 1, command.words[0].plain == "exec" {
            for redirection in command.outputs { lead(to: redirection) }
            return ScriptValue()
        }
        var rest = ScriptValue()
        for redirection in command.outputs {
            if redirection.isDescriptor {
                rest.append(redirected(output, redirection))
            } else {
                write(output, to: redirection, command)
            }
        }
        return command.outputs.isEmpty ? output : rest
    }

    /// What is still printed of what goes to another descriptor: what goes to the errors is not.
    private mutating func redirected(_ output: ScriptValue, _ redirection: ShellCommand.Output) -> ScriptValue {
        let descriptor = value(of: redirection.target).text
        if descriptor == "2" || descriptor == "-" || output.text == "" { return ScriptValue() }
        return ScriptValue(unknown: ["what goes to a descriptor"], origin: output.origin)
    }

    /// `exec >f`: whatever is printed from here on goes there, too, and what the file will hold nobody tells.
    private mutating func lead(to redirection: ShellCommand.Output) {
        if case .process(let commands, isRead: false)? = redirection.target.pieces.first {
            consume(ScriptValue(unknown: ["what the script prints"]), commands)
        } else if let path = value(of: redirection.target).text, !redirection.isDescriptor {
            state.files[Self.plain(path)] = ScriptValue(unknown: ["the file `\(path)`"])
        }
    }

    // MARK: Reading

    /// What a command reads.
    mutating func input(of command: ShellCommand) -> ScriptValue? {
        var whole: ScriptValue?
        for input in command.inputs {
            let value: ScriptValue
            switch input {
            case .text(let word): value = self.value(of: word) + ScriptValue("\n")
            case .descriptor(let word):
                value = ScriptValue(unknown: ["what descriptor \(self.value(of: word).supposed) leads to"])
            case .document(let number):
                value = number < documents.count ? self.value(of: documents[number]) : ScriptValue()
            case .file(let word): value = content(of: self.value(of: word))
            }
            if whole == nil { whole = value } else { whole?.append(value) }
        }
        return whole ?? piped
    }

    // MARK: Writing

    /// Writes what a command prints to a file, among them those by which a script speaks to the steps behind it.
    mutating func write(_ output: ScriptValue, to redirection: ShellCommand.Output, _ command: ShellCommand) {
        let target = redirection.target
        if case .process(let commands, isRead: false)? = target.pieces.first {
            consume(output, commands)
            return
        }
        let isEnvironment = isNamed(target, "GITHUB_ENV", "github.env")
        guard isEnvironment || isNamed(target, "GITHUB_OUTPUT", "github.output") else {
            guard let path = value(of: target).text.map(Self.plain) else { return }
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
            default: false
            }
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
