import SourceText

// Follows the scripts of a job.
extension JobRunner {
    /// Longer scripts are not followed.
    private static let scriptLimit = 65_536
    /// How many variables that a script finds count as one command more.
    private static let variablesOfCommand = 32

    /// Follows a script.
    /// - Returns: whether there is anything to tell of it.
    mutating func follow(
        script node: Node, _ step: Step, _ predicted: inout PredictedStep, _ diagnostics: inout Diagnostics
    ) -> Bool {
        let isFollowed = isShell(step.shell) && Self.mayMatter(node.string)
        guard isFollowed || Self.concernsCredentials(node.string) else { return false }
        // What stands in the environment is handed to each script: so much of it counts as one more command.
        commands -= env.variables.count / Self.variablesOfCommand
        guard commands > 0 else {
            if hasUnfollowed { return false }
            hasUnfollowed = true
            giveUp("the scripts from here on are not followed: those of the workflow run too many commands", &predicted)
            return true
        }
        guard let (scalars, expressions) = scalars(of: node, &diagnostics), isShell(step.shell) else {
            giveUp("the script handles credentials, and is not followed", &predicted)
            return true
        }
        var parser = ShellParser(scalars)
        let commands = parser.commands()
        let token =
            mayRequestToken
            ? TokenClaims(call: call, run: run, environment: environment(&diagnostics), audience: .null) : nil
        var script = ScriptRunner(
            expressions: expressions, documents: parser.documents, state: scriptState(step), token: token,
            budget: self.commands, file: { [files] path in files.text(of: path, near: node) })
        let options = (step.shell ?? "").split(separator: " ").dropFirst()
        let isPlain = options.isEmpty
        script.endsOnError =
            isPlain || options.contains { $0.hasPrefix("-") && !$0.hasPrefix("--") && $0.contains("e") }
        script.hasPipefail = step.shell == "bash" || options.contains("pipefail")
        script.isPosix = step.shell?.hasPrefix("sh") ?? false
        script.run(commands, isComplete: !parser.isIncomplete)
        self.commands -= script.followedCount
        predicted.calls = script.calls
        predicted.otherForms = script.otherForms
        predicted.untagging = "to leave out `--tags`"
        predicted.notes += script.notes
        predicted.ending = script.failure
        if script.hasConditionalCalls {
            predicted.notes.append("a condition of the script is not evaluated: the calls under it are taken to run")
        }
        take(script, step)
        if let doubt = doubt(of: node.string, script, commands) { giveUp(doubt, &predicted) }
        return !predicted.calls.isEmpty || !predicted.notes.isEmpty || predicted.ending != nil
    }

    /// What in a script was not followed though it may matter to the steps behind it.
    private func doubt(of text: String, _ script: ScriptRunner, _ commands: [ShellCommand]) -> String? {
        let lines = text.split(separator: "\n").filter { !$0.drop { $0 == " " || $0 == "\t" }.hasPrefix("#") }
        func count(_ word: String) -> Int { lines.reduce(0) { $0 + $1.occurrences(of: word) } }
        var mentions = ScriptMentions(followed: script.followed)
        mentions.visit(commands)
        if count("GITHUB_ENV") > mentions.environment {
            return "what the script writes to `$GITHUB_ENV` is not followed"
        }
        let operations = ["sts assume-role", "sts get-session-token", "sts get-federation-token"]
        if operations.reduce(0, { $0 + count($1) }) > mentions.calls {
            return "some call of STS in the script is not followed"
        }
        return nil
    }

    /// Whether a script of a shell may end its step, run another script that does more, or concern credentials.
    private static func mayMatter(_ script: String) -> Bool {
        let endings = ["exit", "[", "test ", "false", "((", "let ", "readonly"]
        let others = [".sh", "source ", "aws", "AWS", "GITHUB_", "github.env", "github.output"]
        return (endings + others).contains(where: script.contains)
    }

    /// Whether a script may call STS, or change the credentials of the steps behind it.
    private static func concernsCredentials(_ script: String) -> Bool {
        ["aws ", "AWS_", "GITHUB_ENV", "GITHUB_OUTPUT", "github.env", "github.output"].contains(where: script.contains)
    }

    /// `bash` and `sh` are followed; a step without a shell has `bash` everywhere but on Windows.
    private func isShell(_ shell: String?) -> Bool {
        guard let shell else { return !(job.runsOn?.string.hasPrefix("windows-") ?? false) }
        return shell.hasPrefix("bash") || shell.hasPrefix("sh")
    }

    /// What the script leaves to the steps behind it.
    private mutating func take(_ script: ScriptRunner, _ step: Step) {
        credentials = script.leftBehind(over: credentials) ?? credentials
        profiles = script.state.profiles.all
        for entry in script.state.handedOn { handedOn.set(entry.name, value(entry.value, called: "env.\(entry.name)")) }
        guard let id = step.id, !script.state.outputs.isEmpty else { return }
        let name = "steps.\(id).outputs"
        var outputs = ExpressionValue.Members(openName: name)
        for output in script.state.outputs {
            outputs.set(output.name, value(output.value, called: "\(name).\(output.name)"))
        }
        put(outputs, of: id)
    }

    /// A value of a script as expressions have it; a part of a response is known by a name of its own.
    private mutating func value(_ value: ScriptValue, called name: String) -> ExpressionValue {
        value.origin?.call.map { part(of: $0, called: name) } ?? value.expressionValue
    }

    /// What the script finds; its credentials are known by themselves.
    private func scriptState(_ step: Step) -> ScriptState {
        var state = ScriptState()
        var env = env
        env.add("GITHUB_ACTION", name(of: step))
        state.variables = RecordedMap(env.variables)
        state.exported = RecordedMap(env.exported)
        state.variables["ACTIONS_ID_TOKEN_REQUEST_URL"] = ScriptValue(
            unknown: ["$ACTIONS_ID_TOKEN_REQUEST_URL"], origin: .token(audience: nil))
        state.environment = ambient(step)
        // A variable that the environment has stays exported when it is set.
        if state.environment != nil { state.exported.insert(ScriptState.keyID) }
        if case .session = state.environment { state.hasOtherToken = true }
        state.profiles = RecordedMap(profiles)
        state.isElsewhere = step.isElsewhere
        return state
    }

    /// The script, with a scalar in place of each expression.
    private func scalars(
        of node: Node, _ diagnostics: inout Diagnostics
    ) -> ([Unicode.Scalar], [ExpressionValue])? {
        guard node.string.unicodeScalars.count <= Self.scriptLimit else { return nil }
        do {
            let template = try ExpressionTemplate(node.string)
            var scalars: [Unicode.Scalar] = []
            var expressions: [ExpressionValue] = []
            for piece in template.pieces {
                switch piece {
                case .literal(let text): scalars += text.unicodeScalars
                case .expression(let expression):
                    let value = try evaluator.value(of: expression)
                    // The shell reads what GitHub puts there as if it had been written there.
                    if let text = value.text?.unicodeScalars, text.allSatisfy({ ShellParser.expression($0) == nil }) {
                        scalars += text
                    } else {
                        scalars.append(ShellParser.placeholder(expressions.count))
                        expressions.append(value)
                    }
                }
            }
            return scalars.count <= Self.scriptLimit ? (scalars, expressions) : nil
        } catch {
            diagnostics.warning("invalid-expression", error.message, at: node.location)
            return nil
        }
    }
}

extension Substring {
    /// How often a word stands in the text.
    fileprivate func occurrences(of word: String) -> Int {
        var (count, rest) = (0, self)
        while let first = word.first, let index = rest.firstIndex(of: first) {
            rest = rest[index...]
            if rest.hasPrefix(word) { count += 1 }
            rest = rest.dropFirst()
        }
        return count
    }
}
