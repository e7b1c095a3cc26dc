import SourceText

// Commands that set variables, and what a shell makes of commands.
extension ScriptRunner {
    mutating func assign(_ assignment: ShellCommand.Assignment) {
        guard mayAssign(assignment.name) else { return }
        if assignment.isElement {
            _ = value(of: assignment.value)
            state.lists[assignment.name] = [ScriptValue(unknown: ["${\(assignment.name)[@]}, which is set in part"])]
            state.variables[assignment.name] = nil
            return
        }
        if let elements = assignment.elements {
            let before = assignment.isAppending ? state.lists[assignment.name] ?? [] : []
            // Where elements have places of their own, a shell tells which is where.
            let isPlaced = elements.contains { word in
                if case .text(let text)? = word.pieces.first { text.hasPrefix("[") && !word.isQuoted } else { false }
            }
            let values = arguments(elements)
            state.lists[assignment.name] =
                isPlaced ? [Self.open("${\(assignment.name)[@]}")] : Self.bounded(before + values)
            state.variables[assignment.name] = nil
            return
        }
        var value = ScriptValue()
        if assignment.isAppending { value = state.variables[assignment.name] ?? value }
        value.append(self.value(of: assignment.value))
        state.lists[assignment.name] = nil
        state.set(assignment.name, value)
    }

    /// Any number of words of which nothing is known.
    private static func open(_ name: String) -> ScriptValue {
        var value = ScriptValue(unknown: [name])
        value.isOpen = true
        return value
    }

    /// Whether a variable can be set. To set one that is read-only ends a script that ends on errors, and what runs next of
    /// any other a shell tells.
    private mutating func mayAssign(_ name: String) -> Bool {
        guard state.readOnly.contains(name) else { return true }
        note("the script sets `\(name)`, which is read-only")
        result = .failure
        if endsOnError || isPosix {
            flow = .exits
            if openConditions == 0 { failure = failure ?? "`\(name)` is read-only, and is set" }
        }
        return false
    }

    // MARK: Declarations

    /// `export A=B`: words of it are never split, and how what stands in `$( … )` ends is nothing to it.
    mutating func declare(_ kind: String, _ command: ShellCommand) -> ScriptValue {
        let words = command.words
        if kind == "local", depth == 0 {
            result = .failure
            return ScriptValue()
        }
        oversight += 1
        let arguments = words.dropFirst().map { value(of: $0) }
        oversight -= 1
        let options = Set(arguments.compactMap(\.text).filter { $0.hasPrefix("-") }.joined().unicodeScalars)
        if kind == "export", options.contains("n") || arguments.contains(where: { $0.text == "+x" }) {
            return hide(arguments)
        }
        if kind != "export", arguments.contains(where: { $0.text == "+x" }) { return hide(arguments) }
        if kind == "export" && options.contains("f") { return ScriptValue() }
        let isExported = kind == "export" || options.contains("x")
        for (word, argument) in zip(words.dropFirst(), arguments) {
            declare(word, argument, kind, options, isExported: isExported)
        }
        for assignment in command.assignments {
            shelter(assignment.name, kind)
            assign(assignment)
            if options.contains("A") { state.lists[assignment.name] = [Self.open("${\(assignment.name)[@]}")] }
            if isExported { state.exported.insert(assignment.name) }
        }
        if options.contains("n") {
            note("a name that stands for another variable (`\(kind) -n`) is not followed")
            state.forgetAll("which a name for it may set")
        }
        return ScriptValue()
    }

    private mutating func declare(
        _ word: ShellWord, _ argument: ScriptValue, _ kind: String, _ options: Set<Unicode.Scalar>, isExported: Bool
    ) {
        guard let assignment = ShellParser.assignment(word) else {
            guard let name = argument.text else {
                // `export $(printf 'AWS_ACCESS_KEY_ID=%s …' $(aws sts assume-role …))`
                if let call = argument.origin?.call { state.environment = .session(call) }
                return
            }
            guard !name.hasPrefix("-"), !name.hasPrefix("+") else { return }
            let isNew = isOfFunction(kind) && frames.last?[name] == nil
            shelter(name, kind)
            // A variable that a function declares for itself begins without a value.
            if isNew {
                state.lists[name] = nil
                state.set(name, ScriptValue())
            }
            if isReadOnly(kind, options) { state.readOnly.insert(name) }
            if isExported, state.exported.insert(name), let value = state.variables[name] { state.set(name, value) }
            return
        }
        guard mayAssign(assignment.name) else { return }
        if isExported { state.exported.insert(assignment.name) }
        shelter(assignment.name, kind)
        var value = argument.dropping(prefix: assignment.name + (assignment.isAppending ? "+=" : "="))
        if assignment.isAppending { value = (state.variables[assignment.name] ?? ScriptValue()) + value }
        if assignment.isElement || !options.isDisjoint(with: "iluc".unicodeScalars) {
            value = ScriptValue(unknown: ["$\(assignment.name), which `\(kind)` changes"], origin: value.origin)
        }
        state.lists[assignment.name] = nil
        state.set(assignment.name, value)
        if isReadOnly(kind, options) { state.readOnly.insert(assignment.name) }
    }

    private func isReadOnly(_ kind: String, _ options: Set<Unicode.Scalar>) -> Bool {
        kind == "readonly" || kind != "export" && options.contains("r")
    }

    /// Whether what a command declares is the function's own.
    private func isOfFunction(_ kind: String) -> Bool { kind != "export" && kind != "readonly" && !frames.isEmpty }

    /// A variable that a function declares is its own: what it was outside comes back.
    private mutating func shelter(_ name: String, _ kind: String) {
        guard isOfFunction(kind), frames[frames.count - 1][name] == nil else { return }
        frames[frames.count - 1][name] = Sheltered(value: state.variables[name], list: state.lists[name])
    }

    /// `export -n NAME`: commands do not see the variable any more.
    private mutating func hide(_ arguments: [ScriptValue]) -> ScriptValue {
        for name in arguments.compactMap(\.text) where state.exported.contains(name) {
            state.exported.remove(name)
            if name.isSame(as: ScriptState.keyID) { state.environment = nil }
        }
        return ScriptValue()
    }

    /// `unset NAME`, `unset -f FUNCTION`, `unset 'LIST[1]'`.
    mutating func unset(_ arguments: [ScriptValue]) -> ScriptValue {
        let isFunction = arguments.first?.text == "-f"
        for name in arguments.compactMap(\.text) where !name.hasPrefix("-") {
            if let bracket = name.firstIndex(of: "[") {
                state.lists[String(name[..<bracket])] = [Self.open("${\(name[..<bracket])[@]}")]
            } else if isFunction {
                state.functions[name] = nil
            } else if state.readOnly.contains(name) {
                result = .failure
            } else {
                state.unset(name)
            }
        }
        return ScriptValue()
    }

    /// `mapfile` and `getopts` set variables that nobody tells.
    mutating func forget(_ kind: String, _ arguments: [ScriptValue]) -> ScriptValue {
        result = kind == "getopts" ? .unknown : .taken
        var names = arguments.compactMap(\.text).filter { !$0.hasPrefix("-") }
        if kind == "getopts" { names += ["OPTARG", "OPTIND"] } else if names.isEmpty { names = ["MAPFILE"] }
        for name in names {
            state.lists[name] = kind == "getopts" ? nil : [Self.open("${\(name)[@]}, which `\(kind)` sets")]
            state.forget(name, "which `\(kind)` sets")
        }
        return ScriptValue()
    }

    // MARK: The shell

    /// Options that change nothing of what is followed.
    private static let harmlessOptions: Set<String> = ["globstar", "dotglob", "checkwinsize", "histappend", "cmdhist"]

    /// `trap`, `shopt` and `alias`: what they change in how the script runs is told, and not followed.
    mutating func arrange(_ name: String, _ arguments: [ScriptValue]) -> ScriptValue {
        switch name {
        case "trap":
            guard let action = arguments.first, arguments.count > 1, action.text != "-", action.text != "" else {
                break
            }
            let isOfEnd = arguments.dropFirst().allSatisfy { $0.text == "EXIT" || $0.text == "0" }
            let isOfSignals = arguments.dropFirst().allSatisfy { argument in
                ["INT", "TERM", "HUP", "QUIT", "PIPE"].contains { argument.text?.hasSuffix($0) ?? false }
            }
            let matters = action.text.map { text in
                let name = text.split(whereSeparator: \.isWhitespace).first.map(String.init) ?? ""
                return state.functions[name] != nil
                    || ["exit", "aws", "AWS", "GITHUB_", "kill"].contains(where: text.contains)
            }
            if isOfSignals || isOfEnd && matters == false { break }
            note("what `trap` runs is not followed")
        case "shopt":
            guard arguments.first?.text != "-q", arguments.contains(where: { $0.text == "-s" || $0.text == "-u" })
            else {
                result = .unknown
                break
            }
            for option in arguments.compactMap(\.text)
            where !option.hasPrefix("-") && !Self.harmlessOptions.contains(option) {
                note("how the script runs with `shopt -s \(option)` is not followed")
            }
        default:
            if isPosix, arguments.contains(where: { $0.text?.contains("=") ?? true }) {
                note("an `alias` of the script is not followed")
            }
        }
        return ScriptValue()
    }

    mutating func evaluate(_ kind: String, _ arguments: [ScriptValue]) -> ScriptValue {
        if let call = arguments.lazy.compactMap({ $0.origin?.call }).first {
            state.environment = .session(call)
            return ScriptValue()
        }
        let path = arguments.first?.text
        if kind != "eval", let path {
            if path.hasSuffix("bin/activate") { return ScriptValue() }
            // What the script has written counts more than what the repository holds.
            if let written = state.files[Self.plain(path)] {
                if let call = written.origin?.call {
                    state.environment = .session(call)
                    return ScriptValue()
                }
                if let text = written.text { return follow(text, named: path, Array(arguments.dropFirst())) }
            } else if !state.isElsewhere, let text = file(path) {
                return follow(text, named: path, Array(arguments.dropFirst()))
            }
        }
        note("what `eval` or `source` reads is not followed")
        state.forgetAll("which `\(kind)` may set")
        return ScriptValue()
    }

    // MARK: Arithmetic

    /// The value of arithmetic, and what it sets; `nil` where nobody tells.
    mutating func arithmetic(_ word: ShellWord) -> Int? {
        let value = value(of: word)
        var text = ""
        for piece in value.pieces {
            switch piece {
            case .text(let known): text += known
            case .unknown: text.unicodeScalars.append(ShellArithmetic.unknown)
            }
        }
        return arithmetic(text)
    }

    /// The value of an arithmetic expression.
    mutating func arithmetic(_ text: String) -> Int? {
        var arithmetic = ShellArithmetic(text) { [state] name in
            guard let text = state.variables[name]?.text else { return nil }
            let trimmed = text.drop { $0.isWhitespace }
            if trimmed.isEmpty { return 0 }
            if trimmed.hasPrefix("-") { return ShellArithmetic.number(String(trimmed.dropFirst())).map { 0 &- $0 } }
            return ShellArithmetic.number(String(trimmed))
        }
        let value = arithmetic.value()
        if arithmetic.hasFailed { note("some arithmetic of the script is not understood") }
        for change in arithmetic.changes {
            if let value = change.value {
                state.set(change.name, ScriptValue(String(value)))
            } else {
                state.forget(change.name, "which arithmetic sets")
            }
        }
        return value
    }

    /// How arithmetic ends that stands as a command: zero is a failure.
    mutating func decide(_ value: Int?) -> ScriptValue {
        result = value.map { $0 == 0 ? .failure : .success } ?? .unknown
        return ScriptValue()
    }
}
