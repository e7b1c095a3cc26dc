import SourceText

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
    var calls: [PredictedCall] = []
    /// The last call with a token as it would be with each other form of the token's subject.
    private(set) var otherForms: [(form: TokenClaims.Form, call: PredictedCall)] = []
    /// What could not be followed.
    private(set) var notes: [String] = []
    /// The places of commands that were followed, of those that matter to the steps behind.
    var followed: Set<Int> = []
    /// How many conditions stand around the command that nobody decides.
    var openConditions = 0
    /// How many commands stand around this one whose failure does not end the script.
    var tolerance = 0
    /// How many commands stand around this one to whose end the shell pays no attention, though nobody asked for that.
    var oversight = 0
    /// How many commands stand around this one in which `set -e` counts for nothing, such as those before `&&` and `||`.
    var ignorance = 0
    /// Whether a command that fails ends the script, as `set -e` has it; so GitHub runs scripts.
    var endsOnError = true
    /// Whether a pipe fails where any command in it does, as `set -o pipefail` has it.
    var hasPipefail = false
    /// Whether the shell is `sh`, which knows neither `[[` nor `==`.
    var isPosix = false
    /// Whether the command is of the last ones of the script, whose end is that of the script.
    private var isLast = true
    /// Whether the script may have ended before, under a condition that nobody decides.
    var mayHaveEnded = false
    /// Whether the function or loop may have been left before, under a condition that nobody decides.
    var mayHaveLeft = false
    /// The loops around the command, from the outside in.
    var loops: [LoopFrame] = []
    /// How many loops are still to be left, or gone on with.
    var levels = 0
    /// What the shell knows where the functions around the command may have been left.
    var returns: [[ScriptState]] = []
    /// How the command before this one ended.
    var previous = Result.success
    /// How the last `$( … )` ended.
    var substituted: Result?
    /// How many calls of STS were made, those too that ask again for the same.
    var callNumber = 0
    /// How many `<( … )` and `>( … )` there were.
    var processCount = 0
    /// Whether some call runs under a condition that nobody decides.
    private(set) var hasConditionalCalls = false
    /// Whether the script goes on.
    var flow = Flow.runs
    /// Why the script fails, where it is known to.
    var failure: String?
    /// How the command before ended.
    var result = Result.success
    /// The input that a command in a pipe finds.
    var piped: ScriptValue?
    /// How deep functions and scripts call each other.
    var depth = 0
    /// How many commands run each other, such as `env` and `sudo`.
    var commandDepth = 0
    static let commandDepthLimit = 64
    /// The variables that functions declare for themselves, with what they were outside.
    var frames: [NameMap<Sheltered>] = []
    /// How many more commands are followed.
    private var budget: Int
    /// How many commands were followed, those of loops counted each time.
    private(set) var followedCount = 0
    /// Functions that were called.
    var calledFunctions: NameSet = []

    /// How many calls of one script are followed.
    private static let callLimit = 200
    /// How many commands of one script are followed.
    private static let commandLimit = 5_000

    /// Whether a script goes on.
    enum Flow {
        case runs, returns, exits, continues, breaks
    }

    /// A variable outside of the function that declares it for itself.
    struct Sheltered {
        let value: ScriptValue?
        let list: [ScriptValue]?
    }

    /// A loop, and what the shell knows where it may have been left, or its round.
    struct LoopFrame {
        var left: [ScriptState] = []
        var rounds: [ScriptState] = []
    }

    /// How a command ends.
    enum Result {
        /// It is known to succeed.
        case success
        /// It is known to fail.
        case failure
        /// Nobody tells.
        case unknown
        /// It is taken to succeed, as programs do that are there for what they do.
        case taken

        /// With the other sign.
        var negated: Result {
            switch self {
            case .success: .failure
            case .failure: .success
            case .unknown, .taken: .unknown
            }
        }
    }

    init(
        expressions: [ExpressionValue], documents: [ShellWord], state: ScriptState, token: TokenClaims? = nil,
        budget: Int = .max, file: @escaping (String) -> String? = { _ in nil }
    ) {
        self.expressions = expressions
        self.documents = documents
        self.state = state
        self.token = token
        self.budget = min(budget, Self.commandLimit)
        self.file = file
    }

    /// Goes through the whole script.
    /// - Parameter isComplete: whether these are all of its commands.
    mutating func run(_ commands: [ShellCommand], isComplete: Bool = true) {
        _ = output(of: commands)
        if !isComplete { note("commands that are nested more than \(ShellParser.depthLimit) deep are not followed") }
        for (name, body) in state.functions.all where !calledFunctions.contains(name) {
            skip(body)
        }
        if budget <= 0 {
            note("only the first commands of the script are followed: it runs too many, or handles too much text")
        }
    }

    /// Takes from the budget what long texts cost: to handle 256 bytes counts as one command.
    mutating func spend(onBytes count: Int) {
        budget -= count / 256
        followedCount += count / 256
    }

    /// Whether nothing more is followed.
    var isSpent: Bool { budget <= 0 }

    mutating func note(_ text: String) {
        if !notes.contains(text) { notes.append(text) }
    }

    /// The credentials that a step behind this one finds in its environment; `nil` where the script sets none.
    /// - Parameter before: those that were there: the session token stays where the script hands on none.
    func leftBehind(over before: Credentials?) -> Credentials? {
        func last(_ name: String) -> Credentials? {
            state.handedOn.last { $0.name.isSame(as: name) }?.value.credentials
        }
        let left = last(ScriptState.keyID)?.complete(with: [last(ScriptState.secret), last(ScriptState.token)])
        let handsOnToken = state.handedOn.contains { $0.name.isSame(as: ScriptState.token) }
        if case .keys? = before, left == nil, handsOnToken { return .withOtherToken }
        if case .session? = before, case .keys? = left,
            !state.handedOn.contains(where: { $0.name.isSame(as: ScriptState.token) })
        {
            return .withOtherToken
        }
        return left
    }

    // MARK: Commands

    /// The output of commands in a row, of which each may pass its own on to the next.
    mutating func output(of commands: [ShellCommand], isSubstitution: Bool = false) -> ScriptValue {
        var value = ScriptValue()
        let outer = piped
        var isBehindPipe = false
        var callsBefore = calls.count
        var hasFailedBefore = false
        let next = Self.conditions(behind: commands)
        let lastList = Self.startOfLastList(of: commands)
        let areNegated = Self.negations(of: commands)
        for (index, command) in commands.enumerated() where budget > 0 {
            guard flow == .runs else {
                skip([command])
                continue
            }
            budget -= 1
            followedCount += 1
            let next = next[index]
            let wasLast = isLast
            let isOfLastList = index >= lastList
            isLast = isLast && isOfLastList
            // What stands before `||` or `&&` may fail without ending the script, unless the script ends there.
            let isTolerated = next == .failure || next == .success && !isLast || areNegated[index]
            let isOverlooked =
                command.isBackground || command.isPiped && !hasPipefail || isSubstitution && !isOfLastList
            let isIgnored = next != .none || areNegated[index] || isSubstitution && !isPosix
            ignorance += isIgnored ? 1 : 0
            tolerance += isTolerated ? 1 : 0
            oversight += isOverlooked ? 1 : 0
            let isAlone = !command.isPiped && !isBehindPipe
            let count = calls.count
            let own = output(of: command, isFirst: index == 0, isAlone: isAlone, after: callsBefore..<count)
            callsBefore = count
            ignorance -= isIgnored ? 1 : 0
            tolerance -= isTolerated ? 1 : 0
            oversight -= isOverlooked ? 1 : 0
            isLast = wasLast
            if let own {
                // Of a pipe, `pipefail` lets each command decide.
                if hasFailedBefore, result != .failure { result = .failure }
                hasFailedBefore = command.isPiped && hasPipefail && result == .failure
                if command.isPiped {
                    piped = own
                } else {
                    value.append(own)
                    piped = outer
                }
                endOnError(command, next)
            }
            isBehindPipe = command.isPiped
        }
        piped = outer
        return value
    }

    /// For each command, what the one behind it asks of it; of commands in a pipe, what the one behind the pipe does.
    private static func conditions(behind commands: [ShellCommand]) -> [ShellCommand.Condition] {
        var conditions = Array(repeating: ShellCommand.Condition.none, count: commands.count)
        for index in commands.indices.dropLast().reversed() {
            conditions[index] = commands[index].isPiped ? conditions[index + 1] : commands[index + 1].condition
        }
        return conditions
    }

    /// For each command in a pipe, whether `!` turns round how the pipe ends.
    private static func negations(of commands: [ShellCommand]) -> [Bool] {
        var negations = commands.map(\.isNegated)
        for index in commands.indices.dropLast().reversed() where commands[index].isPiped {
            negations[index] = negations[index + 1]
        }
        return negations
    }

    /// Where the last commands begin that hang on each other by `&&`, `||` or a pipe.
    private static func startOfLastList(of commands: [ShellCommand]) -> Int {
        commands.indices.last { commands[$0].condition == .none && ($0 == 0 || !commands[$0 - 1].isPiped) } ?? 0
    }

    /// Runs a command where `&&` or `||` before it lets it; `nil` where not.
    /// - Parameter tried: the calls of the command before.
    private mutating func output(
        of command: ShellCommand, isFirst: Bool, isAlone: Bool, after tried: Range<Int>
    ) -> ScriptValue? {
        switch isFirst ? true : isLetThrough(command) {
        case false?:
            skip([command])
            return nil
        case true?:
            if isAlone, !command.isBackground { return output(of: command) }
            let value = isolated { $0.output(of: command) }
            if command.isBackground { result = .success }
            return value
        case nil:
            let before = state
            openConditions += 1
            let value = output(of: command)
            openConditions -= 1
            let after = state
            state = flow == .runs ? ScriptState.merged([state, before], since: before.fork) ?? before : before
            // `call || exit 1`: what is refused ends the script all the same.
            if flow == .exits, command.condition == .failure { endWhereRefused(tried) }
            leave(open: after)
            return value
        }
    }

    /// Whether `&&` or `||` lets a command run; `nil` where nobody tells.
    private func isLetThrough(_ command: ShellCommand) -> Bool? {
        switch (command.condition, result) {
        case (.none, _), (.success, .success), (.success, .taken), (.failure, .failure): true
        case (.success, .failure), (.failure, .success): false
        case (.success, .unknown), (.failure, .unknown), (.failure, .taken): nil
        }
    }

    /// A command that is known to fail ends the script, and a test that nobody decides may end it.
    private mutating func endOnError(_ command: ShellCommand, _ next: ShellCommand.Condition) {
        guard flow == .runs, endsOnError, tolerance + oversight + ignorance + openConditions == 0, next == .none,
            !command.isNegated, !command.isPiped, !command.isCompound
        else { return }
        if result == .unknown, command.isTest, command.condition == .none { mayHaveEnded = true }
        guard result == .failure else { return }
        flow = .exits
        failure = failure ?? "a test that does not hold ends the script"
    }

    /// Calls whose refusal is not tolerated after all: what is done about it ends the script.
    mutating func endWhereRefused(_ tried: Range<Int>) {
        guard tolerance == 0, result == .failure else { return }
        for index in tried where index < calls.count { calls[index].isTolerated = false }
    }

    /// A branch of which nobody tells whether it is taken may have ended the script, or left a function or a loop.
    /// - Parameter after: what the shell knows at its end.
    mutating func leave(open after: ScriptState) {
        switch flow {
        case .runs: break
        case .exits: mayHaveEnded = true
        case .returns:
            mayHaveLeft = true
            if !returns.isEmpty { returns[returns.count - 1].append(after) }
        case .breaks, .continues:
            mayHaveLeft = true
            let place = loops.count - max(1, levels)
            guard loops.indices.contains(place) else { break }
            if flow == .breaks { loops[place].left.append(after) } else { loops[place].rounds.append(after) }
        }
        flow = .runs
        levels = 0
        result = .unknown
    }

    mutating func add(_ call: PredictedCall, otherForms: [(form: TokenClaims.Form, call: PredictedCall)]) {
        var call = call
        call.isTolerated = tolerance > 0 || !endsOnError && !isLast
        if mayHaveEnded || mayHaveLeft {
            note("a condition of the script is not evaluated under which it ends before a call")
        }
        call.isOverlooked = oversight > 0
        call.isConditional = openConditions > 0
        if call.isConditional { hasConditionalCalls = true }
        if !otherForms.isEmpty { self.otherForms = otherForms }
        // A loop that asks the same again is told once.
        let mark = Credentials.session(call).mark + (call.signer?.mark ?? "")
        if calls.last.map({ Credentials.session($0).mark + ($0.signer?.mark ?? "") }) == mark { return }
        guard calls.count < Self.callLimit else {
            note("only the first \(Self.callLimit) calls of the script are followed")
            budget = 0
            return
        }
        calls.append(call)
    }
}
