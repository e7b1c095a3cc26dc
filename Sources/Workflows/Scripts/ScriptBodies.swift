import IAM
import SourceText

// Commands that consist of commands.
extension ScriptRunner {
    /// How deep functions may call each other.
    private static let depthLimit = 16
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
        case .counting(let parts, let commands): return counting(parts, commands)
        case .arithmetic(let word): return decide(arithmetic(word))
        }
    }

    /// Calls a function of the script, or a script of the repository.
    mutating func call(_ body: [ShellCommand], named name: String, _ arguments: [ScriptValue]) -> ScriptValue {
        guard depth < Self.depthLimit else {
            note("functions of the script that call each other \(Self.depthLimit) deep are not followed")
            return ScriptValue(unknown: ["the output of `\(name)`"])
        }
        let outer = (state.lists["@"], mayHaveLeft, loops)
        let failureBefore = failure
        let fork = state.fork
        state.lists["@"] = arguments
        frames.append([:])
        returns.append([])
        loops = []
        depth += 1
        let value = output(of: body)
        depth -= 1
        let left = returns.removeLast()
        if flow == .exits, !left.isEmpty {
            // It may have returned before it came to what ends the script.
            state = ScriptState.merged(left, since: fork) ?? state
            (flow, failure) = (.runs, failureBefore)
            mayHaveEnded = true
        } else {
            state = ScriptState.merged([state] + left, since: fork) ?? state
        }
        if !left.isEmpty { result = .unknown }
        for (variable, before) in frames.removeLast() {
            state.lists[variable] = before.list
            if let value = before.value { state.set(variable, value) } else { state.unset(variable) }
        }
        (state.lists["@"], mayHaveLeft, loops) = outer
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
            // A branch that ends the script, or leaves a function or loop, leaves nothing to what comes behind.
            if flow == .runs || !isOpen { ends.append(state) }
            let isOfRefusal = branch.isElse || branch.condition.last?.isNegated == true
            if isOpen, isOfRefusal, flow == .exits { endWhereRefused(tried) }
            if isOpen {
                leave(open: state)
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
    mutating func holds(_ condition: [ShellCommand]) -> Bool? {
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
        if parts.first == "!" { return test(parts.dropFirst(), isArithmetic: first == "[[").map { !$0 } }
        return test(parts[...], isArithmetic: first == "[[")
    }

    /// - Parameter isArithmetic: whether numbers are read as in arithmetic, as `[[` does it.
    private static func test(_ parts: ArraySlice<String?>, isArithmetic: Bool) -> Bool? {
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
            default: return compared(left, operation, right, isArithmetic: isArithmetic)
            }
        default: return nil
        }
    }

    /// `A -lt B` and the like, between numbers that no shell reads otherwise than another.
    private static func compared(_ left: String, _ operation: String, _ right: String, isArithmetic: Bool) -> Bool? {
        guard let first = number(left, isArithmetic), let second = number(right, isArithmetic) else { return nil }
        switch operation {
        case "-eq": return first == second
        case "-ne": return first != second
        case "-lt": return first < second
        case "-le": return first <= second
        case "-gt": return first > second
        case "-ge": return first >= second
        default: return nil
        }
    }

    private static func number(_ text: String, _ isArithmetic: Bool) -> Int? {
        let digits = text.unicodeScalars.drop { $0 == "-" }
        if isArithmetic, digits.count > 1, digits.first == "0" { return nil }
        guard digits.allSatisfy({ ("0"..."9").contains($0) }) else { return nil }
        return Int(text)
    }

    // MARK: Commands that do not run

    /// Commands that are known not to run: whatever they would do is followed by that.
    mutating func skip(_ commands: [ShellCommand]) {
        for command in commands {
            followed.insert(command.offset)
            skip(command.inner)
            for word in command.allWords { for commands in word.commands { skip(commands) } }
        }
    }
}
