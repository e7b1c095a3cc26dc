import SourceText

// Commands that print, and those that make files or run other scripts.
extension ScriptRunner {
    mutating func printing(
        _ name: String, _ arguments: [ScriptValue], _ command: ShellCommand
    ) -> ScriptValue {
        switch name {
        case "echo": return echo(arguments)
        case "printf":
            guard arguments.first?.text == "-v", arguments.count > 2, let name = arguments[1].text else {
                return Self.printf(arguments)
            }
            state.set(name, Self.printf(Array(arguments.dropFirst(2))))
            return ScriptValue()
        case "cat": return cat(arguments, input(of: command))
        case "tee":
            let input = input(of: command) ?? ScriptValue(unknown: ["what `tee` reads"])
            let isAppending = command.words.contains { $0.plain == "-a" || $0.plain == "--append" }
            for word in command.words.dropFirst() where word.plain?.hasPrefix("-") != true {
                write(input, to: ShellCommand.Output(target: word, isAppending: isAppending), command)
            }
            return input
        case "cp", "mv": return copy(arguments, isMoving: name == "mv")
        case _ where Self.isShell(name): return shell(arguments, name, command)
        case _ where Self.isScript(name): return script([ScriptValue(name)] + arguments, name)
        default: return other(name, arguments + [input(of: command)].compactMap { $0 })
        }
    }

    /// What a command prints of which nothing is known but that it may pass on what it is given.
    mutating func other(_ name: String, _ arguments: [ScriptValue]) -> ScriptValue {
        result =
            ["grep", "jq", "diff", "cmp", "which", "type", "git", "docker", "pgrep"].contains(name) ? .unknown : .taken
        // A program that is told to change a file in its place.
        if arguments.contains(where: { $0.text?.hasPrefix("-i") ?? false }) {
            for path in arguments.compactMap(\.text) {
                state.files[Self.plain(path)] = ScriptValue(unknown: ["the file `\(path)`"])
            }
        }
        if arguments.contains(where: { $0.supposed.contains(".aws") }) { forgetProfiles("which `\(name)` may change") }
        for argument in arguments {
            guard let origin = argument.origin ?? argument.text.flatMap({ state.files[Self.plain($0)]?.origin }) else {
                continue
            }
            if case .token(nil) = origin { return ScriptValue(unknown: ["a token"], origin: Self.request(arguments)) }
            return ScriptValue(unknown: ["the output of `\(name)`"], origin: Self.origin(origin, of: name, arguments))
        }
        return ScriptValue(unknown: ["the output of `\(name)`"])
    }

    /// What a program prints of a response: the one part that its arguments name, which `jq` puts between quotes unless it is told
    /// otherwise; else nobody tells which part.
    private static func origin(
        _ origin: ScriptValue.Origin, of name: String, _ arguments: [ScriptValue]
    ) -> ScriptValue.Origin {
        guard let call = origin.call else { return origin }
        let named = arguments.flatMap { SessionPart.named(in: $0.text ?? "") }
        guard named.count == 1, let part = named.first else { return origin.whole }
        let options = arguments.compactMap(\.text).filter { $0.hasPrefix("-") }
        let isRaw = options.contains { option in
            option.hasPrefix("--raw-output") || option == "--join-output"
                || !option.hasPrefix("--") && option.unicodeScalars.contains { $0 == "r" || $0 == "j" }
        }
        return .response(call, name == "jq" && !isRaw ? .quoted : part)
    }

    /// A request for the job's token: its address, or what is sent with it, may name the audience.
    private static func request(_ arguments: [ScriptValue]) -> ScriptValue.Origin {
        let marker = "audience="
        for argument in arguments {
            var rest: ScriptValue?
            for piece in argument.pieces {
                switch piece {
                case .unknown(let names, _): rest?.appendUnknown(names)
                case .text(let text):
                    let parts = text.split(separator: marker, maxSplits: 1, omittingEmptySubsequences: false)
                    if rest != nil {
                        rest?.append(text)
                    } else if parts.count == 2 {
                        rest = ScriptValue(String(parts[1]))
                    }
                }
            }
            guard let rest else { continue }
            let plain = Text(String(rest.supposed.prefix { $0 != "&" })).percentDecoded.string
            return .token(audience: ScriptValue.ScriptText(supposed: plain, unknown: rest.unknown))
        }
        return .token(audience: nil)
    }

    private func echo(_ arguments: [ScriptValue]) -> ScriptValue {
        var value = ScriptValue()
        let options = arguments.prefix { argument in
            guard let text = argument.text, text.hasPrefix("-"), text != "-" else { return false }
            return text.unicodeScalars.dropFirst().allSatisfy { "neE".unicodeScalars.contains($0) }
        }
        let letters = options.compactMap(\.text).joined().unicodeScalars.filter { $0 == "e" || $0 == "E" }
        let isEscaped = letters.last == "e" || letters.isEmpty && isPosix
        for (index, argument) in arguments.dropFirst(options.count).enumerated() {
            if index > 0 { value.append(" ") }
            value.append(isEscaped ? argument.readingEscapes : argument)
        }
        if !options.contains(where: { $0.text?.contains("n") ?? false }) { value.append("\n") }
        return value
    }

    /// `printf FORMAT ARGUMENTS`: the format with an argument for each `%s`.
    private static func printf(_ arguments: [ScriptValue]) -> ScriptValue {
        guard let format = arguments.first?.text else {
            return ScriptValue(unknown: ["the output of `printf`"], origin: arguments.lazy.compactMap(\.origin).first)
        }
        var value = ScriptValue()
        var rest = arguments.dropFirst()
        guard let plain = ShellEscapes.text(of: format.unicodeScalars) else {
            return ScriptValue(unknown: ["the output of `printf`"])
        }
        var scalars = Array(plain.unicodeScalars)[...]
        while let scalar = scalars.popFirst() {
            switch (scalar, scalars.first) {
            case ("%", "s"):
                scalars.removeFirst()
                value.append(rest.popFirst() ?? ScriptValue())
            case ("%", "b"):
                scalars.removeFirst()
                value.append((rest.popFirst() ?? ScriptValue()).readingEscapes)
            case ("%", "%"):
                scalars.removeFirst()
                value.append("%")
            case ("%", _): value.appendUnknown(["the output of `printf`"])
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

    // MARK: Files and scripts

    private mutating func copy(_ arguments: [ScriptValue], isMoving: Bool) -> ScriptValue {
        let paths = arguments.filter { $0.text?.hasPrefix("-") != true }
        guard paths.count == 2, let source = paths[0].text, let target = paths[1].text else { return ScriptValue() }
        state.files[Self.plain(target)] =
            state.files[Self.plain(source)] ?? file(source).map { ScriptValue($0) } ?? content(of: paths[0])
        if isMoving { state.files[Self.plain(source)] = nil }
        return ScriptValue()
    }

    /// A script of the repository, which has a shell of its own.
    private mutating func script(_ arguments: [ScriptValue], _ name: String) -> ScriptValue {
        guard let path = arguments.first?.text else { return other(name, arguments) }
        let isMeant = path.hasSuffix(".sh") || Self.isShell(name)
        guard let text = text(ofScript: path) else {
            guard isMeant else { return other(name, arguments) }
            note("`\(path)` is no script of the repository that could be found, and is not followed")
            state.forgetAll("which `\(path)` may set")
            return other(name, arguments)
        }
        // What has nothing to do with AWS, such as a build tool's own script, may be of any length and any language.
        guard isMeant || text.contains("aws") || text.contains("GITHUB_ENV") else { return other(name, arguments) }
        return isolated { $0.follow(text, named: path, Array(arguments.dropFirst())) }
    }

    /// `bash -x SCRIPT`, `bash -c TEXT` and `… | bash`.
    private mutating func shell(_ arguments: [ScriptValue], _ name: String, _ command: ShellCommand) -> ScriptValue {
        var rest = arguments[...]
        while let option = rest.first?.text, option.hasPrefix("-") || option.hasPrefix("+") {
            rest = rest.dropFirst()
            if option.hasSuffix("c"), !option.hasPrefix("--"), let text = rest.first?.text {
                return isolated { $0.follow(text, named: "\(name) -c", Array(rest.dropFirst(2))) }
            }
            // `-o pipefail`: the option has a value.
            if option.hasSuffix("o"), !option.hasPrefix("--") { rest = rest.dropFirst() }
        }
        if rest.isEmpty, let text = input(of: command)?.text {
            return isolated { $0.follow(text, named: name, []) }
        }
        return rest.isEmpty ? other(name, arguments) : script(Array(rest), name)
    }

    static func isShell(_ name: String) -> Bool {
        ["bash", "sh", "dash"].contains { name.isSame(as: $0) || name.hasSuffix("/\($0)") }
    }

    /// Whether a command is a file of the repository, or one that the script has written.
    static func isScript(_ name: String) -> Bool {
        name.hasSuffix(".sh") || name.hasPrefix("./") || name.hasPrefix("../")
    }

    /// The name of a command; below the folder of the repository a path is one in the repository.
    static func name(_ word: ScriptValue) -> String {
        if let text = word.text { return text }
        let supposed = word.supposed.unicodeScalars
        guard word.unknown.count == 1, let slash = supposed.firstIndex(of: "/"),
            ["GITHUB_WORKSPACE", "PWD", "github.workspace"].contains(where: { word.unknown[0].contains($0) })
        else { return "" }
        return "." + String(supposed[slash...])
    }

    /// The text of a script: what this one has written counts more than what the repository holds.
    private func text(ofScript path: String) -> String? {
        if let written = state.files[Self.plain(path)] { return written.text }
        return state.isElsewhere ? nil : file(path)
    }

    /// Goes through the text of another script.
    mutating func follow(_ text: String, named path: String, _ arguments: [ScriptValue]) -> ScriptValue {
        let scalars = Array(text.unicodeScalars)
        var parser = ShellParser(scalars)
        let commands = scalars.count > 65_536 ? [] : parser.commands()
        guard parser.documents.isEmpty, !parser.isIncomplete, scalars.count <= 65_536 else {
            note("`\(path)` has here-documents, is too long or nested too deep, and is not followed")
            state.forgetAll("which `\(path)` may set")
            return ScriptValue(unknown: ["the output of `\(path)`"])
        }
        // Places in another file are none of this script.
        let before = followed
        let value = call(commands, named: path, arguments)
        followed = before
        return value
    }
}
