/// Goes through a script with what is known, and finds the calls of STS that it makes and where their credentials go.
struct ScriptRunner {
    /// The values of the workflow's expressions in the script.
    let expressions: [ExpressionValue]
    /// The texts of its here-documents.
    let documents: [ShellWord]
    /// The token that the job may ask for; `nil` where it may not.
    let token: TokenClaims?
    /// The text of a file of the repository.
    let file: (String) -> String?
    var state: ScriptState
    /// The calls, in order.
    private(set) var calls: [PredictedCall] = []
    /// The last call with a token as it would be with each other form of the token's subject.
    private(set) var otherForms: [(form: TokenClaims.Form, call: PredictedCall)] = []
    /// What could not be followed.
    var notes: [String] = []
    /// The places of commands that were followed, of those that matter to the steps behind.
    var followed: Set<Int> = []
    /// How many conditions stand around the command that nobody decides.
    var openConditions = 0
    /// Whether some call runs under such a condition.
    private(set) var hasConditionalCalls = false
    /// Whether the script goes on.
    var flow = Flow.runs
    /// How the command before ended: whether a test holds, `nil` where nobody tells.
    var lastResult: Bool?
    /// Whether the command before called STS.
    private var lastIsCall = false
    /// The input that a command in a pipe finds.
    var piped: ScriptValue?
    /// How deep functions call each other.
    var depth = 0
    /// How many more commands are followed.
    private var budget = 5_000
    /// Functions that were called.
    var calledFunctions: Set<String> = []

    /// Whether a script goes on.
    enum Flow {
        case runs, returns, exits
    }

    init(
        expressions: [ExpressionValue], documents: [ShellWord], state: ScriptState, token: TokenClaims? = nil,
        file: @escaping (String) -> String? = { _ in nil }
    ) {
        self.expressions = expressions
        self.documents = documents
        self.state = state
        self.token = token
        self.file = file
    }

    /// Goes through the whole script.
    mutating func run(_ commands: [ShellCommand]) {
        _ = output(of: commands)
        for (name, body) in state.functions.sorted(by: { $0.key < $1.key }) where !calledFunctions.contains(name) {
            skip(body)
        }
        if budget <= 0 { notes.append("only the first commands of the script are followed: it runs too many") }
    }

    /// The credentials that a step behind this one finds in its environment; `nil` where the script sets none.
    /// - Parameter before: those that were there: the session token stays where the script hands on none.
    func leftBehind(over before: Credentials?) -> Credentials? {
        let left = state.handedOn.last { $0.name == ScriptState.keyID }?.value.credentials
        if case .session? = before, case .keys? = left,
            !state.handedOn.contains(where: { $0.name == ScriptState.token })
        {
            return .withOtherToken
        }
        return left
    }

    // MARK: Commands

    /// The output of commands in a row, of which each may pass its own on to the next.
    mutating func output(of commands: [ShellCommand]) -> ScriptValue {
        var value = ScriptValue()
        let outer = piped
        for (index, command) in commands.enumerated() where flow == .runs {
            guard budget > 0 else { break }
            budget -= 1
            let own: ScriptValue
            switch index == 0 ? true : isLetThrough(command) {
            case true?: own = output(of: command)
            case false?:
                skip([command])
                continue
            case nil: own = perhaps(command)
            }
            if command.isPiped {
                piped = own
            } else {
                value.append(own)
                piped = outer
            }
        }
        piped = outer
        return value
    }

    /// Whether `&&` or `||` lets a command run; `nil` where nobody tells. Commands other than tests are taken to succeed,
    /// but for calls with something else behind them in case that they fail.
    private func isLetThrough(_ command: ShellCommand) -> Bool? {
        switch command.condition {
        case .none: true
        case .success: lastResult
        case .failure: lastIsCall ? nil : lastResult.map { !$0 }
        }
    }

    /// Runs a command that may not run.
    private mutating func perhaps(_ command: ShellCommand) -> ScriptValue {
        let before = state
        openConditions += 1
        let value = output(of: command)
        openConditions -= 1
        let (after, ended) = (state, flow)
        (flow, lastResult) = (.runs, nil)
        state = ended == .runs ? ScriptState.merged([after, before]) ?? before : before
        return value
    }

    mutating func output(of command: ShellCommand) -> ScriptValue {
        let output: ScriptValue
        let count = calls.count
        lastResult = true
        if let body = command.body {
            output = self.output(of: body, command)
            lastResult = true
        } else {
            output = simple(command)
        }
        if command.isNegated { lastResult = Self.isTest(command) ? lastResult.map { !$0 } : nil }
        lastIsCall = calls.count > count
        for target in command.outputs { write(output, to: target, command) }
        return command.outputs.isEmpty ? output : ScriptValue()
    }

    /// What a command reads.
    mutating func input(of command: ShellCommand) -> ScriptValue? {
        var whole: ScriptValue?
        for input in command.inputs {
            let value: ScriptValue
            switch input {
            case .text(let word): value = self.value(of: word)
            case .document(let number):
                value = number < documents.count ? self.value(of: documents[number]) : ScriptValue()
            case .file(let word): value = content(of: self.value(of: word))
            }
            if whole == nil { whole = value } else { whole?.append(value) }
        }
        return whole ?? piped
    }

    /// What a file holds, as far as the script has written it.
    func content(of path: ScriptValue) -> ScriptValue {
        guard let name = path.text else { return ScriptValue(unknown: ["a file"], origin: path.origin) }
        return state.files[name] ?? ScriptValue(unknown: ["the file `\(name)`"])
    }

    mutating func add(_ call: PredictedCall, otherForms: [(form: TokenClaims.Form, call: PredictedCall)]) {
        calls.append(call)
        if !otherForms.isEmpty { self.otherForms = otherForms }
        if openConditions > 0 { hasConditionalCalls = true }
    }

    // MARK: Values

    mutating func value(of word: ShellWord) -> ScriptValue {
        var value = ScriptValue()
        for piece in word.pieces {
            switch piece {
            case .text(let text): value.append(text)
            case .variable(let name):
                value.append(state.variables[name] ?? ScriptValue(unknown: ["$\(name)"]))
            case .expression(let index):
                value.append(index < expressions.count ? expressions[index] : .unknown(["an expression"]))
            case .output(let commands): value.append(substitution(commands))
            case .unclear(let text): value.appendUnknown([text])
            }
        }
        return value
    }

    /// `$( … )`: what commands print, without the line ends behind it. They run in a shell of their own.
    private mutating func substitution(_ commands: [ShellCommand]) -> ScriptValue {
        let outer = (state, flow, piped)
        piped = nil
        let value = output(of: commands)
        let (profiles, files) = (state.profiles, state.files)
        (state, flow, piped) = outer
        (state.profiles, state.files) = (profiles, files)
        return value.droppingLineEnds
    }
}
