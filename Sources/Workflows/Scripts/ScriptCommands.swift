import SourceText

// Simple commands.
extension ScriptRunner {
    /// Commands that run the command behind their own arguments.
    private static let wrappers: Set<String> = ["sudo", "timeout", "nohup", "nice", "retry", "time"]
    /// Commands that set variables.
    private static let declaring: Set<String> = ["export", "declare", "readonly", "local", "typeset"]
    /// Commands that do nothing to what is followed, and succeed.
    private static let quiet: Set<String> = [
        ":", "sleep", "umask", "ulimit", "hash", "wait", "chmod", "mkdir", "touch", "disown",
    ]

    mutating func simple(_ command: ShellCommand) -> ScriptValue {
        if let name = command.words.first?.plain, Self.declaring.contains(name) { return declare(name, command) }
        // How what stands in `$( … )` ends is nothing to the command.
        let isCommand = !command.words.isEmpty
        oversight += isCommand ? 1 : 0
        let words = arguments(command.words)
        oversight -= isCommand ? 1 : 0
        // Where no word is left, the assignments stay, and how the last `$( … )` ends is how all ends.
        guard let first = words.first else {
            if !isCommand { substituted = nil }
            for assignment in command.assignments { assign(assignment) }
            if let substituted, flow == .runs {
                result = substituted == .failure || substituted == .success ? substituted : .taken
            }
            return ScriptValue()
        }
        guard flow == .runs else { return ScriptValue() }
        // Assignments before a command hold for it alone.
        let outer = state
        oversight += 1
        for assignment in command.assignments {
            let value = value(of: assignment.value)
            state.exported.insert(assignment.name)
            state.set(assignment.name, value)
        }
        oversight -= 1
        let output = run(Self.name(first), Array(words.dropFirst()), command)
        if first.text == nil { noteUnknown(words) }
        for assignment in command.assignments {
            state.variables[assignment.name] = outer.variables[assignment.name]
            if !outer.exported.contains(assignment.name) { state.exported.remove(assignment.name) }
            if assignment.name.isSame(as: ScriptState.keyID) {
                (state.environment, state.setsKey) = (outer.environment, outer.setsKey)
            }
            if assignment.name.isSame(as: ScriptState.token) {
                (state.hasOtherToken, state.setsToken) = (outer.hasOtherToken, outer.setsToken)
            }
        }
        return output
    }

    /// A command of which nobody tells what it is, but that looks as if it were that of AWS.
    private mutating func noteUnknown(_ words: [ScriptValue]) {
        guard words.dropFirst().contains(where: { $0.text == "sts" || $0.text?.hasPrefix("assume-role") ?? false })
        else {
            return
        }
        note("a call is not followed: \(words[0].unknown.joined(separator: ", ")) tells which command makes it")
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
        case _ where Self.wrappers.contains(name): return wrapped(arguments, command)
        case "exec": return execute(arguments, command)
        case "command", "builtin": return plain(name, arguments, command)
        case "let":
            var value: Int? = 0
            for argument in arguments { value = argument.text.flatMap { arithmetic($0) } }
            return decide(value)
        case "unset": return unset(arguments)
        case "read": return read(arguments, input(of: command))
        case "mapfile", "readarray", "getopts": return forget(name, arguments)
        case "trap", "shopt", "alias": return arrange(name, arguments)
        case "eval", "source", ".": return evaluate(name, arguments)
        case "exit", "return", "continue", "break": return leave(name, arguments, command)
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
                && !Self.isShell(text) && !Self.isScript(text)
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

    /// `exec`: with a command, the script ends where that does; with redirections alone, it goes on.
    private mutating func execute(_ arguments: [ScriptValue], _ command: ShellCommand) -> ScriptValue {
        var rest = arguments[...]
        while let option = rest.first?.text, option.hasPrefix("-") {
            rest = rest.dropFirst(option.contains("a") ? 2 : 1)
        }
        guard let first = rest.first else { return ScriptValue() }
        let output = run(first.text ?? "", Array(rest.dropFirst()), command)
        if first.text == nil { noteUnknown(Array(rest)) }
        // Where the command is nothing, the script goes on.
        guard !first.isOpen else {
            mayHaveEnded = true
            return output
        }
        if flow == .runs { flow = .exits }
        if result == .failure, openConditions == 0 { failure = failure ?? "the command of `exec` fails" }
        return output
    }

    /// `command` and `builtin`: the command itself, whatever function has its name; or where it is.
    private mutating func plain(
        _ kind: String, _ arguments: [ScriptValue], _ command: ShellCommand
    ) -> ScriptValue {
        if let option = arguments.first?.text, option == "-v" || option == "-V" {
            result = .unknown
            guard option == "-v", let name = arguments.dropFirst().first?.text, name == "aws" else {
                return ScriptValue(unknown: ["the output of `command`"])
            }
            return ScriptValue("aws\n")
        }
        let rest = arguments.drop { $0.text == "-p" || $0.text == "--" }
        guard let name = rest.first?.text else { return other(kind, arguments) }
        let body = state.functions[name]
        state.functions[name] = nil
        let output = run(name, Array(rest.dropFirst()), command)
        if let body { state.functions[name] = body }
        return output
    }

    /// `exit`, `return`, `continue` and `break`.
    private mutating func leave(
        _ name: String, _ arguments: [ScriptValue], _ command: ShellCommand
    ) -> ScriptValue {
        if name == "continue" || name == "break" {
            result = .success
            // Outside of a loop, they do nothing.
            guard !loops.isEmpty else { return ScriptValue() }
            let count = arguments.first.map { $0.text.flatMap { Int($0) } } ?? 1
            if count == nil { note("how many loops `\(name)` leaves is not known") }
            levels = min(max(1, count ?? 1), loops.count)
            flow = name == "continue" ? .continues : .breaks
            return ScriptValue()
        }
        if name == "return", depth == 0 {
            result = .failure
            return ScriptValue()
        }
        // Without a status, that of the command before counts.
        let hasFailed = previous == .failure || command.condition == .failure
        let status = arguments.first.map(\.text) ?? (hasFailed ? "1" : previous == .unknown ? nil : "0")
        result = status == "0" ? .success : status == nil ? .unknown : .failure
        flow = name == "exit" ? .exits : .returns
        if name == "exit", result == .failure, openConditions == 0 {
            failure = failure ?? "the script ends with `exit \(status ?? "")`"
        }
        return ScriptValue()
    }

    /// `set -e`, `set -- A B` and `shift`.
    private mutating func setArguments(_ name: String, _ arguments: [ScriptValue]) -> ScriptValue {
        guard name == "set" else { return shift(arguments) }
        var rest = arguments[...]
        while let option = rest.first {
            let text = option.text ?? ""
            if text == "--" || text == "-" || !text.hasPrefix("-") && !text.hasPrefix("+") { break }
            rest = rest.dropFirst()
            let isOn = text.hasPrefix("-")
            let letters = text.unicodeScalars.dropFirst()
            if letters.contains("e") { endsOnError = isOn }
            if letters.contains("a") { state.exportsAll = isOn }
            guard letters.contains("o"), let long = rest.first?.text else { continue }
            rest = rest.dropFirst()
            if long == "errexit" { endsOnError = isOn }
            if long == "pipefail" { hasPipefail = isOn }
            if long == "allexport" { state.exportsAll = isOn }
        }
        guard let first = rest.first else { return ScriptValue() }
        state.lists["@"] = Array(first.text == "--" || first.text == "-" ? rest.dropFirst() : rest)
        return ScriptValue()
    }

    /// `shift 2`: where there are not so many arguments, it fails.
    private mutating func shift(_ arguments: [ScriptValue]) -> ScriptValue {
        let list = state.lists["@"] ?? []
        let count = arguments.first.map { $0.text.flatMap { Int($0) } } ?? 1
        guard let count, count >= 0, !list.prefix(count).contains(where: \.isOpen) else {
            var open = ScriptValue(unknown: ["$@, which `shift` changes"])
            open.isOpen = true
            state.lists["@"] = [open]
            return ScriptValue()
        }
        if count > list.count { result = .failure } else { state.lists["@"] = Array(list.dropFirst(count)) }
        return ScriptValue()
    }

    /// In another folder, files have other names.
    private mutating func move() -> ScriptValue {
        state.isElsewhere = true
        return ScriptValue()
    }
}
