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
        case .subshell(let commands):
            let before = (state, flow)
            let value = output(of: commands)
            let (profiles, files) = (state.profiles, state.files)
            let (handedOn, outputs) = (state.handedOn, state.outputs)
            (state, flow) = before
            (state.profiles, state.files) = (profiles, files)
            (state.handedOn, state.outputs) = (handedOn, outputs)
            return value
        case .function(let name, let commands):
            state.functions[name] = commands
            return ScriptValue()
        case .branches(let branches): return output(of: branches)
        case .loop(let name, let words, let commands): return loop(name, words, commands)
        }
    }

    /// Calls a function of the script.
    mutating func call(_ body: [ShellCommand], named name: String, _ arguments: [ScriptValue]) -> ScriptValue {
        calledFunctions.insert(name)
        guard depth < Self.depthLimit else {
            notes.append("functions of the script that call each other \(Self.depthLimit) deep are not followed")
            return ScriptValue(unknown: ["the output of `\(name)`"])
        }
        let numbers = (1...9).map(String.init)
        let outer = numbers.map { state.variables[$0] }
        for (index, number) in numbers.enumerated() {
            state.variables[number] = index < arguments.count ? arguments[index] : ScriptValue()
        }
        depth += 1
        let value = output(of: body)
        depth -= 1
        for (number, before) in zip(numbers, outer) { state.variables[number] = before }
        if flow == .returns { flow = .runs }
        return value
    }

    // MARK: Branches

    /// Follows the branch that is taken; where nobody tells which, all that may be.
    private mutating func output(of branches: [ShellCommand.Branch]) -> ScriptValue {
        var ends: [ScriptState] = []
        var values: [ScriptValue] = []
        var isDecided = false
        for branch in branches {
            if isDecided {
                skip(branch.condition + branch.commands)
                continue
            }
            let isTaken = branch.isElse && ends.isEmpty && values.isEmpty ? true : holds(branch)
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
            if isOpen {
                flow = .runs
                state = before
            }
        }
        if !isDecided { ends.append(state) }
        if let merged = ScriptState.merged(ends) { state = merged }
        let value = values.first ?? ScriptValue()
        return values.count == 1 && isDecided || values.isEmpty
            ? value : ScriptValue(unknown: ["what a condition of the script decides on"], origin: value.origin)
    }

    /// Whether the condition of a branch holds; `nil` where nobody tells.
    private mutating func holds(_ branch: ShellCommand.Branch) -> Bool? {
        if let choice = branch.choice { return holds(choice) }
        guard !branch.condition.isEmpty else { return nil }
        _ = output(of: branch.condition)
        let isPlain = branch.condition.allSatisfy { $0.condition == .none }
        return isPlain && branch.condition.last.map(Self.isTest) == true ? lastResult : nil
    }

    /// Whether a word fits a pattern of `case`; `nil` where nobody tells.
    private mutating func holds(_ choice: ShellCommand.Choice) -> Bool? {
        guard let text = value(of: choice.word).text else { return nil }
        var isOpen = false
        for pattern in choice.patterns {
            // Sets of characters are left to the shell.
            guard let known = value(of: pattern).text, !known.contains(where: { "[\\".contains($0) }) else {
                isOpen = true
                continue
            }
            if Wildcard(Text(known)).matches(Text(text)) { return true }
        }
        return isOpen ? nil : false
    }

    static func isTest(_ command: ShellCommand) -> Bool {
        ["[", "[[", "test", "true", "false"].contains(command.words.first?.plain)
    }

    /// Whether a test holds. <https://www.gnu.org/software/bash/manual/html_node/Bash-Conditional-Expressions.html>
    static func test(_ words: [ScriptValue], isPattern: Bool) -> Bool? {
        let first = words.first?.text
        if first == "true" || first == "false" { return first == "true" }
        var parts = words.dropFirst().map(\.text)
        if first != "test" { parts.removeLast(parts.isEmpty ? 0 : 1) }
        if parts.first == "!" { return test(parts.dropFirst(), isPattern: isPattern).map { !$0 } }
        return test(parts[...], isPattern: isPattern)
    }

    private static func test(_ parts: ArraySlice<String?>, isPattern: Bool) -> Bool? {
        let parts = Array(parts)
        switch parts.count {
        case 1: return parts[0].map { !$0.isEmpty }
        case 2:
            guard let value = parts[1] else { return nil }
            return parts[0] == "-z" ? value.isEmpty : parts[0] == "-n" ? !value.isEmpty : nil
        case 3:
            guard let left = parts[0], let operation = parts[1], let right = parts[2] else { return nil }
            if isPattern, right.contains(where: { "*?[".contains($0) }) { return nil }
            switch operation {
            case "=", "==": return left == right
            case "!=": return left != right
            default: return nil
            }
        default: return nil
        }
    }

    // MARK: Loops

    private mutating func loop(_ name: String, _ words: [ShellWord], _ commands: [ShellCommand]) -> ScriptValue {
        var values: [ScriptValue] = []
        for word in words {
            let value = value(of: word)
            // An unquoted variable is split; that a quoted one is not matters to nobody's account numbers.
            if case .text = word.pieces.first {
                values.append(value)
            } else if let text = value.text {
                values += text.split { $0.isWhitespace }.map { ScriptValue(String($0)) }
            } else {
                values.append(ScriptValue(unknown: ["$\(name), which a loop sets"], origin: value.origin))
            }
        }
        if words.isEmpty || values.count > Self.rounds {
            values = [ScriptValue(unknown: ["$\(name), which a loop sets"])]
        }
        var output = ScriptValue()
        for value in values where flow == .runs {
            state.set(name, value)
            output.append(self.output(of: commands))
        }
        return output
    }

    // MARK: Commands that do not run

    /// Commands that are known not to run: whatever they would do is followed by that.
    mutating func skip(_ commands: [ShellCommand]) {
        for command in commands {
            followed.insert(command.offset)
            switch command.body {
            case .group(let inner), .subshell(let inner), .function(_, let inner), .loop(_, _, let inner): skip(inner)
            case .branches(let branches): for branch in branches { skip(branch.condition + branch.commands) }
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
