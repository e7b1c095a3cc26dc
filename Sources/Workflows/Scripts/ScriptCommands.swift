import SourceText

// Simple commands.
extension ScriptRunner {
    /// Commands that run the command behind their own arguments.
    private static let wrappers: Set<String> = ["sudo", "timeout", "nohup", "command", "exec", "nice", "retry", "time"]
    /// Commands that set variables.
    private static let declaring: Set<String> = ["export", "declare", "readonly", "local", "typeset"]
    /// Commands that do nothing to what is followed, and succeed.
    private static let quiet: Set<String> = [
        ":", "sleep", "trap", "umask", "ulimit", "hash", "wait", "chmod", "mkdir", "touch",
    ]

    mutating func simple(_ command: ShellCommand) -> ScriptValue {
        guard !command.words.isEmpty else {
            for assignment in command.assignments { assign(assignment) }
            return ScriptValue()
        }
        if let name = command.words[0].plain, Self.declaring.contains(name) { return declare(name, command) }
        // Assignments before a command hold for it alone. How what stands in `$( … )` ends is nothing to the command.
        let outer = state
        oversight += 1
        for assignment in command.assignments {
            let value = value(of: assignment.value)
            state.exported.insert(assignment.name)
            state.set(assignment.name, value)
        }
        let words = arguments(command.words)
        oversight -= 1
        let output = words.first.map { run($0.text ?? "", Array(words.dropFirst()), command) } ?? ScriptValue()
        for assignment in command.assignments {
            state.variables[assignment.name] = outer.variables[assignment.name]
            if !outer.exported.contains(assignment.name) { state.exported.remove(assignment.name) }
            if assignment.name.isSame(as: ScriptState.keyID) { state.environment = outer.environment }
            if assignment.name.isSame(as: ScriptState.token) { state.hasOtherToken = outer.hasOtherToken }
        }
        return output
    }

    private mutating func assign(_ assignment: ShellCommand.Assignment) {
        if let elements = assignment.elements {
            let before = assignment.isAppending ? state.lists[assignment.name] ?? [] : []
            state.lists[assignment.name] = Self.bounded(before + arguments(elements))
            state.variables[assignment.name] = nil
            return
        }
        var value = ScriptValue()
        if assignment.isAppending { value = state.variables[assignment.name] ?? value }
        value.append(self.value(of: assignment.value))
        state.lists[assignment.name] = nil
        state.set(assignment.name, value)
        if case .output? = assignment.value.pieces.last { result = .taken }
    }

    /// Runs a command by its name.
    mutating func run(_ name: String, _ arguments: [ScriptValue], _ command: ShellCommand) -> ScriptValue {
        guard commandDepth < Self.commandDepthLimit else {
            note("commands that run commands \(Self.commandDepthLimit) deep are not followed")
            return ScriptValue(unknown: ["the output of `\(name)`"])
        }
        commandDepth += 1
        defer { commandDepth -= 1 }
        return follow(name, arguments, command)
    }

    private mutating func follow(
        _ name: String, _ arguments: [ScriptValue], _ command: ShellCommand
    ) -> ScriptValue {
        if let body = state.functions[name] {
            calledFunctions.insert(name)
            return call(body, named: name, arguments)
        }
        switch name {
        case "aws": return aws(arguments, command)
        case _ where name.hasSuffix("/aws"): return aws(arguments, command)
        case "env": return environment(arguments, command)
        case "sudo" where !arguments.contains { $0.text == "-E" || $0.text?.hasPrefix("--preserve-env") ?? false }:
            return isolated { runner in
                runner.state.environment = nil
                runner.state.variables = RecordedMap()
                return runner.wrapped(arguments, command)
            }
        case _ where Self.wrappers.contains(name):
            let output = wrapped(arguments, command)
            if name == "exec", !arguments.isEmpty { flow = .exits }
            return output
        case "unset":
            for name in arguments.compactMap(\.text) { state.unset(name) }
            return ScriptValue()
        case "read", "mapfile", "readarray", "getopts": return read(name, arguments, input(of: command))
        case "eval", "source", ".": return evaluate(name, arguments)
        case "exit", "return", "continue", "break": return leave(name, arguments)
        case "set", "shift": return setArguments(name, arguments)
        case "[", "[[", "test", "true", "false":
            // `sh` knows neither `[[` nor `==`.
            let isUnknown = isPosix && (name == "[[" || arguments.contains { $0.text == "==" })
            let holds =
                isUnknown
                ? nil
                : compared(name, arguments, command.words) ?? Self.test([ScriptValue(name)] + arguments)
            result = holds.map { $0 ? .success : .failure } ?? .unknown
            return ScriptValue()
        case "cd", "pushd", "popd": return move()
        case _ where Self.quiet.contains(name): return ScriptValue()
        default: return printing(name, arguments, command)
        }
    }

    /// Whether `[[ A == B ]]` holds, where B is a pattern; `nil` where it is another test, or a shell must tell.
    private func compared(_ name: String, _ arguments: [ScriptValue], _ words: [ShellWord]) -> Bool?? {
        guard name == "[[" else { return .none }
        guard arguments.count == 4, words.count == 5, let operation = arguments[1].text,
            ["=", "==", "!="].contains(operation)
        else { return arguments.contains { ["=", "==", "!=", "=~"].contains($0.text) } ? .some(nil) : .none }
        guard let left = arguments[0].text else { return .some(nil) }
        return .some(Self.fits(left, words[3], arguments[2]).map { $0 == (operation != "!=") })
    }

    /// `sudo`, `timeout 30` and the like, before `aws`, a function or whatever else is followed.
    private mutating func wrapped(_ arguments: [ScriptValue], _ command: ShellCommand) -> ScriptValue {
        let rest = arguments.drop { argument in
            guard let text = argument.text else { return false }
            return text != "aws" && !text.hasSuffix("/aws") && state.functions[text] == nil && text != "env"
        }
        guard let name = rest.first?.text else { return other("a program", arguments) }
        return run(name, Array(rest.dropFirst()), command)
    }

    /// `env -u NAME NAME=VALUE COMMAND`: the command has another environment.
    private mutating func environment(_ arguments: [ScriptValue], _ command: ShellCommand) -> ScriptValue {
        isolated { runner in
            var rest = arguments[...]
            while let argument = rest.first {
                if argument.text == "-i" || argument.text == "-" {
                    runner.state.variables = RecordedMap()
                    runner.state.environment = nil
                } else if argument.text == "-u" {
                    rest = rest.dropFirst()
                    if let name = rest.first?.text { runner.state.unset(name) }
                } else if case .text(let first)? = argument.pieces.first, let mark = first.firstIndex(of: "=") {
                    let name = String(first[..<mark])
                    runner.state.exported.insert(name)
                    runner.state.set(name, argument.dropping(prefix: name + "="))
                } else {
                    break
                }
                rest = rest.dropFirst()
            }
            guard let name = rest.first?.text else { return ScriptValue(unknown: ["the output of `env`"]) }
            return runner.run(name, Array(rest.dropFirst()), command)
        }
    }

    /// `exit`, `return`, `continue` and `break`.
    private mutating func leave(_ name: String, _ arguments: [ScriptValue]) -> ScriptValue {
        let status = arguments.first.map(\.text) ?? (result == .failure ? "1" : "0")
        result = status == "0" ? .success : status == nil ? .unknown : .failure
        switch name {
        case "exit":
            flow = .exits
            if result == .failure, openConditions == 0 {
                failure = failure ?? "the script ends with `exit \(status ?? "")`"
            }
        case "return": flow = .returns
        default:
            result = .success
            flow = name == "continue" ? .continues : .breaks
        }
        return ScriptValue()
    }

    /// `export -n NAME`: commands do not see the variable any more.
    private mutating func hide(_ arguments: [ScriptValue]) -> ScriptValue {
        for name in arguments.compactMap(\.text) where state.exported.contains(name) {
            state.exported.remove(name)
            if name.isSame(as: ScriptState.keyID) { state.environment = nil }
        }
        return ScriptValue()
    }

    /// `set -e`, `set -- A B` and `shift`.
    private mutating func setArguments(_ name: String, _ arguments: [ScriptValue]) -> ScriptValue {
        if name == "shift" {
            let count = arguments.first?.text.flatMap { Int($0) } ?? 1
            state.lists["@"] = Array((state.lists["@"] ?? []).dropFirst(max(0, count)))
        } else if let mark = arguments.firstIndex(where: { $0.text == "--" }) {
            state.lists["@"] = Array(arguments[(mark + 1)...])
        } else {
            var isOn = true
            for option in arguments.compactMap(\.text) {
                if option == "errexit" { endsOnError = isOn }
                if option == "pipefail" { hasPipefail = isOn }
                guard option.hasPrefix("-") || option.hasPrefix("+") else { continue }
                isOn = option.hasPrefix("-")
                if option.dropFirst().contains("e") { endsOnError = isOn }
            }
        }
        return ScriptValue()
    }

    /// In another folder, files have other names.
    private mutating func move() -> ScriptValue {
        state.isElsewhere = true
        return ScriptValue()
    }

    // MARK: Variables

    /// `export A=B`: words of it are never split, and how what stands in `$( … )` ends is nothing to it.
    private mutating func declare(_ kind: String, _ command: ShellCommand) -> ScriptValue {
        let words = command.words
        oversight += 1
        let arguments = words.dropFirst().map { value(of: $0) }
        oversight -= 1
        if arguments.contains(where: { $0.text == (kind == "export" ? "-n" : "+x") }) { return hide(arguments) }
        let isExported = kind == "export" || arguments.contains { $0.text == "-x" }
        for (word, argument) in zip(words.dropFirst(), arguments) {
            if let assignment = ShellParser.assignment(word) {
                if isExported { state.exported.insert(assignment.name) }
                shelter(assignment.name, kind)
                state.set(assignment.name, argument.dropping(prefix: assignment.name + "="))
            } else if let name = argument.text {
                shelter(name, kind)
                guard isExported, state.exported.insert(name), let value = state.variables[name]
                else { continue }
                state.set(name, value)
            } else if let call = argument.origin?.call {
                // `export $(printf 'AWS_ACCESS_KEY_ID=%s …' $(aws sts assume-role …))`
                state.environment = .session(call)
            }
        }
        return ScriptValue()
    }

    /// A variable that a function declares is its own: what it was outside comes back.
    private mutating func shelter(_ name: String, _ kind: String) {
        guard kind != "export", kind != "readonly", !frames.isEmpty, frames[frames.count - 1][name] == nil else {
            return
        }
        frames[frames.count - 1][name] = .some(state.variables[name])
    }

    /// `read -r A B C <<< "$CREDENTIALS"`: each variable holds a part of the first line.
    private mutating func read(_ kind: String, _ arguments: [ScriptValue], _ input: ScriptValue?) -> ScriptValue {
        let names = arguments.compactMap(\.text).filter { !$0.hasPrefix("-") }
        result = .taken
        guard kind == "read" else {
            for name in names {
                state.lists[name] = nil
                state.forget(name, "which `\(kind)` sets")
            }
            return ScriptValue()
        }
        if let line = input?.lines.first?.text {
            assign(names, line)
        } else {
            for name in names { state.set(name, ScriptValue(unknown: ["what `read` reads"], origin: input?.origin)) }
        }
        return ScriptValue()
    }

    private mutating func evaluate(_ kind: String, _ arguments: [ScriptValue]) -> ScriptValue {
        if let call = arguments.lazy.compactMap({ $0.origin?.call }).first {
            state.environment = .session(call)
            return ScriptValue()
        }
        let path = arguments.first?.text
        if kind != "eval", let path, path.hasSuffix("bin/activate") { return ScriptValue() }
        if kind != "eval", let path, !state.isElsewhere, let text = file(path) {
            return follow(text, named: path, Array(arguments.dropFirst()))
        }
        note("what `eval` or `source` reads is not followed")
        state.forgetAll("which `\(kind)` may set")
        return ScriptValue()
    }
}
