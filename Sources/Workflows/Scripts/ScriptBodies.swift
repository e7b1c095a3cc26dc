import IAM
import SourceText

// Commands that consist of commands.
extension ScriptRunner {
    /// How deep functions may call each other.
    private static let depthLimit = 16
    /// How often the commands of a loop are followed.
    private static let rounds = 32

    mutating func output(of body: ShellCommand.Body, _ command: ShellCommand) -> ScriptValue {
        let outer = piped
        defer { piped = outer }
        if !command.inputs.isEmpty { piped = input(of: command) }
        switch body {
        case .group(let commands): return output(of: commands)
        case .subshell(let commands): return isolated { $0.output(of: commands) }
        case .function(let name, let commands):
            state.functions[name] = commands
            return ScriptValue()
        case .branches(let branches): return output(of: branches)
        case .repetition(let condition, let commands): return repetition(condition, commands)
        case .loop(let name, let words, let commands): return loop(name, words, commands)
        }
    }

    /// Calls a function of the script, or a script of the repository.
    mutating func call(_ body: [ShellCommand], named name: String, _ arguments: [ScriptValue]) -> ScriptValue {
        guard depth < Self.depthLimit else {
            note("functions of the script that call each other \(Self.depthLimit) deep are not followed")
            return ScriptValue(unknown: ["the output of `\(name)`"])
        }
        let outer = state.lists["@"]
        state.lists["@"] = arguments
        frames.append([:])
        depth += 1
        let value = output(of: body)
        depth -= 1
        for (variable, before) in frames.removeLast() {
            if let before { state.set(variable, before) } else { state.unset(variable) }
        }
        state.lists["@"] = outer
        if flow == .returns { flow = .runs }
        return value
    }

    // MARK: Branches

    /// Follows the branch that is taken; where nobody tells which, all that may be.
    private mutating func output(of branches: [ShellCommand.Branch]) -> ScriptValue {
        var ends: [ScriptState] = []
        var values: [ScriptValue] = []
        var isDecided = false
        var tried = 0..<0
        let fork = state.fork
        for branch in branches {
            if isDecided {
                skip(branch.condition + branch.commands)
                continue
            }
            let first = calls.count
            let isTaken = branch.isElse && ends.isEmpty && values.isEmpty ? true : holds(branch)
            if !branch.isElse { tried = first..<calls.count }
            if isTaken == false {
                skip(branch.commands)
                continue
            }
            isDecided = isTaken == true || branch.isElse
            let before = state
            let isOpen = isTaken == nil || !values.isEmpty
            openConditions += isOpen ? 1 : 0
            values.append(output(of: branch.commands))
            openConditions -= isOpen ? 1 : 0
            // A branch that ends the script leaves nothing to what comes behind.
            if flow == .runs || !isOpen { ends.append(state) }
            let isOfRefusal = branch.isElse || branch.condition.last?.isNegated == true
            if isOpen, isOfRefusal, flow == .exits { endWhereRefused(tried) }
            if isOpen, flow == .exits { noteEnd() }
            if isOpen {
                (flow, result) = (.runs, .unknown)
                state = before
            }
        }
        if !isDecided { ends.append(state) }
        if let merged = ScriptState.merged(ends, since: fork) { state = merged }
        if values.isEmpty { result = .success }
        let value = values.first ?? ScriptValue()
        return values.count == 1 && isDecided || values.isEmpty
            ? value : ScriptValue(unknown: ["what a condition of the script decides on"], origin: value.origin)
    }

    /// Whether the condition of a branch holds; `nil` where nobody tells.
    private mutating func holds(_ branch: ShellCommand.Branch) -> Bool? {
        if let choice = branch.choice { return holds(choice) }
        return branch.condition.isEmpty ? nil : holds(branch.condition)
    }

    /// Whether commands succeed. What fails among them does not end the script.
    private mutating func holds(_ condition: [ShellCommand]) -> Bool? {
        tolerance += 1
        _ = output(of: condition)
        tolerance -= 1
        switch result {
        case .success: return true
        case .failure: return false
        case .unknown, .taken: return nil
        }
    }

    /// Whether a word fits a pattern of `case`; `nil` where nobody tells.
    private mutating func holds(_ choice: ShellCommand.Choice) -> Bool? {
        guard let text = value(of: choice.word).text else { return nil }
        var isOpen = false
        for pattern in choice.patterns {
            if isSpent { return nil }
            spend(onBytes: text.utf8.count)
            switch Self.fits(text, pattern, value(of: pattern)) {
            case true?: return true
            case false?: continue
            case nil: isOpen = true
            }
        }
        return isOpen ? nil : false
    }

    /// Whether a text fits a word that is a pattern where it stands outside of quotes; `nil` where a shell must tell.
    static func fits(_ text: String, _ word: ShellWord, _ value: ScriptValue) -> Bool? {
        guard let known = value.text else { return nil }
        if word.isQuoted {
            if word.openGlobs == 0 { return known.isSame(as: text) }
            // Which of them stand in quotes is not known where there are more.
            if known.count(where: { "*?[".contains($0) }) != word.openGlobs { return nil }
        }
        if known.contains(where: { "[\\".contains($0) }) { return nil }
        return Wildcard(Text(known)).matches(Text(text))
    }

    /// Whether a test holds. <https://www.gnu.org/software/bash/manual/html_node/Bash-Conditional-Expressions.html>
    static func test(_ words: [ScriptValue]) -> Bool? {
        let first = words.first?.text
        if first == "true" || first == "false" { return first == "true" }
        var parts = words.dropFirst().map(\.text)
        if first != "test" { parts.removeLast(parts.isEmpty ? 0 : 1) }
        if parts.first == "!" { return test(parts.dropFirst()).map { !$0 } }
        return test(parts[...])
    }

    private static func test(_ parts: ArraySlice<String?>) -> Bool? {
        let parts = Array(parts)
        switch parts.count {
        case 1: return parts[0].map { !$0.isEmpty }
        case 2:
            guard let value = parts[1] else { return nil }
            return parts[0] == "-z" ? value.isEmpty : parts[0] == "-n" ? !value.isEmpty : nil
        case 3:
            guard let left = parts[0], let operation = parts[1], let right = parts[2] else { return nil }
            switch operation {
            case "=", "==": return left.isSame(as: right)
            case "!=": return !left.isSame(as: right)
            default: return nil
            }
        default: return nil
        }
    }

    // MARK: Loops

    private mutating func loop(_ name: String, _ words: [ShellWord], _ commands: [ShellCommand]) -> ScriptValue {
        var values: [ScriptValue] = []
        for (word, value) in words.flatMap({ word in arguments([word]).map { (word, $0) } }) {
            // Which files or words a pattern stands for, a shell tells.
            let isPattern = value.text?.contains(where: { "*?{".contains($0) }) ?? true
            let isWord = if case .text? = word.pieces.first { true } else { word.list != nil }
            values.append(
                isPattern || !isWord && value.text == nil
                    ? ScriptValue(unknown: ["$\(name), which a loop sets"], origin: value.origin) : value)
        }
        if words.isEmpty || values.count > Self.rounds {
            values = [ScriptValue(unknown: ["$\(name), which a loop sets"])]
        }
        var output = ScriptValue()
        for value in values where flow == .runs {
            state.set(name, value)
            output.append(round(commands))
        }
        endLoop()
        return output
    }

    /// Once through the commands of a loop.
    private mutating func round(_ commands: [ShellCommand]) -> ScriptValue {
        let value = output(of: commands)
        if flow == .continues { flow = .runs }
        return value
    }

    private mutating func endLoop() {
        if flow == .breaks { flow = .runs }
        result = .success
    }

    /// `while` and `until`. Lines that are known are read one by one; of any other loop one round is followed, which may
    /// be none or many.
    private mutating func repetition(_ condition: [ShellCommand], _ commands: [ShellCommand]) -> ScriptValue {
        var output = ScriptValue()
        if let names = Self.namesRead(by: condition), let text = piped?.text {
            let lines = text.split(separator: "\n").prefix(Self.rounds)
            for line in lines where flow == .runs {
                assign(names, String(line))
                output.append(round(commands))
            }
            endLoop()
            return output
        }
        let before = state
        tolerance += 1
        openConditions += 1
        _ = self.output(of: condition)
        tolerance -= 1
        output.append(round(commands))
        openConditions -= 1
        if flow == .breaks || flow == .exits { flow = .runs }
        state = ScriptState.merged([state, before], since: before.fork) ?? before
        endLoop()
        return output
    }

    /// The names of `read -r A B`, where that is all of a condition.
    private static func namesRead(by condition: [ShellCommand]) -> [String]? {
        guard condition.count == 1, let words = condition.first?.words.map(\.plain), words.first == "read" else {
            return nil
        }
        return words.dropFirst().compactMap { $0 }.filter { !$0.hasPrefix("-") }
    }

    /// Sets variables to the words of a line, the last one to what is left.
    mutating func assign(_ names: [String], _ line: String) {
        if state.variables["IFS"] != nil, names.count > 1 {
            for name in names { state.forget(name, "which `read` splits by `IFS`") }
            return
        }
        let words = line.split(maxSplits: max(0, names.count - 1), whereSeparator: \.isWhitespace)
        for (index, name) in names.enumerated() {
            state.set(name, ScriptValue(index < words.count ? String(words[index]) : ""))
        }
    }

    // MARK: Commands that do not run

    /// Commands that are known not to run: whatever they would do is followed by that.
    mutating func skip(_ commands: [ShellCommand]) {
        for command in commands {
            followed.insert(command.offset)
            switch command.body {
            case .group(let inner), .subshell(let inner), .function(_, let inner), .loop(_, _, let inner): skip(inner)
            case .branches(let branches): for branch in branches { skip(branch.condition + branch.commands) }
            case .repetition(let condition, let inner): skip(condition + inner)
            case nil: break
            }
            for word in command.words + command.assignments.map(\.value) { skip(word) }
        }
    }

    private mutating func skip(_ word: ShellWord) {
        for piece in word.pieces {
            if case .output(let commands) = piece { skip(commands) }
        }
    }
}
