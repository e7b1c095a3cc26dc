import SourceText

// Loops.
extension ScriptRunner {
    /// How often the commands of a loop are followed.
    private static let rounds = 32

    mutating func loop(_ name: String, _ words: [ShellWord], _ commands: [ShellCommand]) -> ScriptValue {
        var values: [ScriptValue] = []
        for (word, value) in words.flatMap({ word in arguments([word]).map { (word, $0) } }) {
            // Which files or words a pattern stands for, a shell tells.
            let isPattern = value.text?.contains(where: { "*?[".contains($0) }) ?? true
            let isWord = if case .text? = word.pieces.first { true } else { word.list != nil }
            var known =
                isPattern || !isWord && value.text == nil
                ? ScriptValue(unknown: ["$\(name), which a loop sets"], origin: value.origin) : value
            known.isOpen = value.isOpen
            values.append(known)
        }
        if values.count > Self.rounds {
            var value = ScriptValue(unknown: ["$\(name), which a loop sets"])
            value.isOpen = true
            values = [value]
        }
        return looped { runner in
            var output = ScriptValue()
            for value in values where runner.flow == .runs {
                let before = runner.state
                runner.state.set(name, value)
                output.append(value.isOpen ? runner.openRound(commands, since: before) : runner.round(commands))
            }
            return output
        }
    }

    /// `for ((A; B; C)); do … done`.
    mutating func counting(_ parts: [ShellWord], _ commands: [ShellCommand]) -> ScriptValue {
        _ = arithmetic(parts[0])
        // No condition is one that holds.
        let isEmpty = parts[1].plain?.allSatisfy(\.isWhitespace) ?? false
        let condition = ShellCommand(body: .arithmetic(isEmpty ? ShellWord(pieces: [.text("1")]) : parts[1]))
        return repetition([condition], commands) { _ = $0.arithmetic(parts[2]) }
    }

    /// `while` and `until`. Lines that are known are read one by one, and so is each round of which the condition is
    /// known; of any other loop one round is followed, which may be none or many.
    /// - Parameter step: what follows each round.
    mutating func repetition(
        _ condition: [ShellCommand], _ commands: [ShellCommand], _ step: (inout ScriptRunner) -> Void = { _ in }
    ) -> ScriptValue {
        if let reading = ReadCommand(condition: condition), let text = piped?.text {
            var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
            // What stands behind the last end of a line is no line.
            lines.removeLast()
            if lines.count <= Self.rounds {
                return looped { runner in
                    var output = ScriptValue()
                    for line in lines where runner.flow == .runs {
                        runner.assign(reading, line)
                        output.append(runner.round(commands))
                    }
                    return output
                }
            }
        }
        return looped { runner in
            var output = ScriptValue()
            for _ in 0..<Self.rounds where runner.flow == .runs && !runner.isSpent {
                let holds = condition.isEmpty ? nil : runner.holds(condition)
                if holds == false { return output }
                // Where nobody tells whether there is another round, one more stands for all.
                if holds == nil || runner.mayHaveLeft {
                    output.append(runner.openRound(commands, since: runner.state, step))
                    return output
                }
                output.append(runner.round(commands))
                if runner.flow == .runs { step(&runner) }
            }
            guard runner.flow == .runs else { return output }
            let before = runner.state
            runner.openConditions += 1
            _ = runner.holds(condition)
            runner.openConditions -= 1
            output.append(runner.openRound(commands, since: before, step))
            return output
        }
    }

    // MARK: Rounds

    /// Goes through the rounds of a loop, of which each may leave it.
    private mutating func looped(_ body: (inout ScriptRunner) -> ScriptValue) -> ScriptValue {
        let outer = mayHaveLeft
        let fork = state.fork
        loops.append(LoopFrame())
        let value = body(&self)
        let frame = loops.removeLast()
        state = ScriptState.merged([state] + frame.left, since: fork) ?? state
        mayHaveLeft = outer
        if flow == .breaks || flow == .continues {
            levels -= 1
            if levels <= 0 { flow = .runs }
        }
        if flow == .runs { result = .success }
        return value
    }

    /// Once through the commands of a loop.
    private mutating func round(_ commands: [ShellCommand]) -> ScriptValue {
        let fork = state.fork
        let value = output(of: commands)
        if flow == .continues, levels <= 1 { (flow, levels) = (.runs, 0) }
        if let last = loops.indices.last, !loops[last].rounds.isEmpty {
            state = ScriptState.merged([state] + loops[last].rounds, since: fork) ?? state
            loops[last].rounds = []
        }
        return value
    }

    /// A round that may be none, or many.
    /// - Parameter before: what the shell knows where there is none.
    private mutating func openRound(
        _ commands: [ShellCommand], since before: ScriptState, _ step: (inout ScriptRunner) -> Void = { _ in }
    ) -> ScriptValue {
        openConditions += 1
        let value = round(commands)
        if flow == .runs { step(&self) }
        openConditions -= 1
        let after = state
        state = flow == .runs ? ScriptState.merged([after, before], since: before.fork) ?? before : before
        leave(open: after)
        return value.text == "" ? value : ScriptValue(unknown: ["what a loop prints"], origin: value.origin)
    }
}
