// Simple commands.
extension ScriptRunner {
    /// Commands that run the command behind their own arguments.
    private static let wrappers: Set<String> = ["sudo", "env", "timeout", "nohup", "command", "exec", "nice", "retry"]

    mutating func simple(_ command: ShellCommand) -> ScriptValue {
        let assigned = command.assignments.map { (name: $0.name, value: value(of: $0.value)) }
        guard let first = command.words.first else {
            for assignment in assigned { state.set(assignment.name, assignment.value) }
            return ScriptValue()
        }
        let name = value(of: first).text ?? ""
        let arguments = command.words.dropFirst().map { value(of: $0) }
        if let body = state.functions[name] { return call(body, named: name, arguments) }
        switch name {
        case "aws": return aws(arguments, assigned, command)
        case _ where name.hasSuffix("/aws"): return aws(arguments, assigned, command)
        case _ where Self.wrappers.contains(name) && arguments.contains { $0.text == "aws" }:
            return aws(Array(arguments.drop { $0.text != "aws" }.dropFirst()), assigned, command)
        case "export", "declare", "readonly", "local", "typeset":
            return export(command, arguments, isExported: name == "export" || name == "declare")
        case "unset":
            for name in arguments.compactMap(\.text) { state.unset(name) }
            return ScriptValue()
        case "read": return read(arguments, input(of: command))
        case "eval", "source", ".": return evaluate(arguments)
        case "exit", "return":
            flow = name == "exit" ? .exits : .returns
            return ScriptValue()
        case "[", "[[", "test", "true", "false":
            lastResult = Self.test([ScriptValue(name)] + arguments, isPattern: name == "[[")
            return ScriptValue()
        case "set", ":", "cd", "sleep": return ScriptValue()
        default: return printing(name, arguments, command)
        }
    }

    // MARK: Commands that print

    private mutating func printing(
        _ name: String, _ arguments: [ScriptValue], _ command: ShellCommand
    ) -> ScriptValue {
        switch name {
        case "echo": return Self.echo(arguments)
        case "printf": return Self.printf(arguments)
        case "cat": return cat(arguments, input(of: command))
        case "tee":
            let input = input(of: command) ?? ScriptValue(unknown: ["what `tee` reads"])
            for word in command.words.dropFirst() where word.plain?.hasPrefix("-") != true {
                write(input, to: word, command)
            }
            return input
        default: return other(name, arguments + [input(of: command)].compactMap { $0 })
        }
    }

    /// What a command prints of which nothing is known but that it may pass on what it is given.
    private func other(_ name: String, _ arguments: [ScriptValue]) -> ScriptValue {
        for argument in arguments {
            guard let origin = argument.origin ?? argument.text.flatMap({ state.files[$0]?.origin }) else { continue }
            if case .token(nil) = origin { return ScriptValue(unknown: ["a token"], origin: Self.request(argument)) }
            return ScriptValue(unknown: ["the output of `\(name)`"], origin: origin)
        }
        return ScriptValue(unknown: ["the output of `\(name)`"])
    }

    /// A request for the job's token: its address may name the audience.
    private static func request(_ address: ScriptValue) -> ScriptValue.Origin {
        let marker = "&audience="
        var rest = ScriptValue()
        var isBehind = false
        for piece in address.pieces {
            switch piece {
            case .unknown(let names, _): if isBehind { rest.appendUnknown(names) }
            case .text(let text):
                let parts = text.split(separator: marker, maxSplits: 1, omittingEmptySubsequences: false)
                if isBehind {
                    rest.append(text)
                } else if parts.count == 2 {
                    isBehind = true
                    rest.append(String(parts[1]))
                }
            }
        }
        return .token(
            audience: isBehind ? ScriptValue.ScriptText(supposed: rest.supposed, unknown: rest.unknown) : nil)
    }

    private static func echo(_ arguments: [ScriptValue]) -> ScriptValue {
        var value = ScriptValue()
        for (index, argument) in arguments.drop(while: { ["-n", "-e", "-ne", "--"].contains($0.text) }).enumerated() {
            if index > 0 { value.append(" ") }
            value.append(argument)
        }
        value.append("\n")
        return value
    }

    /// `printf FORMAT ARGUMENTS`: the format with an argument for each `%s`.
    private static func printf(_ arguments: [ScriptValue]) -> ScriptValue {
        guard let format = arguments.first?.text else {
            return ScriptValue(unknown: ["the output of `printf`"], origin: arguments.lazy.compactMap(\.origin).first)
        }
        var value = ScriptValue()
        var rest = arguments.dropFirst()
        var scalars = Array(format.unicodeScalars)[...]
        while let scalar = scalars.popFirst() {
            switch (scalar, scalars.first) {
            case ("%", "s"), ("%", "b"):
                scalars.removeFirst()
                value.append(rest.popFirst() ?? ScriptValue())
            case ("%", "%"):
                scalars.removeFirst()
                value.append("%")
            case ("%", _): value.appendUnknown(["the output of `printf`"])
            case ("\\", "n"):
                scalars.removeFirst()
                value.append("\n")
            default: value.append(String(Character(scalar)))
            }
        }
        // The format is used again for what is left; only the first round is told apart.
        if !rest.isEmpty {
            value.appendUnknown(["the output of `printf`"], origin: rest.lazy.compactMap(\.origin).first)
        }
        return value
    }

    private func cat(_ arguments: [ScriptValue], _ input: ScriptValue?) -> ScriptValue {
        let files = arguments.filter { $0.text?.hasPrefix("-") != true }
        guard !files.isEmpty else { return input ?? ScriptValue(unknown: ["what `cat` reads"]) }
        var value = ScriptValue()
        for file in files { value.append(content(of: file)) }
        return value
    }

    // MARK: Variables

    private mutating func export(
        _ command: ShellCommand, _ arguments: [ScriptValue], isExported: Bool
    ) -> ScriptValue {
        for (word, argument) in zip(command.words.dropFirst(), arguments) {
            if let assignment = ShellParser.assignment(word) {
                if isExported { state.exported.insert(assignment.name) }
                state.set(assignment.name, argument.dropping(prefix: assignment.name + "="))
            } else if let name = argument.text {
                guard isExported, state.exported.insert(name).inserted, let value = state.variables[name]
                else { continue }
                state.set(name, value)
            } else if let call = argument.origin?.call {
                // `export $(printf 'AWS_ACCESS_KEY_ID=%s …' $(aws sts assume-role …))`
                state.environment = .session(call)
            }
        }
        return ScriptValue()
    }

    /// `read -r A B C <<< "$CREDENTIALS"`: each variable holds a part of what is read.
    private mutating func read(_ arguments: [ScriptValue], _ input: ScriptValue?) -> ScriptValue {
        let names = arguments.compactMap(\.text).filter { !$0.hasPrefix("-") }
        let part = ScriptValue(unknown: ["what `read` reads"], origin: input?.origin)
        for name in names { state.set(name, names.count == 1 && input?.text != nil ? input ?? part : part) }
        return ScriptValue()
    }

    private mutating func evaluate(_ arguments: [ScriptValue]) -> ScriptValue {
        if let call = arguments.lazy.compactMap({ $0.origin?.call }).first {
            state.environment = .session(call)
        } else {
            notes.append("what `eval` or `source` reads is not followed")
        }
        return ScriptValue()
    }

    // MARK: Files

    /// Writes what a command prints to a file, among them those by which a script speaks to the steps behind it.
    mutating func write(_ output: ScriptValue, to target: ShellWord, _ command: ShellCommand) {
        let isEnvironment = target.pieces.contains(.variable("GITHUB_ENV"))
        guard isEnvironment || target.pieces.contains(.variable("GITHUB_OUTPUT")) else {
            if let path = value(of: target).text { state.files[path] = output }
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

    // MARK: The command line of AWS

    private mutating func aws(
        _ arguments: [ScriptValue], _ assigned: [(name: String, value: ScriptValue)], _ command: ShellCommand
    ) -> ScriptValue {
        let line = AWSCommandLine(
            arguments,
            file: { [state, file] path in
                // What the script has written counts more than what the repository holds.
                state.files[path] ?? file(path).map { ScriptValue($0) }
            }, token: token)
        if let (profile, id) = line.configuredKey {
            state.profiles[profile] = id.credentials
            return ScriptValue()
        }
        guard line.service == "sts" else { return other("aws", []) }
        var own = assigned.last { $0.name == ScriptState.keyID }?.value.credentials
        if case .keys? = own, state.hasOtherToken, !assigned.contains(where: { $0.name == ScriptState.token }) {
            own = .withOtherToken
        }
        let region = assigned.last { $0.name == "AWS_REGION" || $0.name == "AWS_DEFAULT_REGION" }?.value.text
        let signer = own ?? credentials(line)
        guard let call = line.call(signer: signer, region: region ?? self.region) else {
            notes.append("`aws sts \(line.operation ?? "…")` is not followed")
            return other("aws sts", [])
        }
        followed.insert(command.offset)
        let forms =
            call.operation == "AssumeRoleWithWebIdentity" ? token.map { TokenClaims.Form.others(in: $0.run) } : nil
        let others = (forms ?? []).compactMap { form in
            line.call(signer: signer, region: region ?? self.region, form).map { (form, $0) }
        }
        add(call, otherForms: others)
        return ScriptValue(unknown: ["the response of \(call.operation)"], origin: .response(call))
    }

    /// Whose credentials a command takes: those of the profile that it names, else those in the environment, else those of
    /// the environment's profile.
    private func credentials(_ line: AWSCommandLine) -> Credentials? {
        if let named = line.profile { return credentials(of: named) }
        if case .keys? = state.environment, state.hasOtherToken { return .withOtherToken }
        if let environment = state.environment { return environment }
        if state.exported.contains("AWS_PROFILE"), let named = state.variables["AWS_PROFILE"] {
            return credentials(of: named)
        }
        return state.profiles["default"]
    }

    private func credentials(of profile: ScriptValue) -> Credentials? {
        guard let name = profile.text else { return .unknown("the profile \(profile.unknown.joined(separator: ", "))") }
        return state.profiles[name] ?? .unknown("the credentials of the profile `\(name)`")
    }

    private var region: String? {
        ["AWS_REGION", "AWS_DEFAULT_REGION"].lazy.filter(state.exported.contains)
            .compactMap { state.variables[$0]?.text }.first
    }
}
